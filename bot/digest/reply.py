"""A digest on its way to a colleague: a chat message that mail shows as a letter of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import Field

from bot.messages import Reply

TEMPLATE = "digest"
LIST_ID = "digest.pratica.invalid"
_OFF = "%2Fdigest%20off"
"""The command `/digest off`, as it stands in a link (RFC 6068)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's values, and its pictures as name, media type and content."""

    values: dict[str, object]
    pictures: tuple[tuple[str, str, bytes], ...] = ()


class DigestReply(Reply):
    """What chat is told; `write` gives the letter, and draws its pictures, only where mail is what reaches somebody."""

    write: Callable[[], Written] = Field(exclude=True, repr=False)


def leave_link(address: str) -> str:
    """The link by which a mail program asks for no more digests (RFC 2369): a mail that says so in its subject."""
    return f"mailto:{address}?subject={_OFF}"
