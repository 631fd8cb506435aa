"""What a task's targets count: working time until its first answer and until it is resolved (elsewhere: SLA).

The clock runs from "opened". It stands while the task waits for its requester or a supplier, and after it was closed:
- "waiting" stops it, and so does "mail_queued": a mail to a supplier left, and what is awaited is their answer;
- "answered" starts it again, as do "reopened", "corrected" by a colleague, "approved", and a mail of a robot that says
  that ours did not arrive;
- "done", "cancelled" and "rejected" close it; only "reopened" and "corrected" open it again, and time adds up.
Waiting for an approval counts: it is our own time.

The first answer is the first event by which the requester hears of somebody who looked at the task: "assigned",
"comment", "waiting", "approved", "rejected", "cancelled", "done", "mail_queued", "proposals_taken", by anybody but the
requester (the assistant among them: what it does itself is an answer; that it took the request down is none). Closing
ends this target too, whoever does it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from bot.model import Event
from bot.worktime.counting import add_working, working_time
from bot.worktime.model import Calendar

FIRST_ANSWERS = frozenset(
    "assigned comment waiting approved rejected cancelled done mail_queued proposals_taken".split()
)
_STOPS = frozenset({"waiting", "mail_queued"})
_STARTS = frozenset({"answered", "approved"})
_OPENS = frozenset({"reopened", "corrected"})
_CLOSES = frozenset({"done", "cancelled", "rejected"})
_UNDELIVERED = frozenset({"not_accepted", "not_delivered", "virus"})

State = Literal["met", "missed", "running", "due_soon", "breached", "stopped"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch during which the clock ran, to `end` or until now."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """When a task's time ran, was first answered and was closed; `closed_at` is None again when it is reopened."""

    runs: tuple[Run, ...]
    answered_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a target stands: working time `used`, and until when it has to be met.

    `deadline` is None while the clock stands within its target: it is not known yet. "met" and "missed" are final.
    """

    state: State
    used: timedelta
    deadline: datetime | None


def clock(events: Iterable[Event]) -> Clock:
    """The clock of one task; its events in any order, those of the same moment in the order given."""
    ordered = sorted(events, key=lambda one: one.at)
    requester = next((one.actor_id for one in ordered if one.kind == "opened"), None)
    runs: list[Run] = []
    answered = closed = None
    for one in ordered:
        running = bool(runs) and runs[-1].end is None
        if answered is None and _answers(one, requester):
            answered = one.at
        if running and one.kind in _STOPS | _CLOSES:
            runs[-1] = Run(runs[-1].start, one.at)
        elif not running and _starts(one, closed=closed is not None):
            runs.append(Run(one.at))
            closed = None
        if one.kind in _CLOSES:
            closed = one.at
    return Clock(tuple(runs), answered, closed)


def _answers(event: Event, requester: str | None) -> bool:
    ours = event.actor_id is None or event.actor_id != requester
    return event.kind in _CLOSES or (event.kind in FIRST_ANSWERS and ours)


def _starts(event: Event, *, closed: bool) -> bool:
    """Whether the clock goes on; a part that is corrected with its whole (`why`) waits as before."""
    if event.kind == "opened" or (event.kind in _OPENS and not (event.kind == "corrected" and event.why)):
        return True
    return not closed and (event.kind in _STARTS or _undelivered(event.data))


def _undelivered(data: dict[str, Any]) -> bool:
    """Whether a robot says that a mail of ours did not arrive, as `bot.mail.filing` notes it."""
    bounced = any(one.get("action") == "failed" for one in data.get("bounces") or ())
    return bounced or (data.get("pec") or {}).get("kind") in _UNDELIVERED


def first_answer(clock: Clock, calendar: Calendar, *, target: timedelta, soon: timedelta, now: datetime) -> Standing:
    """How the target for the first answer stands; `target` and `soon` are working time."""
    end = clock.answered_at
    runs = tuple(Run(one.start, _earlier(one.end, end)) for one in clock.runs if end is None or one.start < end)
    return _standing(runs, calendar, target=target, soon=soon, now=now, finished=end is not None)


def resolution(clock: Clock, calendar: Calendar, *, target: timedelta, soon: timedelta, now: datetime) -> Standing:
    """How the target for the resolution stands; `target` and `soon` are working time."""
    return _standing(clock.runs, calendar, target=target, soon=soon, now=now, finished=clock.closed_at is not None)


def _earlier(one: datetime | None, two: datetime | None) -> datetime | None:
    return min(one, two) if one and two else one or two


def _standing(
    runs: tuple[Run, ...], calendar: Calendar, *, target: timedelta, soon: timedelta, now: datetime, finished: bool
) -> Standing:
    used, deadline = timedelta(), None
    for run in runs:
        spent = working_time(calendar, run.start, max(run.start, run.end or now))
        if deadline is None and (run.end is None or used + spent > target):
            deadline = add_working(calendar, run.start, target - used)
        used += spent
    over, stopped = used > target, not runs or runs[-1].end is not None
    if finished:
        return Standing("missed" if over else "met", used, deadline)
    if over:
        return Standing("breached", used, deadline)
    if stopped:
        return Standing("stopped", used, deadline)
    return Standing("due_soon" if target - used <= soon else "running", used, deadline)
