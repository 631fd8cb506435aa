"""What every reader of a text gives back."""

from dataclasses import dataclass
from typing import Generic, TypeVar

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
