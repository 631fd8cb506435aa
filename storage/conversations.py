"""Conversations and drafts, each written only at the version that was read."""

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Executable, Row, bindparam, delete, select, update

from bot.conversation import Conversation, Draft
from bot.ports import Stale
from storage.inbox import new_conversation
from storage.moves import move_conversations
from storage.tables import ConversationRow, DraftRow, table
from storage.work import Work, insert

CONVERSATION = table(ConversationRow)
DRAFT = table(DraftRow)

_OUTSIDE_STATE = {"key", "person_id", "version"}
_OUTSIDE_DRAFT = {"id", "person_id", "type", "updated_at", "version"}


def to_row(conversation: Conversation) -> dict[str, Any]:
    """The next version of a conversation."""
    return {
        "key": conversation.key,
        "person_id": conversation.person_id,
        "state": conversation.model_dump(mode="json", exclude=_OUTSIDE_STATE),
        "version": conversation.version + 1,
    }


def from_row(row: Row[Any]) -> Conversation:
    return Conversation(key=row.key, person_id=row.person_id, version=row.version, **row.state)


def draft_to_row(draft: Draft) -> dict[str, Any]:
    """The next version of a draft."""
    return {
        "id": draft.id,
        "person_id": draft.person_id,
        "type": draft.type,
        "state": draft.model_dump(mode="json", exclude=_OUTSIDE_DRAFT),
        "updated_at": draft.updated_at,
        "version": draft.version + 1,
    }


def draft_from_row(row: Row[Any]) -> Draft:
    return Draft(**{name: getattr(row, name) for name in _OUTSIDE_DRAFT}, **row.state)


class SqlConversations:
    """`bot.ports.ConversationRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def get(self, key: str) -> Conversation | None:
        row = self._run(_SAVED, {"wanted": key}).first()
        return from_row(row) if row is not None else None

    def save(self, conversation: Conversation) -> None:
        if conversation.version == 0:
            first = {"key": conversation.key, "person_id": conversation.person_id, "version": 0}
            self._run(new_conversation(self._work.dialect), first)
        read = {"this": conversation.key, "read": conversation.version}
        if self._run(_SAVE, to_row(conversation) | read).rowcount != 1:
            raise Stale(conversation.key)

    def drafts(self, person_id: str) -> tuple[Draft, ...]:
        return tuple(map(draft_from_row, self._run(_DRAFTS, {"person": person_id})))

    def save_draft(self, draft: Draft) -> None:
        if draft.version == 0:
            written = self._run(_new_draft(self._work.dialect), draft_to_row(draft)).first() is not None
        else:
            read = {"this": draft.id, "read": draft.version}
            written = self._run(_SAVE_DRAFT, draft_to_row(draft) | read).rowcount == 1
        if not written:
            raise Stale(draft.id)

    def drop_draft(self, draft_id: str) -> None:
        self._run(_DROP_DRAFT, {"this": draft_id})

    def move(self, channel: str, before: str, after: str) -> bool:
        return move_conversations(self._work, channel, before, after)


@cache
def _new_draft(dialect: str) -> Executable:
    return insert(dialect, DRAFT).on_conflict_do_nothing().returning(DRAFT.c.id)


_THIS: BindParameter[Any] = bindparam("this")
_READ: BindParameter[Any] = bindparam("read")
_SAVED = select(CONVERSATION).where(CONVERSATION.c.key == bindparam("wanted"), CONVERSATION.c.version > 0)
_SAVE = update(CONVERSATION).where(CONVERSATION.c.key == _THIS, CONVERSATION.c.version == _READ)
_DRAFTS = select(DRAFT).where(DRAFT.c.person_id == bindparam("person")).order_by(DRAFT.c.updated_at.desc(), DRAFT.c.id)
_SAVE_DRAFT = update(DRAFT).where(DRAFT.c.id == _THIS, DRAFT.c.version == _READ)
_DROP_DRAFT = delete(DRAFT).where(DRAFT.c.id == _THIS)
