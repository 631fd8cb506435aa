"""The command line: `pratica …`, also `python -m bot …`.

Commands are imported when they are called, so that `--help` answers at once.
"""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

cli = typer.Typer(
    name="pratica",
    help="An assistant for the back office: write to it as to a colleague, in English, Italian or Hebrew.",
    epilog="Try: pratica demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
tasks_cli = typer.Typer(help="What is in the task store.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(tasks_cli, name="tasks")
mails_cli = typer.Typer(help="Mails that wait for a person.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(mails_cli, name="mails")
people_cli = typer.Typer(help="The company's people, and their accounts on chat platforms.", rich_markup_mode=None)
cli.add_typer(people_cli, name="people")
slack_cli = typer.Typer(help="Setting up Slack.", no_args_is_help=True, rich_markup_mode=None)
cli.add_typer(slack_cli, name="slack")

As = Annotated[
    str | None, typer.Option("--as", metavar="PERSON", help="Who you are: a name, first name, address or id.")
]
Now = Annotated[
    str | None, typer.Option("--now", metavar="TIME", help="The moment to work at, such as 2026-11-20T09:30:00+01:00.")
]
Json = Annotated[bool, typer.Option("--json", help="JSON, for programs.")]


@cli.command(epilog="Example: printf 'quote for Clinica San Marziale: 5 task chairs\\nyes\\n' | pratica demo")
def demo(
    as_person: As = None,
    now: Now = None,
    fast_day: Annotated[bool, typer.Option("--fast-day", help="Play a working day in a minute instead.")] = False,
) -> None:
    """The whole assistant with a sample company, no accounts needed: a conversation in the terminal."""
    if fast_day:
        from bot.cli import fast_day as command

        command.run(_settings(), on=_moment(now))
    else:
        _chat(as_person, now, as_json=False, demo=True)


@cli.command(epilog="Example: pratica chat --as Federica")
def chat(as_person: As = None, now: Now = None, as_json: Json = False) -> None:
    """Talk to the assistant; each line of standard input is one message."""
    _chat(as_person, now, as_json=as_json, demo=False)


def _chat(as_person: str | None, now: str | None, *, as_json: bool, demo: bool) -> None:
    from bot.cli import chat as command

    command.run(_settings(), as_person=as_person, now=_moment(now), as_json=as_json, demo=demo)


@tasks_cli.command("list", epilog="Example: pratica tasks list --status waiting --json")
def tasks_list(
    status: Annotated[str | None, typer.Option(help="Only this status, or `unfinished`.")] = None,
    team: Annotated[str | None, typer.Option(help="Only this team, such as sales.")] = None,
    as_json: Json = False,
) -> None:
    """The tasks, newest first."""
    from bot.cli import tasks as command

    command.show_list(_settings(), status=status, team=team, as_json=as_json)


@tasks_cli.command("show", epilog="Example: pratica tasks show Q-0001 --json")
def tasks_show(reference: str, as_json: Json = False) -> None:
    """One task whole: fields with their sources, events, documents."""
    from bot.cli import tasks as command

    command.show(_settings(), reference, as_json=as_json)


@cli.command("digest", epilog="Example: pratica digest --for Federica --on 2026-11-24 --weekly")
def digest(
    who: Annotated[str, typer.Option("--for", metavar="PERSON", help="A name, first name, address or id.")],
    on: Annotated[str | None, typer.Option("--on", metavar="DAY", help="The day, such as 2026-11-24; today.")] = None,
    weekly: Annotated[bool, typer.Option("--weekly", help="That of the week which ends on this day.")] = False,
    html: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the mail's page there.")] = None,
    as_json: Json = False,
) -> None:
    """What somebody's digest of a day says, of the tasks as they stand now."""
    from bot.cli import digest as command

    command.show(_settings(), person=who, on=_day(on), weekly=weekly, html=html, as_json=as_json)


def _day(written: str | None) -> date | None:
    from bot.cli.errors import Usage

    try:
        return date.fromisoformat(written) if written else None
    except ValueError as error:
        raise Usage(f"not a day: {written!r}; it is written 2026-11-24") from error


@cli.command(
    epilog="""Examples:

    \b
    echo '{"id": 1, "text": "quote for Rossi: 20 desks"}' | pratica understand
    pratica understand --corrections
    pratica understand --take 3 5"""
)
def understand(
    numbers: Annotated[list[str] | None, typer.Argument(metavar="[NO]...", help="More numbers for --take.")] = None,
    corrections: Annotated[bool, typer.Option("--corrections", help="List what people corrected.")] = False,
    take: Annotated[
        str | None,
        typer.Option(metavar="NO|all", help="Take the sentences of these corrections into the company's phrases."),
    ] = None,
    drop: Annotated[int | None, typer.Option(metavar="NO", help="Forget this correction.")] = None,
    as_json: Json = False,
) -> None:
    """What messages want: JSON Lines in (id, text; lang, now, subject), JSON Lines out. And what people corrected."""
    from bot.cli import corrections as corrected
    from bot.cli import understand as command
    from bot.cli.errors import Usage

    if (take is not None) + (drop is not None) + corrections > 1 or (numbers and take is None):
        raise Usage("one thing at a time: pratica understand --corrections, --take 3 5, --take all, or --drop 3")
    if take is not None:
        corrected.take(_settings(), [take, *(numbers or ())])
    elif drop is not None:
        corrected.drop(_settings(), drop)
    elif corrections:
        corrected.show(_settings(), as_json=as_json)
    else:
        command.run(_settings())


@cli.command(epilog="Example: pratica evaluate tests/data/requests-*.jsonl --min-intent 0.6")
def evaluate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Labelled messages, JSON Lines.")],
    min_intent: Annotated[
        float | None, typer.Option(min=0, max=1, help="Fail when the intent accuracy of all messages is below this.")
    ] = None,
    half: Annotated[
        Literal["choosing", "measured"] | None, typer.Option(help="Only the part of the messages that is for this.")
    ] = None,
    by_type: Annotated[bool, typer.Option("--types", help="Also how the messages of each type fared.")] = False,
    pictures: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Draw calibration.png and confusions.png there.")
    ] = None,
    as_json: Json = False,
) -> None:
    """How well labelled messages are understood: intents, fields, doubt, time."""
    from bot.cli import evaluate as command

    command.run(
        _settings(), files, min_intent=min_intent, half=half, by_type=by_type, pictures=pictures, as_json=as_json
    )


@cli.command(epilog="Example: pratica serve   (see docs/slack.md, docs/telegram.md and docs/email.md)")
def serve() -> None:
    """The assistant with the channels that are configured, until it is stopped."""
    from bot.cli import serve as command

    command.run(_settings())


@cli.command()
def doctor() -> None:
    """Check settings, database, mail, Slack and Telegram, and say what is wrong and how to mend it."""
    from bot.cli import doctor as command

    command.run(_settings())


@cli.command("parse-mail", epilog="Examples: pratica parse-mail letter.eml; cat letter.eml | pratica parse-mail -")
def parse_mail(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Raw mails; - for standard input.")],
) -> None:
    """What the mail reader sees in raw mails: one JSON object a file."""
    from bot.cli import parse_mail as command

    command.run(files)


@mails_cli.command("list")
def mails_list() -> None:
    """The mails that wait for a person, and why."""
    from bot.cli import mails as command

    command.show(_settings())


@mails_cli.command("file", epilog="Example: pratica mails file 12 PO-0003")
def mails_file(number: int, reference: str) -> None:
    """File a mail with a task."""
    from bot.cli import mails as command

    command.file(_settings(), number, reference)


@mails_cli.command("show", epilog="Example: pratica mails show 12")
def mails_show(number: int) -> None:
    """A mail as it was read, and what became of it."""
    from bot.cli import mails as command

    command.show_one(_settings(), number)


@mails_cli.command("work", epilog="Example: pratica mails work 12")
def mails_work(number: int) -> None:
    """Take a mail for that of the colleague whom it names, and answer it."""
    from bot.cli import mails as command

    command.work(_settings(), number)


@mails_cli.command("drop", epilog="Example: pratica mails drop 12")
def mails_drop(number: int) -> None:
    """Let a mail no longer wait; it stays kept."""
    from bot.cli import mails as command

    command.drop(_settings(), number)


@mails_cli.command("add", epilog="Example: pratica mails add answer.eml")
def mails_add(files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Raw mails.")]) -> None:
    """Take mails in out of files, as though they had come into a mailbox."""
    from bot.cli import mails as command

    command.add(_settings(), files)


@cli.command(epilog="Example: pratica types --check my-types")
def types(
    check: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Look for mistakes in this folder of own types instead.")
    ] = None,
    as_json: Json = False,
) -> None:
    """The request types: number prefix, team, who sees them, languages, where they come from."""
    from bot.cli import types as command

    if check is None:
        command.show(_settings(), as_json=as_json)
    else:
        command.check(check)


@cli.command(epilog="Example: pratica model tests/data/own/*.jsonl")
def model(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Labelled messages that confidence is tuned on.")],
) -> None:
    """Learn anew from the example sentences (for developers; a company's own types need it not)."""
    from bot.cli import model as command

    command.run(_settings(), files)


@cli.command()
def migrate() -> None:
    """Bring the database up to date."""
    from bot.cli import records as command

    command.migrate(_settings())


@cli.command(
    "import",
    epilog="""Examples:

    \b
    pratica import --sample
    pratica import people staff.csv --dry-run
    pratica import parties customers.xlsx --kind customer --rejects refused.csv
    pratica import products prices.xlsx --sheet Listino --map "Art.=sku" --set currency=EUR
    pratica import stock --columns""",
)
def import_(
    kind: Annotated[
        str | None,
        typer.Argument(metavar="KIND", help="people, parties, products, stock, invoices, payments or cost-centers."),
    ] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A CSV or XLSX file with a row of headers.")
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="The sample company.")] = False,
    columns: Annotated[bool, typer.Option("--columns", help="Show the columns of KIND and the headers known.")] = False,
    record_kind: Annotated[
        str | None,
        typer.Option("--kind", help="For all rows: customer or supplier; of invoices payable or receivable."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet's name or number; by default the first one.")] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=COLUMN", help="What a header means; empty: leave it out."),
    ] = None,
    map_file: Annotated[Path | None, typer.Option(help="A TOML file with such pairs in [columns] and [set].")] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="A value for rows where it is empty.")
    ] = None,
    decimal: Annotated[str | None, typer.Option(help="The decimal mark of all numbers: comma or point.")] = None,
    dates: Annotated[str | None, typer.Option(help="How days are written: day-first or month-first.")] = None,
    encoding: Annotated[str | None, typer.Option(help="The encoding of a CSV file, such as cp1255.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    rejects: Annotated[
        Path | None, typer.Option(help="Write the refused rows with their reasons to this file.")
    ] = None,
) -> None:
    """Take in records from a table; rows with a mistake are refused, the others taken in."""
    from bot.cli import records, tables
    from bot.cli.errors import Usage

    if sample and kind is None:
        records.import_sample(_settings())
    elif columns and kind and file is None:
        tables.show_columns(kind)
    elif kind is None or file is None or sample or columns:
        raise Usage("say what to import: pratica import KIND FILE, or pratica import --sample; --help shows examples")
    else:
        options = tables.options_of(
            maps=maps or [],
            map_file=map_file,
            sets=sets or [],
            kind=record_kind,
            decimal=decimal,
            dates=dates,
            sheet=sheet,
            encoding=encoding,
            rejects=rejects,
            dry_run=dry_run,
        )
        tables.import_table(_settings(), kind, file, options)


