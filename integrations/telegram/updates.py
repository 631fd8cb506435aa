"""Updates by long polling: Telegram is told that they arrived only when they are kept.

`getUpdates` confirms what lies before its offset (core.telegram.org/bots/api#getupdates). The library's `Updater` moves
the offset while updates sit in memory, where a crash loses them; here it moves after the commit.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from bot import retry
from integrations.telegram.client import Client
from integrations.telegram.limiter import seconds_of
from integrations.telegram.outcomes import trouble

log = logging.getLogger(__name__)

WAIT = 25.0
"""Seconds that Telegram holds a question open while nothing comes; 50 is the most it does."""
_LONGEST_PAUSE = 60.0  # seconds
_REFUSED = 5  # failures that a refused token or another poller counts as: half a minute
_TRIES = 10  # of one update, before it is put aside for a person
CONFLICT = (
    "another process asks Telegram for this bot's updates (409 Conflict): stop it, or give each its own bot; "
    "it is tried again"
)


back_off = partial(retry.back_off, longest=_LONGEST_PAUSE)
"""Seconds to wait after so many failures; people wait for a bot, so never for long."""


class Taking(Protocol):
    """Where updates go; both methods return after a commit."""

    async def take(self, update: Any) -> None: ...
    async def put_aside(self, update: Any, reason: str) -> None: ...


class Poller:
    """Asks for updates until it is told to stop.

    `seen` is called whenever Telegram has answered, `failed` with a sentence when it has not or nothing can be kept.
    """

    def __init__(
        self,
        client: Client,
        taking: Taking,
        *,
        seen: Callable[[], None] = lambda: None,
        failed: Callable[[str], None] = lambda _: None,
        wait: float = WAIT,
        back_off: Callable[[int], float] = back_off,
    ) -> None:
        self._client = client
        self._taking = taking
        self._seen = seen
        self._failed = failed
        self._wait = wait
        self._back_off = back_off
        self._offset: int | None = None
        self._failures = 0
        self._stuck: tuple[Any, int] = (None, 0)  # the update that could not be kept, and how often

    async def run(self, stop: asyncio.Event) -> None:
        """Ask and keep until `stop` is set; an update that is being kept by then is kept whole."""
        ended = asyncio.ensure_future(stop.wait())
        try:
            while not ended.done():
                pause = await self._round(ended)
                if pause and not ended.done():
                    await asyncio.wait({ended}, timeout=pause)
        finally:
            ended.cancel()

    async def _round(self, ended: "asyncio.Future[Any]") -> float:
        """Ask once and keep what came; how long to wait before the next time."""
        try:
            updates = await self._asked(ended)
        except TelegramError as error:
            return self._trouble(error)
        for update in updates:
            if ended.done():
                return 0
            try:
                await self._kept(update)
            except Exception as error:  # reading goes on whatever the store does
                log.exception("an update could not be kept", extra={"action": "update_not_kept"})
                return self._pause(
                    f"what Telegram brought could not be kept ({type(error).__name__}); it is tried again"
                )
        self._failures = 0
        self._seen()
        return 0

    async def _asked(self, ended: "asyncio.Future[Any]") -> list[Any]:
        """What waits; nothing when it is time to stop, and then what comes all the same is asked for the next time."""
        asking = asyncio.ensure_future(self._client.raw_updates(self._offset, seconds=self._wait))
        try:
            await asyncio.wait({asking, ended}, return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() else []
        finally:
            if not asking.done():
                asking.cancel()
                with suppress(asyncio.CancelledError, TelegramError):
                    await asking

    async def _kept(self, update: Any) -> None:
        """Keep one update and move behind it; one that cannot be kept time and again is put aside."""
        number = update.get("update_id") if isinstance(update, dict) else None
        tries = self._stuck[1] if self._stuck[0] == number else 0
        self._stuck = (number, tries + 1)
        if tries < _TRIES:
            await self._taking.take(update)
        else:
            await self._taking.put_aside(update, f"it could not be kept in {tries} tries; the log says why")
        if isinstance(number, int):
            self._offset = number + 1

    def _trouble(self, error: TelegramError) -> float:
        if isinstance(error, RetryAfter):
            self._failed(trouble(error))
            return seconds_of(error)
        refused = isinstance(error, Conflict | InvalidToken | EndPointNotFound)
        return self._pause(CONFLICT if isinstance(error, Conflict) else trouble(error), refused=refused)

    def _pause(self, why: str, *, refused: bool = False) -> float:
        self._failures = max(self._failures + 1, _REFUSED if refused else 1)
        self._failed(why)
        return self._back_off(self._failures)
