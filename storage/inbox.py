"""Inbound messages: kept once, worked one conversation at a time, in order."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select, update

from bot.messages import InboundMessage
from bot.ports import InboxEntry, Quarantined
from storage.tables import ConversationRow, InboxRow, table
from storage.work import Work

INBOX = table(InboxRow)
CONVERSATION = table(ConversationRow)

_RACES = 20


def to_row(message: InboundMessage) -> dict[str, Any]:
    return {**message.model_dump(), "priority": 0 if message.channel == "internal" else 1}


def from_row(row: Row[Any]) -> InboxEntry:
    message = InboundMessage(**{name: getattr(row, name) for name in InboundMessage.model_fields})
    return InboxEntry(id=row.id, message=message, attempts=row.attempts)


class SqlInbox:
    """`bot.ports.InboxRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.connection.execute

    def add(self, message: InboundMessage) -> bool:
        self._run(
            self._work.insert(CONVERSATION)
            .values(key=message.conversation, person_id=message.sender_id, version=0)
            .on_conflict_do_nothing()
        )
        added = self._run(
            self._work.insert(INBOX)
            .values(**to_row(message), state="unread", attempts=0, due_at=self._work.now)
            .on_conflict_do_nothing(index_elements=["channel", "account", "external_id"])
            .returning(INBOX.c.id)
        )
        return added.first() is not None

    def claim(self, worker: str, lease: timedelta, *, conversation: str | None = None) -> str | None:
        for _ in range(_RACES):
            key = self._claimable(conversation)
            if key is None or self._take(key, worker, lease=lease):
                return key
        return None

    def next(self, conversation: str) -> InboxEntry | None:
        head = select(INBOX).where(INBOX.c.conversation == conversation, _unread())
        row = self._run(head.order_by(INBOX.c.priority, INBOX.c.id).limit(1)).first()
        return from_row(row) if row is not None and row.due_at <= self._work.now else None

    def done(self, entry_id: int) -> None:
        self._change(entry_id, state="done", reason=None)

    def retry(self, entry_id: int, reason: str, *, after: timedelta) -> None:
        self._change(entry_id, attempts=INBOX.c.attempts + 1, reason=reason, due_at=self._work.now + after)

    def quarantine(self, entry_id: int, reason: str) -> None:
        self._change(entry_id, state="quarantined", reason=reason)

    def release(self, conversation: str, worker: str) -> None:
        self._free(and_(CONVERSATION.c.key == conversation, CONVERSATION.c.claimed_by == worker))

    def release_all(self, worker: str) -> None:
        self._free(CONVERSATION.c.claimed_by == worker)

    def pending(self, conversation: str) -> bool:
        waiting = select(INBOX.c.id).where(INBOX.c.conversation == conversation, _unread()).limit(1)
        return self._run(waiting).first() is not None

    def quarantined(self) -> tuple[Quarantined, ...]:
        rows = self._run(select(INBOX).where(INBOX.c.state == "quarantined").order_by(INBOX.c.id))
        return tuple(Quarantined(entry=from_row(row), reason=row.reason or "") for row in rows)

    def rerun(self, entry_id: int) -> bool:
        again = update(INBOX).where(INBOX.c.id == entry_id, INBOX.c.state == "quarantined")
        return self._run(again.values(state="unread", attempts=0, due_at=self._work.now)).rowcount == 1

    def _claimable(self, conversation: str | None) -> str | None:
        """The free conversation whose first unread message is due and the oldest of its like."""
        earlier = INBOX.alias("earlier")
        ahead = or_(
            earlier.c.priority < INBOX.c.priority,
            and_(earlier.c.priority == INBOX.c.priority, earlier.c.id < INBOX.c.id),
        )
        behind = select(earlier.c.id).where(
            earlier.c.conversation == INBOX.c.conversation, earlier.c.state == "unread", ahead
        )
        head = (
            select(INBOX.c.conversation)
            .join(CONVERSATION, CONVERSATION.c.key == INBOX.c.conversation)
            .where(_unread(), INBOX.c.due_at <= self._work.now, self._is_free(), ~behind.exists())
        )
        if conversation is not None:
            head = head.where(INBOX.c.conversation == conversation)
        return self._run(head.order_by(INBOX.c.id).limit(1)).scalar_one_or_none()

    def _take(self, key: str, worker: str, *, lease: timedelta) -> bool:
        """Compare and set: SQLite knows no SKIP LOCKED, and this works alike on both."""
        taken = update(CONVERSATION).where(CONVERSATION.c.key == key, self._is_free())
        return self._run(taken.values(claimed_by=worker, claimed_until=self._work.now + lease)).rowcount == 1

    def _is_free(self) -> ColumnElement[bool]:
        until = CONVERSATION.c.claimed_until
        return or_(until.is_(None), until <= self._work.now)

    def _free(self, which: ColumnElement[bool]) -> None:
        self._run(update(CONVERSATION).where(which).values(claimed_by=None, claimed_until=None))

    def _change(self, entry_id: int, **values: Any) -> None:
        self._run(update(INBOX).where(INBOX.c.id == entry_id, _unread()).values(**values))


def _unread() -> ColumnElement[bool]:
    return INBOX.c.state == "unread"
