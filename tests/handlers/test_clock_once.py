"""Whatever happens to the clock and to whoever runs it: each thing that is due is said exactly once."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import app
from bot.parts import Parts
from storage.engine import SqlStore, open_store
from tests.clock_office import BEGIN, Boundaries, check, clock, fill, moments, settled
from tests.handlers.talk import Killed, Known

DAYS = 4
Opened = Callable[[], AbstractContextManager[tuple[SqlStore, Parts]]]


@pytest.fixture(scope="module")
def office(company: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office's database, as every example begins with it."""
    path = Path(shutil.copy(company, tmp_path_factory.mktemp("office") / "pratica.db"))
    store = open_store(f"sqlite:///{path}")
    fill(store)
    store.close()
    return path


@pytest.fixture(scope="module")
def opened(office: Path, known: Known) -> Opened:
    """Opens a copy of the office, with the parts of a process on it."""

    @contextmanager
    def copied() -> Iterator[tuple[SqlStore, Parts]]:
        copy = Path(shutil.copy(office, office.with_name("copy.db")))
        store = open_store(f"sqlite:///{copy}")
        try:
            made = app.parts(known.settings, store, known.understander, (), worker="clock")
            yield store, replace(made, speech=known.speech)
        finally:
            store.close()
            for left in office.parent.glob("copy.db*"):
                left.unlink()

    return copied


@pytest.fixture(scope="module")
def usual(opened: Opened) -> set[str]:
    """What is settled in days on which nothing happens to the clock."""
    with opened() as (store, parts):
        process = clock(parts, store)
        for now in moments(DAYS):
            process.tick(now)
        check(store)
        found = {key for key in settled(store) if ":GN-" not in key}  # numbers of tasks to come
    assert len(found) > 20
    return found


class Trouble:
    """Kills a process at the n-th boundary of its life, or lets another one tick there."""

    def __init__(self, at: int, then: Callable[[], object]) -> None:
        self._left, self._then, self._busy = at, then, False

    def __call__(self, moment: str) -> None:
        # Another process ticks between transactions: while one is open, it would wait.
        if self._busy or moment == "before":
            return
        self._left -= 1
        if self._left == 0:
            self._busy = True
            self._then()


def killed() -> None:
    raise Killed


HOURS = st.integers(-200, 1000)
STEPS = st.lists(
    st.tuples(HOURS, st.sampled_from(["tick", "kill", "killed before", "compete"]), st.integers(1, 25)), max_size=6
)


@settings(max_examples=20, deadline=None)
@given(steps=STEPS)
def test_each_key_reaches_the_outbox_once_through_crashes_jumps_and_competing_schedulers(
    steps: list[tuple[int, str, int]],
    opened: Opened,
    usual: set[str],
) -> None:
    with opened() as (store, parts):
        for hours, what, at in steps:
            play(store, parts, BEGIN + timedelta(hours=hours), what, at)
        check(store)
        process = clock(parts, store)
        for now in moments(DAYS):
            process.tick(now)
        check(store)
        assert usual <= settled(store)


def play(store: SqlStore, parts: Parts, now: datetime, what: str, at: int) -> None:
    """A process that starts, ticks at a moment, and is disturbed at its n-th boundary."""
    if what == "tick":
        clock(parts, store).tick(now)
    elif what == "compete":
        other = open_store(store.url.render_as_string())
        trouble = Trouble(at, partial(clock(parts, other).tick, now + timedelta(seconds=20)))
        clock(parts, Boundaries(store, trouble)).tick(now)
        other.close()
    elif what == "kill":
        with suppress(Killed):
            clock(parts, Boundaries(store, Trouble(at, killed))).tick(now)
    else:
        with suppress(Killed):
            clock(parts, Boundaries(store, Before(at))).tick(now)


class Before:
    """Kills a process just before its n-th commit."""

    def __init__(self, at: int) -> None:
        self._left = at

    def __call__(self, moment: str) -> None:
        self._left -= moment == "before"
        if self._left == 0:
            killed()


@pytest.mark.parametrize("moment", ["begin", "before", "after"])
def test_a_crash_at_every_single_boundary_of_a_busy_morning_repeats_and_loses_nothing(
    opened: Opened,
    moment: str,
) -> None:
    now = BEGIN + timedelta(days=1, hours=1, minutes=5)

    class At:
        def __init__(self, place: int) -> None:
            self.left = place

        def __call__(self, passed: str) -> None:
            self.left -= passed == moment
            if self.left == 0:
                killed()

    boundaries = 0
    while True:
        boundaries += 1
        with opened() as (store, parts):
            trouble = At(boundaries)
            with suppress(Killed):
                clock(parts, Boundaries(store, trouble)).tick(now)
            check(store)
            clock(parts, store).tick(now)
            check(store)
        if trouble.left > 0:
            break
    assert boundaries > 5
