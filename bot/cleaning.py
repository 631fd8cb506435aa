"""Cleans text once, at the border, before any parser or the store sees it."""

import re
import unicodedata

LIMIT = 4_000  # characters that are read; the raw original is kept whole

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_KEPT_CONTROLS = "\n\t"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})  # controls, formatting, surrogates, unassigned, private


def clean(text: str) -> str:
    """The text in NFC, cut to `LIMIT`, without control characters, lone surrogates, fillers and direction marks.

    Marks that turn the direction would reach subjects and notices; ours are set anew where text is shown.
    """
    text = text[: LIMIT * 4].replace("\r\n", "\n").replace("\r", "\n")
    usual = text.replace("\n", "").replace("\t", "").isprintable()
    kept = text if usual else "".join(char for char in text if _kept(char))
    return unicodedata.normalize("NFC", kept)[:LIMIT].strip()


def storable(text: str) -> str:
    """The whole text as a database can keep it: what UTF-8 or PostgreSQL refuse is replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def _kept(char: str) -> bool:
    category = unicodedata.category(char)
    return char in _KEPT_CONTROLS or category not in _UNSEEN
