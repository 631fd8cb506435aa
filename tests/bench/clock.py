"""What a tick with nothing due costs as tasks grow, on SQLite and on PostgreSQL, and what a busy morning costs.

Run as `python -m tests.bench.clock [SIZE …]`, by default 10,000, 100,000 and 1,000,000 tasks; one in twenty is open.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import select, update

from bot import app
from bot.clock.settings import ClockSettings
from bot.model import LANGUAGES, Person, Task
from bot.parts import Parts
from bot.settings import Settings
from bot.texts import text
from bot.worktime.counting import next_working
from bot.worktime.model import israel, italy
from handlers.clock import Clock
from storage.engine import SqlStore, open_store
from storage.sample import sample_company
from storage.tasks import TASK, to_row
from tests.postgres import shared_cluster

SIZES = (10_000, 100_000, 1_000_000)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
_OPEN = 20  # of so many tasks one is open
_TICKS = 30
_DUE = 100
_PORTION = 10_000
_CALENDARS = {"Asia/Jerusalem": israel()}


def main(sizes: tuple[int, ...]) -> None:
    """Print the table: size, bare commit, the tick with nothing due, and one with a hundred tasks due."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.load(data_dir=Path(folder))
        understanding = app.understander(settings, app.catalogue(settings))
        heads = (
            ("database", -12),
            ("tasks", 10),
            ("open", 8),
            ("nothing due", 14),
            ("a commit", 16),
            (f"{_DUE} due", 12),
        )
        sys.stdout.write(
            "".join(f"{head:>{width}}" if width > 0 else f"{head:<{-width}}" for head, width in heads) + "\n"
        )
        for name in ("sqlite", "postgresql"):
            for size in sizes:
                with _store(name, Path(folder)) as store:
                    parts = app.parts(settings, store, understanding, (), worker="bench")
                    _line(name, size, store, parts)


def _line(name: str, size: int, store: SqlStore, parts: Parts) -> None:
    _fill(store, size)
    clock = Clock(parts, ClockSettings(), next_working=_next)
    for language in LANGUAGES:
        parts.speech.say(text("clock-many", count=2), language)  # its texts are read when it is first spoken
    idle = median(_timed(clock, NOW + timedelta(seconds=n)) for n in range(_TICKS))
    commit = median(_commit(store) for _ in range(_TICKS))
    with store.write() as uow:
        some = select(TASK.c.reference).where(TASK.c.look_at.is_not(None)).limit(_DUE)
        uow.connection.execute(update(TASK).where(TASK.c.reference.in_(some)).values(look_at=NOW))
        uow.commit()
    busy = _timed(clock, NOW + timedelta(minutes=1))
    milliseconds = "".join(f"{1000 * one:>{width}.2f} ms" for one, width in ((idle, 11), (commit, 13), (busy, 9)))
    sys.stdout.write(f"{name:<12}{size:>10,}{size // _OPEN:>8,}{milliseconds}\n")
    sys.stdout.flush()


def _timed(clock: Clock, now: datetime) -> float:
    begun = perf_counter()
    clock.tick(now)
    return perf_counter() - begun


def _commit(store: SqlStore) -> float:
    """A durable write of one row, which each tick makes to say that it was there."""
    begun = perf_counter()
    with store.write() as uow:
        uow.heartbeats.beat("bench", NOW, silent_after=timedelta(days=999))
        uow.commit()
    return perf_counter() - begun


def _next(person: Person, moment: datetime) -> datetime:
    return next_working(_CALENDARS.get(person.timezone, _ITALY), moment)


_ITALY = italy()


def _fill(store: SqlStore, size: int) -> None:
    """Tasks that were looked at already: closed ones never again, open ones in the days to come."""
    people = [person.id for person in sample_company().people]
    for begin in range(0, size, _PORTION):
        rows = [_row(number, people) for number in range(begin, min(begin + _PORTION, size))]
        with store.write() as uow:
            uow.connection.execute(TASK.insert(), rows)
            uow.commit()
    with store.write() as uow:
        uow.connection.exec_driver_sql("ANALYZE")
        uow.commit()


def _row(number: int, people: list[str]) -> dict[str, object]:
    is_open = number % _OPEN == 0
    made = NOW - timedelta(days=30, minutes=number % 40_000)
    task = Task(
        reference=f"IT-{number:07}",
        type="it_support",
        status="open" if is_open else "done",
        team="it",
        visibility="everyone",
        requester_id=people[number % len(people)],
        assignee_id=people[number // _OPEN % len(people)],
        due=(NOW + timedelta(days=number // _OPEN % 7)).date() if is_open else None,
        language="en",
        created_at=made,
        updated_at=made,
    )
    return to_row(task) | {"look_at": NOW + timedelta(hours=1 + number % 100) if is_open else None}


@contextmanager
def _store(name: str, folder: Path) -> Iterator[SqlStore]:
    if name == "sqlite":
        path = folder / "bench.db"
        yield from _filled(open_store(f"sqlite:///{path}"))
        for left in folder.glob("bench.db*"):
            left.unlink()
        return
    with shared_cluster(folder) as cluster, cluster.database() as url:
        yield from _filled(open_store(url))


def _filled(store: SqlStore) -> Iterator[SqlStore]:
    store.migrate()
    with store.write() as uow:
        uow.records.replace(sample_company())
        uow.commit()
    yield store
    store.close()


if __name__ == "__main__":
    main(tuple(int(one.replace(",", "").replace("_", "")) for one in sys.argv[1:]) or SIZES)
