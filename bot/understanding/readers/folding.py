"""Text made even for the readers, with the way back to the places in the original."""

import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 4_000

_INVISIBLE = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_PARAGRAPH = re.compile(r"(?<=\w)\n(?=[ \t\r]*\n)")
_EVEN = str.maketrans(
    {
        **dict.fromkeys("\u05be\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u05f4\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u05f3\u2018\u2019\u201b\u02bc\u0060\u00b4", "'"),
        **dict.fromkeys("\t\n\r\x0b\x0c\u00a0\u2007\u2009\u202f\u2028\u2029", " "),
        **dict(zip("àáèéìíòóùú", "aaeeiioouu", strict=True)),
        "º": "°",
        "٪": "%",
    }
)


@dataclass(frozen=True, slots=True)
class Folded:
    """Lower-case text with plain dashes, quotes, spaces and vowels; `places` leads back where marks were left out."""

    text: str
    places: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `self.text[start:end]` stands in the original."""
        if self.places is None or end <= start:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def _lower(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """`text` without direction marks, accents and vowel points; what lies past 4,000 characters is not read."""
    text = _PARAGRAPH.sub(";", text[:LONGEST])  # nothing is said across a blank line
    places: tuple[int, ...] | None = None
    if _INVISIBLE.search(text):
        places = tuple(at for at, char in enumerate(text) if not _INVISIBLE.match(char))
        text = "".join(text[at] for at in places)
    return Folded(_lower(text).translate(_EVEN), places)
