"""What can go wrong with the database; the docstring of a class is the sentence that people read.

StorageError
├── BadDatabaseUrl
├── DatabaseUnreachable
├── NotADatabase
├── DatabaseOlder
├── DatabaseNewer
├── DatabaseLocked
├── DatabaseReadOnly
├── DiskFull
├── RuleBroken
├── UnstorableText
└── InexactAmount
"""

# ruff: noqa: D205  a docstring here is a whole sentence, however many lines it takes

import sqlite3
from typing import ClassVar

from sqlalchemy.engine import URL


class StorageError(Exception):
    """The database {where} failed: {detail}."""

    def __init__(self, *, where: str = "", detail: str = "") -> None:
        super().__init__(where, detail)
        self.where = where
        self.detail = detail

    def __str__(self) -> str:
        return " ".join((self.__doc__ or "").split()).format(where=self.where, detail=self.detail)


class BadDatabaseUrl(StorageError):
    """The database address {where} cannot be used ({detail}): write sqlite:///FILE or
    postgresql+psycopg://USER@HOST/NAME.
    """


class DatabaseUnreachable(StorageError):
    """The database {where} cannot be reached ({detail}): check its address, that its folder exists or its
    server runs, and that this user may open it.
    """


class NotADatabase(StorageError):
    """The file {where} is not a sound database ({detail}): move it away, or put back a backup."""


class DatabaseOlder(StorageError):
    """The database {where} is older than this program ({detail}): bring it up to date with `pratica migrate`."""


class DatabaseNewer(StorageError):
    """The database {where} was written by a newer version of this program ({detail}): install that version
    or a later one.
    """


class DatabaseLocked(StorageError):
    """The database {where} is held by another program ({detail}): close that program or wait a moment, then try
    again.
    """


class DatabaseReadOnly(StorageError):
    """The database {where} may only be read ({detail}): let this user write the file and its folder."""


class DiskFull(StorageError):
    """There is no room left for the database {where} ({detail}): free some space on that disk, then try again."""


class RuleBroken(StorageError):
    """The database {where} refused a change that breaks one of its rules ({detail}): this is a mistake in the
    program, please report it.
    """


class UnstorableText(StorageError, ValueError):
    """A text for the database {where} has {detail}, which no database can keep: clean it before it is stored."""


class InexactAmount(StorageError, ValueError):
    """An amount cannot be kept exactly ({detail}): round it before it is stored."""


class _Codes:
    """Which primary result code or SQLSTATE class means what (sqlite.org/rescode.html; PostgreSQL appendix A)."""

    SQLITE: ClassVar[dict[int, type[StorageError]]] = {
        sqlite3.SQLITE_BUSY: DatabaseLocked,
        sqlite3.SQLITE_LOCKED: DatabaseLocked,
        sqlite3.SQLITE_READONLY: DatabaseReadOnly,
        sqlite3.SQLITE_PERM: DatabaseReadOnly,
        sqlite3.SQLITE_FULL: DiskFull,
        sqlite3.SQLITE_NOTADB: NotADatabase,
        sqlite3.SQLITE_CORRUPT: NotADatabase,
        sqlite3.SQLITE_CANTOPEN: DatabaseUnreachable,
        sqlite3.SQLITE_IOERR: DatabaseUnreachable,
        sqlite3.SQLITE_CONSTRAINT: RuleBroken,
    }
    SQLITE_EXTENDED: ClassVar[dict[int, type[StorageError]]] = {
        # The shared memory of the write-ahead log could not grow, which a full disk also causes.
        sqlite3.SQLITE_IOERR_SHMSIZE: DiskFull,
    }
    POSTGRESQL: ClassVar[dict[str, type[StorageError]]] = {
        "08": DatabaseUnreachable,
        "28": DatabaseUnreachable,
        "3D": DatabaseUnreachable,
        "57P": DatabaseUnreachable,
        "5300": DatabaseUnreachable,
        "53100": DiskFull,
        "53200": DatabaseUnreachable,
        "53300": DatabaseUnreachable,
        "25006": DatabaseReadOnly,
        "42501": DatabaseReadOnly,
        "55P03": DatabaseLocked,
        "40001": DatabaseLocked,
        "40P01": DatabaseLocked,
        "57014": DatabaseLocked,
        "23": RuleBroken,
        "P0001": RuleBroken,
    }


def named(error: BaseException | None, *, where: str) -> StorageError | None:
    """The error of this tree that a driver's error stands for, or None when it is not one that people can mend."""
    if isinstance(error, UnicodeEncodeError):
        return UnstorableText(where=where, detail="half of a surrogate pair")
    if isinstance(error, sqlite3.Error):
        kind = _sqlite_kind(error)
    elif error is not None and type(error).__module__.startswith("psycopg"):
        kind = _postgresql_kind(error)
    else:
        return None
    return kind(where=where, detail=" ".join(str(error).split())) if kind else None


def _sqlite_kind(error: sqlite3.Error) -> type[StorageError] | None:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return _Codes.SQLITE_EXTENDED.get(code) or _Codes.SQLITE.get(code & 0xFF)


def _postgresql_kind(error: BaseException) -> type[StorageError] | None:
    state: str | None = getattr(error, "sqlstate", None)
    if state is None:
        # A connection that was refused, or broke, carries no code (psycopg OperationalError).
        return DatabaseUnreachable if type(error).__name__ in {"OperationalError", "ConnectionTimeout"} else None
    return next((_Codes.POSTGRESQL[state[:n]] for n in (5, 4, 3, 2) if state[:n] in _Codes.POSTGRESQL), None)


def place(url: URL) -> str:
    """Where a database is, without its password, as people would write it."""
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    return url.set(query={}).render_as_string(hide_password=True)
