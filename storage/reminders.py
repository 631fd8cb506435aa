"""Reminders that people asked for, kept with their time."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, Integer, Row, bindparam, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.model import Reminder
from storage.tables import ReminderRow, table
from storage.work import Work, insert

REMINDER = table(ReminderRow)


def to_row(reminder: Reminder) -> dict[str, Any]:
    return reminder.model_dump() | {"settled_at": None}


def from_row(row: Row[Any]) -> Reminder:
    return Reminder(**{name: getattr(row, name) for name in Reminder.model_fields})


class SqlReminders:
    """`bot.ports.ReminderRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def add(self, reminder: Reminder) -> bool:
        return self._run(_add(self._work.dialect), to_row(reminder)).first() is not None

    def of(self, person_id: str) -> tuple[Reminder, ...]:
        """The person's reminders, earliest first."""
        return tuple(map(from_row, self._run(_OF, {"person": person_id})))

    def to_come(self, person_id: str, now: datetime) -> tuple[Reminder, ...]:
        """Those of the person whose time is still to come and that were not dropped, earliest first."""
        return tuple(map(from_row, self._run(_TO_COME, {"person": person_id, "now": now})))

    def due(self, now: datetime, *, limit: int) -> tuple[Reminder, ...]:
        return tuple(map(from_row, self._run(_DUE, {"now": now, "limit": limit})))

    def settle(self, key: str, at: datetime) -> bool:
        return self._run(_SETTLE, {"this": key, "now": at}).rowcount == 1


@cache
def _add(dialect: str) -> Executable:
    return insert(dialect, REMINDER).on_conflict_do_nothing(index_elements=["key"]).returning(REMINDER.c.key)


_NOW = bindparam("now", type_=UTCDateTime())
_OF = select(REMINDER).where(REMINDER.c.person_id == bindparam("person")).order_by(REMINDER.c.at, REMINDER.c.key)
_TO_COME = _OF.where(REMINDER.c.settled_at.is_(None), REMINDER.c.at > _NOW)
_DUE = (
    select(REMINDER)
    .where(REMINDER.c.settled_at.is_(None), REMINDER.c.at <= _NOW)
    .order_by(REMINDER.c.at)
    .limit(bindparam("limit", type_=Integer()))
)
_SETTLE = (
    update(REMINDER).where(REMINDER.c.key == bindparam("this"), REMINDER.c.settled_at.is_(None)).values(settled_at=_NOW)
)