@cli.command(epilog="Examples: pratica export products prices.xlsx; pratica export parties - --language it")
def export(
    kind: Annotated[
        str,
        typer.Argument(metavar="KIND", help="people, parties, products, stock, invoices, payments or cost-centers."),
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file that ends in .csv or .xlsx; - for the terminal.")
    ],
    language: Annotated[str, typer.Option(help="The language of the headers: en, it or he.")] = "en",
) -> None:
    """Write records to a table, which `pratica import` takes in again."""
    from bot.cli import tables

    tables.export_table(_settings(), kind, file, language=tables.language_of(language))


@cli.command(epilog="Examples: pratica absences; pratica absences calendar.ics")
def absences(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="An iCalendar file to write; - for the terminal.")
    ] = None,
) -> None:
    """Who is away when: a table, or a file for other calendars, in which no reasons stand."""
    from bot.cli import absences as command

    command.run(_settings(), file, now=datetime.now(UTC))


@people_cli.callback(invoke_without_command=True)
def people(context: typer.Context) -> None:
    """The company's people."""
    from bot.cli import records as command

    if context.invoked_subcommand is None:
        command.people(_settings())


@people_cli.command("link", epilog="Examples: pratica people link Hannah; pratica people link Denis --telegram")
def people_link(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="A name, first name, address or id.")],
    telegram: Annotated[bool, typer.Option("--telegram", help="As an address that opens the bot.")] = False,
) -> None:
    """A one-time code, good for ten minutes, by which an account becomes a colleague's."""
    from bot.cli import accounts as command

    command.link(_settings(), who, telegram=telegram)


