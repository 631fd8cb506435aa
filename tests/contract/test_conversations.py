"""Conversations and drafts are written only at the version that was read."""

from datetime import timedelta

import pytest

from bot.conversation import Ask, Choice
from bot.ports import Stale
from storage.engine import SqlStore
from tests.contract.samples import MINUTE, NOW, conversation, draft, message

ASK = Ask(
    kind="choice", draft="d1", field="items", line=0, choices=(Choice(value="DSK-1", label="שולחן"),), message="1"
)


def test_a_conversation_comes_back_as_it_was_saved(store: SqlStore) -> None:
    saved = conversation(asked=ASK, focus="d1", last_task="Q-0002")
    with store.write() as uow:
        uow.conversations.save(saved)
        uow.commit()
    with store.read() as reading:
        assert reading.conversations.get("thread") == saved.model_copy(update={"version": 1})
        assert reading.conversations.get("other") is None


def test_a_conversation_that_only_has_messages_is_not_there_yet(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1"))
        assert uow.conversations.get("thread") is None
        uow.conversations.save(conversation())
        uow.commit()
    with store.read() as reading:
        found = reading.conversations.get("thread")
    assert found is not None
    assert found.version == 1


def test_saving_a_conversation_leaves_its_claim_alone(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1"))
        uow.inbox.claim("w", MINUTE)
        uow.conversations.save(conversation())
        assert uow.inbox.claim("other", MINUTE) is None
        uow.commit()


@pytest.mark.parametrize("version", [0, 2])
def test_a_conversation_that_has_moved_on_is_stale(store: SqlStore, version: int) -> None:
    with store.write() as uow:
        uow.conversations.save(conversation())
        uow.commit()
    with store.write() as uow, pytest.raises(Stale):
        uow.conversations.save(conversation(version=version))


def test_a_draft_comes_back_as_it_was_saved_the_latest_first(store: SqlStore) -> None:
    older, newer = draft("d1", declined=("note",), revises="Q-0001"), draft("d2", updated_at=NOW + timedelta(days=1))
    with store.write() as uow:
        for each in (older, newer, draft("d3", person_id="bob")):
            uow.conversations.save_draft(each)
        uow.commit()
    with store.read() as reading:
        drafts = reading.conversations.drafts("alice")
    assert drafts == tuple(each.model_copy(update={"version": 1}) for each in (newer, older))


def test_a_draft_that_has_moved_on_is_stale(store: SqlStore) -> None:
    with store.write() as uow:
        uow.conversations.save_draft(draft())
        uow.conversations.save_draft(draft(version=1))
        uow.commit()
    for version in (0, 1, 3):
        with store.write() as uow, pytest.raises(Stale):
            uow.conversations.save_draft(draft(version=version))


def test_a_dropped_draft_is_gone(store: SqlStore) -> None:
    with store.write() as uow:
        uow.conversations.save_draft(draft())
        uow.conversations.drop_draft("d1")
        uow.conversations.drop_draft("d1")
        uow.commit()
    with store.read() as reading:
        assert reading.conversations.drafts("alice") == ()
