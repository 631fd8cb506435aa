"""The outbox: queued once, delivered in order within a thread, by one worker at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.messages import Outcome, Outgoing, Permanent, Sent, Temporary, Uncertain
from bot.ports import ClaimedOutgoing, TroubledOutgoing
from storage.engine import SqlStore
from tests.contract.samples import AT_ONCE, MINUTE, outgoing


def queue(store: SqlStore, *messages: Outgoing) -> None:
    with store.write() as uow:
        for each in messages:
            assert uow.outbox.queue(each)
        uow.commit()


def claim(
    store: SqlStore, worker: str = "w", *, lease: timedelta = MINUTE, recipients: tuple[str, ...] | None = None
) -> ClaimedOutgoing | None:
    with store.write() as uow:
        claimed = uow.outbox.claim(worker, lease, channels={"terminal": recipients, "mail": recipients})
        uow.commit()
        return claimed


def claimed(store: SqlStore, worker: str = "w", *, lease: timedelta = MINUTE) -> ClaimedOutgoing:
    found = claim(store, worker, lease=lease)
    assert found is not None
    return found


def settle(store: SqlStore, found: ClaimedOutgoing, outcome: Outcome, *, retry_after: timedelta | None = None) -> bool:
    with store.write() as uow:
        settled = uow.outbox.settle(found, outcome, retry_after=retry_after)
        uow.commit()
        return settled


def troubled(store: SqlStore) -> tuple[TroubledOutgoing, ...]:
    with store.read() as reading:
        return reading.outbox.troubled()


def resend(store: SqlStore, number: int) -> bool:
    with store.write() as uow:
        queued = uow.outbox.resend(number)
        uow.commit()
        return queued


def pending(store: SqlStore) -> int:
    with store.read() as reading:
        return reading.outbox.pending(channels={"terminal": None, "mail": None})


def test_a_message_goes_out_byte_for_byte_as_it_was_queued(store: SqlStore) -> None:
    message = outgoing("a", in_reply_to="1", reference="Q-0001")
    queue(store, message)
    found = claimed(store)
    assert (found.outgoing, found.attempts, found.doubtful) == (message, 1, False)


def test_a_message_is_queued_once_by_its_key(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    with store.write() as uow:
        assert not uow.outbox.queue(outgoing("a", thread="other"))
        uow.commit()
    assert pending(store) == 1


def test_only_the_first_undelivered_message_of_a_thread_goes_out(store: SqlStore) -> None:
    queue(store, outgoing("a1", thread="a"), outgoing("a2", thread="a"), outgoing("b1", thread="b"))
    first = claimed(store)
    assert first.outgoing.key == "a1"
    assert claimed(store).outgoing.key == "b1"
    assert claim(store) is None
    settle(store, first, Sent(outside_id="x"))
    assert claimed(store).outgoing.key == "a2"


def test_threads_of_two_channels_do_not_wait_for_each_other(store: SqlStore) -> None:
    queue(store, outgoing("a"), outgoing("b", channel="mail"))
    assert [claimed(store).outgoing.key, claimed(store).outgoing.key] == ["a", "b"]


def test_only_the_wanted_channels_and_recipients_are_claimed(store: SqlStore) -> None:
    queue(store, outgoing("a", channel="slack", thread="s"), outgoing("b", recipient="bob", thread="b"))
    assert claim(store, recipients=("alice",)) is None
    assert claim(store, recipients=()) is None
    found = claim(store, recipients=("alice", "bob"))
    assert found is not None
    assert found.outgoing.key == "b"
    with store.read() as reading:
        assert reading.outbox.pending(channels={"slack": None}) == 1
        assert reading.outbox.pending(channels={"terminal": ("alice",)}) == 0
        assert reading.outbox.pending(channels={"terminal": ("bob",)}) == 1


def test_a_sent_message_no_longer_waits(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    settle(store, claimed(store), Sent(outside_id="x"))
    assert pending(store) == 0
    assert claim(store) is None


def test_a_temporary_failure_is_tried_again_when_it_is_due(store: SqlStore) -> None:
    queue(store, outgoing("a"), outgoing("b"))
    first = claimed(store)
    settle(store, first, Temporary(reason="busy"), retry_after=AT_ONCE)
    again = claimed(store)
    assert (again.id, again.attempts, again.doubtful) == (first.id, 2, False)
    settle(store, again, Temporary(reason="busy"), retry_after=MINUTE)
    assert claim(store) is None, "the later message of the thread waits as well"
    assert pending(store) == 2


def test_what_the_platform_asks_to_wait_counts_when_it_is_longer(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    settle(store, claimed(store), Temporary(reason="slow down", retry_after=MINUTE), retry_after=AT_ONCE)
    assert claim(store) is None


@pytest.mark.parametrize(
    ("outcome", "state"), [(Permanent(reason="gone"), "failed"), (Uncertain(reason="cut off"), "uncertain")]
)
def test_what_a_person_must_see_to_is_listed_and_holds_up_nothing(
    store: SqlStore, outcome: Outcome, state: str
) -> None:
    queue(store, outgoing("a"), outgoing("b"))
    settle(store, claimed(store), outcome)
    assert claimed(store).outgoing.key == "b"
    (found,) = troubled(store)
    assert (found.state, found.outgoing, found.reason) == (state, outgoing("a"), getattr(outcome, "reason", ""))
    assert found.doubtful == (state == "uncertain")


@pytest.mark.parametrize(
    ("outcome", "doubtful"), [(Permanent(reason="gone"), False), (Uncertain(reason="cut off"), True)]
)
def test_what_did_not_leave_is_sent_again_with_all_its_tries(
    store: SqlStore,
    outcome: Outcome,
    doubtful: bool,  # noqa: FBT001  a table's column
) -> None:
    queue(store, outgoing("a"), outgoing("b"))
    settle(store, claimed(store), Temporary(reason="busy"))
    settle(store, claimed(store), outcome)
    assert resend(store, troubled(store)[0].id)
    assert troubled(store) == ()
    again = claimed(store)
    assert (again.outgoing, again.attempts, again.doubtful) == (outgoing("a"), 1, doubtful)


def test_a_refusal_after_a_doubtful_try_leaves_the_doubt(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    claimed(store, lease=AT_ONCE)
    settle(store, claimed(store), Permanent(reason="gone"))
    (found,) = troubled(store)
    assert (found.state, found.doubtful) == ("failed", True)
    assert resend(store, found.id)
    assert claimed(store).doubtful


def test_nothing_is_sent_again_that_is_under_way_or_has_left(store: SqlStore) -> None:
    queue(store, outgoing("a"), outgoing("b"))
    first = claimed(store)
    assert not resend(store, first.id)
    settle(store, first, Sent(outside_id="x"))
    assert not resend(store, first.id)
    assert not resend(store, 99)
    assert claimed(store).outgoing.key == "b"


def test_an_unknown_outcome_may_be_tried_again_later_and_comes_back_doubtful(store: SqlStore) -> None:
    queue(store, outgoing("a"), outgoing("b", thread="b"))
    settle(store, claimed(store), Uncertain(reason="cut off"), retry_after=MINUTE)
    assert troubled(store) == ()
    assert claimed(store).outgoing.key == "b", "it is not due yet"
    queue(store, outgoing("c", thread="c"))
    settle(store, claimed(store), Uncertain(reason="cut off"), retry_after=AT_ONCE)
    again = claimed(store)
    assert (again.outgoing.key, again.attempts, again.doubtful) == ("c", 2, True)


def test_a_late_word_that_it_arrived_is_believed(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    first = claimed(store)
    settle(store, first, Uncertain(reason="cut off"))
    settle(store, first, Sent(outside_id="x"))
    settle(store, first, Permanent(reason="late"))
    with store.read() as reading:
        assert reading.outbox.troubled() == ()


@pytest.mark.parametrize(
    "late", [Permanent(reason="gone"), Uncertain(reason="cut off"), Temporary(reason="busy", retry_after=MINUTE)]
)
def test_a_claim_that_ran_out_says_nothing_about_the_one_after_it(store: SqlStore, late: Outcome) -> None:
    queue(store, outgoing("a"), outgoing("b"))
    slow = claimed(store, "slow", lease=AT_ONCE)
    quick = claimed(store, "quick")
    assert not settle(store, slow, late)
    assert claim(store) is None, "it is still the second one's"
    assert settle(store, quick, Sent(outside_id="x"))
    assert claimed(store).outgoing.key == "b"


def test_a_late_word_that_it_arrived_ends_a_newer_claim(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    slow = claimed(store, "slow", lease=AT_ONCE)
    quick = claimed(store, "quick")
    assert settle(store, slow, Sent(outside_id="x"))
    assert not settle(store, quick, Uncertain(reason="cut off"))
    with store.read() as reading:
        assert reading.outbox.troubled() == ()
        assert reading.outbox.delivered("a") == outgoing("a")


def test_the_first_channel_is_served_first(store: SqlStore) -> None:
    queue(store, outgoing("m1", channel="mail"), outgoing("m2", channel="mail", thread="m"), outgoing("t"))
    assert [claimed(store).outgoing.key for _ in range(3)] == ["t", "m1", "m2"]


def test_each_channel_delivers_to_its_own_recipients(store: SqlStore) -> None:
    queue(store, outgoing("a", recipient="bob"), outgoing("b", channel="mail", recipient="bob"))
    with store.write() as uow:
        found = uow.outbox.claim("w", MINUTE, channels={"terminal": ("alice",), "mail": None})
        assert found is not None
        assert found.outgoing.key == "b"
        assert uow.outbox.claim("w", MINUTE, channels={}) is None
    with store.read() as reading:
        assert reading.outbox.pending(channels={"terminal": ("alice",), "mail": None}) == 1


def test_an_expired_claim_comes_back_doubtful(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    claimed(store, "slow", lease=AT_ONCE)
    again = claimed(store, "quick")
    assert (again.attempts, again.doubtful) == (2, True)
    assert claim(store) is None


def test_what_a_dead_worker_held_comes_back_doubtful(store: SqlStore) -> None:
    queue(store, outgoing("a", thread="a"), outgoing("b", thread="b"))
    claimed(store, "dead")
    claimed(store, "alive")
    with store.write() as uow:
        uow.outbox.release_all("dead")
        uow.commit()
    again = claimed(store, "next")
    assert (again.outgoing.key, again.attempts, again.doubtful) == ("a", 2, True)
    assert claim(store) is None


def test_a_doubt_stays_over_a_temporary_failure(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    claimed(store, lease=AT_ONCE)
    settle(store, claimed(store), Temporary(reason="busy"))
    assert claimed(store).doubtful


def test_a_claim_that_is_not_committed_is_none(store: SqlStore) -> None:
    queue(store, outgoing("a"))
    with store.write() as uow:
        assert uow.outbox.claim("w", MINUTE, channels={"terminal": None}) is not None
    again = claimed(store)
    assert (again.attempts, again.doubtful) == (1, False)


def test_two_workers_never_deliver_one_message(store: SqlStore) -> None:
    keys = [f"{thread}{n}" for thread in "abcd" for n in range(4)]
    queue(store, *(outgoing(key, thread=key[0]) for key in keys))

    def work(worker: int) -> list[str]:
        sent = []
        while pending(store):
            if (found := claim(store, f"w{worker}")) is not None:
                sent.append(found.outgoing.key)
                settle(store, found, Sent(outside_id="x"))
        return sent

    with ThreadPoolExecutor(4) as pool:
        sent = [key for part in pool.map(work, range(4)) for key in part]
    assert sorted(sent) == sorted(keys)


def test_what_was_shown_of_a_task_is_found_newest_first_without_changes_of_messages(store: SqlStore) -> None:
    queue(
        store,
        outgoing("a", channel="terminal", reference="Q-0001"),
        outgoing("b", channel="mail", reference="Q-0001"),
        outgoing("c", channel="terminal"),
        outgoing("d", channel="terminal", reference="Q-0001", edits="a", kind="update"),
        outgoing("e", channel="terminal", reference="Q-0001"),
    )
    with store.read() as reading:
        found = reading.outbox.shown("Q-0001", channels=["terminal"], limit=5)
        assert [one.key for one in found] == ["e", "a"]
        assert [one.key for one in reading.outbox.shown("Q-0001", channels=["terminal"], limit=1)] == ["e"]


def test_a_message_is_known_by_its_key_and_by_the_id_under_which_it_arrived(store: SqlStore) -> None:
    sent, later = outgoing("a", channel="terminal"), outgoing("b", channel="terminal", edits="a", kind="update")
    queue(store, sent, later)
    with store.read() as reading:
        assert reading.outbox.named("a") == (sent, None)
    settle(store, claimed(store), Sent(outside_id="C1:7"))
    settle(store, claimed(store), Sent(outside_id="C1:7"))
    with store.read() as reading:
        assert reading.outbox.named("a") == (sent, "C1:7")
        assert reading.outbox.named("z") is None
        assert reading.outbox.arrived_as("terminal", "C1:7") == sent
        assert reading.outbox.arrived_as("mail", "C1:7") is None


def test_what_waits_for_an_address_follows_it_when_it_moves(store: SqlStore) -> None:
    queue(store, outgoing("a", channel="terminal", recipient="5"), outgoing("b", channel="terminal", recipient="5"))
    settle(store, claimed(store), Sent(outside_id="1"))
    with store.write() as uow:
        uow.outbox.move("terminal", "5", "-1005")
        uow.commit()
    with store.read() as reading:
        assert reading.outbox.written_to("terminal", "5")
        assert reading.outbox.written_to("terminal", "-1005")
        assert not reading.outbox.written_to("mail", "5")
    assert claimed(store).outgoing.recipient == "-1005"
