"""Turns a sentence into weighted n-grams of its characters and words."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Places = NDArray[np.int32]

SPACE = 2**18  # hashed features; a model keeps those that it has seen at least twice
LONGEST = 600  # characters that are looked at: a request says what it wants early, and the cost stays bounded
RECIPE = f"6:{SPACE}:{LONGEST}"  # what is read out of a sentence; the first number goes up with every change below

_SHAPES = (
    (
        "§task",
        re.compile(r"\b(?:[a-z]{1,2}-\d{1,6}|[a-z]{3,4}-0\d{3})\b"),
    ),
    ("§iban", re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{3,4}){3,}\b")),
    ("§email", re.compile(r"\S+@\S+\.\w+")),
    ("§money", re.compile(r"[€₪$£]|\beuro?\b|\bshekel|ש\"ח|שקל|אירו|יורו")),
    ("§percent", re.compile(r"%|per ?cent|אחוז")),
    ("§question", re.compile(r"\?")),
)
_NEGATIONS = frozenset(
    "not non no never don't doesn't didn't won't cannot can't nothing mai niente לא אל בלי אין".split()
)
_REMEMBERED = 4_096  # words
_REACH = 3  # words that a negation may be about: "not approved", "non lo approvo"
_LOOKALIKES = str.maketrans({"’": "'", "‘": "'", "`": "'", "”": '"', "“": '"', "״": '"', "׳": "'"})


def simplified(text: str) -> str:
    """Lower case, accents and vowel points dropped, one kind of quote, single spaces."""
    if text.isascii():
        return " ".join(text[:LONGEST].replace("`", "'").lower().split())
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST].translate(_LOOKALIKES)).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


def features(text: str) -> Counter[int]:
    """How often each hashed feature occurs in a sentence."""
    plain = simplified(text)
    names: list[str] = [shape for shape, pattern in _SHAPES if pattern.search(plain)]
    plain = _SHAPES[0][1].sub("§ref", plain)
    plain = re.sub(r"\d", "0", plain)
    words = re.findall(r"[\w'§]+|[?!%€₪$£👍👎✅✔☑✓❌✖🙅]", plain)
    names += [f"w:{word}" for word in words]
    names += [f"b:{one} {two}" for one, two in pairwise(words)]
    names += [f"w:{word[1:]}" for word in words if len(word) > 3 and word[0] in "בהוכלמש"]
    if words:
        names.append(f"first:{words[0]}")
    denied = [
        f"not:{negated[:5]}"
        for place, word in enumerate(words)
        if word in _NEGATIONS
        for negated in words[place + 1 : place + 1 + _REACH]
    ]
    return Counter((*map(_hashed, names), *chain.from_iterable(map(_pieces, words)), *map(_hashed, denied)))


def _hashed(name: str) -> int:
    return zlib.crc32(name.encode("utf-8", "replace")) % SPACE


@lru_cache(_REMEMBERED)
def _pieces(word: str) -> tuple[int, ...]:
    """The features of a word's letters; a message and its halves are made of the same words."""
    padded = f"<{word}>"
    return tuple(_hashed(padded[i : i + n]) for n in (3, 4, 5) for i in range(len(padded) - n + 1))


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences as sparse vectors, one after the other: row i has the features from `starts[i]` to `starts[i + 1]`."""

    starts: NDArray[np.int64]
    features: Places
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def each(self) -> Iterator[tuple[Places, Floats]]:
        """The features and values of each row."""
        for start, end in pairwise(self.starts):
            yield self.features[start:end], self.values[start:end]

    def take(self, places: Sequence[int]) -> "Rows":
        """Some of the rows, in the order of their places."""
        cuts = [slice(self.starts[place], self.starts[place + 1]) for place in places]
        starts = np.cumsum([0, *(cut.stop - cut.start for cut in cuts)], dtype=np.int64)
        none = slice(0, 0)  # so that nothing taken is no error
        return Rows(
            starts,
            np.concatenate([self.features[cut] for cut in (none, *cuts)]),
            np.concatenate([self.values[cut] for cut in (none, *cuts)]),
        )

    def weighted(self, rarity: Floats) -> "Rows":
        """With each feature weighted by how rare it is, and each row of unit length; what weighs nothing is dropped."""
        values = self.values * rarity[self.features]
        kept = values > 0
        counts = np.add.reduceat(np.append(kept, False), self.starts[:-1]) * (np.diff(self.starts) > 0)
        starts = np.concatenate([[0], np.cumsum(counts)])
        values, places = values[kept], self.features[kept]
        squares = np.concatenate([[0.0], np.cumsum(values.astype(np.float64) ** 2)])
        lengths = np.sqrt(np.diff(squares[starts]))
        return Rows(starts, places, (values / np.repeat(lengths, counts)).astype(np.float32))


def read_rows(texts: Iterable[str]) -> Rows:
    """The damped counts of the features of each text."""
    counted = [features(text) for text in texts]
    starts = np.cumsum([0, *(len(counts) for counts in counted)], dtype=np.int64)
    where = np.fromiter((place for counts in counted for place in counts), dtype=np.int32, count=int(starts[-1]))
    often = np.fromiter((n for counts in counted for n in counts.values()), dtype=np.float32, count=int(starts[-1]))
    return Rows(starts, where, np.log1p(often))
