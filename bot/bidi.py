"""Text that keeps its reading order when left-to-right and right-to-left meet.

Isolates (U+2068 to U+2069) are those of the Unicode Bidirectional Algorithm, UAX #9: without one, a phone number
in a Hebrew line shows its plus sign at the wrong end and "S.r.l." its full stop at the front.
"""

import re
import unicodedata
from typing import Literal

FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"
ISOLATES = "\u2066\u2067\u2068"
"""What opens an isolate, each closed by `POP_ISOLATE`."""

_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HEBREW = "\u0590-\u05ff\ufb1d-\ufb4f"
_LATIN = "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_MONEY = "€₪$£"

# A run begins and ends with a letter, a digit or a sign that belongs to one, and holds brackets only in pairs.
_LATIN_RUN = re.compile(
    rf"(?:(?<!\S)[-−])?[{_LATIN}\d+#{_MONEY}]"
    rf"(?:(?:[^{_HEBREW}\n()\[\]]|\([^{_HEBREW}\n()]*\)|\[[^{_HEBREW}\n\[\]]*\])*"
    rf"(?:[{_LATIN}\d%{_MONEY}]|\([^{_HEBREW}\n()]*\)))?"
    rf"(?:(?<=\.[{_LATIN}])\.)?"
)
_HEBREW_RUN = re.compile(
    rf"[{_HEBREW}](?:(?:[^{_LATIN}\n()]|\([^{_LATIN}\n()]*\))*(?:[{_HEBREW}]|\([^{_LATIN}\n()]*\)))?'?"
)
_LIST_COMMA = re.compile(r"([,;]\s+)")


def plain(text: str) -> str:
    """The text without direction marks, embeddings, overrides and isolates."""
    return _CONTROLS.sub("", text)


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The side that most letters are on; `ltr` without any letter."""
    sides = [unicodedata.bidirectional(char) for char in text]
    return "rtl" if sum(side in ("R", "AL") for side in sides) > sides.count("L") else "ltr"


def isolate(text: str) -> str:
    """The text, without marks of its own, as one unit that its surroundings cannot reorder.

    A text that is mostly right-to-left but begins with a Latin word is told its direction by a mark.
    """
    text = plain(text)
    first = next((side for side in map(unicodedata.bidirectional, text) if side in ("L", "R", "AL")), None)
    mark = RIGHT_TO_LEFT_MARK if first == "L" and direction(text) == "rtl" else ""
    return f"{FIRST_STRONG_ISOLATE}{mark}{text}{POP_ISOLATE}"


def isolate_runs(text: str, language: str) -> str:
    """The text of a language with every number, code and name of the other direction isolated in it.

    In Hebrew that is each run of Latin letters and digits, in other languages each run of Hebrew.
    """
    if language == "he":
        return _LATIN_RUN.sub(lambda run: _isolate_run(run[0]), plain(text))
    return _HEBREW_RUN.sub(lambda run: isolate(run[0]), plain(text))


def _isolate_run(run: str) -> str:
    """A run of letters is one name; figures with commas between them are a list, read in the direction of the line."""
    if re.search(f"[{_LATIN}]", run):
        return isolate(run)
    return "".join(part if index % 2 else isolate(part) for index, part in enumerate(_LIST_COMMA.split(run)))


def still_open(text: str) -> str:
    """The isolates that are open at the end of a text; a line's end closes all (UAX #9, X8)."""
    found: list[str] = []
    for char in text[text.rfind("\n") + 1 :]:
        if char in ISOLATES:
            found.append(char)
        elif char == POP_ISOLATE and found:
            found.pop()
    return "".join(found)
