"""Running the migrations from inside the program."""

import sqlite3
import threading
import time
from collections.abc import Callable
from functools import partial

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry

from storage import errors
from storage.dialects import BUSY_SECONDS, postgresql_engine, sqlite_engine
from storage.migrations import FOLDER

# Alembic keeps the migration under way in a global of its own.
_ONE_AT_A_TIME = threading.Lock()
_LOCK = text("SELECT pg_advisory_xact_lock(7304268)")


def config(connection: Connection | None = None) -> Config:
    """Alembic's settings, with the connection that `env.py` is to use."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def upgrade(url: URL, *, to: str = "head") -> None:
    """Bring the tables of a database to a revision, in one transaction that only one process holds."""
    _migrate(url, partial(command.upgrade, revision=to))


def downgrade(url: URL, *, to: str) -> None:
    """Take the tables of a database back to a revision."""
    _migrate(url, partial(command.downgrade, revision=to))


def _migrate(url: URL, step: Callable[[Config], None]) -> None:
    engine = migration_engine(url)
    try:
        # Begun here, since Alembic commits every single step of SQLite's in transactions of its own.
        with _ONE_AT_A_TIME, engine.begin() as connection:
            lock(connection)
            step(config(connection))
    finally:
        engine.dispose()


def migration_engine(url: URL) -> Engine:
    """An engine whose first transaction waits for another process that migrates."""
    where = errors.place(url)
    if url.get_backend_name() == "postgresql":
        return postgresql_engine(url, where=where)
    engine = sqlite_engine(url, where=where, begin="BEGIN IMMEDIATE", pool_size=1, foreign_keys=False)
    event.listen(engine, "connect", _use_wal)
    return engine


def lock(connection: Connection) -> None:
    """Hold off other migrations until the end of the transaction; on SQLite its start already does."""
    if connection.dialect.name == "postgresql":
        connection.execute(_LOCK)


def _use_wal(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """Switch the file to a write-ahead log, which it then stays with; SQLite does not wait for its lock here."""
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
