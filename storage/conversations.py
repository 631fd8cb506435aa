"""Conversations and drafts, each written only at the version that was read."""

from typing import Any

from sqlalchemy import Row, delete, select, update

from bot.conversation import Conversation, Draft
from bot.ports import Stale
from storage.tables import ConversationRow, DraftRow, table
from storage.work import Work

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
        self._run = work.connection.execute

    def get(self, key: str) -> Conversation | None:
        saved = select(CONVERSATION).where(CONVERSATION.c.key == key, CONVERSATION.c.version > 0)
        row = self._run(saved).first()
        return from_row(row) if row is not None else None

    def save(self, conversation: Conversation) -> None:
        if conversation.version == 0:
            self._run(
                self._work.insert(CONVERSATION)
                .values(key=conversation.key, person_id=conversation.person_id, version=0)
                .on_conflict_do_nothing()
            )
        read = update(CONVERSATION).where(
            CONVERSATION.c.key == conversation.key, CONVERSATION.c.version == conversation.version
        )
        if self._run(read.values(**to_row(conversation))).rowcount != 1:
            raise Stale(conversation.key)

    def drafts(self, person_id: str) -> tuple[Draft, ...]:
        mine = select(DRAFT).where(DRAFT.c.person_id == person_id)
        return tuple(map(draft_from_row, self._run(mine.order_by(DRAFT.c.updated_at.desc(), DRAFT.c.id))))

    def save_draft(self, draft: Draft) -> None:
        if draft.version == 0:
            new = self._work.insert(DRAFT).values(**draft_to_row(draft)).on_conflict_do_nothing()
            written = self._run(new.returning(DRAFT.c.id)).first() is not None
        else:
            read = update(DRAFT).where(DRAFT.c.id == draft.id, DRAFT.c.version == draft.version)
            written = self._run(read.values(**draft_to_row(draft))).rowcount == 1
        if not written:
            raise Stale(draft.id)

    def drop_draft(self, draft_id: str) -> None:
        self._run(delete(DRAFT).where(DRAFT.c.id == draft_id))
