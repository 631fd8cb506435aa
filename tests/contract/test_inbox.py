"""The inbox: kept once, in order within a conversation, one worker at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.messages import Attached
from bot.ports import InboxEntry
from storage.engine import SqlStore
from tests.contract.samples import AT_ONCE, MINUTE, message


def keep(store: SqlStore, *external_ids: str, conversation: str = "thread", channel: str = "terminal") -> None:
    with store.write() as uow:
        for external_id in external_ids:
            assert uow.inbox.add(message(external_id, conversation=conversation, channel=channel))
        uow.commit()


def claim(
    store: SqlStore, worker: str = "w", *, lease: timedelta = MINUTE, conversation: str | None = None
) -> str | None:
    with store.write() as uow:
        key = uow.inbox.claim(worker, lease, conversation=conversation)
        uow.commit()
        return key


def peek(store: SqlStore) -> InboxEntry | None:
    """What would be taken; nothing of it is committed."""
    with store.write() as uow:
        uow.inbox.claim("peeking", MINUTE, conversation="thread")
        return uow.inbox.take("thread", "peeking")


def head(store: SqlStore) -> str | None:
    entry = peek(store)
    return None if entry is None else entry.message.external_id


def first(store: SqlStore) -> InboxEntry:
    entry = peek(store)
    assert entry is not None
    return entry


def take(store: SqlStore, worker: str = "w") -> InboxEntry | None:
    with store.write() as uow:
        entry = uow.inbox.take("thread", worker)
        uow.commit()
        return entry


def retry(store: SqlStore, entry: int, *, after: timedelta) -> None:
    with store.write() as uow:
        uow.inbox.retry(entry, "no luck", after=after)
        uow.commit()


def test_a_message_comes_back_as_it_was_kept(store: SqlStore) -> None:
    keep(store, "1")
    assert first(store).message == message("1")


def test_a_message_is_kept_once_by_channel_account_and_id(store: SqlStore) -> None:
    keep(store, "1")
    with store.write() as uow:
        assert not uow.inbox.add(message("1", text="again"))
        assert uow.inbox.add(message("1", account="other"))
        assert uow.inbox.add(message("1", channel="slack"))
        uow.commit()
    assert head(store) == "1"


def test_two_threads_that_add_one_message_keep_it_once(store: SqlStore) -> None:
    def add(_: int) -> bool:
        with store.write() as uow:
            added = uow.inbox.add(message("1"))
            uow.commit()
            return added

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(add, range(16))) == [False] * 15 + [True]


def test_messages_of_a_conversation_are_handled_in_order(store: SqlStore) -> None:
    keep(store, "1", "2")
    entry = first(store).id
    with store.write() as uow:
        uow.inbox.done(entry)
        uow.commit()
    assert head(store) == "2"


def test_internal_commands_go_first(store: SqlStore) -> None:
    keep(store, "1")
    keep(store, "2", channel="internal")
    assert head(store) == "2"


def test_the_oldest_free_conversation_is_claimed_first(store: SqlStore) -> None:
    keep(store, "1", conversation="first")
    keep(store, "2", conversation="second")
    assert [claim(store), claim(store), claim(store)] == ["first", "second", None]


def test_a_named_conversation_is_claimed_and_no_other(store: SqlStore) -> None:
    keep(store, "1", conversation="first")
    keep(store, "2", conversation="second")
    assert claim(store, conversation="second") == "second"
    assert claim(store, conversation="second") is None
    assert claim(store, conversation="nobody") is None


def test_a_conversation_with_nothing_unread_is_not_claimed(store: SqlStore) -> None:
    keep(store, "1")
    entry = first(store).id
    with store.write() as uow:
        uow.inbox.done(entry)
        uow.commit()
    assert claim(store) is None


def test_a_held_conversation_is_free_again_once_it_is_released_by_its_holder(store: SqlStore) -> None:
    keep(store, "1")
    claim(store, "alpha")
    with store.write() as uow:
        uow.inbox.release("thread", "beta")
        assert uow.inbox.claim("beta", MINUTE) is None
        uow.inbox.release("thread", "alpha")
        assert uow.inbox.claim("beta", MINUTE) == "thread"
        uow.commit()


def test_everything_that_a_dead_worker_held_is_given_back(store: SqlStore) -> None:
    keep(store, "1", conversation="first")
    keep(store, "2", conversation="second")
    claim(store, "dead")
    claim(store, "alive")
    with store.write() as uow:
        uow.inbox.release_all("dead")
        uow.commit()
    assert [claim(store), claim(store)] == ["first", None]


def test_a_claim_ends_with_its_lease(store: SqlStore) -> None:
    keep(store, "1")
    assert claim(store, "slow", lease=AT_ONCE) == "thread"
    assert claim(store, "quick") == "thread"


def test_two_workers_never_hold_one_conversation(store: SqlStore) -> None:
    names = [f"c{n}" for n in range(12)]
    for name in names:
        keep(store, name, conversation=name)

    def work(worker: int) -> list[str]:
        taken = []
        while (key := claim(store, f"w{worker}")) is not None:
            taken.append(key)
        return taken

    with ThreadPoolExecutor(6) as pool:
        held = [key for taken in pool.map(work, range(6)) for key in taken]
    assert sorted(held) == sorted(names)


def test_every_try_is_counted_when_it_begins(store: SqlStore) -> None:
    """So that a message which ends the whole process is counted as well."""
    keep(store, "1")
    claim(store)
    tries = [take(store), take(store)]
    assert [entry and entry.attempts for entry in tries] == [1, 2]
    with store.write() as uow:
        uow.inbox.release("thread", "w")
        uow.commit()
    assert first(store).attempts == 3


def test_a_message_is_taken_only_by_who_holds_its_conversation(store: SqlStore) -> None:
    keep(store, "1")
    assert take(store) is None
    claim(store, "slow", lease=AT_ONCE)
    claim(store, "quick")
    assert take(store, "slow") is None
    entry = take(store, "quick")
    assert entry is not None
    assert entry.attempts == 1


def test_a_failed_try_waits(store: SqlStore) -> None:
    keep(store, "1")
    entry = first(store)
    retry(store, entry.id, after=AT_ONCE)
    assert first(store).attempts == 1
    retry(store, entry.id, after=MINUTE)
    assert head(store) is None
    assert claim(store) is None
    with store.read() as reading:
        assert reading.inbox.pending("thread")


def test_a_message_that_waits_for_its_retry_holds_up_its_own_conversation_only(store: SqlStore) -> None:
    keep(store, "1", "2")
    keep(store, "3", conversation="other")
    retry(store, first(store).id, after=MINUTE)
    assert head(store) is None
    assert [claim(store), claim(store)] == ["other", None]


def test_a_message_put_aside_holds_up_nothing(store: SqlStore) -> None:
    keep(store, "1", "2")
    entry = first(store).id
    with store.write() as uow:
        uow.inbox.quarantine(entry, "cannot be read")
        uow.commit()
    assert head(store) == "2"
    with store.read() as reading:
        (aside,) = reading.inbox.quarantined()
    assert (aside.entry.message, aside.reason) == (message("1"), "cannot be read")


def test_a_message_put_aside_can_be_run_again(store: SqlStore) -> None:
    keep(store, "1")
    claim(store)
    entry = take(store)
    assert entry is not None
    with store.write() as uow:
        uow.inbox.retry(entry.id, "no luck", after=MINUTE)
        assert not uow.inbox.rerun(entry.id)
        uow.inbox.quarantine(entry.id, "gave up")
        assert uow.inbox.rerun(entry.id)
        assert not uow.inbox.rerun(999)
        uow.inbox.release("thread", "w")
        uow.commit()
    assert first(store).attempts == 1, "counted from the beginning"
    with store.read() as reading:
        assert reading.inbox.quarantined() == ()


@pytest.mark.parametrize("text", ["", "a\nb\tc", "שלום 👋", "x" * 100_000])
def test_any_clean_text_comes_back_as_it_was(store: SqlStore, text: str) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1", text=text))
        uow.commit()
    assert first(store).message.text == text


def test_what_a_chat_platform_says_of_a_message_comes_back(store: SqlStore) -> None:
    said = message(
        "1",
        channel="slack",
        user="U1",
        place="T1/C1/17.1",
        room=True,
        edits="C1:16.9",
        album="a",
        attached=(Attached(ref="F1", name="ordine.pdf", media_type="application/pdf", size=9),),
    )
    with store.write() as uow:
        assert uow.inbox.add(said)
        uow.commit()
    assert first(store).message == said


def test_what_is_to_wait_is_not_due_at_once(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1"), after=MINUTE)
        uow.commit()
    assert claim(store) is None


def test_what_nobody_can_make_sense_of_goes_straight_into_quarantine(store: SqlStore) -> None:
    with store.write() as uow:
        assert uow.inbox.put_aside(message("1"), "of no known shape")
        assert not uow.inbox.put_aside(message("1"), "of no known shape")
        uow.commit()
    assert head(store) is None
    with store.read() as reading:
        assert [one.reason for one in reading.inbox.quarantined()] == ["of no known shape"]


def test_the_unread_rest_of_an_album_is_found_in_order(store: SqlStore) -> None:
    with store.write() as uow:
        for external_id, album in (("1", "a"), ("2", "a"), ("3", "b"), ("4", None), ("5", "a")):
            uow.inbox.add(message(external_id, album=album))
        uow.commit()
    entry = first(store)
    with store.read() as reading:
        assert [one.message.external_id for one in reading.inbox.album(entry)] == ["2", "5"]


def test_whose_a_message_is_can_be_noted_once_it_is_known(store: SqlStore) -> None:
    keep(store, "1")
    entry = first(store)
    with store.write() as uow:
        uow.inbox.sent_by(entry.id, "bob")
        uow.commit()
    assert first(store).message.sender_id == "bob"


def test_an_edit_that_changes_nothing_says_what_was_said_already(store: SqlStore) -> None:
    photo = Attached(ref="a", name="photo.jpg", media_type="image/jpeg", size=10)
    again = message("1:2", edits="1", text="yes", attached=(photo.model_copy(update={"ref": "b"}),))
    other = again.model_copy(update={"external_id": "1:3", "text": "no", "attached": ()})
    with store.write() as uow:
        uow.inbox.add(message("1", text="yes", attached=(photo,)))
        assert uow.inbox.says_already(again)
        assert not uow.inbox.says_already(
            again.model_copy(update={"attached": (photo.model_copy(update={"size": 2}),)})
        )
        assert not uow.inbox.says_already(again.model_copy(update={"edits": "9"}))
        assert not uow.inbox.says_already(message("1", text="yes"))
        assert not uow.inbox.says_already(other)
        uow.inbox.add(other)
        assert not uow.inbox.says_already(again)
        assert uow.inbox.says_already(other.model_copy(update={"external_id": "1:4"}))


def test_an_edited_message_takes_its_new_words_until_it_was_begun(store: SqlStore) -> None:
    keep(store, "1")
    edit = message("1:2", edits="1", text="new words")
    with store.write() as uow:
        assert uow.inbox.reword(edit)
        assert not uow.inbox.reword(message("9:2", edits="9"))
        uow.commit()
    assert first(store).message.text == "new words"
    claim(store)
    take(store)
    with store.write() as uow:
        assert not uow.inbox.reword(edit)
