"""A clock on top of a talk, with the calendars of both countries, and tasks as it finds them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.clock.settings import ClockSettings
from bot.model import Event, Person, Task
from bot.worktime.counting import next_working
from bot.worktime.model import Calendar, israel, italy
from handlers.clock import Clock
from handlers.recurring import Recurring
from tests.handlers.talk import Clock as Watch
from tests.handlers.talk import Talk

CALENDARS, USUAL = {"Asia/Jerusalem": israel()}, italy()
FRIDAY = date(2026, 11, 20)


def calendar_of(person: Person) -> Calendar:
    return CALENDARS.get(person.timezone, USUAL)


def works_next(person: Person, moment: datetime) -> datetime:
    return next_working(calendar_of(person), moment)


class Ticking:
    """The talk's clock is set to a moment, ticks, and what it queued is delivered."""

    def __init__(self, talk: Talk, watch: Watch, settings: ClockSettings | None = None) -> None:
        self.talk, self.watch = talk, watch
        self.use(settings or ClockSettings())

    def use(self, settings: ClockSettings, *more: Callable[[datetime], int]) -> None:
        parts, self.settings = self.talk.parts, settings
        recurring = Recurring(parts, settings, calendar_of=calendar_of)
        self.clock = Clock(parts, settings, next_working=works_next, recurring=recurring, more=more)

    def at(self, written: str) -> int:
        """Tick at a moment in Rome's time, such as "2026-11-23 09:00"; how much was done."""
        self.watch.now = datetime.fromisoformat(f"{written}+01:00").astimezone(UTC)
        done = self.clock.tick(self.watch.now)
        self.talk.finish()
        return done

    def task(
        self, reference: str = "IT-0001", *, event: str = "opened", event_data: Any = None, **changes: Any
    ) -> Task:
        """Keep a task that Hannah asked of IT two weeks ago, by default, with the event that led to how it stands."""
        since = changes.pop("since", datetime(2026, 11, 6, 9, 0, tzinfo=UTC))
        data = {"reference": reference, "type": "it_support", "status": "open", "team": "it", "visibility": "everyone"}
        people = {"requester_id": self.talk.person("Hannah").id, "language": "en"}
        times = {"created_at": since - timedelta(hours=1), "updated_at": since}
        one = Task.model_validate(data | people | times | changes)
        happened = Event(
            reference=reference, kind=event, at=since, actor_id=None, channel="mail", data=event_data or {}
        )
        with self.talk.store.write() as uow:
            uow.tasks.add(one)
            uow.tasks.add_event(happened)
            uow.commit()
        return one
