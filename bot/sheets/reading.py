"""Turns the cells of a row into values of the columns' types, or says what is wrong with them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple, get_args
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import is_currency

from bot.catalogue import TEAMS
from bot.formatting import LOCALES
from bot.model import Payment, Role
from bot.sheets import Refused
from bot.sheets.cells import LONGEST, Cell, is_blank, is_error, quoted, text_of
from bot.sheets.figures import FIGURES, SIGNS, Figure, read_figure
from bot.sheets.headers import Recognised
from bot.sheets.layouts import Column, ColumnType, Layout, plain, values_of
from bot.sheets.styles import Days, Styles
from bot.understanding.readers.identifiers import iban_problem, read_emails

_YEARS = range(1980, 2101)
_CODE = re.compile(r"[^\s|;]+(?: [^\s|;]+){0,4}")
_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?")
_DATE = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4}|\d{2})(?: \d{1,2}:\d{2}(?::\d{2})?)?")


class TaxId(NamedTuple):
    """A tax number; a table that holds it as a number has lost its leading zeros."""

    text: str
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row that can be read: its number in the table, its filled columns, and its cells as they were."""

    number: int
    values: Mapping[str, Any]
    cells: tuple[Cell, ...]


class Reader:
    """Reads rows of a table whose headers and styles are known; `given` fills columns that are empty or not there."""

    def __init__(self, layout: Layout, recognised: Recognised, styles: Styles, given: Mapping[str, str]) -> None:
        self._columns = [(column, recognised.places.get(column.name)) for column in layout.columns]
        self._recognised = recognised
        self._styles = styles
        self._width = len(recognised.headers)
        self._given = {name: self._given_value(layout, name, text) for name, text in given.items()}

    def _given_value(self, layout: Layout, name: str, text: str) -> Any:
        if name not in {column.name for column in layout.columns}:
            names = ", ".join(column.name for column in layout.columns)
            raise Refused(f"{name!r} is no column of {layout.kind}; there are {names}")
        return self._value(layout.column(name), text, text)

    def read(self, number: int, cells: tuple[Cell, ...], *, separated: bool) -> Row:
        """The row; raises `Refused` with everything that is wrong with it.

        `separated`: cells are parted by a mark, so that more of them than headers means that one of them is torn.
        """
        if separated and any(not is_blank(cell) for cell in cells[self._width :]):
            cells_, headers = len(cells), self._width
            raise Refused(
                f"it has {cells_} cells for {headers} headers: a text that holds the separating mark needs quotes"
            )
        values = dict(self._given)
        wrong: list[str] = []
        for column, place in self._columns:
            if place is None or place >= len(cells) or not (text := text_of(cells[place])):
                continue
            try:
                values[column.name] = self._value(column, cells[place], text)
            except Refused as error:
                wrong.append(f"{self._recognised.header(column.name)} {error}")
        if wrong:
            raise Refused("; ".join(wrong))
        return Row(number, values, cells)

    def _value(self, column: Column, cell: Cell, text: str) -> Any:
        if is_error(text):
            raise Refused(f"{quoted(text)} is an error of the spreadsheet")
        if column.type in FIGURES:
            return FIGURES[column.type](cell, text, self._styles.decimals.get(column.name))
        if column.type == "date":
            return read_day(cell, text, self._styles.days.get(column.name, "day-first"))
        if column.type == "tax_id":
            return TaxId(re.sub(r"[\s.\-/]", "", text).upper(), typed=not isinstance(cell, str))
        return _TEXTS[column.type](text)


def read_day(cell: Cell, text: str, order: Days) -> date:
    """A day out of a cell; raises `Refused` for what is none between 1980 and 2100."""
    if isinstance(cell, date):
        day = cell.date() if isinstance(cell, datetime) else cell
        return _in_years(day, text)
    parts = _ISO.fullmatch(text)
    year, month, number = (int(part) for part in parts.groups()) if parts else (0, 0, 0)
    if parts is None and (parts := _DATE.fullmatch(text)):
        first, second, year = (int(part) for part in parts.groups())
        number, month = (first, second) if order == "day-first" else (second, first)
        year += 2000 if year < 100 else 0
    try:
        return _in_years(date(year, month, number), text)
    except ValueError:
        raise Refused(f"{quoted(text)} is no day such as 2026-01-31 or 31/01/2026") from None


