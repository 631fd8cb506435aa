"""What is due to be said about a task, to whom and when, and when to look at it again. Pure.

Each line of occasions (its deadline, what it waits for) says one thing at a time: of what was missed, only the newest
is said, and nothing that is older than the setting allows. What is passed over like that is not settled: should the
clock have run ahead and be put back, its time is still to come.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.catalogue import Catalogue
from bot.clock.hours import Hours
from bot.clock.keys import Occasion, task_key
from bot.clock.settings import ClockSettings
from bot.model import CLOSED, Event, Person, Task
from bot.permissions import approvers, team_of

Line = Literal["deadline", "waiting"]

_ASKED_SUPPLIER = frozenset({"mail_queued", "waiting"})
_ASKED_REQUESTER = frozenset({"waiting"})
_ASKED_APPROVAL = frozenset({"opened", "corrected", "reopened"})


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to tell one person, at a moment; `since` is the day it is due, or since when something is awaited."""

    key: str
    occasion: Occasion
    line: Line
    person: Person
    at: datetime
    since: date


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a task shows: what is due, whether or not it was said already, and when to look `again`."""

    due: tuple[Due, ...] = ()
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What does not change from task to task."""

    people: tuple[Person, ...]
    hours: Hours
    settings: ClockSettings
    catalogue: Catalogue


def look(task: Task, events: Sequence[Event], office: Office, now: datetime) -> Look:
    """What is due about a task now, to people who are at work; its events in order. What was said changes nothing."""
    if task.status in CLOSED:
        return Look()
    coming = tuple(_coming(task, events, office, now))
    came = sorted((one for one in coming if one.at <= now), key=lambda one: one.at)
    newest = {(one.line, one.person.id): one for one in came}
    limit = max(now - office.settings.oldest, task.created_at)  # whoever opened it knew what was due already
    fresh = [(one, office.hours.at_work(one.person, now)) for one in newest.values() if one.at > limit]
    later = [*(one.at for one in coming if one.at > now), *(at_work for _, at_work in fresh if at_work > now)]
    return Look(tuple(one for one, at_work in fresh if at_work <= now), again=min(later, default=None))


def waits_since(task: Task, events: Sequence[Event]) -> datetime:
    """Since when a task waits for what it waits for now; a supplier who is away, from the day they said."""
    kinds = _ASKED_APPROVAL
    if task.status == "waiting":
        kinds = _ASKED_SUPPLIER if task.waiting_for == "supplier" else _ASKED_REQUESTER
    asked = next((one.at for one in reversed(events) if one.kind in kinds), task.updated_at)
    for one in events:
        back = (one.data.get("away") or {}).get("back_on") if one.at >= asked else None
        if back:
            asked = max(asked, datetime.combine(date.fromisoformat(back), asked.timetz()))
    return asked


def _coming(task: Task, events: Sequence[Event], office: Office, now: datetime) -> Iterator[Due]:
    if task.status == "awaiting_approval":
        yield from _approval(task, events, office)
        return
    if task.due:
        yield from _deadline(task, task.due, office, now)
    if task.status == "waiting":
        yield from _waiting(task, events, office)


def _deadline(task: Task, due: date, office: Office, now: datetime) -> Iterator[Due]:
    """The working day before, the day itself, then once overdue and every so often; later the manager once."""
    hours, every = office.hours, timedelta(days=office.settings.overdue_every)
    workers = _workers(task, office)
    for person in workers:
        yield _due(task, "due_soon", person, day=due, at=hours.on(person, hours.before(person, due)))
        yield _due(task, "due_today", person, day=due, at=hours.on(person, due))
        local = now.astimezone(ZoneInfo(person.timezone)).date()
        passed = max((local - due).days - 1, 0) // every.days
        # A day off delays a mention, so that the one before this week's may be the last that was due.
        for time in range(max(passed - _LATE_WEEKS, 0), passed + 2):
            at = hours.on(person, due + timedelta(days=1) + time * every)
            yield _due(task, "overdue", person, day=due, at=at, time=time + 1)
    told = {person.id for person in workers}
    for person in approvers(office.people, task):
        if person.id not in told:
            at = hours.on(person, hours.after(person, due, office.settings.manager_after))
            yield _due(task, "overdue_manager", person, day=due, at=at)


_LATE_WEEKS = 1


def _waiting(task: Task, events: Sequence[Event], office: Office) -> Iterator[Due]:
    settings, since = office.settings, waits_since(task, events)
    if task.waiting_for == "supplier":
        occasion: Occasion = "supplier"
        after, times = settings.supplier_after, settings.chasers if settings.chaser != "off" else 0
        people = owner(task, office.people)
    else:
        occasion, after, times = "requester", settings.requester_after, settings.requester_times
        people = tuple(one for one in office.people if one.id == task.requester_id)
    for person in people:
        yield from _repeated(task, occasion, person, office, since=since, after=after, times=times)


def _approval(task: Task, events: Sequence[Event], office: Office) -> Iterator[Due]:
    settings, since = office.settings, waits_since(task, events)
    contract = office.catalogue[task.type].contract if task.type in office.catalogue else None
    first = approvers(office.people, task, contract)
    for person in first:
        yield from _repeated(
            task, "approval", person, office, since=since, after=settings.approval_after, times=settings.approval_times
        )
    others = tuple(person for person in office.people if person not in first)
    for person in approvers(others, task, contract):
        yield from _repeated(task, "escalation", person, office, since=since, after=settings.escalation_after, times=1)


def _repeated(
    task: Task, occasion: Occasion, person: Person, office: Office, *, since: datetime, after: int, times: int
) -> Iterator[Due]:
    """So many mentions, each so many of the person's working days after the one before, at the hour it began."""
    zone = ZoneInfo(person.timezone)
    begun = since.astimezone(zone)
    day = begun.date()
    for time in range(1, times + 1):
        day = office.hours.after(person, day, after)
        at = office.hours.at_work(person, datetime.combine(day, begun.time(), zone))
        yield _due(task, occasion, person, day=begun.date(), at=at, time=time)


def owner(task: Task, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Who looks after a task: whoever has it, else whoever asked for it."""
    known = {person.id: person for person in people}
    found = known.get(task.assignee_id or "") or known.get(task.requester_id)
    return (found,) if found else ()


def _workers(task: Task, office: Office) -> tuple[Person, ...]:
    """Who is to do a task: whoever has it, else its team, else who stands in for the team."""
    assigned = tuple(person for person in office.people if person.id == task.assignee_id)
    return assigned or team_of(office.people, task.team) or approvers(office.people, task)


def _due(task: Task, occasion: Occasion, person: Person, *, day: date, at: datetime, time: int = 1) -> Due:
    key = task_key(task, occasion, day, time=time, person_id=person.id)
    line: Line = "deadline" if occasion in {"due_soon", "due_today", "overdue", "overdue_manager"} else "waiting"
    return Due(key, occasion, line, person, at, day)
