"""What comes by itself, as the number of tasks grows: the clock's ticks, and the digests of a morning.

Run as `python -m tests.bench.clock [SIZE …] [--postgresql]`; it is a part of `python -m tests.bench` as well.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from sqlalchemy import select, update

from bot import app
from bot.clock.settings import ClockSettings
from bot.model import LANGUAGES, Person
from bot.parts import Parts
from bot.settings import Settings
from bot.texts import text
from bot.worktime.counting import next_working
from bot.worktime.model import italy
from handlers.clock import Clock
from storage.engine import SqlStore, open_store
from storage.tasks import TASK
from tests.bench.digests import DigestFigures, digest_figures
from tests.bench.tasks import NOW, fill
from tests.postgres import shared_cluster

SIZES = (10_000, 100_000, 1_000_000)
DUE = 100
_TICKS = 100
_ITALY = italy()


@dataclass(frozen=True, slots=True)
class Grown:
    """Figures of one size, in seconds: building it, ticks with nothing and with `DUE` tasks due, a bare commit.

    `cpu` is this process's own time for an idle tick, which the disk and other programs do not disturb.
    """

    tasks: int
    built: float
    idle: float
    cpu: float
    busy: float
    commit: float
    digests: DigestFigures


def clock_figures(
    folder: Path, sizes: tuple[int, ...], *, postgresql: bool, say: Callable[[str], None] = lambda _: None
) -> Iterator[Grown]:
    """The figures of each size in a database of its own; `say` is told which one is being built."""
    settings = Settings.load(data_dir=folder)
    understanding = app.understander(settings, app.catalogue(settings))
    for size in sizes:
        say(f"building {size:,} tasks …")
        with _store(folder, postgresql=postgresql) as store:
            begun = perf_counter()
            fill(store, size)
            built = perf_counter() - begun
            parts = app.parts(settings, store, understanding, (), worker="bench")
            digests = digest_figures(store, parts.catalogue, parts.speech)
            times = _ticks(store, parts)
            yield Grown(size, built, *times, digests)


def _ticks(store: SqlStore, parts: Parts) -> tuple[float, float, float, float]:
    """Seconds of an idle tick and of its processor time, of a busy one, of a bare commit; what was disturbed least."""
    clock = Clock(parts, ClockSettings(), next_working=_next)
    for language in LANGUAGES:
        parts.speech.say(text("clock-many", count=2), language)  # its texts are read when it is first spoken
    begun = process_time()
    idle = min(_timed(clock, seconds) for seconds in range(_TICKS))
    cpu = (process_time() - begun) / _TICKS
    commit = min(_commit(store, seconds) for seconds in range(_TICKS))
    with store.write() as uow:
        some = select(TASK.c.reference).where(TASK.c.look_at.is_not(None)).limit(DUE)
        uow.connection.execute(update(TASK).where(TASK.c.reference.in_(some)).values(look_at=NOW))
        uow.commit()
    return idle, cpu, _timed(clock, _TICKS), commit


def _timed(clock: Clock, seconds: int) -> float:
    begun = perf_counter()
    clock.tick(NOW + timedelta(seconds=seconds))
    return perf_counter() - begun


def _commit(store: SqlStore, seconds: int) -> float:
    """A durable write of one row, which each tick makes to say that it was there."""
    begun = perf_counter()
    with store.write() as uow:
        uow.heartbeats.beat("bench", NOW + timedelta(seconds=seconds), silent_after=timedelta(days=999))
        uow.commit()
    return perf_counter() - begun


def _next(_: Person, moment: datetime) -> datetime:
    return next_working(_ITALY, moment)


@contextmanager
def _store(folder: Path, *, postgresql: bool) -> Iterator[SqlStore]:
    """A database that is gone afterwards."""
    with ExitStack() as opened:
        if postgresql:
            cluster = opened.enter_context(shared_cluster(folder))
            url = opened.enter_context(cluster.database())
        else:
            url = f"sqlite:///{opened.enter_context(tempfile.TemporaryDirectory(dir=folder))}/clock.db"
        store = open_store(url)
        opened.callback(store.close)
        store.migrate()
        yield store


def main() -> None:
    """Read the options and write the findings."""
    from tests.bench.report import clock_lines

    options = argparse.ArgumentParser(prog="python -m tests.bench.clock", description=__doc__)
    options.add_argument("sizes", nargs="*", type=int, default=SIZES)
    options.add_argument("--postgresql", action="store_true", help="on the PostgreSQL of the tests instead of SQLite")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="pratica-bench-") as folder:
        found = clock_figures(Path(folder), tuple(given.sizes), postgresql=given.postgresql, say=_progress)
        sys.stdout.writelines(f"{line}\n" for line in clock_lines(list(found)))


def _progress(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
