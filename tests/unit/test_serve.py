"""The worker of `pratica serve`: what goes by is tried again, and its end is the end of serving, told in a sentence."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from bot.__main__ import _explain
from bot.cli import serve
from bot.cli.errors import Failure
from bot.cli.rounds import Rounds
from bot.cli.serve import Office, attend


class Work:
    """What a thread does over and over; `faults` are raised one a step in order, `done` is called after a round."""

    def __init__(self, *faults: BaseException | None, done: Callable[[], object] = lambda: None) -> None:
        self.faults = list(faults)
        self.steps: list[str] = []
        self._done = done

    def _step(self, name: str) -> None:
        self.steps.append(name)
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault

    def take_back(self) -> None:
        self._step("take_back")

    def round(self) -> None:
        self._step("round")
        self._done()


async def served(work: Work, stop: asyncio.Event) -> Office:
    """Serve with no line to the outside until `stop` is set."""
    office = Office()
    office.rounds = [Rounds("the worker", work.round, first=work.take_back)]
    async with asyncio.timeout(20):
        await attend(office, (), stop)
    return office


async def test_a_database_error_at_the_start_is_tried_again() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    work = Work(OSError("database is locked"), done=lambda: loop.call_soon_threadsafe(stop.set))
    assert (await served(work, stop)).ended is None
    assert work.steps[:3] == ["take_back", "take_back", "round"]


async def test_what_was_held_is_taken_back_once_and_an_error_in_between_goes_by() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    work = Work(None, OSError("disk full"), done=lambda: loop.call_soon_threadsafe(stop.set))
    await served(work, stop)
    assert work.steps[:3] == ["take_back", "round", "round"]


@pytest.mark.parametrize("steps", [0, 1, 2])
async def test_serving_ends_with_a_sentence_when_a_thread_has_ended(steps: int) -> None:
    work = Work(*[None] * steps, SystemExit("out of memory"))
    with pytest.raises(Failure, match="the worker has ended \\(SystemExit\\)") as raised:
        await served(work, asyncio.Event())
    sentence, code = _explain(raised.value)
    assert code == 1
    assert sentence is not None
    assert "\n" not in sentence


async def test_serving_ends_without_a_complaint_when_it_is_told_to() -> None:
    stop = asyncio.Event()
    stop.set()
    assert (await served(Work(), stop)).ended is None


async def test_a_line_that_cannot_be_opened_ends_serving_with_its_sentence() -> None:
    async def taken(_: asyncio.Event) -> None:
        raise OSError("the web server cannot listen on 127.0.0.1 port 80: see the settings [web]")

    office = Office()
    with pytest.raises(Failure, match="cannot listen"):
        await attend(office, (taken,), asyncio.Event())


def test_two_messages_at_once_wake_two_workers() -> None:
    office = Office()
    office._workers = [Rounds(f"worker {number}", Work().round) for number in range(3)]
    for left in (2, 1, 0, 0):
        office.wake()
        assert sum(each.rests for each in office._workers) == left


def test_threads_that_never_end_are_waited_for_together(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float | None] = []

    class Stuck(threading.Thread):
        def join(self, timeout: float | None = None) -> None:
            waited.append(timeout)
            super().join(timeout)

    monkeypatch.setattr(serve, "_LAST_WORD", 0.02)
    free = threading.Event()
    threads = [Stuck(target=free.wait) for _ in range(3)]
    for thread in threads:
        thread.start()
    serve._join(threads)
    free.set()
    assert waited[1:] == [0, 0]
