"""How each database is connected to, and what is set on every connection."""

import json
import re
import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage import errors

BUSY_SECONDS = 5
_READERS = 8

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def _dumps(value: object) -> str:
    """JSON with a NUL replaced as in `bot.cleaning.storable`: PostgreSQL keeps it, and then reads no part of it."""
    written = _encode(value)
    return _NUL.sub("\\1\ufffd", written) if "\\u0000" in written else written


def open_sqlite(url: URL, *, where: str) -> tuple[Engine, Engine]:
    """One connection that writes and a few that read."""
    writer = sqlite_engine(url, where=where, begin="BEGIN IMMEDIATE", pool_size=1)
    reader = sqlite_engine(url, where=where, begin="BEGIN", pool_size=_READERS)
    event.listen(reader, "connect", _only_read)
    return writer, reader


def open_postgresql(url: URL, *, where: str) -> tuple[Engine, Engine]:
    """One small pool, from which a reading transaction takes a snapshot."""
    engine = postgresql_engine(url, where=where, pool_size=4, max_overflow=8, pool_pre_ping=True)
    return engine, engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def sqlite_engine(url: URL, *, where: str, begin: str, pool_size: int, foreign_keys: bool = True) -> Engine:
    """An engine whose transactions start with `begin`.

    Python's own transaction handling is off: it starts a transaction only before the first change, after the reads
    that the change relies on, and so loses updates. The dialect starts them, not a listener: once an engine has a
    listener, every statement asks for all kinds of them.
    """
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
        poolclass=QueuePool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=2 * BUSY_SECONDS,
        json_serializer=_dumps,
    )
    event.listen(engine, "connect", _set_up if foreign_keys else _set_up_without_foreign_keys)
    engine.dialect.do_begin = _begin_with(begin)  # type: ignore[assignment, method-assign]
    _watch(engine, where)
    return engine


def postgresql_engine(url: URL, *, where: str, **pool: Any) -> Engine:
    """An engine on which no lock is waited for without end."""
    options = f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC"
    settings = {"options": options, "connect_timeout": BUSY_SECONDS, "application_name": "pratica"}
    engine = create_engine(url, connect_args=settings, json_serializer=_dumps, **pool)
    _watch(engine, where)
    return engine


def wait_for_disk(connection: Connection, *, durable: bool) -> None:
    """Say whether the coming transaction's commit waits until it is on the disk; SQLite has to know before it begins.

    See sqlite.org/pragma.html#pragma_synchronous and postgresql.org/docs/current/wal-async-commit.html.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
    elif not durable:
        connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def _begin_with(begin: str) -> Callable[[Any], None]:
    """Start a transaction on the driver's own connection."""

    def start(connection: Any) -> None:
        connection.driver_connection.execute(begin)

    return start


def _set_up(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _set_up_without_foreign_keys(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    """For migrations: a table is rebuilt by dropping it, which would delete what refers to it."""
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = OFF")


def _only_read(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    connection.execute("PRAGMA query_only = ON")


def _watch(engine: Engine, where: str) -> None:
    """Turn the driver's errors into ours."""

    def translate(context: ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # A broken connection in the pool is replaced without a word.
        error = errors.named(context.original_exception, where=where)
        if error is not None:
            raise error from context.original_exception

    event.listen(engine, "handle_error", translate)
