"""Waking whoever waits for something to change on the server."""

import asyncio
from contextlib import suppress

from tests.news import tell


class Bell:
    """Rings for all that wait, and tells the test."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        rung, self._event = self._event, asyncio.Event()
        rung.set()
        tell()

    async def wait(self, seconds: float | None = None) -> None:
        """Until the next ring, or so long."""
        event = self._event
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
