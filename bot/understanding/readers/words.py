"""Words of all languages for the readers of identifiers, items and names, and text levelled without moving a character."""  # noqa: E501

from collections.abc import Iterable
from functools import cache

from bot.understanding.readers.folding import LONGEST
from bot.understanding.readers.found import Found
from bot.understanding.readers.tables import alternatives, table

_SPACES = dict.fromkeys(
    "\u00a0\u2007\u2009\u202f\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", " "
)
_QUOTES = {**dict.fromkeys("״“”„", '"'), **dict.fromkeys("׳’‘`´", "'")}
_DASHES = dict.fromkeys("\u05be\u2010\u2011\u2212", "-")
_LEVEL = str.maketrans({**_SPACES, **_QUOTES, **_DASHES})


def level(text: str) -> str:
    """The first 4,000 characters with one kind of quotes, hyphens and blanks; every character keeps its place and case."""  # noqa: E501
    return text[:LONGEST].translate(_LEVEL)


@cache
def all_words(name: str, key: str) -> tuple[str, ...]:
    """The words under `key` in every language of a table, in a fixed order."""
    return tuple(
        sorted({word for entry in table(name).values() if isinstance(entry, dict) for word in entry.get(key, ())})
    )


def words_pattern(words: Iterable[str]) -> str:
    """A group for any of the words, longest first."""
    return f"(?:{alternatives(words)})"


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """The words under `key` of every language as a set."""
    return frozenset(all_words(name, key))


def taken_by(ones: Iterable[Found[str]], start: int, end: int) -> bool:
    """Whether any of the readings shares a character with `[start, end)`."""
    return any(one.start < end and start < one.end for one in ones)
