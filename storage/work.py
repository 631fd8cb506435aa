"""What every repository works with: a connection inside a transaction, the database's own time, and upserts.

Statements are built once, not per call: to build one and to work out its key for SQLAlchemy's cache costs more than the
database needs to run it.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import ColumnElement, Connection, Executable, Float, Table, bindparam, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel.sql.sqltypes import UTCDateTime

from storage.errors import UnstorableText, named, place
from storage.prepared import Found, prepared

if TYPE_CHECKING:
    from sqlalchemy import ClauseElement
    from sqlalchemy.dialects.sqlite import Insert

_ASKED = {
    "sqlite": text("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')"),
    "postgresql": text("SELECT clock_timestamp()"),
}


class DatabaseTime(FunctionElement[datetime]):
    """The database's own time when a statement begins, and so many seconds later, inside that statement."""

    type = UTCDateTime()
    inherit_cache = True
    name = "database_time"


NOW = DatabaseTime()


def later(name: str) -> DatabaseTime:
    """The database's time after the seconds that the statement's parameter `name` says."""
    return DatabaseTime(bindparam(name, type_=Float()))


@compiles(DatabaseTime, "sqlite")
def _on_sqlite(element: DatabaseTime, compiler: SQLCompiler, **kw: Any) -> str:
    """Six decimals, as SQLAlchemy writes a time there, so that times compare as text."""
    wait = "".join(f", {compiler.process(clause, **kw)} || ' seconds'" for clause in _parts(element))
    return f"(strftime('%Y-%m-%d %H:%M:%f', 'now'{wait}) || '000')"


@compiles(DatabaseTime, "postgresql")
def _on_postgresql(element: DatabaseTime, compiler: SQLCompiler, **kw: Any) -> str:
    wait = "".join(f" + make_interval(secs => {compiler.process(clause, **kw)})" for clause in _parts(element))
    return f"(statement_timestamp(){wait})"


def _parts(element: DatabaseTime) -> Iterable[ColumnElement[Any]]:
    return cast("Iterable[ColumnElement[Any]]", element.clauses)


def database_now(connection: Connection) -> datetime:
    """The database's own time, in UTC."""
    now = connection.execute(_ASKED[connection.dialect.name]).scalar_one()
    if isinstance(now, str):
        return datetime.fromisoformat(now).replace(tzinfo=UTC)
    return cast("datetime", now).astimezone(UTC)


def seconds(wait: timedelta) -> float:
    """How long to wait, as `later` takes it."""
    return wait.total_seconds()


def insert(dialect: str, into: Table) -> "Insert":
    """An INSERT that knows ON CONFLICT, which both databases spell alike."""
    if dialect == "sqlite":
        return sqlite.insert(into)
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415  slow to import, and seldom needed

    return cast("Insert", postgresql.insert(into))


@cache
def _upsert(dialect: str, into: Table, columns: tuple[str, ...], key: tuple[str, ...]) -> "Insert":
    statement = insert(dialect, into)
    changes = {name: statement.excluded[name] for name in columns if name not in key}
    return statement.on_conflict_do_update(index_elements=list(key), set_=changes)


class Work:
    """A transaction that repositories share."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._driver: Any = connection.connection.driver_connection

    def run(self, statement: Executable, parameters: dict[str, Any] | None = None) -> Found:
        """Execute a statement that is built once; raises a `StorageError`."""
        given = parameters or {}
        ready = prepared(cast("ClauseElement", statement), self.connection.dialect, tuple(given))
        sql, values = ready.bound(given)
        self._refuse_nul(values if isinstance(values, list) else values.values())
        if not self.connection.in_transaction():
            self.connection.begin()
        try:
            cursor = self._driver.execute(sql, values)
            return Found(ready.rows(cursor), cursor.rowcount)
        except Exception as error:
            self._fail(error)
            raise

    def upsert(self, into: Table, rows: list[dict[str, Any]], *, key: tuple[str, ...]) -> None:
        """Insert rows, and update those whose key is already there; all rows have the same columns."""
        if rows:
            self.many(_upsert(self.dialect, into, tuple(rows[0]), key), rows)

    def many(self, statement: Executable, rows: list[dict[str, Any]]) -> None:
        """Execute a statement for each row, which have the same columns."""
        if len(rows) == 1:
            self.run(statement, rows[0])
        elif rows:
            for row in rows:
                self._refuse_nul(row.values())
            self.connection.execute(statement, rows)

    def _refuse_nul(self, values: Iterable[Any]) -> None:
        """SQLite would keep a NUL and PostgreSQL not."""
        for value in values:
            if isinstance(value, str) and "\0" in value:
                raise UnstorableText(where=place(self.connection.engine.url), detail="a NUL character")

    def _fail(self, error: Exception) -> None:
        """Raise our own error for one of the driver's, and give a broken connection up."""
        dialect = self.connection.dialect
        if isinstance(error, dialect.loaded_dbapi.Error) and dialect.is_disconnect(error, self._driver, None):
            self.connection.invalidate(error)
        if ours := named(error, where=place(self.connection.engine.url)):
            raise ours from error
