"""The storage rules of the design, each shown to hold by what would go wrong without it."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event, Thread

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import StatementError

from bot.model import Reminder
from storage.engine import SqlStore, open_store
from storage.errors import DatabaseReadOnly, RuleBroken, UnstorableText
from storage.metadata import METADATA
from storage.reminders import REMINDER
from storage.tasks import EVENT
from tests.contract.samples import event, message, outgoing, reminder, task


def run(store: SqlStore, statement: str) -> None:
    with store.write() as uow:
        uow.connection.execute(text(statement))
        uow.commit()


def test_nothing_is_kept_unless_it_is_committed(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1"))
    with contextlib.suppress(RuntimeError), store.write() as uow:
        uow.outbox.queue(outgoing("a"))
        raise RuntimeError
    with store.read() as reading:
        assert not reading.inbox.pending("thread")
        assert reading.outbox.pending(channels={"terminal": None}) == 0


def test_what_one_message_leads_to_is_kept_together(store: SqlStore) -> None:
    with store.write() as uow:
        uow.tasks.add(task())
        uow.outbox.queue(outgoing("a"))
        with pytest.raises(RuleBroken):
            uow.tasks.add_event(event(actor_id="nobody"))
    with store.read() as reading:
        assert reading.tasks.get("Q-0001", None) is None
        assert reading.outbox.pending(channels={"terminal": None}) == 0


def test_forty_concurrent_increments_keep_forty(store: SqlStore) -> None:
    """Read, then write what was read plus one: the later of two must see what the earlier wrote, or be told."""
    run(store, "INSERT INTO counter (prefix, value) VALUES ('n', 0)")
    on_sqlite = store.url.get_backend_name() == "sqlite"
    value_of = "SELECT value FROM counter WHERE prefix = 'n'"
    read = text(value_of if on_sqlite else value_of + " FOR UPDATE")

    def increment(_: int) -> None:
        with store.write() as uow:
            value = uow.connection.execute(read).scalar_one()
            uow.connection.execute(text("UPDATE counter SET value = :next WHERE prefix = 'n'"), {"next": value + 1})
            uow.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(increment, range(40)))
    with store.read() as reading:
        assert reading.connection.execute(text("SELECT value FROM counter WHERE prefix = 'n'")).scalar_one() == 40


def test_forty_concurrent_increments_from_two_openings_of_one_file_keep_forty(sqlite: SqlStore) -> None:
    run(sqlite, "INSERT INTO counter (prefix, value) VALUES ('n', 0)")
    other = open_store(sqlite.url.render_as_string())

    def increment(number: int) -> None:
        with (sqlite, other)[number % 2].write() as uow:
            value = uow.connection.execute(text("SELECT value FROM counter")).scalar_one()
            uow.connection.execute(text("UPDATE counter SET value = :next"), {"next": value + 1})
            uow.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(increment, range(40)))
    other.close()
    with sqlite.read() as reading:
        assert reading.connection.execute(text("SELECT value FROM counter")).scalar_one() == 40


def test_a_read_sees_one_moment(store: SqlStore) -> None:
    with store.read() as reading:
        assert not reading.inbox.pending("thread")
        with store.write() as uow:
            uow.inbox.add(message("1"))
            uow.commit()
        assert not reading.inbox.pending("thread")
    with store.read() as reading:
        assert reading.inbox.pending("thread")


def test_a_read_does_not_wait_for_a_writer(store: SqlStore) -> None:
    with store.write() as uow:
        uow.inbox.add(message("1"))
        with store.read() as reading:
            assert not reading.inbox.pending("thread")
        uow.commit()


def test_a_read_cannot_write(store: SqlStore) -> None:
    with store.read() as reading, pytest.raises(DatabaseReadOnly):
        reading.connection.execute(text("INSERT INTO counter (prefix, value) VALUES ('n', 0)"))


@pytest.mark.parametrize("change", ["UPDATE event SET kind = 'other'", "DELETE FROM event"])
def test_events_are_only_ever_added(store: SqlStore, change: str) -> None:
    with store.write() as uow:
        uow.tasks.add(task())
        uow.tasks.add_event(event())
        uow.commit()
    with pytest.raises(RuleBroken, match="events are only ever added"):
        run(store, change)
    with store.read() as reading:
        assert reading.tasks.events("Q-0001", None) == (event(),)


@pytest.mark.parametrize(
    "orphan",
    [
        "INSERT INTO task_record (reference, field, record) VALUES ('Q-0404', 'f', 'C-001')",
        "INSERT INTO task_concerned (reference, person_id, position) VALUES ('Q-0404', 'alice', 0)",
        "INSERT INTO document (name, media_type, sha256) VALUES ('a', 'b', 'nothing')",
        "DELETE FROM person WHERE id = 'alice'",
    ],
)
def test_what_refers_to_a_row_cannot_be_without_it(store: SqlStore, orphan: str) -> None:
    with store.write() as uow:
        uow.tasks.add(task())
        uow.commit()
    with pytest.raises(RuleBroken):
        run(store, orphan)


def test_a_task_for_somebody_unknown_is_refused(store: SqlStore) -> None:
    with store.write() as uow, pytest.raises(RuleBroken):
        uow.tasks.add(task(requester_id="nobody"))


def test_a_naive_time_is_refused(store: SqlStore) -> None:
    naive = datetime(2026, 1, 1, 12, 0)  # noqa: DTZ001  that is what is refused
    row = {**reminder().model_dump(), "at": naive}
    with store.write() as uow, pytest.raises(StatementError, match="timezone"):
        uow.connection.execute(insert(REMINDER).values(**row))
    with store.write() as uow, pytest.raises(StatementError, match="timezone"):
        uow.connection.execute(insert(EVENT).values(**{**event().model_dump(), "at": naive}))


@pytest.mark.parametrize(("bad", "what"), [("a\0b", "NUL"), ("a\ud800b", "surrogate")])
def test_text_that_a_database_cannot_keep_is_refused_alike_on_both(store: SqlStore, bad: str, what: str) -> None:
    unclean = Reminder.model_construct(**{**dict(reminder()), "text": bad})
    with store.write() as uow, pytest.raises(UnstorableText, match=what):
        uow.reminders.add(unclean)
    with store.read() as reading:
        assert reading.reminders.of("alice") == ()


def test_rows_are_read_as_sqlalchemy_reads_them(store: SqlStore) -> None:
    with store.write() as uow:
        uow.tasks.add(task(due=date(2026, 12, 1)))
        uow.tasks.add_event(event())
        uow.inbox.add(message("1", room=True))
        uow.outbox.queue(outgoing("a"))
        uow.reminders.add(reminder())
        uow.heartbeats.beat("clock", datetime.now(UTC), silent_after=timedelta(seconds=1.5))
        uow.commit()
    with store.read() as reading:
        for name in (
            "person",
            "party",
            "product",
            "invoice",
            "task",
            "event",
            "inbox",
            "outbox",
            "reminder",
            "heartbeat",
        ):
            every = select(METADATA.tables[name])
            ours = [tuple(row) for row in reading.work.run(every)]
            theirs = [tuple(row) for row in reading.connection.execute(every)]
            assert ours, name
            assert ours == theirs
            assert [list(map(type, row)) for row in ours] == [list(map(type, row)) for row in theirs]


def test_a_nul_inside_json_is_replaced_since_postgresql_would_keep_it_and_then_read_no_part_of_that_json(
    store: SqlStore,
) -> None:
    with store.write() as uow:
        uow.tasks.add(task())
        uow.tasks.add_event(event(data={"amount": "1.00", "said": "\0a\0\0b \\u0000"}))
        uow.commit()
    with store.read() as reading:
        (kept,) = reading.tasks.events("Q-0001", None)
        amount = reading.work.run(select(EVENT.c.data["amount"].as_string())).scalar_one()
    assert kept.data == {"amount": "1.00", "said": "\ufffda\ufffd\ufffdb \\u0000"}
    assert amount == "1.00"


def test_the_databases_own_time_is_aware_and_goes_on(store: SqlStore) -> None:
    first, second = store.database_time(), store.database_time()
    assert first.utcoffset() == timedelta(0)
    assert first <= second
    assert abs(datetime.now(UTC) - second) < timedelta(minutes=1)


def test_threads_share_one_store(store: SqlStore) -> None:
    together = Barrier(6)

    def work(number: int) -> bool:
        together.wait()
        with store.write() as uow:
            uow.inbox.add(message(str(number), conversation=f"c{number}"))
            uow.commit()
        with store.read() as reading:
            return reading.inbox.pending(f"c{number}")

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(work, range(6)))


def test_a_second_writer_waits_for_the_first_to_end(sqlite: SqlStore) -> None:
    """The lock is taken at the start: a writer that has only read so far already holds off the others."""
    other = open_store(sqlite.url.render_as_string())
    done = Event()

    def write() -> None:
        with other.write() as uow:
            uow.inbox.add(message("1"))
            uow.commit()
        done.set()

    with sqlite.write() as uow:
        assert uow.inbox.quarantined() == ()
        thread = Thread(target=write)
        thread.start()
        assert not done.wait(0.2)
        uow.commit()
    assert done.wait(5)
    thread.join()
    other.close()


def test_sqlite_is_set_up_to_lose_nothing(sqlite: SqlStore) -> None:
    def pragma(uow_or_reading: object, name: str) -> object:
        return uow_or_reading.connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()  # type: ignore[attr-defined]

    with sqlite.write() as uow:
        assert pragma(uow, "journal_mode") == "wal"
        assert pragma(uow, "synchronous") == 2, "FULL: a commit survives a power cut"
        assert pragma(uow, "foreign_keys") == 1
        assert pragma(uow, "busy_timeout") == 5000
    with sqlite.read() as reading:
        assert pragma(reading, "query_only") == 1


def test_a_commit_waits_for_the_disk_unless_it_is_told_not_to(store: SqlStore) -> None:
    on_sqlite = store.url.get_backend_name() == "sqlite"
    asked, waits, goes_on = ("PRAGMA synchronous", 2, 1) if on_sqlite else ("SHOW synchronous_commit", "on", "off")
    for durable in (True, False, True):
        with store.write(durable=durable) as uow:
            assert uow.connection.exec_driver_sql(asked).scalar_one() == (waits if durable else goes_on)
            uow.inbox.add(message(str(durable)))
            uow.commit()
    with store.write(durable=False):
        pass
    with store.write() as uow:
        assert uow.connection.exec_driver_sql(asked).scalar_one() == waits


def test_a_killed_process_leaves_nothing_half_done(sqlite: SqlStore, tmp_path: Path) -> None:
    """A copy of the files taken in the middle of a transaction is what a crash leaves behind."""
    with sqlite.write() as uow:
        uow.inbox.add(message("1"))
        uow.commit()
    copy = tmp_path / "copy.db"
    with sqlite.write() as uow:
        uow.inbox.add(message("2", conversation="other"))
        for suffix in ("", "-wal"):
            Path(f"{copy}{suffix}").write_bytes(Path(f"{sqlite.url.database}{suffix}").read_bytes())
    after = open_store(f"sqlite:///{copy}")
    with after.read() as reading:
        assert reading.inbox.pending("thread")
        assert not reading.inbox.pending("other")
    after.close()
