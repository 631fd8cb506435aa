"""A small office whose clock is treated badly, and what must hold of its database whatever was done to it.

What is settled and what is in the outbox are counted apart: each key that was settled has exactly one line in exactly
one message, or one task that was opened.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from bot.bidi import plain
from bot.clock.effects import StandingOrder
from bot.clock.settings import ClockSettings
from bot.messages import Reply
from bot.model import Event, FieldValue, Person, Reminder, Task
from bot.parts import Parts
from bot.ports import Reading, Store, UnitOfWork
from bot.worktime.counting import next_working
from bot.worktime.model import Calendar, israel, italy
from bot.worktime.recurrence import Recurrence
from handlers.clock import Clock
from handlers.recurring import Recurring
from storage.engine import SqlStore
from storage.tables import OccurrenceRow, OutboxRow, TaskRow, table

BEGIN = datetime(2026, 11, 19, 7, 0, tzinfo=UTC)
"""A Thursday, before anybody works."""

SETTINGS = ClockSettings(listed=30)
_ITALY, _ISRAEL = italy(), israel()
_TASKS = 6


def calendar_of(person: Person) -> Calendar:
    return _ISRAEL if person.timezone == "Asia/Jerusalem" else _ITALY


def works_next(person: Person, moment: datetime) -> datetime:
    return next_working(calendar_of(person), moment)


def fill(store: SqlStore) -> None:
    """Tasks with dates, one that waits for a supplier and one for an approval, reminders, and a daily order."""
    with store.write() as uow:
        for number in range(1, _TASKS + 1):
            worker = "P-009" if number % 2 else "P-007"  # Denis in Italy, Yossi in Israel
            _add(uow, _task(number, assignee_id=worker, due=BEGIN.date() + timedelta(days=number - 2)))
        party = {"supplier": FieldValue(type="party", content="Sedutec", record="S-001")}
        waiting = _task(7, assignee_id="P-009", status="waiting", waiting_for="supplier", fields=party)
        _add(uow, waiting, kind="mail_queued")
        _add(uow, _task(8, status="awaiting_approval"))
        for number in range(5):
            at = BEGIN + timedelta(days=number, hours=3 * number)
            uow.reminders.add(Reminder(key=f"remind:{number}", person_id="P-012", at=at, text=f"call number {number}"))
        rule = Recurrence(start=date(2026, 11, 1), unit="day", at=time(8))
        order = StandingOrder(
            id="R-0001",
            person_id="P-003",
            type="general",
            said="every day",
            fields={"subject": FieldValue(type="text", content="the cash desk")},
            rule=rule,
            look_at=BEGIN,
            language="it",
            created_at=BEGIN - timedelta(days=1),
        )
        uow.recurring.add(order)
        uow.commit()


def _task(number: int, **changes: object) -> Task:
    made = BEGIN - timedelta(days=4)
    data = {"reference": f"IT-{number:04}", "type": "it_support", "status": "open", "team": "it", "language": "en"}
    rest = {"visibility": "everyone", "requester_id": "P-012", "created_at": made, "updated_at": made}
    return Task.model_validate(data | rest | changes)


def _add(uow: UnitOfWork, task: Task, *, kind: str = "opened") -> None:
    uow.tasks.add(task)
    data = {"to": "ordini.sedutec@example.it"} if kind == "mail_queued" else {}
    at = task.updated_at
    uow.tasks.add_event(Event(reference=task.reference, kind=kind, at=at, actor_id=None, channel="terminal", data=data))


def clock(parts: Parts, store: Store) -> Clock:
    """A process's clock on a store, which may be one that breaks."""
    own = replace(parts, store=store)
    recurring = Recurring(own, SETTINGS, calendar_of=calendar_of)
    return Clock(own, SETTINGS, next_working=works_next, recurring=recurring)


def moments(days: int) -> Iterator[datetime]:
    """The ticks of some ordinary days."""
    for day in range(days):
        for hour in (0, 1, 2, 9):
            yield BEGIN + timedelta(days=day, hours=hour, minutes=5)


class Boundaries:
    """`bot.ports.Store` that calls `passes` just before and just after each commit."""

    def __init__(self, store: SqlStore, passes: Callable[[str], None]) -> None:
        self._store, self._passes = store, passes
        self.database_time = store.database_time

    @contextmanager
    def read(self) -> Iterator[Reading]:
        with self._store.read() as reading:
            yield reading

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[UnitOfWork]:
        self._passes("begin")
        with self._store.write(durable=durable) as uow:
            commit = uow.commit

            def committed() -> None:
                self._passes("before")
                commit()
                self._passes("after")

            uow.commit = committed  # type: ignore[method-assign]
            yield uow


def settled(store: SqlStore) -> set[str]:
    """The keys of what people were to be told, and of what was to be opened."""
    with store.write() as uow:
        keys = set(uow.work.run(select(table(OccurrenceRow).c.key)).scalars())
        reminders = uow.reminders.of("P-012")
        waiting = {one.key for one in uow.reminders.due(BEGIN + timedelta(days=9999), limit=999)}
    return {one for one in keys if "heartbeat" not in one} | {one.key for one in reminders if one.key not in waiting}


def check(store: SqlStore) -> None:
    """Raise AssertionError unless each settled key has reached the outbox exactly once."""
    with store.write() as uow:
        rows = uow.work.run(select(table(OutboxRow).c.key, table(OutboxRow).c.reader, table(OutboxRow).c.body)).all()
        opened = list(
            uow.work.run(select(table(TaskRow).c.reference).where(table(TaskRow).c.type == "general")).scalars()
        )
    said: Counter[tuple[str, str]] = Counter()
    orders = [row.key for row in rows if row.key.startswith("recurring:")]
    for row in rows:
        if row.key.startswith("clock:"):
            for line in plain(Reply.model_validate_json(row.body).text).splitlines():
                if name := _about(line):
                    said[name, row.reader] += 1
    keys = settled(store)
    due = Counter(
        (parts[2], parts[-1]) for key in keys if key.startswith("clock:") and (parts := key.split(":"))[1] != "chaser"
    )
    due.update((f"call number {key.rpartition(':')[2]}", "P-012") for key in keys if key.startswith("remind:"))
    assert said == due, (said - due, due - said)
    assert set(orders) == {key for key in keys if key.startswith("recurring:")}
    assert len(opened) == len(orders)


def _about(line: str) -> str | None:
    """The task or reminder that a line names."""
    found = re.search(r"(?:IT|GN)-\d{4}|call number \d", line)
    return found[0] if found else None
