"""`pratica serve`, `doctor`, `quarantine`, `slack`, `migrate`, `parse-mail`: to run it and to see after it."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands, examples, settings

commands = Commands()
slack = Commands(help="Setting up Slack.")


@commands.command(epilog=examples("pratica serve"))
def serve() -> None:
    """Run the assistant until it is stopped. It takes part in the channels that are configured.

    How they are: docs/slack.md, docs/telegram.md and docs/email.md.
    """
    from bot.cli import serve as command

    command.run(settings())


@commands.command(epilog=examples("pratica doctor"))
def doctor() -> None:
    """Say what is wrong here and how to mend it. Settings, database, mail, Slack and Telegram are checked."""
    from bot.cli import doctor as command

    command.run(settings())


@commands.command(epilog=examples("pratica quarantine --rerun 12", "pratica quarantine --resend 340"))
def quarantine(
    rerun: Annotated[int | None, typer.Option(metavar="NO", help="Handle this message again.")] = None,
    resend: Annotated[int | None, typer.Option(metavar="NO", help="Send this message that did not leave.")] = None,
) -> None:
    """What could not be handled or did not leave. Both can be tried again."""
    from bot.cli import records as command
    from bot.cli.errors import Usage

    if rerun is not None and resend is not None:
        raise Usage("one thing at a time: pratica quarantine --rerun 12, or pratica quarantine --resend 340")
    if rerun is not None:
        command.rerun(settings(), rerun)
    elif resend is not None:
        command.resend(settings(), resend)
    else:
        command.quarantine(settings())


@slack.command("manifest", epilog=examples("pratica slack manifest --url https://office.firm.it"))
def slack_manifest(
    url: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where Slack posts to; without it Socket Mode is used.")
    ] = None,
) -> None:
    """The manifest to create the app from, at api.slack.com/apps."""
    from bot.cli import accounts as command

    command.slack_manifest(url)


commands.add_typer(slack, name="slack")


@commands.command(epilog=examples("pratica migrate"))
def migrate() -> None:
    """Bring the database up to date."""
    from bot.cli import records as command

    command.migrate(settings())


@commands.command(
    "parse-mail", epilog=examples("pratica parse-mail letter.eml", "cat letter.eml | pratica parse-mail -")
)
def parse_mail(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Raw mails; - for standard input.")],
) -> None:
    """What the mail reader sees in raw mails. One JSON object a file."""
    from bot.cli import parse_mail as command

    command.run(files)
