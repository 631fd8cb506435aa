"""Limits and faults: what the real service does at times, when a test says so."""

import asyncio
import math
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram_server.refusals import Cut, Refused, too_many
from tests.telegram_server.values import Chat


@dataclass(slots=True, eq=False)
class Fault:
    """What goes wrong with the next calls of a method, or of any where `method` is None."""

    method: str | None
    raises: Exception | None = None
    after: bool = False
    """Whether the work is done before."""
    times: int = 1
    chat: int | None = None
    holds: asyncio.Event | None = None
    """What the answer waits for."""

    async def strike(self) -> None:
        if self.holds:
            await self.holds.wait()
        if self.raises:
            raise self.raises


@dataclass(slots=True)
class Faults:
    """The faults that are still to come."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str, chat: int | None, *, after: bool) -> Fault | None:
        for fault in self.waiting:
            if fault.after is after and fault.method in (None, method) and fault.chat in (None, chat):
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
                return fault
        return None


@dataclass(slots=True)
class FloodLimits:
    """The documented limits (core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this), per window."""

    clock: Callable[[], float]
    a_second_in_a_chat: int = 1
    a_minute_in_a_group: int = 20
    a_second_in_all: int = 30
    refused: int = 0
    _times: dict[int | None, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def count(self, chat: Chat) -> None:
        """One more message; 429 when that is one too many, and then it does not count."""
        grouped = chat.type != "private"
        here = (self.a_minute_in_a_group, 60.0) if grouped else (self.a_second_in_a_chat, 1.0)
        wait = max(self._wait(chat.id, *here), self._wait(None, self.a_second_in_all, 1.0))
        if wait > 0:
            self.refused += 1
            raise too_many(max(1, math.ceil(wait)))
        for key in (chat.id, None):
            self._times[key].append(self.clock())

    def _wait(self, key: int | None, most: int, seconds: float) -> float:
        times, now = self._times[key], self.clock()
        while times and times[0] <= now - seconds:
            times.popleft()
        return times[-most] + seconds - now if len(times) >= most else 0


def cut(method: str | None, *, after: bool) -> Fault:
    return Fault(method, Cut(), after=after)


def refuse(method: str | None, refusal: Refused, *, times: int, chat: int | None = None) -> Fault:
    return Fault(method, refusal, times=times, chat=chat)
