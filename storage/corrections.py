"""What people corrected, kept until it is taken into the company's phrases or forgotten."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from bot.model import Correction
from storage.tables import CorrectionRow, table
from storage.work import Work

CORRECTION = table(CorrectionRow)


def to_row(correction: Correction) -> dict[str, Any]:
    values = {
        name: value.model_dump(mode="json") if (value := getattr(correction, name)) else None
        for name in ("before", "after")
    }
    return correction.model_dump(exclude={"id", *values}) | values


def from_row(row: Row[Any]) -> Correction:
    return Correction(**{name: getattr(row, name) for name in Correction.model_fields})


class SqlCorrections:
    """`bot.ports.CorrectionRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._run = work.run

    def add(self, correction: Correction) -> None:
        self._run(_ADD, to_row(correction))

    def all(self) -> tuple[Correction, ...]:
        return tuple(map(from_row, self._run(_ALL)))

    def take(self, numbers: Collection[int], at: datetime) -> None:
        for number in numbers:
            self._run(_TAKE, {"number": number, "moment": at})

    def drop(self, number: int) -> bool:
        return self._run(_DROP, {"number": number}).rowcount == 1


_ADD = insert(CORRECTION)
_ALL = select(CORRECTION).order_by(CORRECTION.c.id.desc())
_THIS = CORRECTION.c.id == bindparam("number")
_TAKE = update(CORRECTION).where(_THIS, CORRECTION.c.taken.is_(None)).values(taken=bindparam("moment"))
_DROP = delete(CORRECTION).where(_THIS)
