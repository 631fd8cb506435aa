"""How people write days, periods, amounts, numbers and percentages: tables written without sight of the grammar.

A line whose text's SHA-256 begins with an even figure is for developing; the odd ones are only measured.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.model import LANGUAGES, Language
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.money import read_money, read_percents
from bot.understanding.readers.numbers import read_numbers

_FOLDER = Path(__file__).parents[2] / "data" / "expressions"
_KINDS = ("date", "period", "money", "number", "percent")
_FEWEST = 400
_HALVES = ("developed", "measured")

# Just under what is reached; a change that falls below it loses something that people write.
FLOORS: dict[tuple[str, str], Mapping[str, float]] = {
    ("all", "developed"): {"all": 0.999},
    ("all", "measured"): {"all": 0.951},
    ("en", "developed"): {"date": 0.997, "money": 0.99, "number": 0.98, "percent": 0.958, "period": 0.989},
    ("en", "measured"): {"date": 0.99, "money": 0.904, "number": 0.911, "percent": 0.888, "period": 0.926},
    ("he", "developed"): {"date": 0.997, "money": 0.99, "number": 0.988, "percent": 0.961, "period": 0.989},
    ("he", "measured"): {"date": 0.934, "money": 0.965, "number": 0.985, "percent": 0.954, "period": 0.929},
    ("it", "developed"): {"date": 0.996, "money": 0.991, "number": 0.985, "percent": 0.937, "period": 0.988},
    ("it", "measured"): {"date": 0.929, "money": 0.981, "number": 0.973, "percent": 0.966, "period": 0.959},
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: what is wanted, or None where the words leave it open."""

    language: Language
    kind: str
    text: str
    now: datetime
    want: Any

    @property
    def half(self) -> str:
        return _HALVES[int(hashlib.sha256(self.text.encode()).hexdigest()[0], 16) % 2]


@cache
def lines(language: Language) -> tuple[Line, ...]:
    said = (_FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = (json.loads(line) for line in said)
    return tuple(
        Line(language, row["type"], row["text"], datetime.fromisoformat(row["now"]), row["want"]) for row in rows
    )


def _values(line: Line) -> list[Any]:
    """All that is read of the line's kind, in the shape of the table; an ordered thing with an article is one."""
    text, language, now = line.text, line.language, line.now
    if line.kind == "date":
        return [one.value.isoformat() for one in read_dates(text, language, now=now)]
    if line.kind == "period":
        spans = (one.value for one in read_periods(text, language, now=now))
        return [{"start": str(span.start), "end": str(span.end)} for span in spans]
    if line.kind == "money":
        sums = (one.value for one in read_money(text, language))
        return [(one.amount, one.currency) for one in sums]
    if line.kind == "percent":
        return [one.value for one in read_percents(text, language)]
    return [one.value for one in read_numbers(text, language) or read_numbers(text, language, articles=True)]


def _wanted(line: Line) -> Any:
    if line.want is None or line.kind in ("date", "period"):
        return line.want
    if line.kind == "money":
        return Decimal(line.want["amount"]), line.want["currency"]
    return Decimal(str(line.want))


def is_right(line: Line) -> bool:
    """Whether the first value is the wanted one, or none is read where none is wanted."""
    values = _values(line)
    return not values if line.want is None else values[:1] == [_wanted(line)]


def _check(rows: list[Line], floor: float) -> None:
    wrong = [row for row in rows if not is_right(row)]
    share = 1 - len(wrong) / len(rows)
    shown = "\n".join(f"{row.text!r} on {row.now:%a %Y-%m-%d}: {row.want} wanted, {_values(row)} read" for row in wrong)
    assert share >= floor, f"{len(rows) - len(wrong)} of {len(rows)} = {share:.4f}, below {floor}:\n{shown}"


@pytest.mark.parametrize("half", _HALVES)
@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_expressions_of_a_kind_are_read(language: Language, kind: str, half: str) -> None:
    rows = [line for line in lines(language) if line.kind == kind and line.half == half]
    _check(rows, FLOORS[language, half][kind])


@pytest.mark.parametrize("half", _HALVES)
def test_expressions_are_read_on_the_whole(half: str) -> None:
    rows = [line for language in LANGUAGES for line in lines(language) if line.half == half]
    _check(rows, FLOORS["all", half]["all"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_holds_enough_and_nothing_twice(language: Language) -> None:
    rows = lines(language)
    assert len(rows) >= _FEWEST
    assert len({row.text for row in rows}) == len(rows)
    assert {row.kind for row in rows} == set(_KINDS)


def _mistakes(line: Line) -> Iterator[str]:
    want = line.want
    if line.now.tzinfo is None:
        yield "the moment has no time zone"
    if want is None:
        return
    if line.kind == "date":
        date.fromisoformat(want)
    elif line.kind == "period":
        if date.fromisoformat(want["start"]) > date.fromisoformat(want["end"]):
            yield "the period ends before it begins"
    elif line.kind == "money":
        Decimal(want["amount"])
        if set(want) != {"amount", "currency"} or want["currency"] not in (None, "EUR", "ILS", "USD", "GBP", "CHF"):
            yield "the money is in no currency we know"
    else:
        Decimal(str(want))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_table_is_well_formed(language: Language) -> None:
    assert [(line.text, mistake) for line in lines(language) for mistake in _mistakes(line)] == []
