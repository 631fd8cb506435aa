"""What end-to-end tests share: a program that starts quickly, and what it has learned, so that it learns it once."""

import fcntl
import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.e2e.driver import Commands, Driver, Forks, Home
from tests.postgres import postgres

__all__ = ["postgres"]


class MakeHome(Protocol):
    """Makes a place of a name to run in, with a database of its own or at an address."""

    def __call__(self, name: str, database_url: str | None = None) -> Home: ...


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    starter = Forks()
    yield starter
    starter.close()


@pytest.fixture(scope="session")
def commands() -> Commands:
    return Commands()


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> Path:
    """A data folder's cache after a first start, which learns from the phrases; one for all test workers."""
    own = tmp_path_factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (run / "warm.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home = Home(run / "warm")
        if not home.log.exists():
            home.folder.mkdir()
            Driver(home, itertools.repeat(forks)).end()
    forks.warm_up(home)
    return home.data / "cache"


@pytest.fixture
def new_home(tmp_path: Path, warm: Path) -> MakeHome:
    """Makes a place to run in, with nothing there but the cache."""

    def make(name: str, database_url: str | None = None) -> Home:
        home = Home(tmp_path / name, database_url)
        shutil.copytree(warm, home.data / "cache")
        return home

    return make
