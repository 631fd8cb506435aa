"""Requests that come again, and when each comes next."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, Row, bindparam, insert, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.clock.effects import StandingOrder
from bot.model import FieldValue
from storage.tables import RecurringRow, table
from storage.work import Work

RECURRING = table(RecurringRow)
_PLAIN = tuple(name for name in StandingOrder.model_fields if name not in {"fields", "rule"})


def to_row(order: StandingOrder) -> dict[str, Any]:
    return {
        **{name: getattr(order, name) for name in _PLAIN},
        "fields": {name: value.model_dump(mode="json") for name, value in order.fields.items()},
        "rule": order.rule.model_dump(mode="json"),
    }


def from_row(row: Row[Any]) -> StandingOrder:
    return StandingOrder(
        **{name: getattr(row, name) for name in _PLAIN},
        fields={name: FieldValue.model_validate(value) for name, value in row.fields.items()},
        rule=row.rule,
    )


class SqlRecurring:
    """`bot.ports.RecurringRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._run = work.run

    def add(self, order: StandingOrder) -> None:
        self._run(_ADD, to_row(order))

    def get(self, order_id: str) -> StandingOrder | None:
        row = self._run(_GET, {"this": order_id}).first()
        return from_row(row) if row else None

    def of(self, person_id: str) -> tuple[StandingOrder, ...]:
        return tuple(map(from_row, self._run(_OF, {"person": person_id})))

    def due(self, now: datetime, *, limit: int) -> tuple[StandingOrder, ...]:
        return tuple(map(from_row, self._run(_DUE, {"now": now, "limit": limit})))

    def look_next(self, order: StandingOrder, at: datetime | None, *, opened: date | None = None) -> bool:
        given = {"this": order.id, "read": order.look_at, "at": at, "opened": opened or order.last_on}
        return self._run(_LOOK_NEXT, given).rowcount == 1

    def stop(self, order_id: str) -> bool:
        return self._run(_STOP, {"this": order_id}).rowcount == 1


_NOW, _AT, _READ = (bindparam(name, type_=UTCDateTime()) for name in ("now", "at", "read"))
_THIS = RECURRING.c.id == bindparam("this")
_COMES = RECURRING.c.look_at.is_not(None)
_ADD = insert(RECURRING)
_GET = select(RECURRING).where(_THIS)
_OF = select(RECURRING).where(RECURRING.c.person_id == bindparam("person"), _COMES).order_by(RECURRING.c.id)
_DUE = (
    select(RECURRING)
    .where(_COMES, RECURRING.c.look_at <= _NOW)
    .order_by(RECURRING.c.look_at)
    .limit(bindparam("limit", type_=Integer()))
)
_LOOK_NEXT = (
    update(RECURRING).where(_THIS, RECURRING.c.look_at == _READ).values(look_at=_AT, last_on=bindparam("opened"))
)
_STOP = update(RECURRING).where(_THIS, _COMES).values(look_at=None)
