"""What goes wrong with a database is said in one clear sentence, with its cause kept."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, text

from storage import errors
from storage.engine import SqlStore, open_store
from tests.contract.samples import message
from tests.postgres import Cluster


@contextmanager
def opened(url: str) -> Iterator[SqlStore]:
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


def add(store: SqlStore, external_id: str = "1", *, length: int = 10) -> None:
    with store.write() as uow:
        uow.inbox.add(message(external_id, text="x" * length))
        uow.commit()


def said(error: pytest.ExceptionInfo[errors.StorageError]) -> str:
    """The sentence, which must be whole and on one line, with the driver's own error as its cause."""
    sentence = str(error.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "{" not in sentence
    return sentence


def test_a_locked_database(sqlite: SqlStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.dialects.BUSY_SECONDS", 0.05)
    other = sqlite3.connect(str(sqlite.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with opened(sqlite.url.render_as_string()) as store, pytest.raises(errors.DatabaseLocked) as error:
        add(store)
    other.close()
    assert f"{sqlite.url.database} is held by another program" in said(error)
    assert isinstance(error.value.__cause__, sqlite3.OperationalError)


def test_a_postgresql_table_that_stays_locked(store: SqlStore) -> None:
    if store.url.get_backend_name() == "sqlite":
        return
    with store.write() as holder:
        holder.connection.execute(text("LOCK TABLE inbox"))
        with store.write() as uow:
            uow.connection.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(errors.DatabaseLocked):
                uow.inbox.add(message("1"))


def test_a_read_only_database(sqlite: SqlStore) -> None:
    """Opened read-only by its address, since no permission stops root."""
    with opened(f"sqlite:///file:{sqlite.url.database}?mode=ro&uri=true") as store:
        store.migrate()
        with pytest.raises(errors.DatabaseReadOnly) as error:
            add(store)
    assert "may only be read" in said(error)


def test_a_postgresql_that_only_reads(postgres: Cluster) -> None:
    with postgres.database() as url, opened(url) as store:
        postgres.run(f"ALTER DATABASE {store.url.database} SET default_transaction_read_only = on")
        with pytest.raises(errors.DatabaseReadOnly):
            add(store)


def test_a_database_of_a_newer_version(store: SqlStore) -> None:
    with store.write() as uow:
        uow.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        uow.commit()
    try:
        with pytest.raises(errors.DatabaseNewer) as error:
            store.migrate()
    finally:
        with store.write() as uow:
            uow.connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
            uow.commit()
    assert "written by a newer version of this program (revision 9999)" in said(error)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 500)
    with opened(f"sqlite:///{path}") as store, pytest.raises(errors.NotADatabase) as error:
        store.migrate()
    assert f"The file {path} is not a sound database" in said(error)
    assert path.read_text().startswith("Dear Sir"), "it is left as it was"


def test_a_full_disk(sqlite: SqlStore) -> None:
    """A limit on pages gives the very error that a full disk gives, and nothing that was kept is lost."""
    add(sqlite, "1")
    with opened(sqlite.url.render_as_string()) as store:
        event.listen(store._writer, "connect", lambda connection, _: connection.execute("PRAGMA max_page_count = 1"))
        with pytest.raises(errors.DiskFull) as error:
            add(store, "2", length=1_000_000)
    assert "no room left" in said(error)
    with sqlite.read() as reading:
        assert reading.inbox.pending("thread")
        assert reading.connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() == 1


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/no/such/folder/pratica.db"
    with opened(url) as store, pytest.raises(errors.DatabaseUnreachable) as error:
        store.migrate()
    assert "cannot be reached" in said(error)


@pytest.mark.parametrize("address", ["postgres@127.0.0.1:1/pratica", "postgres:secret@/pratica?host={folder}"])
def test_a_server_that_does_not_answer(tmp_path: Path, address: str) -> None:
    url = f"postgresql+psycopg://{address.format(folder=tmp_path)}"
    with opened(url) as store, pytest.raises(errors.DatabaseUnreachable) as error:
        store.migrate()
    assert "secret" not in said(error)


def test_a_database_that_the_server_does_not_have(postgres: Cluster) -> None:
    with opened(postgres.url("nothing")) as store, pytest.raises(errors.DatabaseUnreachable) as error:
        store.migrate()
    assert "nothing" in said(error)


@pytest.mark.parametrize(
    "url", ["pratica.db", "sqlite://", "sqlite:///:memory:", "mysql://host/db", "postgresql://host/db", ""]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(errors.BadDatabaseUrl) as error:
        open_store(url)
    assert "write sqlite:///FILE" in said(error)


def test_a_connection_that_broke_is_made_again(postgres: Cluster) -> None:
    with postgres.database() as url, opened(url) as store:
        add(store, "1")
        with store.read() as reading:
            backend: int = reading.connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        postgres.run(f"SELECT pg_terminate_backend({backend})")
        add(store, "2")
        with store.read() as reading:
            assert reading.inbox.pending("thread")


def test_every_error_says_how_to_mend_it() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.StorageError)]
    for kind in kinds:
        sentence = str(kind(where="/data/pratica.db", detail="detail"))
        assert sentence.endswith(".")
        assert kind is errors.StorageError or ":" in sentence, sentence
