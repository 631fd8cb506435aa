"""The one fake of `bot.chat.intake.Intake`: it keeps what it is given in lists, which tell when something is added."""

from bot.messages import InboundMessage
from tests.news import Noted


class Kept:
    """Keeps each message once, by what its source guarantees to be unique; fails `failing` times first."""

    def __init__(self) -> None:
        self.messages: Noted[InboundMessage] = Noted()
        """Each message once, in the order in which it was kept."""
        self.again: Noted[InboundMessage] = Noted()
        self.aside: Noted[tuple[InboundMessage, str]] = Noted()
        self.gone: Noted[tuple[str, str, str]] = Noted()
        self.moves: Noted[tuple[str, str, str]] = Noted()
        self.failed: Noted[str] = Noted()
        self.places: set[str] = set()
        """Where something of ours was written."""
        self.tasks: dict[str, str] = {}
        """The task that a message of ours is about, by its outside id."""
        self.failing = 0

    @property
    def tries(self) -> int:
        """How often a message was handed over."""
        return len(self.messages) + len(self.again) + len(self.failed)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]

    def take(self, message: InboundMessage) -> bool:
        if self.failing:
            self.failing -= 1
            self.failed.append(message.external_id)
            raise OSError("database is locked")
        known = {(kept.channel, kept.account, kept.external_id) for kept in self.messages}
        new = (message.channel, message.account, message.external_id) not in known
        (self.messages if new else self.again).append(message)
        return new

    def put_aside(self, message: InboundMessage, reason: str) -> None:
        self.aside.append((message, reason))

    def knows(self, channel: str, place: str) -> bool:
        return place in self.places

    def about(self, channel: str, outside_id: str) -> str | None:
        return self.tasks.get(outside_id)

    def left(self, channel: str, account: str, user: str) -> None:
        self.gone.append((channel, account, user))

    def moved(self, channel: str, before: str, after: str) -> None:
        self.moves.append((channel, before, after))
