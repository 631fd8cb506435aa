"""Turns a sentence into weighted n-grams of its characters and words."""

import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 8192
LONGEST = 600  # characters that are looked at: a request says what it wants early, and the cost stays bounded

_SHAPES = (
    (
        "§task",
        re.compile(
            r"\b(?:q|so|ct|rf|sr|po|sc|st|in|ps|pr|br|bu|rc|on|ec|py|at|wf|tr|it|si|mt|da|co|rp|du|em|pw|gn)-\d+\b"
        ),
    ),
    ("§iban", re.compile(r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{3,4}){3,}\b")),
    ("§email", re.compile(r"\S+@\S+\.\w+")),
    ("§money", re.compile(r"[€₪$£]|\beuro?\b|\bshekel|ש\"ח|שקל|אירו|יורו")),
    ("§percent", re.compile(r"%|per ?cent|אחוז")),
    ("§question", re.compile(r"\?")),
)
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
    words = re.findall(r"[\w'§]+|[?!%€₪$£]", plain)
    names += [f"w:{word}" for word in words]
    names += [f"b:{one} {two}" for one, two in pairwise(words)]
    names += [f"w:{word[1:]}" for word in words if len(word) > 3 and word[0] in "בהוכלמש"]
    if words:
        names.append(f"first:{words[0]}")
    for word in words:
        padded = f"<{word}>"
        names += [padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    return Counter(zlib.crc32(name.encode("utf-8", "replace")) % DIMENSIONS for name in names)


def matrix(texts: Iterable[str], rarity: NDArray[np.float32] | None = None) -> NDArray[np.float32]:
    """One row of unit length a text: damped counts, weighted by how rare a feature is."""
    rows = [features(text) for text in texts]
    out = np.zeros((len(rows), DIMENSIONS), dtype=np.float32)
    for row, counts in zip(out, rows, strict=True):
        row[list(counts)] = np.log1p(np.fromiter(counts.values(), dtype=np.float32))
    if rarity is None:
        return out
    out *= rarity
    return np.asarray(out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def rarity(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    """The smoothed inverse document frequency of each feature."""
    return np.asarray(np.log((1 + len(counts)) / (1 + np.count_nonzero(counts, axis=0))) + 1, dtype=np.float32)
