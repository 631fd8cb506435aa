"""Where a message is or goes: a chat, a topic of it, a message in it, as the rest of the house writes them."""

import re
from dataclasses import dataclass

_PLACE = re.compile(r"(-?\d{1,18})(?:/(\d{1,18}))?")
_OUTSIDE = re.compile(r"(-?\d{1,18}):(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, and the topic where it is a forum; groups have negative ids, a private chat that of its user."""

    chat: int
    topic: int | None = None

    def __str__(self) -> str:
        return str(self.chat) if self.topic is None else f"{self.chat}/{self.topic}"

    @property
    def private(self) -> bool:
        return self.chat > 0


def place_of(said: str) -> Place:
    """The place that a recipient names; raises ValueError when it names none."""
    found = _PLACE.fullmatch(said)
    if found is None:
        raise ValueError(f"no chat of Telegram: {said[:80]!r}")
    return Place(int(found[1]), int(found[2]) if found[2] else None)


def message_of(outside_id: str) -> tuple[int, int]:
    """The chat and the message that an outside id names; raises ValueError when it names none."""
    found = _OUTSIDE.fullmatch(outside_id)
    if found is None:
        raise ValueError(f"no message of Telegram: {outside_id[:80]!r}")
    return int(found[1]), int(found[2])


def answered(said: str | None, chat: int) -> int | None:
    """The message of this chat that an answer is to, out of the external id of what came in.

    None for a press and for what no message stands behind. An edit names its message first and its update after that.
    """
    parts = (said or "").split(":")
    numbers = len(parts) in {2, 3} and parts[1].isdecimal() and len(parts[1]) <= 18
    return int(parts[1]) if numbers and parts[0] == str(chat) else None
