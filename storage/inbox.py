"""Inbound messages: kept once, worked one conversation at a time, in order."""

from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Executable,
    Row,
    Select,
    Update,
    and_,
    bindparam,
    exists,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.selectable import NamedFromClause

from bot.messages import InboundMessage
from bot.ports import InboxEntry, Quarantined
from storage.tables import ConversationRow, InboxRow, table
from storage.work import NOW, Work, insert, later, seconds

INBOX = table(InboxRow)
CONVERSATION = table(ConversationRow)

_FIELDS = tuple(InboundMessage.model_fields)
_LISTS = ("files", "attached")
_AT_ONCE = timedelta()
_COLUMNS = {"id", "attempts", "reason", *_FIELDS}


def to_row(message: InboundMessage) -> dict[str, Any]:
    lists = {name: [one.model_dump() for one in getattr(message, name)] or None for name in _LISTS}
    return {**dict(message), **lists, "priority": 0 if message.channel == "internal" else 1}


def from_row(row: Row[Any]) -> InboxEntry:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _FIELDS if name not in _LISTS}
    lists: dict[str, Any] = {name: getattr(row, name) or () for name in _LISTS}
    message = InboundMessage(**plain, **lists)
    return InboxEntry(id=row.id, message=message, attempts=row.attempts)


