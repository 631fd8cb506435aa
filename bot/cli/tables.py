"""`pratica import KIND FILE` and `pratica export KIND FILE`: records in and out as tables."""

import gc
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, get_args

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot import app
from bot.cli.errors import Failure, Usage
from bot.cli.output import write
from bot.cli.refusals import Refusals
from bot.model import LANGUAGES, Language
from bot.settings import Settings
from bot.sheets import Refused, SheetError
from bot.sheets.cells import Cell
from bot.sheets.headers import LOOKED_AT, Recognised, recognise
from bot.sheets.layouts import KINDS, Layout, layout
from bot.sheets.people import Defaults
from bot.sheets.reading import Reader
from bot.sheets.styles import Days, Decimals, Styles, Survey
from bot.sheets.taking import Tally
from handlers.exporting import rows_of
from handlers.importing import take_in
from integrations.spreadsheet import Sheet, SpreadsheetError, csv_line, open_sheet, write_table
from storage.engine import SqlStore

_REST = 0.02  # seconds between two transactions, long enough for who waits for the database to come in
_KIND_COLUMNS = {"parties": "kind", "invoices": "direction", "payments": "direction"}
_EVERY = 1000  # rows between two steps of the bar of an export


@dataclass(frozen=True, slots=True)
class Options:
    """How a table is to be read; `columns` maps headers to columns, `given` fills columns for all rows."""

    sheet: str | None = None
    encoding: str | None = None
    kind: str | None = None
    columns: dict[str, str] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    decimal: Decimals | None = None
    dates: Days | None = None
    rejects: Path | None = None
    dry_run: bool = False


def show_columns(kind: str) -> None:
    """The columns of a kind of table: what each means, what it needs, the headers that are known."""
    of = _layout(kind)
    needs = {"key": "always", "new": "if new", "name": "one, if new", "party": "one of them"}
    rows = [
        (column.name, needs.get(column.need or "", ""), ", ".join(dict.fromkeys(column.certain())), column.meaning)
        for column in of.columns
    ]
    for name, need, known, meaning in rows:
        write(f"{name}{f' (needed {need})' if need else ''}: {meaning}")
        write(f"    also: {known}")
    keys = " or by ".join(" and ".join(key) for key in of.keys)
    write(f"A record is found by {keys}.")


def options_of(
    *,
    maps: Sequence[str],
    map_file: Path | None,
    sets: Sequence[str],
    kind: str | None,
    decimal: str | None,
    dates: str | None,
    **others: Any,
) -> Options:
    """The options as they were said; raises `Usage`."""
    told = _map_file(map_file) if map_file else {"columns": {}, "set": {}}
    return Options(
        columns=told["columns"] | dict(_pair(one, "--map", "HEADER=column") for one in maps),
        given=told["set"] | dict(_pair(one, "--set", "column=VALUE") for one in sets),
        kind=kind,
        decimal=cast("Decimals | None", _one_of(decimal, "--decimal", get_args(Decimals))),
        dates=cast("Days | None", _one_of(dates, "--dates", get_args(Days))),
        **others,
    )


def import_table(settings: Settings, kind: str, path: Path, options: Options) -> None:
    """Take in a table; raises `Failure` when it cannot be, and at the end when rows of it were refused."""
    of = _layout(kind)
    if options.rejects and options.rejects.resolve() == path.resolve():
        raise Usage("--rejects names the table itself: name another file")
    given = _given(of, options)
    with _problems(path), _no_collection(), ExitStack() as stack:
        store = stack.enter_context(closing(app.store(settings)))
        progress = stack.enter_context(_progress(f"{path.name}: reading"))
        sheet = stack.enter_context(
            open_sheet(path, sheet=options.sheet, encoding=options.encoding, progress=lambda rows: progress(rows, None))
        )
        recognised = recognise(_head(sheet), of, options.columns, given=given)
        survey = _survey(sheet, of, recognised)
        reader = Reader(of, recognised, survey.styles(decimal=options.decimal, days=options.dates), given)
        with _problems(options.rejects or path):
            told = Refusals(stack, options.rejects, recognised)
        doing = f"{path.name}: {'checking' if options.dry_run else 'taking in'}"
        bar = stack.enter_context(_progress(doing, line=f"{doing} {_rows(survey.rows)} …"))
        tally = take_in(
            store,
            kind,
            (line for line in sheet.rows() if line[0] > recognised.row),
            reader,
            _defaults(settings, store),
            separated=sheet.separated,
            refuse=told.refuse,
            progress=lambda done: bar(done, survey.rows),
            rest=lambda: time.sleep(_REST),
            dry_run=options.dry_run,
        )
    _report(kind, path, tally, told=told, recognised=recognised, options=options, sheet=sheet.name)
    if tally.refused:
        raise Failure(_what_now(tally, options))


