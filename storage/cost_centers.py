"""Cost centres with their budgets."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, bindparam, select

from bot.model import CostCenter
from storage.amounts import from_minor, to_minor
from storage.tables import CostCenterRow, table
from storage.work import Work

COST_CENTER = table(CostCenterRow)


def to_row(center: CostCenter) -> dict[str, Any]:
    amounts = {name: to_minor(getattr(center, name), center.currency) for name in ("budget", "spent")}
    return center.model_dump(exclude=set(amounts)) | amounts


def from_row(row: Row[Any]) -> CostCenter:
    amounts = {name: from_minor(getattr(row, name), row.currency) for name in ("budget", "spent")}
    return CostCenter(**{**row._asdict(), **amounts})


class CostCenters:
    """The cost centres' part of `bot.ports.RecordRepository`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def of(self, codes: Collection[str] | None) -> tuple[CostCenter, ...]:
        """Those of these codes, or all, by code and year."""
        rows = self._work.run(_ALL) if codes is None else self._work.run(_SOME, {"codes": list(codes)})
        return tuple(from_row(row) for row in rows)

    def put(self, centers: tuple[CostCenter, ...]) -> None:
        """Insert them, or update those that are there."""
        self._work.upsert(COST_CENTER, [to_row(center) for center in centers], key=("code", "year"))


_ALL = select(COST_CENTER).order_by(COST_CENTER.c.code, COST_CENTER.c.year)
_SOME = _ALL.where(COST_CENTER.c.code.in_(bindparam("codes", expanding=True)))
