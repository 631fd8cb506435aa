"""Files and reminders."""

import hashlib

from bot.model import Document
from storage.engine import SqlStore
from tests.contract.samples import NOW, reminder, task

PDF = b"%PDF-1.7\x00\xff"


def test_a_file_comes_back_byte_for_byte(store: SqlStore) -> None:
    with store.write() as uow:
        kept = uow.documents.add("הצעה.pdf", "application/pdf", PDF, reference=None)
        uow.commit()
    sha256 = hashlib.sha256(PDF).hexdigest()
    assert kept == Document(name="הצעה.pdf", media_type="application/pdf", sha256=sha256)
    with store.read() as reading:
        assert reading.documents.content(sha256) == PDF
        assert reading.documents.content("0" * 64) is None


def test_one_content_is_kept_once_for_all_who_have_it(store: SqlStore) -> None:
    with store.write() as uow:
        for reference in ("Q-0001", "Q-0002"):
            uow.tasks.add(task(reference))
            uow.documents.add("a.pdf", "application/pdf", PDF, reference=reference)
            uow.documents.add("a.pdf", "application/pdf", PDF, reference=reference)
        uow.documents.add("b.pdf", "application/pdf", PDF, reference="Q-0002")
        uow.commit()
    with store.read() as reading:
        assert [each.name for each in reading.documents.of("Q-0001", None)] == ["a.pdf"]
        assert [each.name for each in reading.documents.of("Q-0002", None)] == ["a.pdf", "b.pdf"]
        assert reading.connection.exec_driver_sql("SELECT count(*) FROM blob").scalar_one() == 1


def test_a_reminder_is_kept_once_by_its_key(store: SqlStore) -> None:
    early, late = reminder("r2", at=NOW.replace(year=2025)), reminder("r1")
    with store.write() as uow:
        assert [uow.reminders.add(each) for each in (late, early, late)] == [True, True, False]
        assert uow.reminders.add(reminder("r3", person_id="bob"))
        uow.commit()
    with store.read() as reading:
        assert reading.reminders.of("alice") == (early, late)
