"""What colleagues want otherwise than is usual."""

from sqlalchemy import bindparam, select

from storage.tables import PreferenceRow, table
from storage.work import Work

PREFERENCE = table(PreferenceRow)


class SqlPreferences:
    """`bot.ports.PreferenceRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def put(self, person_id: str, name: str, value: str) -> None:
        self._work.upsert(
            PREFERENCE, [{"person_id": person_id, "name": name, "value": value}], key=("person_id", "name")
        )

    def all(self, name: str) -> dict[str, str]:
        return {row.person_id: row.value for row in self._run(_ALL, {"wanted": name})}


_ALL = select(PREFERENCE).where(PREFERENCE.c.name == bindparam("wanted"))
