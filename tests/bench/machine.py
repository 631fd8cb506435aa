"""What the machine itself does, measured in the same run: durable commits, and the start of programs."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

_ROOT = Path(__file__).resolve().parents[2]
_TABLES = ("one", "two", "three", "four")
_BODY = "x" * 300


def raw_seconds(folder: Path, number: int) -> float:
    """Seconds that `number` durable SQLite transactions of four inserts take in this folder, without any library."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for table in _TABLES:
        connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY, body TEXT)")
    begun = perf_counter()
    for _ in range(number):
        connection.execute("BEGIN IMMEDIATE")
        for table in _TABLES:
            connection.execute(f"INSERT INTO {table} (body) VALUES (?)", (_BODY,))  # noqa: S608  our own names
        connection.execute("COMMIT")
    spent = perf_counter() - begun
    connection.close()
    return spent


def start_seconds(data_dir: Path, times: int) -> dict[str, float]:
    """Median seconds of whole processes, by name; `data_dir` holds the database and the learned model already.

    Each is run once before it counts, so that Python has compiled all modules, whatever the environment says of that.
    """
    calls = {
        "python -c pass": (("-c", "pass"), ""),
        "python -m bot --help": (("-m", "bot", "--help"), ""),
        "python -m bot chat, one line": (("-m", "bot", "chat"), "what do I still have open?\n"),
    }
    spent: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(1 + times):  # in turns, so that a slow moment of the machine meets all of them
        for name, (options, said) in calls.items():
            spent[name].append(_run(options, said, data_dir=data_dir))
    return {name: median(seconds[1:]) for name, seconds in spent.items()}


def fresh_figures(data_dir: Path, times: int) -> dict[str, dict[str, float]]:
    """What `tests.bench.fresh` finds, with the encoder and without: the medians over processes of their own."""
    found: dict[str, list[dict[str, float]]] = {"with the encoder": [], "without it": []}
    for _ in range(1 + times):
        for name, some in found.items():
            option = () if name == "with the encoder" else ("--without",)
            some.append(json.loads(_process(("-m", "tests.bench.fresh", *option), "", data_dir=data_dir)))
    return {
        name: {figure: median(one[figure] for one in some[1:]) for figure in some[0]} for name, some in found.items()
    }


def _run(options: tuple[str, ...], said: str, *, data_dir: Path) -> float:
    begun = perf_counter()
    _process(options, said, data_dir=data_dir)
    return perf_counter() - begun


def _process(options: tuple[str, ...], said: str, *, data_dir: Path) -> bytes:
    unwanted = ("PRATICA_", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    environment |= {
        "PRATICA_DATA_DIR": str(data_dir),
        "PRATICA_CONFIG": os.devnull,
        "PYTHONPYCACHEPREFIX": str(data_dir / "bytecode"),
    }
    command = (sys.executable, *options)
    done = subprocess.run(command, input=said.encode(), cwd=_ROOT, env=environment, capture_output=True, check=True)
    return done.stdout
