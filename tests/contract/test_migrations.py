"""The tables come from the migrations, on both databases and however many start at once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from pydantic import BaseModel
from sqlalchemy import Connection, Engine, Table, event, inspect, make_url

from bot.messages import InboundMessage, Outgoing
from bot.model import Correction, Document, Entity, Event, Invoice, Party, Person, Product, Reminder, Task
from storage.engine import SqlStore, open_store
from storage.metadata import METADATA
from storage.migrations import HEAD, KNOWN
from storage.migrations.run import config, downgrade, migration_engine, upgrade
from tests.contract.samples import RECORDS


def tables(url: str) -> set[str]:
    engine = migration_engine(make_url(url))
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names - {"alembic_version"}


def test_the_migrations_make_the_tables_that_the_program_has(fresh_url: str) -> None:
    """`alembic check` finds no difference."""
    upgrade(make_url(fresh_url))
    engine = migration_engine(make_url(fresh_url))
    with engine.connect() as connection:
        command.check(config(connection))
    engine.dispose()


def test_up_down_and_up_again_ends_with_the_same_tables(fresh_url: str) -> None:
    url = make_url(fresh_url)
    upgrade(url)
    assert tables(fresh_url) == set(METADATA.tables)
    downgrade(url, to="base")
    assert tables(fresh_url) == set()
    upgrade(url)
    assert tables(fresh_url) == set(METADATA.tables)


def test_the_head_that_the_program_knows_is_the_last_migration() -> None:
    scripts = ScriptDirectory.from_config(config())
    assert scripts.get_current_head() == HEAD
    assert {script.revision for script in scripts.walk_revisions()} == KNOWN


def test_migrating_again_changes_nothing(fresh_url: str) -> None:
    store = open_store(fresh_url)
    assert store.revision() is None
    store.migrate()
    with store.write() as uow:
        uow.records.replace(RECORDS)
        uow.commit()
    store.migrate()
    with store.read() as reading:
        assert reading.records.directory().people == RECORDS.people
    assert store.revision() == HEAD
    store.close()


def test_two_that_start_at_once_migrate_once(fresh_url: str) -> None:
    def start(_: int) -> str | None:
        store = open_store(fresh_url)
        store.migrate()
        revision = store.revision()
        store.close()
        return revision

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [HEAD] * 4


def test_two_processes_that_start_at_once_migrate_once(fresh_url: str) -> None:
    program = f"from storage.engine import open_store; open_store({fresh_url!r}).migrate()"
    running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(2)]
    assert [process.wait(60) for process in running] == [0, 0]


def test_all_migrations_are_one_transaction(fresh_url: str) -> None:
    """Otherwise another process that starts gets between two of them, and does one that is being done."""
    commits: list[Connection] = []
    note = commits.append
    event.listen(Engine, "commit", note)
    try:
        upgrade(make_url(fresh_url))
    finally:
        event.remove(Engine, "commit", note)
    assert len(commits) == 1


def test_opening_an_up_to_date_database_loads_no_alembic(sqlite: SqlStore) -> None:
    program = (
        "import sys; from storage.engine import open_store\n"
        f"store = open_store({sqlite.url.render_as_string()!r}); store.migrate(); store.close()\n"
        "sys.exit('alembic' in sys.modules or 'psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("value", "table", "elsewhere"),
    [
        (Entity, "entity", set()),
        (Person, "person", set()),
        (Party, "party", set()),
        (Product, "product", set()),
        (Invoice, "invoice", {"payments"}),
        (Task, "task", {"concerned"}),
        (Event, "event", set()),
        (InboundMessage, "inbox", set()),
        (Outgoing, "outbox", set()),
        (Document, "document", set()),
        (Reminder, "reminder", set()),
        (Correction, "correction", set()),
    ],
)
def test_every_field_of_a_value_has_its_column(value: type[BaseModel], table: str, elsewhere: set[str]) -> None:
    columns: Table = METADATA.tables[table]
    assert set(value.model_fields) - elsewhere <= set(columns.c.keys())


def test_constraints_are_named_so_that_a_later_migration_can_change_them() -> None:
    for table in METADATA.tables.values():
        assert all(constraint.name for constraint in table.constraints if list(constraint.columns)), table.name  # type: ignore[attr-defined]
        assert all(len(str(index.name)) < 63 for index in table.indexes)
    names = sorted(str(index.name) for table in METADATA.tables.values() for index in table.indexes)
    assert all(first != second for first, second in pairwise(names))
