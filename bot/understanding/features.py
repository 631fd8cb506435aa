"""Turns a sentence into weighted n-grams of its characters and words."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DIMENSIONS = 32768
LONGEST = 600  # characters that are looked at: a request says what it wants early, and the cost stays bounded

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
_REACH = 3  # words that a negation may be about: "not approved", "non lo approvo"
_LOOKALIKES = str.maketrans({"’": "'", "‘": "'", "`": "'", "”": '"', "“": '"', "״": '"', "׳": "'"})


def simplified(text: str) -> str:
    """Lower case, accents and vowel points dropped, one kind of quote, single spaces."""
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST].translate(_LOOKALIKES)).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.split())


def features(text: str) -> Counter[int]:
    """How often each hashed feature occurs in a sentence."""
    plain = simplified(text)
    names: list[str] = [shape for shape, pattern in _SHAPES if pattern.search(plain)]
    plain = _SHAPES[0][1].sub("§ref", plain)
    plain = re.sub(r"\d", "0", plain)
    words = re.findall(r"[\w'§]+|[?!%€₪$£👍👎✅❌🙅]", plain)
    names += [f"w:{word}" for word in words]
    names += [f"b:{one} {two}" for one, two in pairwise(words)]
    names += [f"w:{word[1:]}" for word in words if len(word) > 3 and word[0] in "בהוכלמש"]
    if words:
        names.append(f"first:{words[0]}")
    for word in words:
        padded = f"<{word}>"
        names += [padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    for place, word in enumerate(words):
        if word in _NEGATIONS:
            names += [f"not:{negated[:5]}" for negated in words[place + 1 : place + 1 + _REACH]]
    return Counter(zlib.crc32(name.encode("utf-8", "replace")) % DIMENSIONS for name in names)


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences as sparse vectors, one after the other: row i has the features from `starts[i]` to `starts[i + 1]`."""

    starts: NDArray[np.int64]
    features: NDArray[np.int32]
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def rarity(self) -> Floats:
        """The smoothed inverse document frequency of each feature."""
        counts = np.bincount(self.features, minlength=DIMENSIONS)
        return np.asarray(np.log((1 + len(self)) / (1 + counts)) + 1, dtype=np.float32)

    def weighted(self, rarity: Floats) -> "Rows":
        """With each feature weighted by how rare it is, and each row of unit length."""
        values = self.values * rarity[self.features]
        lengths = np.sqrt(np.add.reduceat(np.append(values**2, np.float32(0)), self.starts[:-1]))
        lengths[self.starts[:-1] == self.starts[1:]] = 1
        return Rows(self.starts, self.features, values / np.repeat(lengths, np.diff(self.starts)))

    def blocks(self, width: int = 2048) -> Iterator[tuple[slice, Floats]]:
        """The matrix of the rows, some columns at a time, so that it is never whole in memory."""
        place = np.repeat(np.arange(len(self)), np.diff(self.starts))
        for start in range(0, DIMENSIONS, width):
            here = (self.features >= start) & (self.features < start + width)
            block = np.zeros((len(self), width), dtype=np.float32)
            block[place[here], self.features[here] - start] = self.values[here]
            yield slice(start, start + width), block

    def scores(self, weights: Floats) -> Floats:
        """What the weights, one column an intent, give each row."""
        scores = np.zeros((len(self), weights.shape[1]), dtype=np.float32)
        for row, (start, end) in enumerate(pairwise(self.starts)):
            scores[row] = self.values[start:end] @ weights[self.features[start:end]]
        return scores


def read_rows(texts: Iterable[str]) -> Rows:
    """The damped counts of the features of each text."""
    counted = [features(text) for text in texts]
    starts = np.cumsum([0, *(len(counts) for counts in counted)], dtype=np.int64)
    where = np.fromiter((place for counts in counted for place in counts), dtype=np.int32, count=int(starts[-1]))
    often = np.fromiter((n for counts in counted for n in counts.values()), dtype=np.float32, count=int(starts[-1]))
    return Rows(starts, where, np.log1p(often))
