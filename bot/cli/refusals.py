"""The rows that an import refused: in short for the terminal, all of them for the file of `--rejects`."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from bot.sheets.cells import Cell, number_of
from bot.sheets.headers import Recognised
from bot.sheets.rows import OutCell
from integrations.spreadsheet import TableWriter, write_table

_SHOWN = 10  # reasons, and rows of one reason, that are told in the terminal


class Refusals:
    """What is told of refused rows; the file, if any, is closed with `stack`."""

    def __init__(self, stack: ExitStack, path: Path | None, recognised: Recognised) -> None:
        self._first: dict[str, list[int]] = {}
        self._counts: Counter[str] = Counter()
        self._file: TableWriter | None = None
        if path:
            self._file = stack.enter_context(write_table(path, ["row", "reason", *recognised.headers]))

    def refuse(self, number: int, cells: tuple[Cell, ...], reason: str) -> None:
        """Note one row."""
        if reason in self._first or len(self._first) < _SHOWN:
            rows = self._first.setdefault(reason, [])
            self._counts[reason] += 1
            if len(rows) < _SHOWN:
                rows.append(number)
        if self._file:
            self._file.row([number, reason, *map(_as_it_was, cells)])

    def lines(self, refused: int) -> Iterator[str]:
        """The first reasons, each once with its rows; then how many of the `refused` rows have others."""
        for reason, rows in sorted(self._first.items(), key=lambda one: one[1][0]):
            more = self._counts[reason] - len(rows)
            numbers = f"{', '.join(map(str, rows))}{f' and {more} more' if more else ''}"
            yield f"{'row' if len(rows) == 1 else 'rows'} {numbers}: {reason}"
        if others := refused - self._counts.total():
            yield f"and {others} more"


def _as_it_was(cell: Cell) -> OutCell:
    """A refused cell, to be written as it stood in the table."""
    if isinstance(cell, bool):
        return str(cell)
    return number_of(cell) if isinstance(cell, float) else cell
