"""Opens a file as a table, once: its rows are kept aside, so that they can be gone through as often as needed."""

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from bot.sheets.cells import Cell
from integrations.spreadsheet import text_files, workbooks
from integrations.spreadsheet.problems import SpreadsheetError

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_TEXT_ENDINGS = frozenset({".csv", ".txt", ".tsv", ".tab", ""})
_TOLD = 1000  # rows between two reports of progress


class Sheet:
    """A table's rows with their numbers, without those in which nothing stands.

    `separated`: its cells are parted by a mark, so that a row can be torn.
    """

    def __init__(self, kept: IO[str], *, name: str | None, separated: bool) -> None:
        self._kept = kept
        self.name = name
        self.separated = separated
        self.count = 0

    def keep(self, number: int, cells: list[Cell]) -> None:
        self._kept.write(json.dumps([number, *map(_packed, cells)], ensure_ascii=True))
        self._kept.write("\n")
        self.count += 1

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """The rows from the first; not to be gone through twice at a time."""
        self._kept.seek(0)
        for line in self._kept:
            number, *cells = json.loads(line)
            yield number, tuple(map(_unpacked, cells))


@contextmanager
def open_sheet(
    path: Path,
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    progress: Callable[[int], None] = lambda _: None,
) -> Iterator[Sheet]:
    """The table in a CSV or XLSX file; raises `SpreadsheetError`. `progress` is told how many rows were read."""
    workbook = _is_workbook(path)
    with tempfile.TemporaryFile("w+", encoding="ascii") as kept:
        if workbook:
            with workbooks.opened(path, sheet) as (name, rows):
                table = Sheet(kept, name=name, separated=False)
                _keep(table, rows, progress)
        else:
            table = Sheet(kept, name=None, separated=True)
            text = text_files.read_text(path, encoding)
            _keep(
                table,
                ((n, list(cells)) for n, cells in text_files.rows_of(text) if any(map(str.strip, cells))),
                progress,
            )
        yield table


def _keep(table: Sheet, rows: Iterator[tuple[int, list[Cell]]], progress: Callable[[int], None]) -> None:
    for number, cells in rows:
        table.keep(number, cells)
        if table.count % _TOLD == 0:
            progress(table.count)
    progress(table.count)


def _is_workbook(path: Path) -> bool:
    """Whether a file is XLSX, by what it begins with; raises `SpreadsheetError` for what can be read neither way."""
    if path.is_dir():
        raise SpreadsheetError("it is a folder: name the file in it")
    with path.open("rb") as file:
        head = file.read(8)
    ending = path.suffix.lower()
    if head.startswith(_OLE):
        if ending == ".xls":
            raise SpreadsheetError("it is in the old format XLS: save it as XLSX or CSV")
        raise SpreadsheetError("it is protected with a password (or is an old XLS): save it as XLSX without one")
    if head.startswith(_ZIP):
        if ending in {".ods", ".numbers", ".zip", ".docx"}:
            raise SpreadsheetError(f"it is {ending[1:].upper()}: save it as XLSX or CSV")
        return True
    if ending not in _TEXT_ENDINGS:
        raise SpreadsheetError(f"it is neither CSV nor XLSX, for all its ending {ending}: save it as one of the two")
    return False


def _packed(cell: Cell) -> Any:
    """A day in a list of its own, since JSON has none; what PostgreSQL or a pipe could not keep is cleaned later."""
    return [cell.isoformat()] if isinstance(cell, date) else cell


def _unpacked(cell: Any) -> Cell:
    if isinstance(cell, list):
        return datetime.fromisoformat(cell[0]) if "T" in cell[0] else date.fromisoformat(cell[0])
    value: Cell = cell
    return value
