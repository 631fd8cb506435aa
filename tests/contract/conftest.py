"""The same suite on both databases."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.engine import SqlStore, open_store
from storage.metadata import METADATA
from tests.contract.samples import RECORDS
from tests.postgres import Cluster, postgres

__all__ = ["postgres"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the tables and nothing in them."""
    path = tmp_path_factory.mktemp("template") / "pratica.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


@pytest.fixture(scope="session")
def postgres_store(postgres: Cluster) -> Iterator[SqlStore]:
    """One database for all tests of this worker, since to connect anew would take most of a test."""
    with postgres.database() as url:
        store = open_store(url)
        yield store
        store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """A store with the tables and nothing in them."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        store = open_store(f"sqlite:///{shutil.copy(template, tmp_path / 'pratica.db')}")
        yield store
        store.close()
        return
    shared: SqlStore = request.getfixturevalue("postgres_store")
    yield shared
    _empty(shared)


@pytest.fixture
def sqlite(sqlite_template: Path, tmp_path: Path) -> Iterator[SqlStore]:
    """For what is true of SQLite alone."""
    store = open_store(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'pratica.db')}")
    yield store
    store.close()


def _empty(store: SqlStore) -> None:
    """Delete every row; a replica fires no triggers, so that events go as well."""
    names = ", ".join(name for name in METADATA.tables)
    with store._writer.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
    store._cache.last = None


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of one's own, with nothing in it, not even tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.db'}"
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        with cluster.database("template0") as url:
            yield url


@pytest.fixture
def store(empty_store: SqlStore) -> SqlStore:
    """A store that knows the people and parties of `samples`."""
    with empty_store.write() as uow:
        uow.records.replace(RECORDS)
        uow.commit()
    return empty_store
