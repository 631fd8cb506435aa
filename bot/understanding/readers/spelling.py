"""Slips of the keyboard in the words of a date put right: "thurday", "febraio", "ספטמר"."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from bot.model import LANGUAGES, Language
from bot.understanding.readers.folding import Folded
from bot.understanding.readers.tables import table

_WORD = re.compile("[a-z]{2,14}|[\u05d0-\u05ea]{3,12}")
_SHORTEST: dict[Language, int] = {"en": 6, "it": 6, "he": 6}
_SHORTEST_SWAP = 5
_GROWN = "ובלמהשכ"
_MOST_GROWN = 2


def _words(language: Language) -> Iterator[str]:
    """The words of a date that are long enough for a slip to be told from another word."""
    source = table(f"dates_{language}")
    spelled = [word for name in ("months", "weekdays") for words in source[name].values() for word in words]
    return (word for word in [*spelled, *source["mended"]] if len(word) >= _SHORTEST_SWAP and word.isalpha())


def _slips(word: str, shortest: int) -> Iterator[str]:
    """A letter left out or doubled, or two changed over; never the first letter."""
    for at in range(1, len(word)):
        if at > 1:
            yield word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
        yield word[:at] + word[at] + word[at:]
        if len(word) >= shortest:
            yield word[:at] + word[at + 1 :]


@cache
def _right() -> dict[str, str]:
    """Each slip and the one word that it stands for; none that is a word itself."""
    right: dict[str, str] = {}
    known: set[str] = set()
    for language in LANGUAGES:
        words, source = set(_words(language)), table(f"dates_{language}")
        known |= words | {w for name in ("months", "weekdays") for spelled in source[name].values() for w in spelled}
        known |= set(source["real"])
        slips = [(slip, word) for word in words for slip in set(_slips(word, _SHORTEST[language]))]
        many = Counter(slip for slip, _ in slips)
        right |= {slip: word for slip, word in slips if many[slip] == 1} | source["misspelt"]
    return {slip: word for slip, word in right.items() if slip not in known}


def _word_right(word: str) -> tuple[int, str] | None:
    """How many letters have grown onto a misspelt word, and how it is spelt; None when nothing is wrong with it."""
    right = _right()
    if word in right:
        return 0, right[word]
    if not "\u05d0" <= word[0] <= "\u05ea":
        return None
    for grown in range(1, _MOST_GROWN + 1):
        if word[grown - 1] not in _GROWN:
            return None
        if word[grown:] in right:
            return grown, right[word[grown:]]
    return None


def _places(folded: Folded, start: int, end: int) -> Iterable[int]:
    return folded.places[start:end] if folded.places else range(start, end)


@lru_cache(maxsize=64)
def mended(folded: Folded) -> Folded:
    """The folded text with the misspelt words of dates put right; its places lead to the letters as they were."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for match in _WORD.finditer(folded.text):
        if (known := _word_right(match[0])) is None or _goes_on(folded.text, match):
            continue
        start, end, word = match.start() + known[0], match.end(), known[1]
        pieces += [folded.text[done:start], word]
        places += _places(folded, done, start)
        old = list(_places(folded, start, end))
        places += [old[min(at, len(old) - 1)] for at in range(len(word) - 1)] + [old[-1]]
        done = end
    if not pieces:
        return folded
    places += _places(folded, done, len(folded.text))
    return Folded("".join(pieces) + folded.text[done:], tuple(places))


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether the letters are part of an address or a code."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 2]
    return before in tuple("@_#.") or before.isalnum() or after[:1] in tuple("@_") or after[:1].isalnum()
