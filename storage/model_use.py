"""How often the language model was asked, one row a day in UTC."""

from datetime import date
from functools import cache

from sqlalchemy import Executable, bindparam, select

from storage.tables import ModelUseRow, table
from storage.work import Work, insert

MODEL_USE = table(ModelUseRow)


class SqlModelUse:
    """`bot.ports.ModelUseRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def count(self, day: date, *, limit: int) -> bool:
        if limit < 1:
            return False
        given = {"day": day, "requests": 1, "most": limit}
        return self._run(_count_up(self._work.dialect), given).first() is not None

    def of(self, day: date) -> int:
        requests: int | None = self._run(_OF, {"this": day}).scalar_one_or_none()
        return requests or 0


@cache
def _count_up(dialect: str) -> Executable:
    """One statement, so that two processes that count at once never get past the limit together."""
    first = insert(dialect, MODEL_USE).values(day=bindparam("day"), requests=bindparam("requests"))
    more = {"requests": MODEL_USE.c.requests + 1}
    below = MODEL_USE.c.requests < bindparam("most")
    counted = first.on_conflict_do_update(index_elements=["day"], set_=more, where=below)
    return counted.returning(MODEL_USE.c.requests)


_OF = select(MODEL_USE.c.requests).where(MODEL_USE.c.day == bindparam("this"))
