"""When each part of the assistant was last well."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, func, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.clock.heartbeats import Heartbeat
from storage.tables import HeartbeatRow, table
from storage.work import Work, insert

HEARTBEAT = table(HeartbeatRow)


class SqlHeartbeats:
    """`bot.ports.HeartbeatRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def beat(self, name: str, at: datetime, *, silent_after: timedelta, problem: str | None = None) -> None:
        row = {"name": name, "at": at, "silent_after": silent_after.total_seconds(), "problem": problem}
        self._run(_beat(self._work.dialect, well=problem is None), {**row, "alarmed_at": None})

    def all(self) -> tuple[Heartbeat, ...]:
        return tuple(
            Heartbeat(
                name=row.name,
                at=row.at,
                silent_after=timedelta(seconds=row.silent_after),
                problem=row.problem,
                alarmed_at=row.alarmed_at,
            )
            for row in self._run(_ALL)
        )

    def get(self, name: str) -> Heartbeat | None:
        return next((one for one in self.all() if one.name == name), None)

    def alarmed(self, name: str, at: datetime | None) -> None:
        self._run(_ENDED if at is None else _ALARMED, {"this": name} | ({} if at is None else {"since": at}))

    def forget(self, name: str) -> bool:
        return self._run(_FORGET, {"this": name}).rowcount == 1


@cache
def _beat(dialect: str, *, well: bool) -> Executable:
    """A part that says what is wrong with it was not well now: its last good moment stays."""
    statement = insert(dialect, HEARTBEAT)
    given = statement.excluded
    changes: dict[str, Any] = {"silent_after": given.silent_after, "problem": given.problem}
    if well:
        changes["at"] = given.at
    return statement.on_conflict_do_update(index_elements=["name"], set_=changes)


_SINCE = bindparam("since", type_=UTCDateTime())
_ALL = select(HEARTBEAT).order_by(HEARTBEAT.c.name)
_THIS = HEARTBEAT.c.name == bindparam("this")
_ALARMED = update(HEARTBEAT).where(_THIS).values(alarmed_at=func.coalesce(HEARTBEAT.c.alarmed_at, _SINCE))
_ENDED = update(HEARTBEAT).where(_THIS).values(alarmed_at=None)
_FORGET = HEARTBEAT.delete().where(_THIS)
