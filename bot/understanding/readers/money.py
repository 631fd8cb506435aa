"""Amounts of money and percentages."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from bot.model import Language, Money
from bot.understanding.readers.amounts import Amount, amounts
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.tables import alternatives, table

_CURRENCY_OF: dict[str, str] = {word: code for code, words in table("money")["currencies"].items() for word in words}
_CURRENCY = re.compile(rf"(?:{alternatives(_CURRENCY_OF)})(?![a-z\u05d0-\u05ea])")
_SIGN = re.compile(r"us\$|[€₪$£]")
_BETWEEN = "|".join(table("money")["between"])
_GAPS = (re.compile(" {0,2}"), re.compile("-"), re.compile(rf" {{1,3}}(?:{_BETWEEN}) {{1,3}}"))
_PERCENT = re.compile(rf" ?(?:{alternatives(table('money')['percent'])})(?![a-z\u05d0-\u05ea])")


class _Mark(NamedTuple):
    """A sign or word of a currency at `[start, end)`, with its ISO 4217 code."""

    start: int
    end: int
    code: str


class _Marks(NamedTuple):
    """The currencies of a text by where they begin and by where they end."""

    beginning: dict[int, _Mark]
    ending: dict[int, _Mark]


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether it is no tail of a word; a letter before is fine for a sign and for the k of "12keur"."""
    before = text[match.start() - 1 : match.start()]
    return (
        not before.isalpha()
        or _SIGN.match(match[0]) is not None
        or re.search("[0-9]k$", text[: match.start()][-2:]) is not None
    )


@lru_cache(maxsize=64)
def _marks(text: str) -> _Marks:
    marks = [
        _Mark(match.start(), match.end(), _CURRENCY_OF[re.sub(" +", " ", match[0])])
        for match in _CURRENCY.finditer(text)
        if _stands_alone(text, match)
    ]
    return _Marks({mark.start: mark for mark in marks}, {mark.end: mark for mark in marks})


def _owned(text: str, numbers: tuple[Amount, ...]) -> dict[int, _Mark]:
    """The currency of each number, by the number's start: the one right after it, else the one right before."""
    marks = _marks(text)
    owned: dict[int, _Mark] = {}
    used: set[int] = set()
    for number in numbers:
        behind, ahead = _behind(text, number.start, marks.ending), _ahead(text, number.end, marks.beginning)
        if behind and behind.start in used:
            behind = None
        if ahead and not _belongs(text, number, ahead, behind):
            ahead = None
        if mark := ahead or behind:
            owned[number.start] = mark
            used.add(mark.start)
    return owned


def _belongs(text: str, number: Amount, ahead: _Mark, behind: _Mark | None) -> bool:
    """Whether the currency after a number is its own and not that of the next one: "5, €10" and "€5 $10"."""
    if text[ahead.end : ahead.end + 1].isdigit() and text[number.end : ahead.start]:
        return False
    return behind is None or behind.code == ahead.code or behind.end != number.start


def _ahead(text: str, end: int, marks: dict[int, _Mark]) -> _Mark | None:
    return next(
        (marks[place] for gap in _GAPS if (match := gap.match(text, end)) and (place := match.end()) in marks), None
    )


def _behind(text: str, start: int, marks: dict[int, _Mark]) -> _Mark | None:
    place = start
    while place > 0 and start - place < 3 and text[place - 1] in " .:-":
        if place in marks:
            return marks[place]
        place -= 1
    return marks.get(place)


def beside_currency(text: str, amount: Amount) -> bool:
    """Whether a sign or word of a currency stands right before or after the number."""
    marks = _marks(text)
    return bool(_behind(text, amount.start, marks.ending) or _ahead(text, amount.end, marks.beginning))


def _percent_end(text: str, amount: Amount) -> int | None:
    match = _PERCENT.match(text, amount.end)
    return match.end() if match else None


def beside_percent(text: str, amount: Amount) -> bool:
    """Whether the number is a percentage."""
    return _percent_end(text, amount) is not None or text[amount.start - 1 : amount.start] == "%"


def _minus(text: str, start: int) -> bool:
    """Whether a minus sign stands right at `start`; a dash after a letter or a figure only joins."""
    before = text[start - 2 : start - 1] if start > 1 else ""
    return (
        text[start - 1 : start] == "-" and not before.isalnum() and before not in "-/."
        if before
        else text[:start] == "-"
    )


def _money(text: str, amount: Amount, mark: _Mark | None) -> tuple[Money, int, int]:
    start, end = amount.start, amount.end
    if mark:
        start, end = min(start, mark.start), max(end, mark.end)
    negative = _minus(text, amount.start) or _minus(text, start)
    if _minus(text, start):
        start -= 1
    return Money(amount=-amount.value if negative else amount.value, currency=mark.code if mark else None), start, end


def read_money(text: str, lang: Language, *, bare: bool = False) -> list[Found[Money]]:
    """The amounts that stand beside a currency; with `bare` also naked numbers, without a currency.

    Money never has three decimals, so 1.250 and 1,250 beside a currency are thousands in every language.
    """
    folded, numbers = fold(text), amounts(text, lang)
    owned = _owned(folded.text, numbers)
    read = []
    for amount in numbers:
        mark = owned.get(amount.start)
        if mark or (bare and not amount.article and not beside_percent(folded.text, amount)):
            value, start, end = _money(folded.text, amount, mark)
            read.append(found(value, text, *folded.span(start, end)))
    return read


def read_percents(text: str, lang: Language, *, bare: bool = False) -> list[Found[Decimal]]:
    """The percentages of `text`: "10%" gives 10; with `bare` also naked numbers, as the answer to a question."""
    folded = fold(text)
    read = []
    for amount in amounts(text, lang):
        end = _percent_end(folded.text, amount)
        before = folded.text[amount.start - 1 : amount.start] == "%"
        if end or before or (bare and not amount.article and not beside_currency(folded.text, amount)):
            start = amount.start - 1 if before and not end else amount.start
            read.append(found(amount.value, text, *folded.span(start, end or amount.end)))
    return read
