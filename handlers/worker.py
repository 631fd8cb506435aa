"""Works what is there: claims a conversation, handles its messages in order, then delivers what is due."""

from datetime import timedelta

from bot.parts import Parts
from handlers.dispatch import Inbound
from handlers.outbox import deliver_due

LEASE = timedelta(seconds=60)


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
        """Handle what is unread in one conversation that is due (or in the one named); False when there is none."""
        store, worker = self._parts.store, self._parts.worker
        with store.write() as uow:
            key = uow.inbox.claim(worker, LEASE, conversation=conversation)
            uow.commit()
        if key is None:
            return False
        try:
            self._work_through(key)
        finally:
            with store.write() as uow:
                uow.inbox.release(key, worker)
                uow.commit()
        return True

    def _work_through(self, key: str) -> None:
        while True:
            with self._parts.store.read() as reading:
                entry = reading.inbox.next(key)
            if entry is None:
                return
            self._inbound.handle(entry)

    def deliver(self) -> int:
        """Deliver what is due on the channels at hand; how many messages were settled."""
        return deliver_due(self._parts, LEASE)
