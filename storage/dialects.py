"""How each database is connected to, and what is set on every connection."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from storage import errors

BUSY_SECONDS = 5
_READERS = 8

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


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
    that the change relies on, and so loses updates.
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
    event.listen(engine, "begin", _begin_with(begin, where=where))
    _watch(engine, where)
    return engine


def postgresql_engine(url: URL, *, where: str, **pool: Any) -> Engine:
    """An engine on which no lock is waited for without end."""
    options = f"-c lock_timeout={BUSY_SECONDS}s -c timezone=UTC"
    settings = {"options": options, "connect_timeout": BUSY_SECONDS, "application_name": "pratica"}
    engine = create_engine(url, connect_args=settings, json_serializer=_dumps, **pool)
    _watch(engine, where)
    return engine


def _begin_with(begin: str, *, where: str) -> Callable[[Connection], None]:
    """Start a transaction on the driver's own connection: there is one for every read, and nothing to prepare."""

    def start(connection: Connection) -> None:
        try:
            connection.connection.driver_connection.execute(begin)  # type: ignore[union-attr]
        except sqlite3.Error as error:
            raise errors.named(error, where=where) or error from error

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
    """Turn the driver's errors into ours, and refuse text that one of the databases could not keep."""

    def translate(context: ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # A broken connection in the pool is replaced without a word.
        error = errors.named(context.original_exception, where=where)
        if error is not None:
            raise error from context.original_exception

    def check(_connection: Connection, _cursor: Any, _statement: str, parameters: Any, *_rest: Any) -> None:
        for value in _values(parameters):
            _check_text(value, where)

    event.listen(engine, "handle_error", translate)
    event.listen(engine, "before_cursor_execute", check)


def _values(parameters: Any) -> Iterator[str]:
    for value in parameters.values() if isinstance(parameters, dict) else parameters or ():
        if isinstance(value, str):
            yield value
        elif isinstance(value, (dict, list, tuple)):
            yield from _values(value)


def _check_text(value: str, where: str) -> None:
    """SQLite would keep a NUL and PostgreSQL not; neither keeps half a surrogate pair."""
    if "\0" in value:
        raise errors.UnstorableText(where=where, detail="a NUL character")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise errors.UnstorableText(where=where, detail="half of a surrogate pair") from error
