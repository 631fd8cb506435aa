"""Amounts of money and percentages."""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from bot.model import Language, Money
from bot.understanding.readers.amounts import Amount, amounts
from bot.understanding.readers.cents import cents_after, is_cued, only_cents
from bot.understanding.readers.folding import Folded, fold
from bot.understanding.readers.found import Found, found, overlaps
from bot.understanding.readers.rough import is_rough
from bot.understanding.readers.tables import alternatives, table

_CURRENCY_OF: dict[str, str] = {word: code for code, words in table("money")["currencies"].items() for word in words}
_CURRENCY = re.compile(rf"(?:{alternatives(_CURRENCY_OF)})(?![a-z\u05d0-\u05ea])")
_SIGN = re.compile(r"us\$|[€₪$£]")
_BETWEEN = "|".join(table("money")["between"])
_GAPS = (re.compile(" {0,2}"), re.compile("-"), re.compile(rf" {{1,3}}(?:{_BETWEEN}) {{1,3}}"))
_NEGATIVE = re.compile(rf"(?<![a-z\u05d0-\u05ea])(?:{alternatives(table('money')['negative'])}) \Z")
_HALF = Decimal("0.5")
_AND_HALF = re.compile(" (?:וחצי|e mezzo|and a half)(?![a-z\u05d0-\u05ea])")
_ONE_PERCENT = re.compile("(?<![\u05d0-\u05ea])[\u05d0-\u05ea]?אחוז (?:אחד|(?P<half>וחצי))(?![\u05d0-\u05ea])")
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
    if word := _NEGATIVE.search(text, max(0, start - 8), start):
        negative, start = True, word.start()
    if _minus(text, start):
        start -= 1
    return Money(amount=-amount.value if negative else amount.value, currency=mark.code if mark else None), start, end


def read_money(text: str, lang: Language, *, bare: bool = False, about: bool = False) -> list[Found[Money]]:
    """The amounts that stand beside a currency or, where there are none, beside a word such as "total".

    What the words leave open is none ("about 500"), but with `about`. With `bare` also naked numbers.

    Money never has three decimals, so 1.250 and 1,250 beside a currency are thousands in every language.
    """
    folded, numbers = fold(text), amounts(text, lang)
    owned = _owned(folded.text, numbers)
    read: list[Found[Money]] = []
    done = 0
    for amount, after in zip_longest(numbers, numbers[1:]):
        mark = owned.get(amount.start)
        if amount.start < done or is_rough(text, amount, about=about):
            continue
        if made := _one(folded.text, amount, mark, after):
            value, start, done = made
            read.append(found(value, text, *folded.span(start, done)))
    if not read:
        read = [one for amount in numbers if (one := _naked(text, folded, amount, bare=bare, about=about))]
    elif bare:
        naked = (_naked(text, folded, amount, bare=True, about=about) for amount in numbers)
        read += [one for one in naked if one and not any(overlaps(other, one.start, one.end) for other in read)]
    return sorted(read, key=lambda one: one.start)


def _one(text: str, amount: Amount, mark: _Mark | None, after: Amount | None) -> tuple[Money, int, int] | None:
    """An amount beside its currency, with its cents, and where it stands in the folded text."""
    if mark is None:
        cents = only_cents(text, amount)
        return (cents[0], amount.start, cents[1]) if cents else None
    value, start, end = _money(text, amount, mark)
    if half := _AND_HALF.match(text, end):
        value, end = Money(amount=value.amount + _HALF, currency=value.currency), half.end()
    elif cents_apart := cents_after(text, end, after):
        value, end = Money(amount=value.amount + cents_apart[0], currency=value.currency), cents_apart[1]
    return value, start, end


def _naked(text: str, folded: Folded, amount: Amount, *, bare: bool, about: bool) -> Found[Money] | None:
    """A number without a currency that is money by the words around it, or because an amount was asked for."""
    if amount.article or beside_percent(folded.text, amount) or is_rough(text, amount, about=about):
        return None
    if not bare and not is_cued(folded.text, amount):
        return None
    value, start, end = _money(folded.text, amount, None)
    return found(value, text, *folded.span(start, end))


def read_percents(text: str, lang: Language, *, bare: bool = False) -> list[Found[Decimal]]:
    """The percentages of `text`: "10%" gives 10; with `bare` also naked numbers, as the answer to a question."""
    folded = fold(text)
    read = []
    for amount in amounts(text, lang):
        end = _percent_end(folded.text, amount)
        before = folded.text[amount.start - 1 : amount.start] == "%"
        if is_rough(text, amount):
            continue
        if end or before or (bare and not amount.article and not beside_currency(folded.text, amount)):
            start = amount.start - 1 if before and not end else amount.start
            half = _AND_HALF.match(folded.text, end) if end else None
            value = amount.value + _HALF if half else amount.value
            read.append(found(value, text, *folded.span(start, half.end() if half else end or amount.end)))
    return read or _one_percent(text, folded)


def _one_percent(text: str, folded: Folded) -> list[Found[Decimal]]:
    """Hebrew says one percent and one and a half with the word before the number."""
    matches = _ONE_PERCENT.finditer(folded.text)
    return [found(1 + _HALF * bool(one["half"]), text, *folded.span(*one.span())) for one in matches]