def _in_years(day: date, text: str) -> date:
    if day.year not in _YEARS:
        raise Refused(f"{quoted(text)} is not between {_YEARS[0]} and {_YEARS[-1]}")
    return day


def _text(text: str) -> str:
    if len(text) > LONGEST:
        raise Refused(f"{quoted(text)} has {len(text)} characters; there may be {LONGEST}")
    return text


def _read_code(text: str) -> str:
    if len(text) > 60 or not _CODE.fullmatch(text):
        raise Refused(f"{quoted(text)} is no code: up to 60 letters, figures and marks, without ; and |")
    return text


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(part.strip()) for part in text.split(";") if part.strip()))


def _email(text: str) -> str:
    found = read_emails(text)
    if len(found) != 1 or found[0].value != text.lower():
        raise Refused(f"{quoted(text)} is no e-mail address")
    return found[0].value


def _iban(text: str) -> str:
    compact = re.sub(r"[\s\-.]", "", text).upper()
    wrong = {
        "characters": "is no IBAN",
        "country": "begins with a country that has no IBANs",
        "length": "has not the length of its country's IBANs",
        "checksum": "fails its check digits",
    }
    if problem := iban_problem(compact):
        raise Refused(f"{quoted(text)} {wrong[problem]}")
    return compact


def _country(text: str) -> str:
    code = _countries().get(plain(text))
    if code is None:
        raise Refused(f"{quoted(text)} is no country such as IT or Italy")
    return code


@cache
def _countries() -> dict[str, str]:
    """Countries by their ISO code and by their name in the three languages."""
    found: dict[str, str] = {"uk": "GB", "usa": "US"}
    for locale in LOCALES.values():
        territories: dict[str, str] = dict(Locale.parse(locale).territories)
        found |= {plain(name): code for code, name in territories.items() if len(code) == 2 and code.isalpha()}
        found |= {code.lower(): code for code in territories if len(code) == 2 and code.isalpha()}
    return {name: code for name, code in found.items() if code not in {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}}


def _currency(text: str) -> str:
    code = SIGNS.get(text.casefold()) or text.upper()
    if not is_currency(code):
        raise Refused(f"{quoted(text)} is no currency such as EUR")
    return code


def _choice(kind: str, words: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        value = values_of(kind).get(plain(text))
        if value is None:
            raise Refused(f"{quoted(text)} is none of {', '.join(words)}")
        return value

    return read


def _timezone(text: str) -> str:
    if text not in _zones():
        raise Refused(f"{quoted(text)} is no time zone such as Europe/Rome")
    return text


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _year(text: str) -> int:
    if not text.isdecimal() or int(text) not in _YEARS:
        raise Refused(f"{quoted(text)} is no year such as 2026")
    return int(text)


def _payments(text: str) -> tuple[tuple[date, Figure], ...]:
    """Days and amounts as they are written out: with a decimal point, so that they need no style."""
    payments = []
    for part in filter(None, map(str.strip, text.split(";"))):
        day, _, amount = part.partition(" ")
        payments.append((read_day(day, day, "day-first"), read_figure(amount, amount, "point")))
    return tuple(payments)


def payments_text(payments: Sequence[Payment]) -> str:
    """Payments as one cell."""
    return "; ".join(f"{payment.on.isoformat()} {payment.amount}" for payment in payments)


_TEXTS: dict[ColumnType, Callable[[str], Any]] = {
    "code": _read_code,
    "text": _text,
    "list": _list,
    "email": _email,
    "iban": _iban,
    "country": _country,
    "currency": _currency,
    "language": _choice("language", ("en", "it", "he")),
    "role": _choice("role", get_args(Role)),
    "team": _choice("team", TEAMS),
    "timezone": _timezone,
    "kind": _choice("kind", ("customer", "supplier")),
    "direction": _choice("direction", ("payable", "receivable")),
    "state": _choice("state", ("active", "pending")),
    "year": _year,
    "payments": _payments,
}
