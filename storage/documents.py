"""Files: the bytes once per content, and which task each belongs to under which name."""

import hashlib
from typing import Any

from sqlalchemy import Row, insert, select

from bot.model import Document, Person
from storage.tables import BlobRow, DocumentRow, TaskRow, table
from storage.visibility import visible
from storage.work import Work

BLOB = table(BlobRow)
DOCUMENT = table(DocumentRow)
TASK = table(TaskRow)


def to_row(document: Document) -> dict[str, Any]:
    return document.model_dump()


def from_row(row: Row[Any]) -> Document:
    return Document(**{name: getattr(row, name) for name in Document.model_fields})


class SqlDocuments:
    """`bot.ports.DocumentRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.connection.execute

    def add(self, name: str, media_type: str, content: bytes, *, reference: str | None) -> Document:
        """Keep a file; the same one under the same name of the same task is kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        document = Document(name=name, media_type=media_type, sha256=sha256, reference=reference)
        self._run(self._work.insert(BLOB).values(sha256=sha256, content=content).on_conflict_do_nothing())
        same = [DOCUMENT.c[column] == value for column, value in to_row(document).items()]
        if self._run(select(DOCUMENT.c.id).where(*same).limit(1)).first() is None:
            self._run(insert(DOCUMENT).values(**to_row(document)))
        return document

    def content(self, sha256: str) -> bytes | None:
        return self._run(select(BLOB.c.content).where(BLOB.c.sha256 == sha256)).scalar_one_or_none()

    def of(self, reference: str, reader: Person | None) -> tuple[Document, ...]:
        of_task = select(DOCUMENT).join(TASK, TASK.c.reference == DOCUMENT.c.reference)
        theirs = visible(of_task.where(TASK.c.reference == reference), reader)
        return tuple(map(from_row, self._run(theirs.order_by(DOCUMENT.c.id))))
