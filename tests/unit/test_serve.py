"""The worker of `pratica serve`: what goes by is tried again, and its end is the end of serving, told in a sentence."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from bot.__main__ import _explain
from bot.cli.errors import Failure
from bot.cli.serve import _Office, attend


class Worker:
    """Stands in for `handlers.worker.Worker`, which needs a database; `faults` are raised one a step, in order."""

    def __init__(self, *faults: BaseException | None, done: Callable[[], object] = lambda: None) -> None:
        self.faults = list(faults)
        self.steps: list[str] = []
        self._done = done

    def _step(self, name: str) -> None:
        self.steps.append(name)
        fault = self.faults.pop(0) if self.faults else None
        if fault:
            raise fault
        if name == "deliver":
            self._done()

    def take_back(self) -> None:
        self._step("take_back")

    def work(self) -> bool:
        self._step("work")
        return False

    def deliver(self) -> int:
        self._step("deliver")
        return 0


def office(worker: Worker) -> _Office:
    busy = threading.Event()
    return _Office(worker, busy)  # type: ignore[arg-type]


async def served(worker: Worker, stop: asyncio.Event) -> _Office:
    """Serve without a mailbox until `stop` is set."""
    made = office(worker)
    async with asyncio.timeout(20):
        await attend(made, (), stop)
    return made


async def test_a_database_error_at_the_start_is_tried_again() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    worker = Worker(OSError("database is locked"), done=lambda: loop.call_soon_threadsafe(stop.set))
    ended = await served(worker, stop)
    assert ended.ended_by is None
    assert worker.steps[:4] == ["take_back", "take_back", "work", "deliver"]


async def test_what_was_held_is_taken_back_once_and_an_error_in_between_goes_by() -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    worker = Worker(None, OSError("disk full"), done=lambda: loop.call_soon_threadsafe(stop.set))
    await served(worker, stop)
    assert worker.steps[:4] == ["take_back", "work", "work", "deliver"]


@pytest.mark.parametrize("steps", [0, 1, 2])
async def test_serving_ends_with_a_sentence_when_the_worker_has_ended(steps: int) -> None:
    worker = Worker(*[None] * steps, SystemExit("out of memory"))
    with pytest.raises(Failure, match="the worker has ended \\(SystemExit\\)") as raised:
        await served(worker, asyncio.Event())
    sentence, code = _explain(raised.value)
    assert code == 1
    assert sentence is not None
    assert "\n" not in sentence


async def test_serving_ends_without_a_complaint_when_it_is_told_to() -> None:
    stop = asyncio.Event()
    stop.set()
    assert (await served(Worker(), stop)).ended_by is None
