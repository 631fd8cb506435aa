"""Which words are everyday ones, so that they are hardly a name: as they stand in our own example sentences."""

import re
from functools import cache

from bot.model import Language
from bot.understanding.readers.name_words import listed, never_names
from bot.understanding.readers.tables import table

_PREFIX = re.compile(r"ו?[שכ]?[לבמ]?ה?")
_SHORTEST = 2  # letters that are left of a Hebrew word


@cache
def listed_common(language: Language) -> frozenset[str]:
    """The everyday words of a language in small letters; Hebrew ones without grown-on letters."""
    return frozenset(table("common")[language].split())


def is_common(word: str) -> bool:
    """Whether a word is one of everyday office talk, in Hebrew also behind grown-on letters."""
    low = word.lower()
    if len(word) < _SHORTEST or low in never_names():
        return True
    if not "א" <= word[0] <= "ת":
        return low in listed_common("en") or low in listed_common("it")
    known = listed_common("he")
    if word in known or word in listed("verbs", "hebrew"):
        return True
    grown = _PREFIX.match(word)
    ends = range(1, min(grown.end() if grown else 0, len(word) - _SHORTEST) + 1)
    return any(word[end:] in known or word[end:] in never_names() for end in ends)
