"""What a worker does in how many transactions, when it stops, and whom it tells that something is to leave."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import InboxEntry, UnitOfWork
from bot.retry import HANDLING_TRIES
from handlers.intake import take_over
from handlers.worker import LEASE, Worker
from storage.engine import SqlStore
from storage.tables import ConversationRow, table
from tests.handlers.talk import Talk

BROKEN = "the printer on the second floor keeps jamming"


def unread(talk: Talk, who: str) -> bool:
    with talk.store.read() as reading:
        return reading.inbox.pending(f"terminal:{talk.person(who).id}")


def test_one_call_works_every_conversation_in_which_something_is_due(talk: Talk) -> None:
    for who in ("Hannah", "Maayan"):
        talk.take(who, BROKEN)
    assert not talk.worker.work()
    assert not unread(talk, "Hannah")
    assert not unread(talk, "Maayan")


def test_a_worker_that_is_told_to_stop_begins_no_other_conversation_and_holds_none(talk: Talk) -> None:
    for who in ("Hannah", "Maayan"):
        talk.take(who, BROKEN)
    stopped = Worker(talk.parts, until=lambda: True)
    stopped._inbound._names = talk.worker._inbound._names
    assert stopped.work()
    assert [unread(talk, who) for who in ("Hannah", "Maayan")] == [False, True]
    with talk.store.write() as uow:
        assert uow.inbox.claim("another", LEASE, conversation=f"terminal:{talk.person('Maayan').id}")


def test_a_worker_told_of_one_conversation_leaves_the_others(talk: Talk) -> None:
    for who in ("Hannah", "Maayan"):
        talk.take(who, BROKEN)
    talk.worker.work(f"terminal:{talk.person('Maayan').id}")
    assert [unread(talk, who) for who in ("Hannah", "Maayan")] == [True, False]


def test_the_next_message_is_taken_only_when_the_one_before_is_settled(talk: Talk) -> None:
    """A process that dies in between finds both as they were: the first unread, the second not begun."""
    messages = [talk.take("Hannah", said) for said in (BROKEN, "my tasks")]

    class Died(BaseException):
        pass

    def dies(uow: UnitOfWork) -> InboxEntry | None:
        second = uow.inbox.take(f"terminal:{talk.person('Hannah').id}", talk.parts.worker)
        assert second is not None
        assert second.message.text == "my tasks"
        raise Died

    with talk.store.write() as uow:
        uow.inbox.claim(talk.parts.worker, LEASE)
        first = uow.inbox.take(f"terminal:{talk.person('Hannah').id}", talk.parts.worker)
        uow.commit()
    assert first is not None
    with pytest.raises(Died):
        talk.worker._inbound.handle(first, dies)
    assert not talk.tasks()
    talk.restart()
    talk.finish()
    assert [task.type for task in talk.tasks()] == ["it_support"]
    assert all(talk.answer_to(message).text for message in messages)


def test_only_the_channel_on_which_something_is_to_leave_is_told_and_after_the_commit(talk: Talk) -> None:
    told: list[tuple[str, int]] = []

    def queued(channel: str) -> None:
        with talk.store.read() as reading:
            told.append((channel, reading.outbox.pending(channels={channel: None})))

    worker = Worker(replace(talk.parts, queued=queued))
    worker._inbound._names = talk.worker._inbound._names
    talk.take("Hannah", "my tasks")
    worker.work()
    assert told == [("terminal", 1)]


def test_a_worker_that_goes_on_in_a_conversation_holds_it_for_another_whole_lease(talk: Talk) -> None:
    """Else a long conversation outlives its claim, and two workers handle one message."""
    for said in (BROKEN, "my tasks"):
        talk.take("Hannah", said)
    hers = f"terminal:{talk.person('Hannah').id}"
    with talk.store.write() as uow:
        uow.inbox.claim(talk.parts.worker, timedelta(milliseconds=1))
        first = uow.inbox.take(hers, talk.parts.worker)
        uow.commit()
    assert first is not None
    second = talk.worker._handle(first, None)
    assert second is not None
    assert second.message.text == "my tasks"
    with talk.store.write() as uow:
        assert uow.inbox.claim("another", LEASE, conversation=hers) is None


def test_what_is_to_leave_waits_unclaimed_when_the_deliverer_is_told_to_stop(talk: Talk) -> None:
    """A claimed one would be in doubt after the restart, though nobody has tried to send it."""
    for who in ("Hannah", "Maayan"):
        talk.take(who, "my tasks")
    talk.worker.work()
    assert Worker(talk.parts, until=lambda: bool(talk.terminal.tried)).deliver() == 1
    with talk.store.write() as uow:
        waits = uow.outbox.claim("another", LEASE, channels={"terminal": None})
    assert waits is not None
    assert not waits.doubtful
    assert waits.attempts == 1
    assert Worker(talk.parts, until=lambda: True).deliver() == 0


def test_a_conversation_that_cannot_be_read_is_put_aside_and_holds_up_nobody(talk: Talk) -> None:
    talk.say("Hannah", "my tasks")
    with talk.store._writer.begin() as connection:
        connection.execute(table(ConversationRow).update().values(state={"language": "klingon"}))
    talk.take("Hannah", "my tasks")
    answered = talk.take("Maayan", "my tasks")
    for _ in range(HANDLING_TRIES):
        talk.finish()
        talk.let_time_pass()
    assert talk.answer_to(answered).text
    assert [one.entry.message.sender_id for one in talk.quarantined()] == [talk.person("Hannah").id]


class Noting:
    """A store that notes of each writing transaction whether its commit waits for the disk."""

    def __init__(self, store: SqlStore) -> None:
        self._store, self.read, self.database_time = store, store.read, store.database_time
        self.waited: list[bool] = []

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[UnitOfWork]:
        with self._store.write(durable=durable) as uow:
            yield uow
        self.waited.append(durable)


def test_the_disk_is_waited_for_before_a_message_is_acknowledged_and_before_and_after_its_answer_is_sent(
    talk: Talk,
) -> None:
    """What lies between is done again after a power cut: until then nobody outside has seen anything of it."""
    store = Noting(talk.store)
    worker = Worker(replace(talk.parts, store=store))
    take_over(store, talk.take("Hannah", BROKEN))
    assert store.waited == [True]
    worker.work()
    assert store.waited[1:] == [False, False]
    worker.deliver()
    assert store.waited[3:]
    assert all(store.waited[3:])
