"""What end-to-end tests share: a program that starts quickly."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from tests.e2e.driver import Commands, Forks, Home
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
def warm(tmp_path_factory: pytest.TempPathFactory, forks: Forks) -> None:
    """The starter of processes with everything loaded that they would else load each on its own."""
    forks.warm_up(Home(tmp_path_factory.mktemp("warm")))


@pytest.fixture
def new_home(tmp_path: Path, warm: None) -> MakeHome:
    """Makes a place to run in, with nothing there yet."""

    def make(name: str, database_url: str | None = None) -> Home:
        home = Home(tmp_path / name, database_url)
        home.data.mkdir(parents=True)
        return home

    return make
