"""What a look at a task by the clock is made from, and what it shows. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.catalogue import Catalogue
from bot.clock.hours import Hours
from bot.clock.keys import Occasion, task_key
from bot.clock.settings import ClockSettings
from bot.clock.targets import Goal
from bot.model import Party, Person, Task
from bot.turn import usual
from bot.worktime.model import Calendar
from bot.worktime.settings import calendar_in

Line = Literal["deadline", "waiting", "answer"]

_LINES: dict[Occasion, Line] = {
    "due_soon": "deadline",
    "due_today": "deadline",
    "overdue": "deadline",
    "overdue_manager": "deadline",
    "resolution_soon": "deadline",
    "resolution_missed": "deadline",
    "answer_soon": "answer",
    "answer_missed": "answer",
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to tell one person, at a moment; `since` is the day it is due, or since when something is awaited.

    `end` is the moment by which a target is to be met.
    """

    key: str
    occasion: Occasion
    line: Line
    person: Person
    at: datetime
    since: date
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a task shows: what is due, whether or not it was said already, and when to look `again`.

    `missed` are the targets that were missed lately.
    """

    due: tuple[Due, ...] = ()
    again: datetime | None = None
    missed: tuple[Goal, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """What does not change from task to task; `calendar_in` gives a country's calendar, None where none is known."""

    people: tuple[Person, ...]
    hours: Hours
    settings: ClockSettings
    catalogue: Catalogue
    parties: tuple[Party, ...] = ()
    calendar_of: Callable[[Person], Calendar] = lambda _: usual()
    calendar_in: Callable[[str], Calendar | None] = calendar_in


def due_of(task: Task, occasion: Occasion, person: Person, *, day: date, at: datetime, time: int = 1) -> Due:
    """A mention under its key; `time` counts those of the same occasion from 1."""
    key = task_key(task, occasion, day, time=time, person_id=person.id)
    return Due(key, occasion, _LINES.get(occasion, "waiting"), person, at, day)
