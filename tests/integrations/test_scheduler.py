"""The scheduler ticks in a thread, never beside itself, and ends with the tick that is under way."""

import asyncio
import threading
from datetime import timedelta

import pytest

from integrations.scheduler import Scheduler
from tests.news import Noted, until

OFTEN = timedelta(milliseconds=5)


def test_it_ticks_at_once_and_again_and_again_in_another_thread() -> None:
    ticks: Noted[int] = Noted()

    async def run() -> None:
        stop = asyncio.Event()
        scheduler = Scheduler(lambda: ticks.append(threading.get_ident()), every=OFTEN)
        running = asyncio.create_task(scheduler.run(stop))
        await until(lambda: len(ticks) >= 3)
        stop.set()
        await running

    asyncio.run(run())
    assert threading.get_ident() not in ticks


def test_a_slow_tick_is_never_joined_by_another_and_is_waited_for_at_the_end() -> None:
    begun: Noted[int] = Noted()
    go_on, ended = threading.Event(), list[int]()

    def tick() -> None:
        begun.append(1)
        go_on.wait(10)
        ended.append(1)

    async def run() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(Scheduler(tick, every=OFTEN).run(stop))
        await until(lambda: len(begun) == 1)
        stop.set()
        go_on.set()
        await running

    asyncio.run(run())
    assert len(begun) == len(ended)


def test_a_tick_that_fails_is_followed_by_the_next(caplog: pytest.LogCaptureFixture) -> None:
    ticks: Noted[int] = Noted()

    def tick() -> None:
        ticks.append(1)
        raise RuntimeError("no")

    async def run() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(Scheduler(tick, every=OFTEN).run(stop))
        await until(lambda: len(ticks) >= 3)
        stop.set()
        await running

    asyncio.run(run())
    assert "a tick failed" in caplog.text
