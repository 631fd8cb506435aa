"""How the numbers and days of each column are written: found out from its unambiguous cells, never guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.sheets import SheetError
from bot.sheets.cells import Cell, quoted, text_of
from bot.sheets.headers import Recognised
from bot.sheets.layouts import ColumnType, Layout

Decimals = Literal["point", "comma"]
Days = Literal["day-first", "month-first"]

NUMBERS: frozenset[ColumnType] = frozenset({"whole", "count", "days", "percent", "price", "money"})
_BODY = re.compile(r"\d[\d.,]*")
_GROUPED = {"point": re.compile(r"\d{1,3}(,\d{3})+"), "comma": re.compile(r"\d{1,3}(\.\d{3})+")}
_OTHER: dict[str, Decimals] = {".": "point", ",": "comma"}
_SLASHED = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{2}|\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Styles:
    """The decimal mark of each column of numbers and the order of each column of days that need one."""

    decimals: Mapping[str, Decimals] = field(default_factory=dict)
    days: Mapping[str, Days] = field(default_factory=dict)


def decimals_of(text: str) -> Decimals | Literal["either"] | None:
    """Which decimal mark a written number has; "either": it can be read both ways; None: it has no mark at all."""
    found = _BODY.search(text)
    body = found.group() if found else ""
    marks = [char for char in body if char in ".,"]
    if not marks:
        return None
    last = marks[-1]
    if len(set(marks)) == 2:
        return _OTHER[last]
    if len(marks) > 1:
        return "comma" if last == "." else "point"  # 1.250.000: a number has one decimal mark only
    whole, _, rest = body.partition(last)
    if len(rest) == 3 and 1 <= len(whole) <= 3 and not whole.startswith("0"):
        return "either"
    return _OTHER[last]


def days_of(text: str) -> Days | Literal["either"] | None:
    """Which comes first in a written day, the day or the month; None for ISO 8601 and what is no day."""
    found = _SLASHED.match(text)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return "day-first"
    return "month-first" if second > 12 >= first else "either"


@dataclass(slots=True)
class _Seen:
    """The first cell of each style, with its row."""

    cells: dict[str, tuple[int, str]] = field(default_factory=dict)

    def note(self, style: str | None, row: int, text: str) -> None:
        if style is not None:
            self.cells.setdefault(style, (row, text))


class Survey:
    """Looks at every row before the first is taken in."""

    def __init__(self, layout: Layout, recognised: Recognised) -> None:
        self._recognised = recognised
        self._numbers = self._columns(layout, NUMBERS)
        self._days = self._columns(layout, frozenset({"date"}))
        self.rows = 0

    def _columns(self, layout: Layout, types: frozenset[ColumnType]) -> list[tuple[str, int, _Seen]]:
        places = self._recognised.places
        return [(c.name, places[c.name], _Seen()) for c in layout.columns if c.type in types and c.name in places]

    def look(self, row: int, cells: Sequence[Cell]) -> None:
        """Note how the row's numbers and days are written; those that the table itself holds as such need no style."""
        self.rows += 1
        for _, place, seen in self._numbers:
            if place < len(cells) and isinstance(cell := cells[place], str):
                seen.note(decimals_of(cell), row, cell)
        for _, place, seen in self._days:
            if place < len(cells) and isinstance(cell := cells[place], str):
                seen.note(days_of(text_of(cell)), row, cell)

    def styles(self, *, decimal: Decimals | None = None, days: Days | None = None) -> Styles:
        """The styles, where told or else found; raises `SheetError` for a column that can be read in two ways.

        The day comes first unless a cell says otherwise, as everywhere outside the United States.
        """
        return Styles(
            decimals={name: decimal or self._decimals(name, seen) for name, _, seen in self._numbers},
            days={name: days or self._order(name, seen) for name, _, seen in self._days},
        )

    def _decimals(self, name: str, seen: _Seen) -> Decimals:
        self._not_both(name, seen, ("point", "comma"), option="--decimal comma or --decimal point")
        if "comma" in seen.cells:
            return "comma"
        if "either" in seen.cells and "point" not in seen.cells:
            row, text = seen.cells["either"]
            message = (
                f"the numbers of column {self._recognised.header(name)!r} can be read in two ways "
                f"(row {row}: {quoted(text)}); say which with --decimal comma or --decimal point"
            )
            raise SheetError(message)
        return "point"

    def _order(self, name: str, seen: _Seen) -> Days:
        self._not_both(name, seen, ("day-first", "month-first"), option="--dates day-first or --dates month-first")
        if "month-first" in seen.cells:
            row, text = seen.cells["month-first"]
            message = (
                f"column {self._recognised.header(name)!r} seems to have the month before the day "
                f"(row {row}: {quoted(text)}); if so, say --dates month-first, else mend it or say --dates day-first"
            )
            raise SheetError(message)
        return "day-first"

    def _not_both(self, name: str, seen: _Seen, styles: tuple[str, str], *, option: str) -> None:
        first, second = (seen.cells.get(style) for style in styles)
        if first and second:
            message = (
                f"column {self._recognised.header(name)!r} is written in two ways (row {first[0]}: {quoted(first[1])}, "
                f"row {second[0]}: {quoted(second[1])}); mend it, or say which is right with {option}"
            )
            raise SheetError(message)


def well_grouped(body: str, decimals: Decimals) -> str | None:
    """A number's figures with a decimal point and no grouping, or None when it is not written in this style."""
    mark, group = (".", ",") if decimals == "point" else (",", ".")
    whole, _, rest = body.partition(mark)
    if group in whole and not _GROUPED[decimals].fullmatch(whole):
        return None
    plain = whole.replace(group, "")
    if not plain.isdecimal() or (mark in body and not rest.isdecimal()):
        return None
    return f"{plain}.{rest}" if rest else plain
