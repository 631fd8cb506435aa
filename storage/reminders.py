"""Reminders that people asked for, kept with their time."""

from typing import Any

from sqlalchemy import Row, select

from bot.model import Reminder
from storage.tables import ReminderRow, table
from storage.work import Work

REMINDER = table(ReminderRow)


def to_row(reminder: Reminder) -> dict[str, Any]:
    return reminder.model_dump()


def from_row(row: Row[Any]) -> Reminder:
    return Reminder(**{name: getattr(row, name) for name in Reminder.model_fields})


class SqlReminders:
    """`bot.ports.ReminderRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.connection.execute

    def add(self, reminder: Reminder) -> bool:
        new = self._work.insert(REMINDER).values(**to_row(reminder))
        kept = new.on_conflict_do_nothing(index_elements=["key"]).returning(REMINDER.c.key)
        return self._run(kept).first() is not None

    def of(self, person_id: str) -> tuple[Reminder, ...]:
        """The person's reminders, earliest first."""
        theirs = select(REMINDER).where(REMINDER.c.person_id == person_id)
        return tuple(map(from_row, self._run(theirs.order_by(REMINDER.c.at, REMINDER.c.key))))
