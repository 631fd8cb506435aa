"""Conversations and drafts are written only at the version that was read."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.conversation import Ask, Choice
from bot.ports import Stale
from storage.engine import SqlStore
from tests.contract.samples import MINUTE, NOW, conversation, draft, message, outgoing

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


GROUP, SUPERGROUP = "-4242", "-1004242"
OLD, NEW = f"telegram:7:{GROUP}::12", f"telegram:7:{SUPERGROUP}::12"


def move(store: SqlStore) -> bool:
    with store.write() as uow:
        moved = uow.conversations.move("telegram", GROUP, SUPERGROUP)
        uow.outbox.move("telegram", GROUP, SUPERGROUP)
        uow.commit()
    return moved


def test_a_chat_with_another_address_goes_on_with_all_that_was_open_and_every_message_once(store: SqlStore) -> None:
    said = message("1", conversation=OLD, channel="telegram", place=GROUP)
    others = [f"telegram:7:{GROUP}1::12", f"telegram:7:12:{GROUP}9", f"chat:7:{GROUP}::12"]
    with store.write() as uow:
        uow.conversations.save(conversation(key=OLD, asked=ASK, focus="d1"))
        uow.conversations.save_draft(draft("d1", thread=OLD))
        uow.conversations.save_draft(draft("d2", thread="elsewhere"))
        uow.inbox.add(said)
        uow.outbox.queue(outgoing("a", channel="telegram", recipient=GROUP, thread=OLD))
        for key in others:
            uow.conversations.save(conversation(key=key))
        uow.commit()
    assert [move(store) for _ in range(2)] == [True, True]
    with store.write() as uow:
        assert uow.conversations.get(OLD) is None
        moved = uow.conversations.get(NEW)
        assert moved == conversation(key=NEW, asked=ASK, focus="d1", version=1)
        threads = {one.id: one.thread for one in uow.conversations.drafts("alice")}
        assert threads == {"d1": NEW, "d2": "elsewhere"}
        assert uow.inbox.claim("w", MINUTE) == NEW
        entry = uow.inbox.take(NEW, "w")
        assert entry is not None
        assert entry.message == said.model_copy(update={"conversation": NEW, "place": SUPERGROUP})
        assert not uow.inbox.add(said)
        claimed = uow.outbox.claim("w", MINUTE, channels={"telegram": None})
        assert claimed is not None
        assert (claimed.outgoing.recipient, claimed.outgoing.thread) == (SUPERGROUP, NEW)
        assert all(uow.conversations.get(key) for key in others)


def test_a_chat_in_which_a_message_is_being_worked_does_not_move(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1", conversation=OLD, channel="telegram", place=GROUP))
        uow.inbox.claim("w", MINUTE)
        uow.commit()
    assert not move(store)
    with store.write() as uow:
        entry = uow.inbox.take(OLD, "w")
        assert entry is not None
        assert uow.inbox.done(entry.id)
        uow.inbox.release(OLD, "w")
        uow.commit()
    assert move(store)


@pytest.mark.parametrize("empty_store", ["postgresql"], indirect=True)
def test_a_chat_does_not_move_from_under_a_worker_that_claims_it_at_the_same_moment(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1", conversation=OLD, channel="telegram", place=GROUP))
        uow.commit()

    def waits() -> bool:
        mine = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        with store._reader.connect() as connection:
            return connection.exec_driver_sql(mine).first() is not None

    with ThreadPoolExecutor(1) as pool, store.write() as uow:
        assert uow.inbox.claim("w", MINUTE) == OLD
        moved = pool.submit(move, store)
        while not waits() and not moved.done():
            pass
        uow.commit()
        assert not moved.result()
    with store.write() as uow:
        assert uow.inbox.take(OLD, "w") is not None


def test_what_was_begun_at_the_new_address_stays_and_gets_the_messages(store: SqlStore) -> None:
    with store.write() as uow:
        uow.conversations.save(conversation(key=OLD, focus="old"))
        uow.conversations.save(conversation(key=NEW, focus="new"))
        uow.inbox.add(message("1", conversation=OLD, channel="telegram", place=GROUP))
        uow.commit()
    assert move(store)
    with store.write() as uow:
        found = uow.conversations.get(NEW)
        assert found is not None
        assert found.focus == "new"
        assert uow.inbox.claim("w", MINUTE) == NEW
