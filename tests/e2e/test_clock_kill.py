"""Fifty real kills of real processes that tick on one database, two at a time: each thing is said exactly once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from storage.engine import open_store
from storage.sample import sample_company
from tests.e2e.driver import ROOT
from tests.postgres import Cluster, postgres

__all__ = ["postgres"]

KILLS = 50
_PATIENCE = 300  # seconds


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_fifty_kills_neither_lose_nor_repeat_what_is_due(
    request: pytest.FixtureRequest, tmp_path: Path, database: str
) -> None:
    if database == "sqlite":
        _ticks(f"sqlite:///{tmp_path / 'pratica.db'}", tmp_path)
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    with cluster.database() as url:
        _ticks(url, tmp_path)


def _ticks(url: str, folder: Path) -> None:
    store = open_store(url)
    store.migrate()
    with store.write() as uow:
        uow.records.replace(sample_company())
        uow.commit()
    store.close()
    command = [sys.executable, "-m", "tests.e2e.ticking_forks", url, str(folder / "data"), str(KILLS)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found = re.fullmatch(r"(\d+) killed, (\d+) settled, ended with 0\n", done.stdout)
    assert found, done.stdout + done.stderr[-3000:]
    assert int(found[1]) >= KILLS
    assert int(found[2]) > 20
