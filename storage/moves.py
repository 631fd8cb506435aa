"""Conversations whose place has another address from now on, such as a chat group that became another kind of group."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from storage.inbox import new_conversation
from storage.tables import ConversationRow, DraftRow, InboxRow, OutboxRow, table
from storage.work import NOW, Work

CONVERSATION, DRAFT = table(ConversationRow), table(DraftRow)
INBOX, OUTBOX = table(InboxRow), table(OutboxRow)


def move_conversations(work: Work, channel: str, before: str, after: str) -> bool:
    """Let conversations go on under the keys in which the old address is the new one; False: one is at work just now.

    Their messages, open questions, drafts and what waits to be sent in them go along. One that was begun at the new
    address already stays as it is, and only gets the messages.
    """
    found = [row for row in work.run(_KEYS, {"like": f"{channel}:%{before}%"}) if before in row.key.split(":")]
    if any(row.busy for row in found):
        return False
    for row in found:
        key = ":".join(after if part == before else part for part in row.key.split(":"))
        _move(work, row, key)
        work.run(_WRITTEN, {"old": row.key, "new": key, "of": channel, "before": before})
    work.run(_PLACES, {"of": channel, "before": before, "after": after})
    return True


def _move(work: Work, row: Row[Any], key: str) -> None:
    """One conversation with what hangs on it."""
    keys = {"old": row.key, "new": key}
    first = {"key": key, "person_id": row.person_id, "version": 0}
    work.run(new_conversation(work.dialect), first)
    work.run(_STATE, {"new": key, "state": row.state, "now_at": row.version})
    work.run(_MESSAGES, keys)
    work.run(_GONE, {"old": row.key})
    for draft in work.run(_DRAFTS, {"person": row.person_id}).all():
        if draft.state.get("thread") == row.key:
            state = {**draft.state, "thread": key}
            work.run(_DRAFT, {"this": draft.id, "state": state, "now_at": draft.version + 1})


_KEYS = (
    select(
        CONVERSATION.c.key,
        CONVERSATION.c.person_id,
        CONVERSATION.c.state,
        CONVERSATION.c.version,
        (CONVERSATION.c.claimed_until > NOW).label("busy"),
    )
    .where(CONVERSATION.c.key.like(bindparam("like")))
    .with_for_update()  # nobody begins to work on one meanwhile
)
_STATE = (
    update(CONVERSATION)
    .where(CONVERSATION.c.key == bindparam("new"), CONVERSATION.c.version == 0)
    .values(state=bindparam("state"), version=bindparam("now_at"))
)
_MESSAGES = update(INBOX).where(INBOX.c.conversation == bindparam("old")).values(conversation=bindparam("new"))
_PLACES = (
    update(INBOX)
    .where(INBOX.c.channel == bindparam("of"), INBOX.c.place == bindparam("before"))
    .values(place=bindparam("after"))
)
_GONE = delete(CONVERSATION).where(CONVERSATION.c.key == bindparam("old"))
_DRAFTS = (
    select(DRAFT.c.id, DRAFT.c.state, DRAFT.c.version)
    .where(DRAFT.c.person_id == bindparam("person"))
    .with_for_update()  # the person may be answering elsewhere
)
_DRAFT = (
    update(DRAFT).where(DRAFT.c.id == bindparam("this")).values(state=bindparam("state"), version=bindparam("now_at"))
)
_WRITTEN = (
    update(OUTBOX)
    .where(
        OUTBOX.c.channel == bindparam("of"),
        OUTBOX.c.recipient == bindparam("before"),
        OUTBOX.c.thread == bindparam("old"),
    )
    .values(thread=bindparam("new"))
)
