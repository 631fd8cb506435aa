"""What a database and its folders hold, in a form in which two of them can be compared."""

from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Connection, create_engine, select
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from storage.tables import (
    DocumentRow,
    DraftRow,
    EventRow,
    InboxRow,
    OutboxRow,
    PartyRow,
    TaskRow,
    table,
)
from tests.e2e.driver import Home

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class State:
    """Everything that must come out the same however often the program died on the way."""

    tasks: Rows
    events: Rows
    inbox: Rows
    outbox: Rows
    documents: Rows
    drafts: Rows
    parties: Rows
    mails: list[str]

    def per_type(self) -> Counter[str]:
        return Counter(task["type"] for task in self.tasks)

    def unsettled(self) -> list[str]:
        """Messages that were not handled, and what did not leave."""
        unread = [f"{row['external_id']} {row['state']}" for row in self.inbox if row["state"] != "done"]
        unsent = [f"{row['key']} {row['state']}" for row in self.outbox if row["state"] != "sent"]
        return unread + unsent


def read_state(home: Home) -> State:
    """The state of a program that has ended."""
    engine = create_engine(home.url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            rows = partial(_rows, connection)
            return State(
                tasks=rows(TaskRow, by="reference"),
                events=rows(EventRow, by="id", without=("id",)),
                inbox=rows(InboxRow, by="id", without=("id", "due_at", "attempts")),
                outbox=rows(OutboxRow, by="key", without=("id", "due_at", "attempts", "doubtful", "body")),
                documents=rows(DocumentRow, by="id", without=("id",)),
                drafts=rows(DraftRow, by="updated_at", without=("id",)),
                parties=rows(PartyRow, by="id"),
                mails=sorted(path.name for path in (home.data / "mail").glob("*")),
            )
    finally:
        engine.dispose()


def _rows(connection: Connection, row: type[SQLModel], *, by: str, without: tuple[str, ...] = ()) -> Rows:
    source = table(row)
    found = connection.execute(select(source).order_by(source.c[by]))
    return [{name: value for name, value in one._mapping.items() if name not in without} for one in found]
