"""`pratica mails …`: what the assistant leaves to a person."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands, examples, settings

commands = Commands(help="Mails that wait for a person.")


Number = Annotated[int, typer.Argument(metavar="NO", help="A mail's number, from `pratica mails list`.")]


@commands.command("list", epilog=examples("pratica mails list"))
def mails_list() -> None:
    """The mails that wait for a person, and why."""
    from bot.cli import mails as command

    command.show(settings())


@commands.command("file", epilog=examples("pratica mails file 12 PO-0003"))
def mails_file(
    number: Number,
    reference: Annotated[str, typer.Argument(metavar="TASK", help="A task's number, such as PO-0003.")],
) -> None:
    """File a mail with a task."""
    from bot.cli import mails as command

    command.file(settings(), number, reference)


@commands.command("show", epilog=examples("pratica mails show 12", "pratica mails show 12 --json"))
def mails_show(
    number: Number, as_json: Annotated[bool, typer.Option("--json", help="JSON, for programs.")] = False
) -> None:
    """A mail as it was read, what became of it, and what can be done."""
    from bot.cli import mails as command

    command.show_one(settings(), number, as_json=as_json)


@commands.command("work", epilog=examples("pratica mails work 12"))
def mails_work(number: Number) -> None:
    """Answer a mail as the colleague's it names. It is taken for theirs on your word."""
    from bot.cli import mails as command

    command.work(settings(), number)


@commands.command("drop", epilog=examples("pratica mails drop 12"))
def mails_drop(number: Number) -> None:
    """Let a mail no longer wait; it stays kept."""
    from bot.cli import mails as command

    command.drop(settings(), number)


@commands.command("add", epilog=examples("pratica mails add answer.eml"))
def mails_add(files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Raw mails.")]) -> None:
    """Take mails in out of files. They are worked as though they had come into a mailbox."""
    from bot.cli import mails as command

    command.add(settings(), files)
