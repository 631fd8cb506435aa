"""Which tasks the clock looks at now, by an index of the few that are due, and when it looks at them next."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, bindparam, select, text, update
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.model import Task
from storage.occurrences import OCCURRENCE
from storage.tables import OPEN, RecurringRow, TaskRow, table
from storage.tasks import SqlTasks
from storage.work import Work

TASK = table(TaskRow)
RECURRING = table(RecurringRow)
_PORTION = 1000  # keys in one statement


class SqlDue:
    """`bot.ports.DueRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._run = work.run
        self._tasks = SqlTasks(work)

    def tasks(self, now: datetime, *, limit: int) -> tuple[Task, ...]:
        references = self._run(_DUE, {"now": now, "limit": limit}).scalars()
        return tuple(self._tasks.get_many(references, None).values())

    def look_next(self, moves: Sequence[tuple[Task, datetime | None]]) -> int:
        moved = 0
        for task, at in moves:  # one by one: a driver does not count the rows of many at once
            given = {"this": task.reference, "read": task.version, "at": at}
            moved += self._run(_LOOK_NEXT, given).rowcount
        return moved

    def look_again(self, now: datetime) -> None:
        for statement in _LOOK_AGAIN:
            self._run(statement, {"now": now})

    def settled(self, keys: Collection[str]) -> frozenset[str]:
        wanted = list(keys)
        portions = (wanted[at : at + _PORTION] for at in range(0, len(wanted), _PORTION))
        return frozenset(key for some in portions for key in self._run(_SETTLED, {"keys": some}).scalars())


_KEYS: BindParameter[Any] = bindparam("keys", expanding=True)
_NOW = bindparam("now", type_=UTCDateTime())
_AT = bindparam("at", type_=UTCDateTime())
_DUE = (
    select(TASK.c.reference)
    .where(TASK.c.look_at.is_not(None), TASK.c.look_at <= _NOW)
    .order_by(TASK.c.look_at)
    .limit(bindparam("limit", type_=Integer()))
)
_LOOK_NEXT = (
    update(TASK).where(TASK.c.reference == bindparam("this"), TASK.c.version == bindparam("read")).values(look_at=_AT)
)
_LOOK_AGAIN = (
    update(TASK).where(TASK.c.look_at > _NOW).values(look_at=_NOW),
    # Of these nothing was to come any more, as long as the clock was ahead.
    update(TASK).where(text(OPEN), TASK.c.look_at.is_(None)).values(look_at=_NOW),
    update(RECURRING).where(RECURRING.c.look_at > _NOW).values(look_at=_NOW),
)
_SETTLED = select(OCCURRENCE.c.key).where(OCCURRENCE.c.key.in_(_KEYS))