def export_table(settings: Settings, kind: str, path: Path, *, language: Language) -> None:
    """Write all records of a kind to a CSV or XLSX file, or as CSV to standard output ("-")."""
    of = _layout(kind)
    headers = [column.headers[language] for column in of.written()]
    count = 0
    with _problems(path), app.reading(settings) as reading:
        if str(path) == "-":
            write(csv_line(headers))
            for cells in rows_of(reading, kind):
                write(csv_line(cells))
            return
        with (
            _progress(f"{path.name}: writing") as bar,
            write_table(path, headers, right_to_left=language == "he") as to,
        ):
            for cells in rows_of(reading, kind):
                to.row(cells)
                count += 1
                if count % _EVERY == 0:
                    bar(count, None)
    write(f"{kind}: {_rows(count)} in {path}.")


def _defaults(settings: Settings, store: SqlStore) -> Defaults:
    with store.read() as reading:
        entities = reading.records.directory().entities
    return Defaults(language=settings.language, timezone=entities[0].timezone if entities else None)


def language_of(said: str) -> Language:
    """The language of the headers; raises `Usage`."""
    return cast("Language", _one_of(said, "--language", LANGUAGES))


def _layout(kind: str) -> Layout:
    if kind not in KINDS:
        raise Usage(f"there is no kind of table {kind!r}; there are {', '.join(KINDS)}")
    return layout(kind)


def _head(sheet: Sheet) -> list[tuple[int, tuple[Cell, ...]]]:
    return [line for _, line in zip(range(LOOKED_AT), sheet.rows(), strict=False)]


def _survey(sheet: Sheet, of: Layout, recognised: Recognised) -> Survey:
    survey = Survey(of, recognised)
    for number, cells in sheet.rows():
        if number > recognised.row:
            survey.look(number, cells)
    return survey


def _given(of: Layout, options: Options) -> dict[str, str]:
    """The values for all rows, `--kind` among them; raises `Usage`."""
    given = dict(options.given)
    if options.kind is not None:
        if of.kind not in _KIND_COLUMNS:
            raise Usage(f"--kind is for {', '.join(_KIND_COLUMNS)}, not for {of.kind}")
        given[_KIND_COLUMNS[of.kind]] = options.kind
    try:
        Reader(of, Recognised(0, {}, (), ()), Styles(), given)
    except Refused as error:
        raise Usage(f"--set or --kind: {error}") from error
    return given


def _map_file(path: Path) -> dict[str, dict[str, str]]:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Usage(f"{path} is no TOML file: {error}") from error
    tables: dict[str, dict[str, str]] = {"columns": {}, "set": {}}
    for name, pairs in told.items():
        if name not in tables or not isinstance(pairs, dict):
            raise Usage(f"{path} has {name!r}; it may have the tables [columns] (header = column) and [set]")
        tables[name] = {key: str(value) for key, value in pairs.items()}
    return tables


def _pair(said: str, option: str, shape: str) -> tuple[str, str]:
    left, equals, right = said.rpartition("=") if option == "--map" else said.partition("=")
    if not equals or not left.strip():
        raise Usage(f"{option} {said!r} is not of the form {option} '{shape}'")
    return left.strip(), right.strip()


def _one_of(said: str | None, option: str, words: Sequence[str]) -> str | None:
    if said is not None and said not in words:
        raise Usage(f"{option} is {' or '.join(words)}, not {said!r}")
    return said


@contextmanager
def _problems(path: Path) -> Iterator[None]:
    """What is wrong with a table as one sentence with the file's name."""
    try:
        yield
    except (SheetError, SpreadsheetError) as error:
        raise Failure(f"{path}: {error}") from error


@contextmanager
def _no_collection() -> Iterator[None]:
    """No collection of garbage: over hundreds of thousands of records one takes half a second, in a transaction."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _report(
    kind: str, path: Path, tally: Tally, *, told: Refusals, recognised: Recognised, options: Options, sheet: str | None
) -> None:
    if recognised.left_out:
        write(f"Columns left out: {', '.join(recognised.left_out)}.")
    for note in tally.notes:
        write(note)
    for line in told.lines(tally.refused):
        sys.stderr.write(f"{line}\n")
    would = " (dry run: nothing was written)" if options.dry_run else ""
    counts = f"{tally.new} new, {tally.changed} changed, {tally.same} as they were, {tally.refused} refused"
    write(f"{kind}: {_rows(tally.rows)} of {path.name}{f', sheet {sheet}' if sheet else ''}: {counts}{would}.")


def _rows(count: int) -> str:
    return f"{count} {'row' if count == 1 else 'rows'}"


def _what_now(tally: Tally, options: Options) -> str:
    rows = "1 row was" if tally.refused == 1 else f"{tally.refused} rows were"
    if options.rejects:
        return f"{rows} refused; mend them in {options.rejects} and import that file"
    return f"{rows} refused; --rejects FILE.csv writes them to a file, to be mended and imported again"


@contextmanager
def _progress(label: str, *, line: str | None = None) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the terminal; where standard error is none, the line."""
    console = Console(stderr=True)
    if not console.is_terminal:
        if line:
            sys.stderr.write(f"{line}\n")
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
