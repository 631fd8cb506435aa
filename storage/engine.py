"""Opening a database, and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage import errors
from storage.dialects import open_postgresql, open_sqlite, wait_for_disk
from storage.migrations import HEAD, KNOWN
from storage.records import DirectoryCache
from storage.unit_of_work import SqlReading, SqlUnitOfWork
from storage.work import database_now

_NO_SUCH_TABLE = {"42P01", 1}
_REVISION = text("SELECT version_num FROM alembic_version")


def open_store(url: str) -> "SqlStore":
    """The database at `sqlite:///FILE` or `postgresql+psycopg://…`; raises `BadDatabaseUrl` for any other address.

    Nothing is read or made before the first transaction or `migrate`.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise errors.BadDatabaseUrl(where=url, detail="it is not an address") from error
    where = errors.place(parsed)
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        if parsed.database in {None, "", ":memory:"}:
            raise errors.BadDatabaseUrl(where=url, detail="what is kept in memory only is lost")
        return SqlStore(parsed, *open_sqlite(parsed, where=where))
    if parsed.drivername == "postgresql+psycopg":
        return SqlStore(parsed, *open_postgresql(parsed, where=where))
    raise errors.BadDatabaseUrl(where=where, detail=f"{parsed.drivername} is not a database that this program knows")


class SqlStore:
    """`bot.ports.Store` on SQLAlchemy engines; may be used by any number of threads."""

    def __init__(self, url: URL, writer: Engine, reader: Engine) -> None:
        self.url = url
        self.where = errors.place(url)
        self._writer = writer
        self._reader = reader
        self._cache = DirectoryCache()

    @contextmanager
    def read(self) -> Iterator[SqlReading]:
        """A consistent read of the store."""
        with self._waiting(), self._reader.connect() as connection:
            yield SqlReading(connection, self._cache)

    @contextmanager
    def write(self, *, durable: bool = True) -> Iterator[SqlUnitOfWork]:
        """A writing transaction, rolled back unless it is told to commit; they do not nest."""
        with self._waiting(), self._writer.connect() as connection:
            wait_for_disk(connection, durable=durable)
            yield SqlUnitOfWork(connection, self._cache)

    def database_time(self) -> datetime:
        """The database's own time, in UTC."""
        with self._waiting(), self._reader.connect() as connection:
            return database_now(connection)

    def migrate(self) -> None:
        """Bring the tables up to date; raises `DatabaseNewer` when they are ahead of this program.

        Costs one query when there is nothing to do. Two processes may start at once: one waits for the other.
        """
        revision = self.revision()
        if revision == HEAD:
            return
        if revision is not None and revision not in KNOWN:
            raise errors.DatabaseNewer(where=self.where, detail=f"revision {revision}")
        from storage.migrations.run import upgrade  # noqa: PLC0415  Alembic is slow to import and seldom needed

        upgrade(self.url)

    def revision(self) -> str | None:
        """The revision that the tables are at, or None before the first migration."""
        try:
            with self._waiting(), self._reader.connect() as connection:
                found: str | None = connection.execute(_REVISION).scalar_one_or_none()
                return found
        except DBAPIError as error:
            code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorcode", None)
            if code in _NO_SUCH_TABLE:
                return None
            raise

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.dispose()

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeout as error:
            raise errors.DatabaseLocked(where=self.where, detail="too many transactions are open") from error
