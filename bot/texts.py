"""Texts to be said, without a language: a template's name with its parameters.

The core says *what*; `bot.speech` says it in the reader's language.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from bot.model import FieldValue, Language, Money


@dataclass(frozen=True, slots=True)
class Text:
    """A message of `templates/chat/<lang>.ftl` with its parameters."""

    id: str
    args: dict[str, "Arg"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of the catalogue's wording: of the kind itself, or of one of its fields."""

    kind: str
    part: Literal["name", "title", "summary", "example", "label", "question", "hint"]
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts one below the other; numbered when the reader is to choose."""

    parts: tuple["Arg", ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """Several texts in one sentence: "a, b and c"."""

    parts: tuple["Arg", ...]


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with a name in each language, such as a product."""

    names: dict[Language, str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was kept in words of our own, those of one of the messages `<prefix>-…`: said in the reader's words."""

    kept: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said already, line by line, and is not to be cut or marked again."""

    said: str


Arg = (
    str | int | Decimal | date | datetime | Money | FieldValue | Text | Word | Lines | Listing | Named | Chosen | Spoken
)


def text(message: str, /, **args: Arg) -> Text:
    """A text to be said: `text("task-opened", reference="Q-0001")`."""
    return Text(message, args)
