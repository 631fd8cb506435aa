"""`pratica demo`, `chat` and `digest`: what the assistant says, to try it out and to read."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands, Json, examples, settings

commands = Commands()

As = Annotated[
    str | None, typer.Option("--as", metavar="PERSON", help="Who you are: a name, first name, address or id.")
]
Now = Annotated[
    str | None, typer.Option("--now", metavar="TIME", help="The moment to work at, such as 2026-11-20T09:30:00+01:00.")
]


@commands.command(epilog=examples("printf 'quote for Clinica San Marziale: 5 task chairs\\nyes\\n' | pratica demo"))
def demo(
    as_person: As = None,
    now: Now = None,
    fast_day: Annotated[bool, typer.Option("--fast-day", help="Play a working day in a minute instead.")] = False,
) -> None:
    """Try it out with a sample company. No accounts are needed: it is a conversation in the terminal."""
    if fast_day:
        from bot.cli import fast_day as command

        command.run(settings(), on=_moment(now))
    else:
        _chat(as_person, now, as_json=False, demo=True)


@commands.command(
    epilog=examples(
        "pratica chat --as Federica", 'echo \'{"id": 1, "text": "quote for Rossi: 20 desks"}\' | pratica chat --json'
    )
)
def chat(as_person: As = None, now: Now = None, as_json: Json = False) -> None:
    """Talk to the assistant. Each line of standard input is one message.

    With --json it is an object with a text and, if you want, an id of yours, a string or a number: the same one sent
    again is not worked twice. Each line of the answer is an object too: "received" with the id once the message is
    kept, then the answer with the id in "in_reply_to"; "error" for a line that is no message, and the next one goes on.
    """
    _chat(as_person, now, as_json=as_json, demo=False)


def _chat(as_person: str | None, now: str | None, *, as_json: bool, demo: bool) -> None:
    from bot.cli import chat as command

    command.run(settings(), as_person=as_person, now=_moment(now), as_json=as_json, demo=demo)


@commands.command("digest", epilog=examples("pratica digest --for Federica --on 2026-11-24 --weekly"))
def digest(
    who: Annotated[str, typer.Option("--for", metavar="PERSON", help="A name, first name, address or id.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day, such as 2026-11-24; today.")] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="That of the week which ends on this day.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the mail's page there.")] = None,
    as_json: Json = False,
) -> None:
    """What somebody's digest of a day says. It is made of the tasks as they stand now."""
    from bot.cli import digest as command

    command.show(settings(), person=who, on=_day(on), weekly=weekly, html=html, as_json=as_json)


def _day(written: str | None) -> date | None:
    from bot.cli.errors import Usage

    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise Usage(f"not a day: {written!r}; it is written 2026-11-24") from error


def _moment(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise typer.BadParameter(f"{said!r} is no time; write it like 2026-11-20T09:30:00+01:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
