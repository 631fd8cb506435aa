"""The words of programs that answer and of people who are away, read once from `robot_words.toml`."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_BETWEEN_WORDS = re.compile(r"(?<!\[) ")  # the first in a set of characters is a space


@cache
def pattern(table: str, name: str) -> "re.Pattern[str]":
    """A regular expression for any line of an entry, for texts that went through `bot.mail.words.level`.

    A space in it is also the end of a line, since programs break theirs anywhere.
    """
    lines = _BETWEEN_WORDS.sub(r"\\s", _tables()[table][name]).split("\n")
    return re.compile("|".join(f"(?:{line})" for line in lines if line), re.IGNORECASE | re.MULTILINE)


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("robot_words.toml").read_text(encoding="utf-8"))
