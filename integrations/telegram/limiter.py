"""How fast we call Telegram, and what a 429 leads to.

The library's `AIORateLimiter` keeps to the documented rates, 30 messages a second in all and 20 a minute in a group
(core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this). Told to repeat after a 429, it makes every
chat wait as long as the one that was refused, and told not to, it forgets the refusal. Here a 429 holds back its own
chat alone: for a few seconds within the call; when it takes longer the caller is told at once how long, so that the
outbox goes on with others meanwhile.
"""

import asyncio
import math
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.constants import FloodLimit
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter

PATIENCE = 3.0
"""Seconds that a call may wait for its turn."""
_REPEATS = 2  # of a call that was refused
_MARGIN = 0.1  # seconds; Telegram counts in whole ones
_MOST_HELD = 1_000  # chats, before those that are free again are looked for

Callback = Callable[..., Coroutine[Any, Any, Any]]


class PerChatLimiter(AIORateLimiter):
    """Paces calls; raises `RetryAfter` when a chat takes nothing for longer than `patience` seconds.

    `a_second` is how many messages leave in a second, to all chats together; 0 is any number.
    """

    def __init__(
        self,
        *,
        patience: float = PATIENCE,
        a_second: float = FloodLimit.MESSAGES_PER_SECOND,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(overall_max_rate=a_second, max_retries=0)  # repeats are made here
        self._patience = patience
        self._clock = clock
        self._held: dict[str, float] = {}  # until when a chat takes nothing

    async def process_request(
        self,
        callback: Callback,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Any:
        """Make the call when it is its turn, and again after a short 429."""
        chat = str(data.get("chat_id"))
        for repeats_left in range(_REPEATS, -1, -1):
            await self._until_free(chat)
            try:
                return await self._paced(callback, args, kwargs, endpoint=endpoint, data=data)
            except _Flooded as flooded:
                self._hold(chat, flooded.seconds)
                if not repeats_left:
                    raise RetryAfter(_whole(flooded.seconds)) from None
        return None

    async def _paced(
        self, callback: Callback, args: Any, kwargs: dict[str, Any], *, endpoint: str, data: dict[str, Any]
    ) -> Any:
        """Wait for the turn in the rates, but not for long; once the call is made, its own time limits count."""
        try:
            async with asyncio.timeout(self._patience) as waiting:

                async def call(*args: Any, **kwargs: Any) -> Any:
                    waiting.reschedule(None)
                    try:
                        return await callback(*args, **kwargs)
                    except RetryAfter as refusal:
                        raise _Flooded(seconds_of(refusal)) from None

                return await super().process_request(call, args, kwargs, endpoint, data, None)
        except TimeoutError:
            raise RetryAfter(_whole(self._patience)) from None

    async def _until_free(self, chat: str) -> None:
        wait = self._held.get(chat, 0.0) - self._clock()
        if wait > self._patience + _MARGIN:
            raise RetryAfter(_whole(wait))
        if wait > 0:
            await asyncio.sleep(wait)
        self._held.pop(chat, None)

    def _hold(self, chat: str, seconds: float) -> None:
        now = self._clock()
        if len(self._held) > _MOST_HELD:
            self._held = {name: until for name, until in self._held.items() if until > now}
        self._held[chat] = now + seconds + _MARGIN


def seconds_of(refusal: RetryAfter) -> float:
    """How long Telegram wants us to wait."""
    wait = refusal.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _whole(seconds: float) -> int:
    return max(1, math.ceil(seconds - _MARGIN))


class _Flooded(Exception):
    """A 429, under a name that the library does not repeat after."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
