"""Towns that say where one of our own houses is, which are no organisation: "the Milan office", "לסניף בחיפה"."""

import re
from functools import cache

from bot.understanding.readers.name_words import Word, joined, listed
from bot.understanding.readers.words import words_pattern

_WHOSE = frozenset({"customer", "recipient"})  # "a quote for the Rossi office" may well be theirs

_OF_TOWNS = frozenset("san santa sant' reggio sesto cinisello castel new los tel".split())  # of more than one word


def is_place(words: list[Word], start: int, stop: int, *, role: str | None = None) -> bool:
    """Whether the words with a capital in `[start, stop)` say where an office is."""
    one, two = (words[start - at].low if start >= at else "" for at in (1, 2))
    sited = one in listed("places", "links") and two in listed("places", "before")
    if sited:
        return stop - start == 1 or words[start].low in _OF_TOWNS
    named = (
        one in listed("places", "articles") and joined(words, stop) and words[stop].low in listed("places", "behind")
    )
    return named and role not in _WHOSE


@cache
def houses_in_hebrew() -> re.Pattern[str]:
    """An office of ours in Hebrew and its town: "משרד במילאנו", "סניף חיפה"."""
    towns = words_pattern(listed("places", "towns"))
    return re.compile(rf"ה?{words_pattern(listed('places', 'hebrew'))} (?:ב|של )?-?{towns}(?![א-ת])")
