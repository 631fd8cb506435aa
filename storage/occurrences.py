"""What was due and is settled: each key once, by whichever process comes first."""

from datetime import datetime
from functools import cache

from sqlalchemy import Executable

from storage.tables import OccurrenceRow, table
from storage.work import Work, insert

OCCURRENCE = table(OccurrenceRow)


class SqlOccurrences:
    """`bot.ports.OccurrenceRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def settle(self, key: str, at: datetime) -> bool:
        return self._run(_settle(self._work.dialect), {"key": key, "at": at}).first() is not None


@cache
def _settle(dialect: str) -> Executable:
    return insert(dialect, OCCURRENCE).on_conflict_do_nothing(index_elements=["key"]).returning(OCCURRENCE.c.key)
