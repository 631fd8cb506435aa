"""What is said of a task that waits: for a supplier, its requester or an approval. Pure.

The days are those on which whoever is told works; for a supplier, those on which the supplier does.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock.chaser import supplier_of
from bot.clock.hours import Hours
from bot.clock.keys import Occasion
from bot.clock.looks import Due, Office, due_of
from bot.model import Event, Person, Task
from bot.permissions import approvers
from bot.worktime.counting import next_working

_ASKED_SUPPLIER = frozenset({"mail_queued", "waiting"})
_ASKED_REQUESTER = frozenset({"waiting"})
_ASKED_APPROVAL = frozenset({"opened", "corrected", "reopened"})
_DAY = timedelta(days=1)
_MOST_MOVES = 45  # days on which a supplier and whoever writes to them may not work both


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


def on_somebody(task: Task, events: Sequence[Event], office: Office) -> Iterator[Due]:
    """What is said of a task that waits for its supplier or its requester."""
    settings, since = office.settings, waits_since(task, events)
    theirs = None
    if task.waiting_for == "supplier":
        occasion: Occasion = "supplier"
        after, times = settings.supplier_after, settings.chasers if settings.chaser != "off" else 0
        people, theirs = owner(task, office.people), _hours_of_supplier(task, office)
    else:
        occasion, after, times = "requester", settings.requester_after, settings.requester_times
        people = tuple(one for one in office.people if one.id == task.requester_id)
    for person in people:
        yield from _repeated(task, occasion, person, office, since=since, after=after, times=times, theirs=theirs)


def _hours_of_supplier(task: Task, office: Office) -> Hours | None:
    """When a task's supplier works, by the country on record."""
    party = supplier_of(task, office.parties)
    calendar = office.calendar_in(party.country) if party and party.country else None
    return Hours(lambda _, moment: next_working(calendar, moment)) if calendar else None


def on_approval(task: Task, events: Sequence[Event], office: Office) -> Iterator[Due]:
    """What is said of a task that waits for an approval."""
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
    task: Task,
    occasion: Occasion,
    person: Person,
    office: Office,
    *,
    since: datetime,
    after: int,
    times: int,
    theirs: Hours | None = None,
) -> Iterator[Due]:
    """So many mentions, each so many of the person's working days after the one before, at the hour it began.

    With `theirs`, the days are those of the supplier, who is to be written to on one of them.
    """
    hours = office.hours
    zone = ZoneInfo(person.timezone)
    begun = since.astimezone(zone)
    day = begun.date()
    for time in range(1, times + 1):
        day = (theirs or hours).after(person, day, after)
        at = hours.at_work(person, datetime.combine(day, begun.time(), zone))
        at = _while_both_work(person, at, hours, theirs) if theirs else at
        yield due_of(task, occasion, person, day=begun.date(), at=at, time=time)


def _while_both_work(person: Person, at: datetime, hours: Hours, theirs: Hours) -> datetime:
    """The moment, or when the person next begins a day on which the others work too."""
    zone, moved = ZoneInfo(person.timezone), at
    for _ in range(_MOST_MOVES):
        day = moved.astimezone(zone).date()
        if theirs.works(person, day):
            return moved
        moved = hours.on(person, day + _DAY)
    return at


def owner(task: Task, people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Who looks after a task: whoever has it, else whoever asked for it."""
    known = {person.id: person for person in people}
    found = known.get(task.assignee_id or "") or known.get(task.requester_id)
    return (found,) if found else ()
