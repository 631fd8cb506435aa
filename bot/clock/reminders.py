"""What is due to be said about a task, to whom and when, and when to look at it again. Pure.

A target of the type's (`bot.clock.targets`) is told with the due date's own mentions, not beside them: that its end is
near falls out on a day on which the due date is named, that it was missed takes the place of what would come after it.

Each line of occasions (its deadline, what it waits for) says one thing at a time: of what was missed, only the newest
is said, and nothing that is older than the setting allows. What is passed over like that is not settled: should the
clock have run ahead and be put back, its time is still to come.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock.keys import Occasion, Target
from bot.clock.looks import Due, Look, Office, due_of
from bot.clock.targets import Goal, calendar_of_task, goals, workers
from bot.clock.waiting import on_approval, on_somebody
from bot.model import CLOSED, Event, Person, Task
from bot.permissions import approvers

_DAY = timedelta(days=1)
_LATE_WEEKS = 1
_OF_TARGET: dict[Target, tuple[Occasion, Occasion]] = {
    "answer": ("answer_soon", "answer_missed"),
    "resolution": ("resolution_soon", "resolution_missed"),
}


def look(task: Task, events: Sequence[Event], office: Office, now: datetime) -> Look:
    """What is due about a task now, to people who are at work; its events in order. What was said changes nothing."""
    if task.status in CLOSED:
        return Look()
    found = _goals(task, events, office, now)
    coming = tuple(_coming(task, events, found, office, now))
    came = sorted((one for one in coming if one.at <= now), key=lambda one: one.at)
    newest = {(one.line, one.person.id): one for one in came}
    limit = max(now - office.settings.oldest, task.created_at)  # whoever opened it knew what was due already
    fresh = [(one, office.hours.at_work(one.person, now)) for one in newest.values() if one.at > limit]
    ends = {one: one.end for one in found if one.end}
    later = [*(one.at for one in coming if one.at > now), *(at_work for _, at_work in fresh if at_work > now)]
    later += [end for end in ends.values() if end > now]
    missed = tuple(one for one, end in ends.items() if limit < end <= now)
    return Look(tuple(one for one, at_work in fresh if at_work <= now), again=min(later, default=None), missed=missed)


def _goals(task: Task, events: Sequence[Event], office: Office, now: datetime) -> tuple[Goal, ...]:
    calendar = calendar_of_task(task, office.people, office.calendar_of)
    if not office.settings.targets or task.type not in office.catalogue or calendar is None:
        return ()
    soon = timedelta(hours=office.settings.target_soon)
    return goals(task, events, office.catalogue[task.type].contract, calendar, soon=soon, now=now)


def _coming(
    task: Task, events: Sequence[Event], found: tuple[Goal, ...], office: Office, now: datetime
) -> Iterator[Due]:
    if task.status == "awaiting_approval":
        yield from on_approval(task, events, office)
        return
    every = timedelta(days=office.settings.overdue_every)
    for person in workers(task, office.people):
        dated = tuple(_deadline(task, task.due, person, office, now)) if task.due else ()
        told = _target_mentions(task, person, found, office)
        yield from _with_targets(dated, told, zone=ZoneInfo(person.timezone), every=every)
    if task.due:
        yield from _overdue_for_managers(task, task.due, office)
    if task.status == "waiting":
        yield from on_somebody(task, events, office)


def _deadline(task: Task, due: date, person: Person, office: Office, now: datetime) -> Iterator[Due]:
    """The working day before, the day itself, then once overdue and every so often."""
    hours, every = office.hours, timedelta(days=office.settings.overdue_every)
    yield due_of(task, "due_soon", person, day=due, at=hours.on(person, hours.before(person, due)))
    yield due_of(task, "due_today", person, day=due, at=hours.on(person, due))
    local = now.astimezone(ZoneInfo(person.timezone)).date()
    passed = max((local - due).days - 1, 0) // every.days
    # A day off delays a mention, so that the one before this week's may be the last that was due.
    for time in range(max(passed - _LATE_WEEKS, 0), passed + 2):
        at = hours.on(person, due + _DAY + time * every)
        yield due_of(task, "overdue", person, day=due, at=at, time=time + 1)


def _target_mentions(task: Task, person: Person, found: tuple[Goal, ...], office: Office) -> dict[Occasion, Due]:
    """What would be told of the targets that are not met yet, by occasion."""
    day = task.created_at.astimezone(UTC).date()
    told: dict[Occasion, Due] = {}
    for goal in found:
        if goal.end is None or goal.standing.state == "missed":
            continue
        for occasion, moment in zip(_OF_TARGET[goal.target], (goal.near, goal.end), strict=True):
            if moment:
                at = office.hours.at_work(person, moment)
                told[occasion] = replace(due_of(task, occasion, person, day=day, at=at), end=goal.standing.deadline)
    return told


def _with_targets(
    dated: Sequence[Due], told: Mapping[Occasion, Due], *, zone: ZoneInfo, every: timedelta
) -> Iterator[Due]:
    """The mentions of the due date and of the targets, one of them where two would say the same."""
    named = {one.at.astimezone(zone).date(): one.occasion for one in dated}
    over = told.get("resolution_missed")
    instead = over if over and named.get(over.at.astimezone(zone).date()) != "overdue" else None
    for one in dated:
        yield replace(instead, at=one.at) if instead and instead.at <= one.at < instead.at + every else one
    if instead:
        yield instead
    for occasion, one in told.items():
        said = occasion == "resolution_soon" and one.at.astimezone(zone).date() in named
        if not said and (over is None or one.at < over.at):
            yield one


def _overdue_for_managers(task: Task, due: date, office: Office) -> Iterator[Due]:
    """Later the manager, once."""
    hours = office.hours
    told = {person.id for person in workers(task, office.people)}
    for person in approvers(office.people, task):
        if person.id not in told:
            at = hours.on(person, hours.after(person, due, office.settings.manager_after))
            yield due_of(task, "overdue_manager", person, day=due, at=at)
