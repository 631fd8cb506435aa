"""Works what is there: claims a conversation, handles its messages in order, goes on; then delivers what is due."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from bot.parts import Parts
from bot.ports import InboxEntry, UnitOfWork
from handlers.dispatch import Inbound
from handlers.outbox import deliver_due

LEASE = timedelta(seconds=60)
SENDING_LEASE = timedelta(minutes=5)
"""Longer than the longest sending of any channel, with looking for what may have arrived."""


class Worker:
    """Handles inbox and outbox under the name `parts.worker`, which nobody else bears at the same time.

    Once `until` says so it begins no other conversation, and sends nothing more.
    """

    def __init__(self, parts: Parts, *, until: Callable[[], bool] = lambda: False) -> None:
        self._parts = parts
        self._until = until
        self._inbound = Inbound(parts)

    def take_back(self) -> None:
        """Free what an earlier process of this name held when it died."""
        with self._parts.store.write() as uow:
            uow.inbox.release_all(self._parts.worker)
            uow.outbox.release_all(self._parts.worker)
            uow.commit()

    def work(self, conversation: str | None = None) -> bool:
        """Handle what is due (in one conversation, where it is named); whether more may be, since it had to stop."""
        with self._parts.store.write(durable=False) as uow:
            entry = self._claim(uow, conversation)
            uow.commit()
        while entry is not None:
            entry = self._handle(entry, conversation)
        return self._until()

    def _handle(self, entry: InboxEntry, wanted: str | None) -> InboxEntry | None:
        """Handle a message; the next one, which is taken in the transaction that settles this one."""
        key = entry.message.conversation
        try:
            return self._inbound.handle(entry, partial(self._next, key=key, wanted=wanted))
        except BaseException:
            with self._parts.store.write() as uow:
                uow.inbox.release(key, self._parts.worker)
                uow.commit()
            raise

    def _next(self, uow: UnitOfWork, *, key: str, wanted: str | None) -> InboxEntry | None:
        """The conversation's next message, under a new lease; without one it is given back, and another is claimed."""
        uow.inbox.release(key, self._parts.worker)
        entry = self._claim(uow, key)
        return entry if entry or wanted or self._until() else self._claim(uow, None)

    def _claim(self, uow: UnitOfWork, wanted: str | None) -> InboxEntry | None:
        """The first message that is due; a conversation that another worker has just finished has none any more."""
        while key := uow.inbox.claim(self._parts.worker, LEASE, conversation=wanted):
            entry = uow.inbox.take(key, self._parts.worker)
            if entry is not None:
                return entry
            uow.inbox.release(key, self._parts.worker)
        return None

    def deliver(self) -> int:
        """Deliver what is due on the channels at hand; how many messages were settled."""
        return deliver_due(self._parts, SENDING_LEASE, until=self._until)
