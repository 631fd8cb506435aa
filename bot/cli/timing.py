"""What comes by itself: the clock with its calendars, digests and standing orders, and the beats of every part."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot import app
from bot.model import Person
from bot.parts import Parts
from bot.settings import Settings
from bot.worktime.counting import for_person, next_working
from handlers.clock import Clock
from handlers.heartbeats import Hearts
from handlers.recurring import Recurring

if TYPE_CHECKING:
    from integrations.scheduler import Scheduler

_LATELY = timedelta(days=31)
_BEAT = 30.0  # seconds
_SILENT_AFTER = timedelta(minutes=10)


def scheduler_of(settings: Settings, parts: Parts) -> "Scheduler":
    """The clock, ticking; made inside the event loop."""
    from integrations.scheduler import Scheduler

    calendar = partial(app.calendar_of, settings)

    def working(person: Person, moment: datetime) -> datetime:
        with parts.store.read() as reading:
            away = reading.absences.of(since=moment.date() - _LATELY)
        theirs = tuple(one for one in away if one.person_id == person.id)
        return next_working(for_person(calendar(person), theirs), moment)

    clock = Clock(
        parts,
        settings.clock,
        next_working=working,
        recurring=Recurring(parts, settings.clock, calendar_of=calendar),
        more=(app.digests(settings, parts).send_due,),
    )
    every = timedelta(seconds=settings.clock.tick_seconds)
    return Scheduler(lambda: clock.tick(datetime.now(UTC)), every=every)


async def beat(hearts: Hearts, problems: Callable[[], dict[str, str | None]], stop: asyncio.Event) -> None:
    """Write down of every part that it is well, or what is wrong, until `stop` is set."""
    stopping = asyncio.ensure_future(stop.wait())
    try:
        while not stop.is_set():
            for name, wrong in problems().items():
                await asyncio.to_thread(hearts.beat, name, silent_after=_SILENT_AFTER, problem=wrong)
            await asyncio.wait({stopping}, timeout=_BEAT)
    finally:
        stopping.cancel()
