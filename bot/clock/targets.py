"""How a task's targets stand (elsewhere: SLA): by whose calendar, when they are near and when they are missed. Pure.

Their working time is counted by the calendar of whoever has the task, else by the one that most of its team have;
absences of one person do not stop it. Who wanted a task on a later day than its type's hours lead to has given the time
until the end of that day.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.catalogue import HOURS_OF_A_DAY, Contract
from bot.clock.keys import Target
from bot.model import Event, Person, Task
from bot.permissions import approvers, team_of
from bot.worktime.clock import Clock, Standing, clock, first_answer, resolution
from bot.worktime.counting import add_working, next_working, working_time
from bot.worktime.errors import WorkTimeError
from bot.worktime.model import Calendar

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_MISSED = frozenset({"missed", "breached"})


@dataclass(frozen=True, slots=True)
class Goal:
    """One target of a task: the working time `allowed`, how it stands, and the moments at which it is told.

    `near` is None where that is not told, both are while nobody knows when it has to be met, or it was met.
    """

    target: Target
    allowed: timedelta
    standing: Standing
    near: datetime | None = None
    end: datetime | None = None

    @property
    def missed(self) -> bool:
        """Whether it was missed, for good or until now."""
        return self.standing.state in _MISSED

    @property
    def late(self) -> timedelta:
        """By how much working time it was missed."""
        return max(self.standing.used - self.allowed, timedelta())

    @property
    def left(self) -> timedelta:
        """How much working time is left of it."""
        return max(self.allowed - self.standing.used, timedelta())


def goals(
    task: Task, events: Sequence[Event], contract: Contract, calendar: Calendar, *, soon: timedelta, now: datetime
) -> tuple[Goal, ...]:
    """The first answer and the resolution; none for a type without targets, or where nobody knows when it was opened.

    `soon` is working time. A calendar that never works has no targets.
    """
    target, answer = contract.target_hours, contract.answer_within
    run = clock(events)
    if target is None or answer is None or not run.runs:
        return ()
    try:
        whole = max(target * _HOUR, _wanted(task, contract, run, calendar))
        first = first_answer(run, calendar, target=answer * _HOUR, soon=soon, now=now)
        last = resolution(run, calendar, target=whole, soon=soon, now=now)
        return (
            _goal("answer", answer * _HOUR, first, calendar, soon=soon),
            _goal("resolution", whole, last, calendar, soon=soon),
        )
    except WorkTimeError:
        return ()


def _wanted(task: Task, contract: Contract, run: Clock, calendar: Calendar) -> timedelta:
    """The working time until the end of the day that was asked for; a part has that of its whole."""
    days = (task.fields[spec.name].content for spec in contract.fields if spec.due and spec.name in task.fields)
    wanted = next((day for day in days if isinstance(day, date)), task.due if task.parent else None)
    if wanted is None:
        return timedelta()
    return working_time(calendar, run.runs[0].start, datetime.combine(wanted + _DAY, time(), calendar.zone))


def _goal(target: Target, allowed: timedelta, standing: Standing, calendar: Calendar, *, soon: timedelta) -> Goal:
    deadline = standing.deadline
    if deadline is None or standing.state == "met":
        return Goal(target, allowed, standing)
    long = allowed >= HOURS_OF_A_DAY * _HOUR  # shortly before less than that, its opening was only just told
    near = add_working(calendar, deadline, -soon) if long else None
    return Goal(target, allowed, standing, near, next_working(calendar, deadline))


def workers(task: Task, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Who is to do a task: whoever has it, else its team, else who stands in for the team."""
    assigned = tuple(person for person in people if person.id == task.assignee_id)
    return assigned or team_of(people, task.team) or approvers(people, task)


def works_on(person: Person, task: Task) -> bool:
    """Whether the task is the person's work, or theirs to oversee; to have asked for it is neither."""
    if person.id == task.assignee_id or person.role in {"manager", "admin"}:
        return True
    return person.team == task.team and person.role != "requester"


def calendar_of_task(
    task: Task, people: tuple[Person, ...], calendar_of: Callable[[Person], Calendar]
) -> Calendar | None:
    """The calendar by which a task is worked; None where nobody works it."""
    known = Counter(calendar_of(person) for person in workers(task, people))
    return known.most_common(1)[0][0] if known else None
