"""Finds the row of headers and which column each header means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.sheets import SheetError
from bot.sheets.cells import Cell, text_of
from bot.sheets.layouts import Column, Layout, plain

LOOKED_AT = 20
"""How many rows may stand above the headers, and one more."""
_ADDED = frozenset({"row", "reason"})
"""What a file of refused rows has beside the original columns."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Which column stands where, under which header, and the headers that mean none."""

    row: int
    places: Mapping[str, int]
    headers: tuple[str, ...]
    left_out: tuple[str, ...]

    def header(self, column: str) -> str:
        """What the table calls a column; its own name where it came from an option."""
        return self.headers[self.places[column]] if column in self.places else column


def recognise(
    first_rows: Sequence[tuple[int, Sequence[Cell]]],
    layout: Layout,
    asked: Mapping[str, str],
    *,
    given: Iterable[str] = (),
) -> Recognised:
    """The headers of a table, `asked` (header → column, or nothing to leave it out) before what is known of words.

    Raises `SheetError` when there are none, when a header may mean two columns or two headers one, or when no column
    that finds a record is there or among `given`, the columns whose value an option says.
    """
    _check_asked(layout, asked)
    number, headers = _header_row(first_rows, layout, asked)
    places, left_out = _assign(headers, layout, asked)
    if "last_name" in places and "name" in places and "first_name" not in places:
        places["first_name"] = places.pop("name")  # "Nome" beside "Cognome" is the first name alone
    recognised = Recognised(number, places, headers, left_out)
    _check_keys(recognised, layout, {*given, *places})
    return recognised


def _check_asked(layout: Layout, asked: Mapping[str, str]) -> None:
    names = [column.name for column in layout.columns]
    for header, name in asked.items():
        if name and name not in names:
            message = f"{header!r} is mapped to {name!r}, which is no column of {layout.kind}; {_there_are(names)}"
            raise SheetError(message)


def _header_row(
    first_rows: Sequence[tuple[int, Sequence[Cell]]], layout: Layout, asked: Mapping[str, str]
) -> tuple[int, tuple[str, ...]]:
    """The row in which most cells are headers that are known."""
    known = {plain(word) for column in layout.columns for word in (*column.certain(), *column.perhaps)}
    known |= {plain(header) for header in asked}
    rows = [(number, tuple(text_of(cell) for cell in cells)) for number, cells in first_rows]
    found = [(sum(plain(cell) in known for cell in cells if cell), -number, cells) for number, cells in rows]
    best = max(found, default=(0, 0, ()))
    if not best[0]:
        seen = next((cells for _, cells in rows if any(cells)), ())
        has = f"it begins with {', '.join(filter(None, seen))[:120]}" if seen else "it is empty"
        names = [column.name for column in layout.columns]
        hint = f"name them with --map 'HEADER=column': {_there_are(names)}"
        message = f"no headers of {layout.kind} were found ({has}); {hint}"
        raise SheetError(message)
    missing = [header for header in asked if plain(header) not in {plain(cell) for cell in best[2]}]
    if missing:
        message = f"there is no column {missing[0]!r} to map; {_there_are(best[2])}"
        raise SheetError(message)
    return -best[1], best[2]


def _assign(
    headers: tuple[str, ...], layout: Layout, asked: Mapping[str, str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    wanted = {plain(header): name for header, name in asked.items()}
    certain = {plain(word): column.name for column in layout.columns for word in column.certain()}
    places: dict[str, int] = {}
    unsure: list[int] = []
    for place, header in enumerate(headers):
        if name := wanted.get(plain(header)):
            _put(places, name, place, headers)
    for place, header in enumerate(headers):
        if plain(header) in wanted or not header:
            continue
        known = certain.get(plain(header))
        if known is None or known in asked.values():
            unsure.append(place)
        else:
            _put(places, known, place, headers)
    left = [place for place in unsure if not _perhaps(places, place, headers, layout.columns)]
    ignored = [place for place, header in enumerate(headers) if plain(header) in wanted and not wanted[plain(header)]]
    told = (headers[place] for place in sorted([*left, *ignored]) if headers[place].casefold() not in _ADDED)
    return places, tuple(told)


def _put(places: dict[str, int], name: str, place: int, headers: tuple[str, ...]) -> None:
    if name in places:
        first, second = headers[places[name]], headers[place]
        hint = f"say which with --map {first + '=' + name!r}" if first != second else "rename one of them"
        message = f"the columns {first!r} and {second!r} both mean {name}; {hint}"
        raise SheetError(message)
    places[name] = place


def _perhaps(places: dict[str, int], place: int, headers: tuple[str, ...], columns: tuple[Column, ...]) -> bool:
    """Whether a header that is not certain means the one column that it may mean and nothing else does."""
    may = [c.name for c in columns if plain(headers[place]) in map(plain, c.perhaps) and c.name not in places]
    if len(may) > 1:
        options = " or ".join(f"--map {headers[place] + '=' + name!r}" for name in may)
        message = f"the column {headers[place]!r} may mean {' or '.join(may)}; say which with {options}"
        raise SheetError(message)
    for name in may:
        places[name] = place
    return bool(may)


def _check_keys(recognised: Recognised, layout: Layout, there: set[str]) -> None:
    if any(set(key) <= there for key in layout.keys):
        return
    nearest = min(layout.keys, key=lambda key: len(set(key) - there))
    lacking = " and ".join(name for name in nearest if name not in there)
    others = [" and ".join(key) for key in layout.keys]
    message = (
        f"no column for {lacking} was found, and {layout.kind} are found by {' or by '.join(others)}; "
        f"the columns are {', '.join(filter(None, recognised.headers))}: name one with --map 'HEADER={nearest[0]}'"
    )
    raise SheetError(message)


def _there_are(names: Iterable[str]) -> str:
    return f"there are {', '.join(name for name in names if name)}"
