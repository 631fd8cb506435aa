"""The absence calendar: who is away on which days."""

from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, delete, select

from bot.model import Absence
from storage.tables import AbsenceRow, table
from storage.work import Work

ABSENCE = table(AbsenceRow)


def to_row(absence: Absence) -> dict[str, Any]:
    return absence.model_dump()


def from_row(row: Row[Any]) -> Absence:
    return Absence(**{name: getattr(row, name) for name in Absence.model_fields})


class SqlAbsences:
    """`bot.ports.AbsenceRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def put(self, absence: Absence) -> None:
        self._work.upsert(ABSENCE, [to_row(absence)], key=("reference",))

    def remove(self, reference: str) -> None:
        self._run(_REMOVE, {"this": reference})

    def of(self, *, since: date | None = None) -> tuple[Absence, ...]:
        if since is None:
            return tuple(map(from_row, self._run(_ALL)))
        return tuple(map(from_row, self._run(_SINCE, {"since": since})))


_REMOVE = delete(ABSENCE).where(ABSENCE.c.reference == bindparam("this"))
_ALL = select(ABSENCE).order_by(ABSENCE.c.start, ABSENCE.c.reference)
_SINCE = _ALL.where(ABSENCE.c.end >= bindparam("since"))
