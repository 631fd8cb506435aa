"""The first start on a data folder: it is made, or cannot be, and one process alone puts the sample company in."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from bot import app
from bot.cli.chat import fill_if_empty
from bot.ports import Reading, UnitOfWork
from bot.settings import Settings, SettingsError
from storage.engine import SqlStore, open_store


class Overtaken:
    """A process that looks into an empty database, which another one fills before it goes on."""

    def __init__(self, own: SqlStore, other: SqlStore, heard: list[str]) -> None:
        self._own, self._other, self._heard = own, other, heard

    @contextmanager
    def read(self) -> Iterator[Reading]:
        with self._own.read() as reading:
            yield reading
        fill_if_empty(self._other, note=self._heard.append)

    def write(self, *, durable: bool = True) -> AbstractContextManager[UnitOfWork]:
        return self._own.write(durable=durable)

    def database_time(self) -> datetime:
        return self._own.database_time()


def test_of_processes_that_start_at_the_same_moment_only_one_fills_the_database_and_says_so(tmp_path: Path) -> None:
    own, other = (open_store(f"sqlite:///{tmp_path / 'pratica.db'}") for _ in range(2))
    own.migrate()
    first: list[str] = []
    late: list[str] = []
    fill_if_empty(Overtaken(own, other, first), note=late.append)
    assert (len(first), late) == (1, [])
    with own.read() as reading:
        assert reading.records.directory().version == 1
    own.close()
    other.close()


def test_a_data_folder_that_cannot_be_is_a_sentence_with_the_setting(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"the data folder .*file is a file: name a folder in PRATICA_DATA_DIR"):
        app.store(Settings(data_dir=file))
    with pytest.raises(SettingsError, match=r"cannot be made \(Not a directory\): name another one in PRATICA_DATA_D"):
        app.store(Settings(data_dir=file / "below"))
