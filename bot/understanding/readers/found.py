"""What every reader of a text gives back."""

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

_NEAR = 80  # characters before a place among which its words are looked for

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Found(Generic[T_co]):
    """A value read from a text, with where its words stand: `text[start:end] == words`."""

    value: T_co
    start: int
    end: int
    words: str


def found(value: T, text: str, start: int, end: int) -> Found[T]:
    """The value read from `text[start:end]`."""
    return Found(value, start, end, text[start:end])


def overlaps(one: Found[object], start: int, end: int) -> bool:
    """Whether the words of `one` share a character with `[start, end)`."""
    return one.start < end and start < one.end


def ends_with(cue: re.Pattern[str], text: str, end: int) -> bool:
    """Whether `text[:end]` ends with a cue, which is a pattern that ends with `$`.

    Only the last characters are looked at: over the whole text, each of its many places would cost as much as it is
    long.
    """
    return cue.search(text, max(0, end - _NEAR), end) is not None
