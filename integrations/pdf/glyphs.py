"""Which characters the fonts beside the templates can show.

A glyph that no font has would be left out silently by typst, so each such character is replaced by U+FFFD before
it gets there.
"""

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[2] / "templates" / "fonts"

_FAMILIES = ("NotoSans", "NotoSansHebrew")
_REPLACEMENT = "\ufffd"
_PLAINER = {"\u2212": "-"}  # the minus sign, which these fonts have not
_HIDDEN = ("Cc", "Cf", "Cs")


def missing_glyphs(text: str) -> tuple[str, ...]:
    """The characters of a text that a document shows as U+FFFD, each once, in order."""
    composed = unicodedata.normalize("NFC", text)
    return tuple(dict.fromkeys(char for char in composed if _shown(char) == _REPLACEMENT != char))


def printable(text: str) -> str:
    """The text on one line, with nothing in it that the fonts cannot show."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(map(_shown, composed)).split())


def _shown(char: str) -> str:
    """What stands for a character: itself, a plainer form of it, nothing for a hidden one, else U+FFFD."""
    if char.isspace() or ord(char) in _coverage():
        return char
    if unicodedata.category(char) in _HIDDEN or 0xFE00 <= ord(char) <= 0xFE0F:
        return ""
    plainer = _PLAINER.get(char) or unicodedata.normalize("NFKC", char)
    return plainer if all(ord(part) in _coverage() for part in plainer) else _REPLACEMENT


@cache
def _coverage() -> frozenset[int]:
    """The code points that the regular and the bold of at least one family both have."""
    return frozenset().union(
        *(_code_points(f"{family}-Regular") & _code_points(f"{family}-Bold") for family in _FAMILIES)
    )


def _code_points(font: str) -> frozenset[int]:
    """What a font's `cmap` table maps to a glyph: https://learn.microsoft.com/typography/opentype/spec/cmap."""
    data = (FONTS / f"{font}.ttf").read_bytes()
    tables = {data[at : at + 4]: struct.unpack_from(">L", data, at + 8)[0] for at in range(12, 12 + 16 * data[5], 16)}
    start = tables[b"cmap"]
    (count,) = struct.unpack_from(">H", data, start + 2)
    found: set[int] = set()
    for record in range(count):
        (offset,) = struct.unpack_from(">L", data, start + 8 + 8 * record)
        (kind,) = struct.unpack_from(">H", data, start + offset)
        reader = {4: _segments, 12: _groups}.get(kind)
        found.update(reader(data, start + offset) if reader else ())
    return frozenset(found)


def _segments(data: bytes, at: int) -> Iterator[int]:
    """The code points of a format 4 subtable."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    for position in range(0, doubled, 2):
        (last,) = struct.unpack_from(">H", data, at + 14 + position)
        (first,) = struct.unpack_from(">H", data, at + 16 + doubled + position)
        (delta,) = struct.unpack_from(">H", data, at + 16 + 2 * doubled + position)
        where = at + 16 + 3 * doubled + position
        (reach,) = struct.unpack_from(">H", data, where)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = struct.unpack_from(">H", data, where + reach + 2 * (code - first))[0] if reach else code + delta
            if glyph % 0x10000:
                yield code


def _groups(data: bytes, at: int) -> Iterator[int]:
    """The code points of a format 12 subtable."""
    (count,) = struct.unpack_from(">L", data, at + 12)
    for group in range(count):
        first, last, glyph = struct.unpack_from(">LLL", data, at + 16 + 12 * group)
        yield from range(first if glyph else first + 1, last + 1)
