"""Counts: numbers in figures or words that are not money, a percentage, a code, an ordinal or a time."""

import re
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from bot.model import LANGUAGES, Language
from bot.understanding.readers.amounts import Amount, amounts
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.money import beside_currency, beside_percent
from bot.understanding.readers.tables import alternatives, table

_WIDEST_GAP = 12
_LONGEST_COUNT = Decimal(10) ** 7
_OR = alternatives(word for language in LANGUAGES for word in table("numbers")[language]["after_or"])
_MEASURE = re.compile(rf" ?(?:{alternatives(table('numbers')['measures'])})(?![a-z\u05d0-\u05ea])")
_THEN = re.compile(rf" ?(?:-|/|(?:{_OR})(?![a-z\u05d0-\u05ea])) ?(?:ל-|ל)?")


def _is_a_count(text: str, amount: Amount) -> bool:
    if amount.doubtful or amount.value >= _LONGEST_COUNT:
        return False
    if _MEASURE.match(text, amount.end):
        return False
    return not (beside_currency(text, amount) or beside_percent(text, amount))


def read_numbers(text: str, lang: Language, *, articles: bool = False) -> list[Found[Decimal]]:
    """The counts in `text`; "a", "un", "one" and the like count as 1 only with `articles`."""
    folded = fold(text)
    return [
        found(amount.value, text, *folded.span(amount.start, amount.end))
        for amount in amounts(text, lang)
        if (articles or not amount.article) and _is_a_count(folded.text, amount)
    ]


@lru_cache(maxsize=64)
def _alternatives(text: str) -> frozenset[tuple[int, int]]:
    """Where the numbers stand that are one end of a choice or a range, read in every language."""
    folded = fold(text)
    spans = set[tuple[int, int]]()
    for language in LANGUAGES:
        for one, two in pairwise(amounts(text, language)):
            if two.start - one.end < _WIDEST_GAP and _THEN.fullmatch(folded.text, one.end, two.start):
                spans |= {folded.span(one.start, one.end), folded.span(two.start, two.end)}
    return frozenset(spans)


def is_alternative(text: str, number: Found[Decimal]) -> bool:
    """Whether `number` is one end of a choice or a range: "two or three", "due o tre", "2-3 pezzi"."""
    return (number.start, number.end) in _alternatives(text)