class SqlInbox:
    """`bot.ports.InboxRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def add(self, message: InboundMessage, *, after: timedelta = _AT_ONCE) -> bool:
        return self._add(message, state="unread", after=after, reason=None)

    def put_aside(self, message: InboundMessage, reason: str) -> bool:
        return self._add(message, state="quarantined", after=_AT_ONCE, reason=reason)

    def _add(self, message: InboundMessage, *, state: str, after: timedelta, reason: str | None) -> bool:
        first = {"key": message.conversation, "person_id": message.sender_id, "version": 0}
        self._run(new_conversation(self._work.dialect), first)
        row = to_row(message) | {"state": state, "attempts": 0, "reason": reason, "after": seconds(after)}
        return self._run(_add(self._work.dialect), row).first() is not None

    def album(self, entry: InboxEntry) -> tuple[InboxEntry, ...]:
        this = {"this": entry.id, "wanted": entry.message.conversation, "album": entry.message.album}
        return tuple(map(from_row, self._run(_ALBUM, this)))

    def sent_by(self, entry_id: int, sender_id: str) -> None:
        self._run(_SENT_BY, {"entry": entry_id, "sender": sender_id})

    def says_already(self, message: InboundMessage) -> bool:
        if message.edits is None:
            return False
        former = {"of": message.channel, "at": message.account, "by": message.sender_id, "former": message.edits}
        row = self._run(_LAST_VERSION, former).first()
        files = [(file.name, file.size) for file in message.attached]
        before = [(file["name"], file["size"]) for file in (row.attached or ())] if row is not None else []
        return row is not None and row.text == message.text and files in ([], before)

    def reword(self, message: InboundMessage) -> bool:
        of = {"of": message.channel, "at": message.account}
        if self._run(_REWORD, of | {"former": message.edits, "words": message.text}).rowcount != 1:
            return False
        self._run(_SETTLED, of | {"this": message.external_id})
        return True

    def claim(self, worker: str, lease: timedelta, *, conversation: str | None = None) -> str | None:
        claim = {"worker": worker, "lease": seconds(lease)}
        if conversation is None:
            return self._run(_CLAIM_ANY, claim).scalar_one_or_none()
        return self._run(_CLAIM_ONE, claim | {"wanted": conversation}).scalar_one_or_none()

    def take(self, conversation: str, worker: str) -> InboxEntry | None:
        row = self._run(_TAKE, {"wanted": conversation, "worker": worker}).first()
        return from_row(row) if row is not None else None

    def done(self, entry_id: int) -> bool:
        return self._run(_DONE, {"entry": entry_id}).rowcount == 1

    def heard_in(self, channel: str, place: str) -> bool:
        return self._run(_HEARD_IN, {"of": channel, "there": place}).first() is not None

    def retry(self, entry_id: int, reason: str, *, after: timedelta) -> None:
        self._run(_RETRY, {"entry": entry_id, "why": reason, "after": seconds(after)})

    def quarantine(self, entry_id: int, reason: str) -> None:
        self._run(_QUARANTINE, {"entry": entry_id, "why": reason})

    def text(self, channel: str, account: str, external_id: str) -> str | None:
        message = {"channel": channel, "account": account, "external_id": external_id}
        return self._run(_TEXT, message).scalar_one_or_none()

    def last_channel(self, sender_id: str, among: Collection[str]) -> str | None:
        return self._run(_LAST_CHANNEL, {"sender": sender_id, "among": list(among)}).scalar_one_or_none()

    def release(self, conversation: str, worker: str) -> None:
        self._run(_RELEASE, {"wanted": conversation, "worker": worker})

    def release_all(self, worker: str) -> None:
        self._run(_RELEASE_ALL, {"worker": worker})

    def pending(self, conversation: str) -> bool:
        return self._run(_PENDING, {"wanted": conversation}).first() is not None

    def quarantined(self) -> tuple[Quarantined, ...]:
        return tuple(Quarantined(entry=from_row(row), reason=row.reason or "") for row in self._run(_QUARANTINED))

    def rerun(self, entry_id: int) -> bool:
        return self._run(_RERUN, {"entry": entry_id}).rowcount == 1


def _is(state: str) -> ColumnElement[bool]:
    """Spelt as in the partial indexes, which serve only a condition that they can recognise."""
    return INBOX.c.state == literal_column(f"'{state}'")


def _free(conversation: NamedFromClause) -> ColumnElement[bool]:
    return or_(conversation.c.claimed_until.is_(None), conversation.c.claimed_until <= NOW)


def _due(*, named: bool) -> tuple[Select[Any], NamedFromClause]:
    """The free conversation whose first unread message is due and the oldest of its like; what it is called."""
    earlier, free = INBOX.alias("earlier"), CONVERSATION.alias("free")
    ahead = or_(
        earlier.c.priority < INBOX.c.priority,
        and_(earlier.c.priority == INBOX.c.priority, earlier.c.id < INBOX.c.id),
    )
    unread = earlier.c.state == literal_column("'unread'")
    behind = select(earlier.c.id).where(earlier.c.conversation == INBOX.c.conversation, unread, ahead)
    head = (
        select(INBOX.c.conversation)
        .join(free, free.c.key == INBOX.c.conversation)
        .where(_is("unread"), INBOX.c.due_at <= NOW, _free(free), ~behind.exists())
    )
    if named:
        head = head.where(INBOX.c.conversation == bindparam("wanted"))
    return head.order_by(INBOX.c.id).limit(1), free


def _claim(*, named: bool) -> Update:
    """One statement: SQLite has one writer; PostgreSQL locks the row it finds, and passes over those being claimed.

    The lock is the one of a plain update, so that a conversation is not passed over because a message is being added.
    """
    head, free = _due(named=named)
    found = head.with_for_update(of=free, key_share=True, skip_locked=True).scalar_subquery()
    claimed = update(CONVERSATION).where(CONVERSATION.c.key == found)
    claim = {"claimed_by": bindparam("worker"), "claimed_until": later("lease")}
    return claimed.values(claim).returning(CONVERSATION.c.key)


def _take() -> Update:
    first = INBOX.alias("first")
    unread = first.c.state == literal_column("'unread'")
    head = select(first.c.id).where(first.c.conversation == bindparam("wanted"), unread)
    held = exists().where(CONVERSATION.c.key == bindparam("wanted"), CONVERSATION.c.claimed_by == bindparam("worker"))
    one = head.order_by(first.c.priority, first.c.id).limit(1).scalar_subquery()
    taken = update(INBOX).where(INBOX.c.id == one, INBOX.c.due_at <= NOW, held)
    return taken.values(attempts=INBOX.c.attempts + 1).returning(*_entry_columns())


def _entry_columns() -> list[ColumnElement[Any]]:
    return [column for column in INBOX.c if column.name in _COLUMNS]


@cache
def new_conversation(dialect: str) -> Executable:
    """A conversation that has only messages yet, unless it is there."""
    return insert(dialect, CONVERSATION).on_conflict_do_nothing()


@cache
def _add(dialect: str) -> Executable:
    new = insert(dialect, INBOX).values(due_at=later("after"))
    return new.on_conflict_do_nothing(index_elements=["channel", "account", "external_id"]).returning(INBOX.c.id)


_CLAIM_ANY, _CLAIM_ONE = _claim(named=False), _claim(named=True)
_TAKE = _take()
_OPEN_ENTRY = update(INBOX).where(INBOX.c.id == bindparam("entry"), _is("unread"))
_DONE = _OPEN_ENTRY.values(state="done", reason=None)
_RETRY = _OPEN_ENTRY.values(reason=bindparam("why"), due_at=later("after"))
_QUARANTINE = _OPEN_ENTRY.values(state="quarantined", reason=bindparam("why"))
_ALBUM = (
    select(*_entry_columns())
    .where(
        INBOX.c.conversation == bindparam("wanted"),
        _is("unread"),
        INBOX.c.album == bindparam("album"),
        INBOX.c.id != bindparam("this"),
    )
    .order_by(INBOX.c.id)
)
_HEARD_IN = select(INBOX.c.id).where(INBOX.c.place == bindparam("there"), INBOX.c.channel == bindparam("of")).limit(1)
_SENT_BY = update(INBOX).where(INBOX.c.id == bindparam("entry")).values(sender_id=bindparam("sender"))
_LAST_VERSION = (
    select(INBOX.c.text, INBOX.c.attached)
    .where(
        INBOX.c.sender_id == bindparam("by"),
        INBOX.c.channel == bindparam("of"),
        INBOX.c.account == bindparam("at"),
        or_(INBOX.c.external_id == bindparam("former"), INBOX.c.edits == bindparam("former")),
    )
    .order_by(INBOX.c.id.desc())
    .limit(1)
)
_REWORD = (
    update(INBOX)
    .where(
        INBOX.c.channel == bindparam("of"),
        INBOX.c.account == bindparam("at"),
        INBOX.c.external_id == bindparam("former"),
        _is("unread"),
        INBOX.c.attempts == literal_column("0"),
    )
    .values(text=bindparam("words"))
)
_SETTLED = (
    update(INBOX)
    .where(
        INBOX.c.channel == bindparam("of"),
        INBOX.c.account == bindparam("at"),
        INBOX.c.external_id == bindparam("this"),
    )
    .values(state="done")
)
_RERUN = (
    update(INBOX)
    .where(INBOX.c.id == bindparam("entry"), _is("quarantined"))
    .values(state="unread", attempts=0, due_at=NOW)
)
_RELEASE_ALL = (
    update(CONVERSATION)
    .where(CONVERSATION.c.claimed_by == bindparam("worker"))
    .values(claimed_by=None, claimed_until=None)
)
_RELEASE = _RELEASE_ALL.where(CONVERSATION.c.key == bindparam("wanted"))
_TEXT = select(INBOX.c.text).where(
    INBOX.c.channel == bindparam("channel"),
    INBOX.c.account == bindparam("account"),
    INBOX.c.external_id == bindparam("external_id"),
)
_LAST_CHANNEL = (
    select(INBOX.c.channel)
    .where(INBOX.c.sender_id == bindparam("sender"), INBOX.c.channel.in_(bindparam("among", expanding=True)))
    .order_by(INBOX.c.id.desc())
    .limit(1)
)
_PENDING = select(INBOX.c.id).where(INBOX.c.conversation == bindparam("wanted"), _is("unread")).limit(1)
_QUARANTINED = select(*_entry_columns()).where(_is("quarantined")).order_by(INBOX.c.id)
