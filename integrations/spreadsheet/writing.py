"""Writes tables as CSV or XLSX, row by row."""

import csv
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Protocol

from bot.sheets.rows import OutCell
from integrations.spreadsheet.problems import SpreadsheetError
from integrations.spreadsheet.text_files import guarded

_EXACT = 15  # the digits that Excel keeps of a number
_WIDEST, _LAST_ROW = 60, 1_048_576


class TableWriter(Protocol):
    """Takes rows one by one."""

    def row(self, cells: Sequence[OutCell]) -> None: ...


@contextmanager
def write_table(path: Path, headers: Sequence[str], *, right_to_left: bool = False) -> Iterator[TableWriter]:
    """A table in a new file, CSV or XLSX by its ending; it is there whole at the end, or not at all.

    Raises `SpreadsheetError` for another ending.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".xlsx"}:
        raise SpreadsheetError(
            f"the file's ending is {ending or 'missing'}: write to a file that ends in .csv or .xlsx"
        )
    if path.is_dir():
        raise SpreadsheetError("it is a folder: name a file in it")
    if not path.parent.is_dir():
        raise SpreadsheetError("there is no such folder to write a file in")
    unfinished = path.with_name(f".{path.name}.part")
    try:
        if ending == ".csv":
            # The mark at the beginning tells Excel that the file is UTF-8.
            with unfinished.open("w", encoding="utf-8-sig", newline="") as file:
                yield csv_writer(file, headers)
        else:
            with _workbook(unfinished, headers, right_to_left=right_to_left) as writer:
                yield writer
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class _CsvWriter:
    def __init__(self, file: IO[str]) -> None:
        self._rows = csv.writer(file)

    def row(self, cells: Sequence[OutCell]) -> None:
        self._rows.writerow([_text(cell) for cell in cells])


def csv_writer(file: IO[str], headers: Sequence[str]) -> TableWriter:
    """A writer of CSV with its headers written."""
    writer = _CsvWriter(file)
    writer.row(headers)
    return writer


def csv_line(cells: Sequence[OutCell]) -> str:
    """One row of CSV, for standard output."""
    file = io.StringIO()
    csv.writer(file).writerow([_text(cell) for cell in cells])
    return file.getvalue().removesuffix("\r\n")


def _text(cell: OutCell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else number_text(cell) if isinstance(cell, Decimal) else str(cell)


def number_text(number: Decimal) -> str:
    """A number with a decimal point; one with three decimals gets a fourth, so that no reader takes them for thousands."""  # noqa: E501
    exponent = number.as_tuple().exponent
    return f"{number:.4f}" if exponent == -3 else f"{number:f}"


class _XlsxWriter:
    def __init__(self, book: Any, sheet: Any) -> None:
        self._sheet = sheet
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._numbers: dict[int, Any] = {}
        self._book = book
        self._next = 1

    def row(self, cells: Sequence[OutCell]) -> None:
        if self._next >= _LAST_ROW:
            raise SpreadsheetError("a sheet holds no more than 1,048,576 rows: write CSV instead")
        for place, cell in enumerate(cells):
            if cell is not None:
                self._write(place, cell)
        self._next += 1

    def _write(self, place: int, cell: str | int | Decimal | date) -> None:
        at = (self._next, place)
        if isinstance(cell, date):
            self._sheet.write_datetime(*at, cell, self._day)
        elif isinstance(cell, Decimal) and len(cell.as_tuple().digits) <= _EXACT:
            self._sheet.write_number(*at, float(cell), self._format(cell))
        elif isinstance(cell, int) and len(str(abs(cell))) <= _EXACT:
            self._sheet.write_number(*at, cell)
        else:
            self._sheet.write_string(*at, number_text(cell) if isinstance(cell, Decimal) else str(cell))

    def _format(self, number: Decimal) -> Any:
        places = -int(number.as_tuple().exponent)
        if places not in self._numbers:
            self._numbers[places] = self._book.add_format(
                {"num_format": f"#,##0.{'0' * places}" if places > 0 else "0"}
            )
        return self._numbers[places]


@contextmanager
def _workbook(path: Path, headers: Sequence[str], *, right_to_left: bool) -> Iterator[TableWriter]:
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415  carries no types; not needed for CSV

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(str(path), options)
    sheet = book.add_worksheet()
    if right_to_left:
        sheet.right_to_left()
    bold = book.add_format({"bold": True, "bottom": 1})
    for place, header in enumerate(headers):
        sheet.set_column(place, place, min(_WIDEST, max(12, len(header) + 4)))
        sheet.write_string(0, place, header, bold)
    sheet.freeze_panes(1, 0)
    try:
        yield _XlsxWriter(book, sheet)
    finally:
        book.close()
