"""Waiting for what servers, proxies and supervisors of the tests do: who does something tells, and nobody sleeps."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}


def tell() -> None:
    """Something has happened; from any thread."""
    for event, loop in tuple(_waiting.items()):
        loop.call_soon_threadsafe(event.set)


async def until(true: Callable[[], bool], *, seconds: float = 10) -> None:
    """When something is true, which is looked at whenever somebody tells of anything."""
    event = asyncio.Event()
    _waiting[event] = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds):
            while not true():
                await event.wait()
                event.clear()
    finally:
        del _waiting[event]


async def quiet(seconds: float) -> None:
    """When nobody has told of anything for so long."""
    event = asyncio.Event()
    _waiting[event] = asyncio.get_running_loop()
    try:
        while True:
            async with asyncio.timeout(seconds):
                await event.wait()
            event.clear()
    except TimeoutError:
        return
    finally:
        del _waiting[event]


class Noted(list[T]):
    """A list that tells when something is noted in it."""

    def append(self, item: T, /) -> None:
        super().append(item)
        tell()
