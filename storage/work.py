"""What every repository works with: a connection inside a transaction, and the database's own time."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Any, cast

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_NOW = {
    "sqlite": text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"),
    "postgresql": text("SELECT clock_timestamp()"),
}


def database_now(connection: Connection) -> datetime:
    """The database's own time, in UTC."""
    now = connection.execute(_NOW[connection.dialect.name]).scalar_one()
    if isinstance(now, str):
        return datetime.fromisoformat(now).replace(tzinfo=UTC)
    return cast("datetime", now).astimezone(UTC)


class Work:
    """A transaction that repositories share."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @cached_property
    def now(self) -> datetime:
        """The database's time when this transaction first asked."""
        return database_now(self.connection)

    def insert(self, into: Table) -> sqlite.Insert:
        """An INSERT that knows ON CONFLICT, which both databases spell alike."""
        if self.connection.dialect.name == "sqlite":
            return sqlite.insert(into)
        return cast("sqlite.Insert", postgresql.insert(into))

    def upsert(self, into: Table, rows: list[dict[str, Any]], *, key: tuple[str, ...]) -> None:
        """Insert rows, and update those whose key is already there; all rows have the same columns."""
        if not rows:
            return
        statement = self.insert(into)
        changes = {name: statement.excluded[name] for name in rows[0] if name not in key}
        self.connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=changes), rows)
