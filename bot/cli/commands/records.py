"""`pratica import`, `export` and `absences`: records in and out."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.commands import Commands, examples, settings

commands = Commands()
_KINDS = "people, parties, products, stock, invoices, payments or cost-centers."


@commands.command(
    "import",
    epilog=examples(
        "pratica import --sample",
        "pratica import people staff.csv --dry-run",
        "pratica import parties customers.xlsx --kind customer --rejects refused.csv",
        'pratica import products prices.xlsx --sheet Listino --map "Art.=sku" --set currency=EUR',
        "pratica import stock --columns",
    ),
)
def import_(
    kind: Annotated[str | None, typer.Argument(metavar="KIND", help=_KINDS)] = None,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A CSV or XLSX file with a row of headers.")
    ] = None,
    sample: Annotated[bool, typer.Option("--sample", help="The sample company.")] = False,
    columns: Annotated[bool, typer.Option("--columns", help="Show the columns of KIND and the headers known.")] = False,
    record_kind: Annotated[
        str | None,
        typer.Option(
            "--kind", metavar="WORD", help="For all rows: customer or supplier; of invoices payable or receivable."
        ),
    ] = None,
    sheet: Annotated[
        str | None, typer.Option(metavar="SHEET", help="The sheet's name or number; by default the first one.")
    ] = None,
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="HEADER=COLUMN", help="What a header means; empty: leave it out."),
    ] = None,
    map_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A TOML file with such pairs in [columns] and [set].")
    ] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="COLUMN=VALUE", help="A value for rows where it is empty.")
    ] = None,
    decimal: Annotated[str | None, typer.Option(metavar="comma|point", help="The decimal mark of all numbers.")] = None,
    dates: Annotated[str | None, typer.Option(metavar="day-first|month-first", help="How days are written.")] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="NAME", help="The encoding of a CSV file, such as cp1255.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, write nothing.")] = False,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the refused rows with their reasons to this file.")
    ] = None,
) -> None:
    """Take in records from a table. Rows with a mistake are refused, the others taken in."""
    from bot.cli import records, tables
    from bot.cli.errors import Usage

    if sample and kind is None:
        records.import_sample(settings())
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
        tables.import_table(settings(), kind, file, options)


@commands.command(epilog=examples("pratica export products prices.xlsx", "pratica export parties - --language it"))
def export(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=_KINDS)],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A file that ends in .csv or .xlsx; - for the terminal.")
    ],
    language: Annotated[str, typer.Option(metavar="en|it|he", help="The language of the headers.")] = "en",
) -> None:
    """Write records to a table. `pratica import` takes it in again."""
    from bot.cli import tables

    tables.export_table(settings(), kind, file, language=tables.language_of(language))


@commands.command(epilog=examples("pratica absences", "pratica absences calendar.ics"))
def absences(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="An iCalendar file to write; - for the terminal.")
    ] = None,
) -> None:
    """Who is away when. As a table, or as a file for other calendars, in which no reasons stand."""
    from bot.cli import absences as command

    command.run(settings(), file, now=datetime.now(UTC))
