"""A talk with the assistant, with the sample company in a database of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import app
from bot.settings import Settings
from bot.understanding.records import RecordNames
from storage.engine import open_store
from storage.sample import sample_company
from tests.handlers.talk import Clock, Known, Talk


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest) -> Settings:
    """The defaults, with a data folder that stays from run to run, since to learn takes some seconds."""
    return Settings(data_dir=request.config.cache.mkdir("pratica"))


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the sample company and nothing else."""
    path = tmp_path_factory.mktemp("company") / "pratica.db"
    store = open_store(f"sqlite:///{path}")
    store.migrate()
    with store.write() as uow:
        uow.records.replace(sample_company())
        uow.commit()
    store.close()
    return path


@pytest.fixture(scope="session")
def known(settings: Settings, company: Path) -> Known:
    """Understanding and speech as they ship; learned anew only when the phrases change."""
    types = app.catalogue(settings)
    store = open_store(f"sqlite:///{company}")
    with store.read() as reading:
        names = RecordNames(reading.records.directory())
    store.close()
    return Known(settings, app.understander(settings, types), app.speech(types), names)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talk(company: Path, known: Known, clock: Clock, tmp_path: Path) -> Iterator[Talk]:
    """Colleagues in their terminals, and nothing said yet."""
    store = open_store(f"sqlite:///{shutil.copy(company, tmp_path / 'pratica.db')}")
    yield Talk(store, known, clock=clock)
    store.close()
