"""`pratica people …`: who the company's people are, and by which accounts they are known."""

from typing import Annotated

import typer

from bot.cli.commands import Commands, examples, settings

commands = Commands(help="The company's people, and their accounts on chat platforms.", no_args_is_help=False)


@commands.callback(invoke_without_command=True)
def people(context: typer.Context) -> None:
    """The company's people."""
    from bot.cli import records as command

    if context.invoked_subcommand is None:
        command.people(settings())


@commands.command("link", epilog=examples("pratica people link Hannah", "pratica people link Denis --telegram"))
def people_link(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="A name, first name, address or id.")],
    telegram: Annotated[bool, typer.Option("--telegram", help="As an address that opens the bot.")] = False,
) -> None:
    """A code that makes an account a colleague's. It works once, within ten minutes."""
    from bot.cli import accounts as command

    command.link(settings(), who, telegram=telegram)


@commands.command("accounts", epilog=examples("pratica people accounts"))
def people_accounts() -> None:
    """Who is known by which account."""
    from bot.cli import accounts as command

    command.accounts(settings())


@commands.command("unlink", epilog=examples("pratica people unlink Hannah telegram"))
def people_unlink(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="A name, first name, address or id.")],
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="slack or telegram.")],
) -> None:
    """Forget a colleague's accounts on a channel."""
    from bot.cli import accounts as command

    command.unlink(settings(), who, channel)
