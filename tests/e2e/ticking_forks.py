"""Ticks on one database in pairs of processes that are killed, and prints how many were, and whether all was well.

Run as `python -m tests.e2e.ticking_forks URL DATA KILLS`. It imports everything once and then forks, as `forks` does;
each child writes a byte at every boundary, and is killed with SIGKILL once so many have come.
"""

import os
import random
import signal
import sys
import warnings

from bot import app
from bot.parts import Parts
from bot.settings import Settings
from storage.engine import SqlStore, open_store
from tests.clock_office import Boundaries, check, clock, fill, moments, settled

DAYS = 4


def main(url: str, data: str, kills: int) -> None:
    """Kill so many children, then let one live, and look at what is there."""
    settings = Settings.load(data_dir=data)
    understanding = app.understander(settings, app.catalogue(settings))
    store = open_store(url)
    fill(store)
    made = app.parts(settings, store, understanding, (), worker="clock")
    store.close()
    chance, killed = random.Random(7), 0
    while killed < kills:
        pair = [_child(url, made) for _ in range(2)]
        killed += sum(_kill(pid, pipe, after=chance.randint(1, 25)) for pid, pipe in pair)
    pid, pipe = _child(url, made)
    while os.read(pipe, 1 << 12):
        pass
    _, status = os.waitpid(pid, 0)
    store = open_store(url)
    check(store)
    sys.stdout.write(f"{killed} killed, {len(settled(store))} settled, ended with {status}\n")
    store.close()


def _child(url: str, made: Parts) -> tuple[int, int]:
    """A process that ticks through some days; its id, and where it writes a byte at each boundary."""
    ours, theirs = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork of a process with threads; it has none
        pid = os.fork()
    if pid:
        os.close(theirs)
        return pid, ours
    code = 1
    try:
        os.close(ours)
        store: SqlStore = open_store(url)
        process = clock(made, Boundaries(store, lambda _: _written(theirs)))
        for now in moments(DAYS):
            process.tick(now)
        code = 0
    finally:
        os._exit(code)


def _written(pipe: int) -> None:
    os.write(pipe, b".")


def _kill(pid: int, pipe: int, *, after: int) -> bool:
    """Kill a child once it has passed so many boundaries; False when it had ended by itself."""
    seen = 0
    while seen < after and (come := os.read(pipe, after - seen)):
        seen += len(come)
    os.kill(pid, signal.SIGKILL)
    os.close(pipe)
    _, status = os.waitpid(pid, 0)
    return os.WIFSIGNALED(status)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
