"""A company of 500 people with as many tasks as wanted, written past the program, as fast as a database takes them."""

import heapq
import json
import random
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Table

from bot.model import Person, Role
from bot.ports import Records
from storage.engine import SqlStore
from storage.tables import EventRow, TaskRow, table

NOW = datetime(2026, 11, 24, 7, 0, tzinfo=UTC)
PEOPLE, OPEN = 500, 50_000
_BATCH = 20_000
_TEAMS = ("sales", "purchasing", "accounting", "hr", "it", "administration", "management")
_TYPES = ("quote", "purchase_order", "payment_status", "it_support", "order_entry", "document_archive")
_VISIBILITIES = ("everyone",) * 6 + ("team", "private", "managers", "concerned")
_STATUSES = ("new", "open", "open", "in_progress", "in_progress", "waiting", "awaiting_approval")
_ROLES: tuple[Role, ...] = ("clerk",) * 7 + ("manager", "requester", "requester")
_ACCEPTED = 0.4  # of the quotes
_TASK, _EVENT = table(TaskRow), table(EventRow)
_EVENT_COLUMNS = ("at", "reference", "kind", "actor_id", "channel", "data")
_FIELDS = json.dumps(
    {
        "customer": {"type": "party", "content": "Clinica San Marziale", "record": "C-001",
                     "source": {"message": "m", "words": "San Marziale", "by": "p1"}},
        "items": {"type": "items", "record": None, "source": {"message": "m", "words": "20 desks", "by": "p1"},
                  "content": [{"quantity": "20", "description": "desk", "unit_price": None, "sku": "DSK-150"}]},
    }
)  # fmt: skip
Row = tuple[Any, ...]


def fill(store: SqlStore, tasks: int) -> None:
    """Tasks of three years, the latest of them open, that the clock has looked at already; indexes are made after."""
    people = tuple(
        Person(
            id=f"p{n}", name=f"Person {n}", email=f"p{n}@example.com", role=_ROLES[n % 10],
            team=_TEAMS[n // 10 % len(_TEAMS)], language="en", timezone="Europe/Rome",
        )
        for n in range(PEOPLE)
    )  # fmt: skip
    indexes = [index for one in (_TASK, _EVENT) for index in one.indexes]
    with store.write() as uow:
        uow.records.replace(Records(company="Bench", people=people))
        for index in indexes:
            index.drop(_of(uow))
        uow.commit()
    _pour(store, _batches(tasks))
    with store.write() as uow:
        for index in indexes:
            index.create(_of(uow))
        uow.commit()
    _settle(store)


def _settle(store: SqlStore) -> None:
    """Have the database do at once what it would do later, in the midst of what is measured."""
    if _on_sqlite(store):
        connection = sqlite3.connect(str(store.url.database))
        connection.execute("ANALYZE")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return
    with psycopg.connect(_address(store), autocommit=True) as session:
        session.execute("VACUUM ANALYZE")
        session.execute("CHECKPOINT")


def _on_sqlite(store: SqlStore) -> bool:
    return store.url.get_backend_name() == "sqlite"


def _address(store: SqlStore) -> str:
    return store.url.set(drivername="postgresql").render_as_string(hide_password=False)


def _of(uow: Any) -> Connection:
    connection: Connection = uow.connection
    return connection


def _pour(store: SqlStore, batches: Iterable[tuple[list[Row], list[Row]]]) -> None:
    """Everything in one transaction, by what the driver itself has for many rows."""
    if _on_sqlite(store):
        connection = sqlite3.connect(str(store.url.database))
        connection.execute("PRAGMA synchronous = OFF")
        for tasks, events in batches:
            for name, columns, rows in ((_TASK, _TASK_COLUMNS, tasks), (_EVENT, _EVENT_COLUMNS, events)):
                marks = ", ".join("?" * len(columns))
                connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608  our own names
        connection.commit()
        connection.close()
        return
    with psycopg.connect(_address(store)) as session, session.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
        for tasks, events in batches:
            _copy(cursor, _TASK, _TASK_COLUMNS, tasks)
            _copy(cursor, _EVENT, _EVENT_COLUMNS, events)


def _copy(cursor: psycopg.Cursor[Any], into: Table, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    order = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(into.name), names)
    with cursor.copy(order) as copy:
        for row in rows:
            copy.write_row(row)


def _batches(tasks: int) -> Iterator[tuple[list[Row], list[Row]]]:
    """Some tasks at a time, with the events of that time: these are numbered as they happened."""
    chance = random.Random(7)
    coming: list[Row] = []
    for start in range(0, tasks, _BATCH):
        rows = [_task(number, tasks, chance, coming) for number in range(start, min(tasks, start + _BATCH))]
        until = "~" if start + _BATCH >= tasks else rows[-1][_CREATED]
        events = []
        while coming and coming[0][0] <= until:
            events.append(heapq.heappop(coming))
        yield rows, events


_TASK_COLUMNS = (
    "reference", "type", "status", "team", "visibility", "requester_id", "assignee_id", "waiting_for", "due",
    "language", "revision", "fields", "checklist", "created_at", "updated_at", "look_at", "version",
)  # fmt: skip
_CREATED = _TASK_COLUMNS.index("created_at")


def _task(number: int, tasks: int, chance: random.Random, coming: list[Row]) -> Row:
    """One of a stream over three years; what happens to it is put on the heap of what is to come."""
    pick = chance.choice
    created = NOW - timedelta(days=1095) * (1 - number / tasks)
    is_open = number >= tasks - min(OPEN, tasks // 2)
    status = pick(_STATUSES) if is_open else pick(("done", "done", "done", "cancelled"))
    kind, team, reference = pick(_TYPES), pick(_TEAMS), f"Q-{number:07d}"
    worker = f"p{10 * (_TEAMS.index(team) + len(_TEAMS) * chance.randrange(7)) + chance.randrange(7)}"
    assignee = worker if chance.random() < 0.8 else None
    requester = f"p{chance.randrange(PEOPLE)}"
    updated = min(created + timedelta(hours=chance.randrange(1, 200)), NOW)
    opened, closed = _moment(created), _moment(updated)
    heapq.heappush(coming, (opened, reference, "opened", requester, "terminal", "{}"))
    if status == "done":
        heapq.heappush(coming, (closed, reference, "done", assignee, "terminal", "{}"))
        if kind == "quote":
            for happened in ("mail_queued", "accepted")[: 1 + (chance.random() < _ACCEPTED)]:
                heapq.heappush(coming, (closed, reference, happened, None, "terminal", _TOTAL))
    due = NOW.date() + timedelta(days=chance.randrange(-5, 25)) if is_open else created.date() + timedelta(days=3)
    waits = pick(("supplier", "requester")) if status == "waiting" else None
    look_at = _moment(NOW + timedelta(hours=1 + number % 100)) if is_open else None
    return (
        reference, kind, status, team, pick(_VISIBILITIES), requester, assignee, waits, due.isoformat(), "en",
        1, _FIELDS, "[]", opened, closed, look_at, 1,
    )  # fmt: skip


_TOTAL = json.dumps({"to": "c@example.com", "amount": "1234.56", "currency": "EUR"})


def _moment(at: datetime) -> str:
    """As SQLAlchemy writes a time in SQLite; PostgreSQL takes it as well, in a session whose time zone is UTC."""
    return at.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