@people_cli.command("accounts")
def people_accounts() -> None:
    """Who is known by which account."""
    from bot.cli import accounts as command

    command.accounts(_settings())


@people_cli.command("unlink", epilog="Example: pratica people unlink Hannah telegram")
def people_unlink(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="A name, first name, address or id.")],
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="slack or telegram.")],
) -> None:
    """Forget a colleague's accounts on a channel."""
    from bot.cli import accounts as command

    command.unlink(_settings(), who, channel)


@slack_cli.command("manifest", epilog="Example: pratica slack manifest --url https://office.firm.it")
def slack_manifest(
    url: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Where Slack posts to; without it Socket Mode is used.")
    ] = None,
) -> None:
    """The manifest to create the app from, at api.slack.com/apps."""
    from bot.cli import accounts as command

    command.slack_manifest(url)


@cli.command(epilog="Examples: pratica quarantine --rerun 12; pratica quarantine --resend 340")
def quarantine(
    rerun: Annotated[int | None, typer.Option(metavar="NO", help="Handle this message again.")] = None,
    resend: Annotated[int | None, typer.Option(metavar="NO", help="Send this message that did not leave.")] = None,
) -> None:
    """Messages that could not be handled, and those that did not leave."""
    from bot.cli import records as command
    from bot.cli.errors import Usage

    if rerun is not None and resend is not None:
        raise Usage("one thing at a time: pratica quarantine --rerun 12, or pratica quarantine --resend 340")
    if rerun is not None:
        command.rerun(_settings(), rerun)
    elif resend is not None:
        command.resend(_settings(), resend)
    else:
        command.quarantine(_settings())


def _settings() -> Any:
    from bot.settings import Settings

    return Settings.load()


def _moment(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError as error:
        raise typer.BadParameter(f"{said!r} is no time; write it like 2026-11-20T09:30:00+01:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def main() -> None:
    """Run the command line; every error we know is one sentence."""
    try:
        cli(standalone_mode=True)
    except BrokenPipeError:
        # Whoever read the output has gone; standard output is closed without another complaint.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        sentence, code = _explain(error)
        if sentence is None:
            raise
        sys.stderr.write(f"pratica: {sentence}\n")
        sys.exit(code)


def _explain(error: Exception) -> tuple[str | None, int]:
    """The sentence for an error that is not ours to trace, and the exit code."""
    from bot.catalogue import CatalogueError
    from bot.cli.errors import Failure, Usage
    from bot.learning import Unlearned
    from bot.settings import SettingsError
    from storage.errors import StorageError

    if isinstance(error, Usage):
        return str(error), 2
    if isinstance(error, (Failure, CatalogueError, SettingsError, StorageError, Unlearned)):
        return str(error), 1
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}", 1
    return None, 1


if __name__ == "__main__":
    main()
