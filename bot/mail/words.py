"""The words that mail programs and people put around a text, read once from `words.toml`."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

_REMOVED = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u00ad\ufeff")
)
_SPACES = dict.fromkeys(map(ord, "\t\u00a0\u2007\u2009\u202f\u3000"), " ")
_QUOTES = {**dict.fromkeys(map(ord, "״“”„"), '"'), **dict.fromkeys(map(ord, "׳’‘`´"), "'")}
_DASHES = dict.fromkeys(map(ord, "\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")
_LEVEL = {**_REMOVED, **_SPACES, **_QUOTES, **_DASHES}


def level(text: str) -> str:
    """The text with one kind of spaces, quotes and hyphens and without direction marks; its lines stay as they are."""
    return text.translate(_LEVEL)


@cache
def words() -> dict[str, Any]:
    """The table of this package."""
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def any_of(phrases: Iterable[str]) -> str:
    """A regular expression for any of the phrases, longest first."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase) for phrase in ordered) + ")"
