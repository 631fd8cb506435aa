"""`pratica tasks …`: what is in the task store."""

from typing import Annotated

import typer

from bot.cli.commands import Commands, Json, examples, settings

commands = Commands(help="What is in the task store.")


@commands.command("list", epilog=examples("pratica tasks list --status waiting --json"))
def tasks_list(
    status: Annotated[str | None, typer.Option(metavar="STATUS", help="Only this status, or `unfinished`.")] = None,
    team: Annotated[str | None, typer.Option(metavar="TEAM", help="Only this team, such as sales.")] = None,
    as_json: Json = False,
) -> None:
    """The tasks, newest first."""
    from bot.cli import tasks as command

    command.show_list(settings(), status=status, team=team, as_json=as_json)


@commands.command("show", epilog=examples("pratica tasks show Q-0001 --json"))
def tasks_show(
    reference: Annotated[str, typer.Argument(metavar="TASK", help="A task's number, such as Q-0001.")],
    as_json: Json = False,
) -> None:
    """One task whole: fields with their sources, events, documents."""
    from bot.cli import tasks as command

    command.show(settings(), reference, as_json=as_json)
