"""Works what is there: claims a conversation, handles its messages in order, then delivers what is due."""

from datetime import timedelta

from bot.parts import Parts
from bot.ports import InboxEntry, UnitOfWork
from handlers.dispatch import Inbound
from handlers.outbox import deliver_due

LEASE = timedelta(seconds=60)
SENDING_LEASE = timedelta(minutes=5)
"""Longer than the longest sending of any channel, with looking for what may have arrived."""


class Worker:
    """Handles inbox and outbox under the name `parts.worker`, which nobody else bears at the same time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._inbound = Inbound(parts)

    def take_back(self) -> None:
        """Free what an earlier process of this name held when it died."""
        with self._parts.store.write() as uow:
            uow.inbox.release_all(self._parts.worker)
            uow.outbox.release_all(self._parts.worker)
            uow.commit()

    def work(self, conversation: str | None = None) -> bool:
        """Handle what is due in one conversation (or in the one named); whether more of it is due now."""
        store, worker = self._parts.store, self._parts.worker
        with store.write() as uow:
            key = uow.inbox.claim(worker, LEASE, conversation=conversation)
            if key is None:
                return False
            entry, more = self._next(uow, key, conversation)
            uow.commit()
        try:
            while entry is not None:
                self._inbound.handle(entry)
                with store.write() as uow:
                    entry, more = self._next(uow, key, conversation)
                    uow.commit()
        except BaseException:
            with store.write() as uow:
                uow.inbox.release(key, worker)
                uow.commit()
            raise
        return more

    def _next(self, uow: UnitOfWork, key: str, wanted: str | None) -> tuple[InboxEntry | None, bool]:
        """The claimed conversation's next message; without one it is given back, and whether more is due is asked."""
        entry = uow.inbox.take(key, self._parts.worker)
        if entry is not None:
            return entry, True
        uow.inbox.release(key, self._parts.worker)
        return None, uow.inbox.due(wanted)

    def deliver(self) -> int:
        """Deliver what is due on the channels at hand; how many messages were settled."""
        return deliver_due(self._parts, SENDING_LEASE)
