"""Cleans text once, at the border, before any parser or the store sees it."""

import unicodedata

LIMIT = 4_000  # characters that are read; the raw original is kept whole

_KEPT_CONTROLS = "\n\t"
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Cn", "Co"})  # controls, formatting, surrogates, unassigned, private


def clean(text: str) -> str:
    """The text in NFC, cut to `LIMIT`, without control characters, lone surrogates, fillers and direction marks.

    Marks that turn the direction would reach subjects and notices; ours are set anew where text is shown.
    """
    text = text[: LIMIT * 4].replace("\r\n", "\n").replace("\r", "\n")
    kept = text if text.isprintable() else "".join(char for char in text if _kept(char))
    return unicodedata.normalize("NFC", kept)[:LIMIT].strip()


def storable(text: str) -> str:
    """The whole text as a database can keep it: what UTF-8 or PostgreSQL refuse is replaced by U+FFFD."""
    return "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in text)


def _kept(char: str) -> bool:
    category = unicodedata.category(char)
    return char in _KEPT_CONTROLS or category not in _UNSEEN
