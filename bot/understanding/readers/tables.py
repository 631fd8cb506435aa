"""The word tables of the readers, read once from the package's own TOML files."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from bot.model import LANGUAGES, Language


@cache
def table(name: str) -> dict[str, Any]:
    """The table `tables/<name>.toml` of this package."""
    file = resources.files(__package__).joinpath("tables", f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def languages(first: Language) -> tuple[Language, ...]:
    """All languages, the message's own first."""
    return (first, *(language for language in LANGUAGES if language != first))


def alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of `words`, longest first; a space stands for one to three."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace("\\ ", " {1,3}") for word in ordered)
