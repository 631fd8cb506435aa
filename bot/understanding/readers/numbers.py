"""Counts: numbers in figures or words that are not money, a percentage, a code, an ordinal or a time."""

import re
from decimal import Decimal
from functools import lru_cache

from bot.model import Language
from bot.understanding.readers.amounts import Amount, amounts
from bot.understanding.readers.date_rules import expressions
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.money import beside_currency, beside_percent
from bot.understanding.readers.rough import is_rough
from bot.understanding.readers.tables import alternatives, table
from bot.understanding.readers.times import time_spans

_LONGEST_COUNT = Decimal(10) ** 7
_MEASURE = re.compile(rf" ?(?:{alternatives(table('numbers')['measures'])})(?![a-z\u05d0-\u05ea])")


_NO_MOMENTS = frozenset({"nothing", "step", "dotted", "slashed"})
_NOT = table("numbers")["not_counted"]
_NOT_COUNTED = re.compile(
    rf" {{1,2}}(?:(?:{alternatives(_NOT['before'])}) )?(?:{alternatives(_NOT['words'])})(?![a-z\u05d0-\u05ea])"
)
_VAGUE = re.compile(rf" (?:{alternatives(_NOT['vague'])})(?![a-z])")
_MODEL = re.compile(rf"(?<![a-z0-9\u05d0-\u05ea])(?:{alternatives(_NOT['models'])})[ -]?\Z")


def _is_a_count(text: str, amount: Amount) -> bool:
    if amount.doubtful or amount.value >= _LONGEST_COUNT:
        return False
    if _MEASURE.match(text, amount.end):
        return False
    if amount.article and _VAGUE.match(text, amount.end):
        return False
    if _NOT_COUNTED.match(text, amount.end) or _MODEL.search(text, max(0, amount.start - 16), amount.start):
        return False
    return not (beside_currency(text, amount) or beside_percent(text, amount))


@lru_cache(maxsize=64)
def _moments(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where the folded text names days and hours, whose figures count nothing."""
    dates = ((one.start, one.end) for one in expressions(text, language) if one.means not in _NO_MOMENTS)
    return (*dates, *time_spans(text, language))


def read_numbers(text: str, lang: Language, *, articles: bool = False, about: bool = False) -> list[Found[Decimal]]:
    """The counts in `text` that the words do not leave open; "a", "un", "one" count as 1 only with `articles`.

    With `about` also those that are only about right: "circa 50" gives 50.
    """
    folded, read = fold(text), amounts(text, lang)
    moments = _moments(folded.text, lang) if read else ()
    return [
        found(amount.value, text, *folded.span(amount.start, amount.end))
        for amount in read
        if (articles or not amount.article)
        and _is_a_count(folded.text, amount)
        and not any(amount.start < end and start < amount.end for start, end in moments)
        and not is_rough(text, amount, about=about)
    ]
