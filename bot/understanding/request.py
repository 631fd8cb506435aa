"""What some words of a message want."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.model import FieldValue
from bot.understanding.intents import Guess


@dataclass(frozen=True, slots=True)
class Request:
    """One thing a message wants: a kind, how likely it is (0 to 1), its fields, and the words it stands in."""

    intent: str
    confidence: float
    fields: dict[str, FieldValue]
    text: str


AsRequest = Callable[[str, Guess], Request]
"""Reads some of a message's words as a request of the kind that was guessed."""
