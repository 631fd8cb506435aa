"""Files: the bytes once per content, and which task each belongs to under which name."""

import hashlib
from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, Select, bindparam, insert, select

from bot.model import Document, Person, Role
from storage.tables import BlobRow, DocumentRow, TaskRow, table
from storage.visibility import role_of, seen_by, visible
from storage.work import Work
from storage.work import insert as upsert_into

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
        self._run = work.run

    def add(self, name: str, media_type: str, content: bytes, *, reference: str | None) -> Document:
        """Keep a file; the same one under the same name of the same task is kept once."""
        sha256 = hashlib.sha256(content).hexdigest()
        document = Document(name=name, media_type=media_type, sha256=sha256, reference=reference)
        self._run(store_content(self._work.dialect), {"sha256": sha256, "content": content})
        self.link(document)
        return document

    def link(self, document: Document) -> None:
        row = to_row(document)
        if self._run(_same(document.reference is not None), row).first() is None:
            self._run(_ADD, row)

    def content(self, sha256: str) -> bytes | None:
        return self._run(_CONTENT, {"wanted": sha256}).scalar_one_or_none()

    def of(self, reference: str, reader: Person | None) -> tuple[Document, ...]:
        return tuple(map(from_row, self._run(_of(role_of(reader)), {"wanted": reference, **seen_by(reader)})))


@cache
def store_content(dialect: str) -> Executable:
    """Keeps the bytes of a file under their digest, once."""
    return upsert_into(dialect, BLOB).on_conflict_do_nothing()


@cache
def _of(role: Role | None) -> Select[Any]:
    of_task = select(DOCUMENT).join(TASK, TASK.c.reference == DOCUMENT.c.reference)
    return visible(of_task.where(TASK.c.reference == bindparam("wanted")), role).order_by(DOCUMENT.c.id)


@cache
def _same(of_task: bool) -> Select[Any]:  # noqa: FBT001
    alike = [DOCUMENT.c[name] == bindparam(name) for name in ("name", "media_type", "sha256")]
    reference = DOCUMENT.c.reference
    return select(DOCUMENT.c.id).where(*alike, reference == bindparam("reference") if of_task else reference.is_(None))


_ADD = insert(DOCUMENT)
_CONTENT = select(BLOB.c.content).where(BLOB.c.sha256 == bindparam("wanted"))
