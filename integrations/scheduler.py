"""APScheduler as the ticking clock and nothing more: it remembers nothing, since what is due stands in the database.

`coalesce`, `max_instances` and `misfire_grace_time` are those of
apscheduler.readthedocs.io/en/3.x/userguide.html#missed-job-executions-and-coalescing: however late a tick comes, it
comes once, and never beside another.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler  # type: ignore[import-untyped]

log = logging.getLogger(__name__)


class Scheduler:
    """Calls a function in a thread every so many seconds, first at once; made and used inside one event loop."""

    def __init__(self, tick: Callable[[], object], *, every: timedelta) -> None:
        self._tick = tick
        self._running: asyncio.Future[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._scheduler.add_job(
            self._call,
            "interval",
            seconds=every.total_seconds(),
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )

    async def run(self, stop: asyncio.Event) -> None:
        """Tick until `stop` is set; returns when the tick that is under way has ended."""
        self._scheduler.start()
        try:
            await stop.wait()
        finally:
            self._scheduler.shutdown(wait=False)
            if self._running:
                await self._running

    async def _call(self) -> None:
        self._running = asyncio.ensure_future(self._in_thread())
        await asyncio.shield(self._running)

    async def _in_thread(self) -> None:
        try:
            await asyncio.to_thread(self._tick)
        except Exception:
            log.exception("a tick failed", extra={"action": "tick_failed"})
