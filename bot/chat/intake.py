"""The port through which a chat platform hands over what comes in, and what it may ask to tell what that is about."""

from typing import Protocol

from bot.chat.accounts import Stranger
from bot.messages import Attached, InboundMessage
from bot.ports import Channel


class Unreachable(Exception):
    """A platform cannot be asked, or does not give a file, just now: the message is worked later."""


class Intake(Protocol):
    """Takes over what comes in. Its methods block, so they are called in a thread; each returns after its commit."""

    def take(self, message: InboundMessage) -> bool:
        """Keep a message; False when it was there already. Only then may the platform be told that it has arrived.

        Whoever is linked stands in it as `sender_id` from then on.
        """

    def put_aside(self, message: InboundMessage, reason: str) -> None:
        """Keep what nobody can make sense of for a person; its `text` is the payload as it came."""

    def knows(self, channel: str, place: str) -> bool:
        """Whether something of ours was written to this place (such as a thread), or opened it."""

    def about(self, channel: str, outside_id: str) -> str | None:
        """The task that a message of ours is about; None when it is about none, or not ours."""

    def left(self, channel: str, account: str, user: str) -> None:
        """Somebody has blocked us or was removed: nothing is sent to them there until they come back."""

    def moved(self, channel: str, before: str, after: str) -> None:
        """A chat has another address from now on; raises OSError when it is to be told again in a moment."""


class ChatPlatform(Channel, Protocol):
    """A chat platform as the handlers use it; like `send`, these methods block and are called in a worker's thread."""

    whispers: bool
    """Whether somebody alone can be shown something in a room."""
    longest: int
    """How many characters of text one message takes; longer answers are split before they are queued."""

    def private(self, account: str, user: str) -> str:
        """The address at which somebody is written to alone, who may not have written there yet."""

    def fetch(self, account: str, attached: Attached) -> bytes:
        """A file that came along; raises OSError (to be tried again) or ValueError (it never will be had)."""

    def stranger(self, account: str, user: str) -> Stranger:
        """What the platform says of somebody whom nobody has linked; raises OSError when it cannot be asked."""
