"""Reads XLSX: the values that Excel shows, row by row."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.sheets.cells import Cell
from integrations.spreadsheet.problems import SpreadsheetError

_STUMBLES = (
    ArithmeticError, AttributeError, EOFError, LookupError, RuntimeError, SyntaxError, TypeError, ValueError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
"""What openpyxl, and the readers of ZIP and XML below it, raise over a broken file."""
_ZEROS = re.compile(r"0+")


@contextmanager
def opened(path: Path, sheet: str | None) -> Iterator[tuple[str, Iterator[tuple[int, list[Cell]]]]]:
    """The sheet's name and its rows with their numbers; raises `SpreadsheetError` when there is none or it is broken.

    Without a name the first sheet that can be seen and has something in it is taken.
    """
    import openpyxl  # noqa: PLC0415  slow to import, and not needed for CSV

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about parts of the file that no table needs
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except _STUMBLES as error:
            raise _broken(error) from error
        try:
            found = _find(book, sheet)
            yield found.title, _rows(found)
        finally:
            book.close()


def _broken(error: Exception) -> SpreadsheetError:
    detail = " ".join(str(error).split())[:100] or type(error).__name__
    return SpreadsheetError(f"the file cannot be read as XLSX ({detail}): open it in a spreadsheet and save it anew")


def _find(book: Any, wanted: str | None) -> Any:
    sheets = book.worksheets
    if wanted is not None:
        for place, sheet in enumerate(sheets, start=1):
            if wanted in {sheet.title, str(place)}:
                return sheet
        names = ", ".join(sheet.title for sheet in sheets)
        raise SpreadsheetError(f"there is no sheet {wanted!r}; there are {names}")
    for sheet in sheets:
        if sheet.sheet_state == "visible" and next(_rows(sheet), None):
            return sheet
    raise SpreadsheetError("no sheet of the file has anything in it")


def _rows(sheet: Any) -> Iterator[tuple[int, list[Cell]]]:
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            cells = [_value(cell) for cell in row]
            if any(cell not in {None, ""} for cell in cells):
                yield number, cells
    except _STUMBLES as error:
        raise _broken(error) from error


def _value(cell: Any) -> Cell:
    """A cell's value; a number shown as 0042 is that text, one shown as 22% is 22."""
    value = cell.value
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        shown: str = cell.number_format or ""
        if _ZEROS.fullmatch(shown) and value == int(value) and len(shown) > 1:
            return str(int(value)).zfill(len(shown))
        return value * 100 if shown.rstrip().endswith("%") else value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    return value if isinstance(value, date) else str(value)
