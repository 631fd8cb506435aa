"""The one thing that the scheduler calls: has done what is due, however often and by how many it is called."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clock.heartbeats import SCHEDULER
from bot.clock.hours import Hours, always
from bot.clock.settings import ClockSettings
from bot.model import Person
from bot.parts import Parts
from handlers.heartbeats import tell_silent
from handlers.recurring import Recurring
from handlers.reminders import Reminders

log = logging.getLogger(__name__)

_SKEW = timedelta(minutes=2)  # by so much clocks of two machines may differ
_MISSED = 10  # ticks without which it counts as not having run


class Clock:
    """Everything that comes by itself. It keeps nothing but since when it has been running without a gap.

    `next_working` gives when a person works next (the moment itself where they do). `more` are other things to do at
    each tick, such as digests: each gives how much it did, and one that fails does not hold up the others.
    """

    def __init__(
        self,
        parts: Parts,
        settings: ClockSettings,
        *,
        next_working: Callable[[Person, datetime], datetime] = always,
        recurring: Recurring | None = None,
        more: tuple[Callable[[datetime], int], ...] = (),
    ) -> None:
        self._parts, self._settings = parts, settings
        self._reminders = Reminders(parts, settings, Hours(next_working, settings.morning))
        orders = (recurring.open_due,) if recurring else ()
        self._steps = (*orders, self._reminders.remind_due, *more, self._tell_silent)
        self._watching_since: datetime | None = None
        self._last: datetime | None = None

    def tick(self, now: datetime) -> int:
        """Do what is due at an aware moment; how many things were done. Never raises but for what ends the process."""
        self._watch(now)
        done = 0
        for step in (self._beat, *self._steps):
            try:
                done += step(now)
            except Exception:
                log.exception("the clock stumbled", extra={"action": "tick_failed"})
        return done

    def _watch(self, now: datetime) -> None:
        """Since when there was no gap in the ticks: a machine that slept finds everything silent and is wrong."""
        gap = _MISSED * timedelta(seconds=self._settings.tick_seconds)
        if self._last is None or self._watching_since is None or not -_SKEW <= now - self._last <= gap:
            self._watching_since = now
        self._last = now

    def _beat(self, now: datetime) -> int:
        """Note this tick. A clock that was moved back has left moments to look at in a future that is none."""
        silent_after = _MISSED * timedelta(seconds=self._settings.tick_seconds)
        with self._parts.store.write() as uow:
            before = uow.heartbeats.get(SCHEDULER)
            if before and now < before.at - _SKEW:
                uow.due.look_again(now)
                log.warning("the clock was moved back from %s", before.at, extra={"action": "clock_moved_back"})
            uow.heartbeats.beat(SCHEDULER, now, silent_after=silent_after)
            uow.commit()
        return 0

    def _tell_silent(self, now: datetime) -> int:
        return tell_silent(self._parts, now, watching_since=self._watching_since or now)
