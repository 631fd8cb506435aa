"""The queue of updates that wait for the bot, and how it fetches them by polling."""

import asyncio
from dataclasses import dataclass, field
from itertools import islice, takewhile

from tests.telegram_server.bell import Bell
from tests.telegram_server.given import Given
from tests.telegram_server.refusals import HAS_WEBHOOK, TWO_POLLERS, Refused, bad
from tests.telegram_server.values import Json

ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""What comes only when `allowed_updates` names it (core.telegram.org/bots/api#getupdates)."""


@dataclass(slots=True)
class Webhook:
    """Where updates go, and how it went."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    ip_address: str | None = None
    last_error: str | None = None
    last_error_date: int | None = None


@dataclass(slots=True)
class Updates:
    """What waits for the bot, in order of `update_id`."""

    bell: Bell
    pending: dict[int, Json] = field(default_factory=dict)
    """What is not confirmed, by `update_id`."""
    by_chat: dict[int, dict[int, Json]] = field(default_factory=dict)
    """The same per chat, within which a webhook keeps the order."""
    made: list[Json] = field(default_factory=list)
    """All updates that there were, confirmed or not."""
    allowed: list[str] = field(default_factory=list)
    webhook: Webhook = field(default_factory=Webhook)
    next_id: int = 700_000_001
    closed: bool = False
    _poller: object = None

    def push(self, content: Json, *, asked: bool = False) -> Json | None:
        """One more update with the next id; nothing when the bot did not ask for such, unless `asked` says so."""
        (kind,) = content
        wanted = kind in self.allowed if self.allowed else kind not in ONLY_WHEN_ASKED
        if not wanted and not asked:
            return None
        update = {"update_id": self.next_id, **content}
        self.next_id += 1
        self.made.append(update)
        self._put(update)
        return update

    def repeat(self, update: Json) -> None:
        """Give an update once more, as after an answer that got lost."""
        self._put(update)
        self.pending = dict(sorted(self.pending.items()))

    def confirm(self, number: int) -> None:
        """The bot has it."""
        update = self.pending.pop(number, None)
        if update is not None:
            waiting = self.by_chat[chat_of(update)]
            del waiting[number]
            if not waiting:
                del self.by_chat[chat_of(update)]

    def drop(self) -> None:
        self.pending.clear()
        self.by_chat.clear()

    def _put(self, update: Json) -> None:
        number = int(update["update_id"])
        self.pending[number] = self.by_chat.setdefault(chat_of(update), {})[number] = update
        self.bell.ring()

    def allow(self, given: Given) -> None:
        """`allowed_updates` holds until it is given anew; an empty list means the usual ones."""
        names = given.parsed("allowed_updates", "allowed_updates")
        if names is None:
            return
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            raise bad("can't parse allowed_updates: Expected an Array of String")
        self.allowed = names

    async def fetch(self, given: Given) -> list[Json]:
        """getUpdates: what is before the offset is confirmed and gone; waits up to `timeout` seconds for something."""
        if self.webhook.url:
            raise Refused(409, HAS_WEBHOOK)
        self._poller = mine = object()
        self.bell.ring()  # ends the other one, if there is any
        self.allow(given)
        self._confirm_before(given.number("offset"))
        limit = min(max(given.number("limit", 100), 1), 100)
        loop = asyncio.get_running_loop()
        end = loop.time() + min(max(given.number("timeout"), 0), 50)
        while not self.pending and not self.closed and (left := end - loop.time()) > 0:
            await self.bell.wait(left)
            if self._poller is not mine:
                raise Refused(409, TWO_POLLERS)
            if self.webhook.url:
                raise Refused(409, "Conflict: terminated by setWebhook request")
        self._poller = None
        return list(islice(self.pending.values(), limit))

    def _confirm_before(self, offset: int) -> None:
        """A negative offset counts from the end."""
        numbers = list(self.pending)
        for number in numbers[:offset] if offset < 0 else takewhile(lambda number: number < offset, numbers):
            self.confirm(number)


def chat_of(update: Json) -> int:
    """The chat that an update is about, or else who it comes from; 0 where it is of a shape that has neither."""
    for content in update.values():
        for path in (("message", "chat", "id"), ("chat", "id"), ("from", "id")):
            found = content
            for name in path:
                found = found.get(name) if isinstance(found, dict) else None
            if isinstance(found, int):
                return found
    return 0
