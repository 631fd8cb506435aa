"""When a recurrence comes: each occurrence with the day that names it and the day on which it falls by the calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from bot.worktime.counting import is_working, local_day, shift_to_working_day, working_day_from
from bot.worktime.model import Calendar
from bot.worktime.recurrence import Recurrence, nominal_days
from bot.worktime.years import hours_of, instant, moment_of

_UNWORKED = time(9)  # when a day begins that has no hours of its own
_DAY = timedelta(days=1)
_LOOKS = (40, 400, 4000)  # days ahead; what comes at all comes within these, but for 29 February of odd turns


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that it comes: `key` is the named day in ISO 8601, which stays when closures change; `at` is in UTC."""

    key: str
    day: date
    at: datetime


def occurrences(
    recurrence: Recurrence, calendar: Calendar, *, after: datetime, upto: datetime
) -> tuple[Occurrence, ...]:
    """What comes after one moment and up to another, in order; whatever the windows, each comes in exactly one."""
    first, last = local_day(calendar, after), local_day(calendar, upto)
    if last < first:
        return ()
    first, last = _reach(recurrence, calendar, first=first, last=last)
    here = (_occurrence(recurrence, calendar, day) for day in _named(recurrence, calendar, first, last))
    return tuple(sorted((one for one in here if after < one.at <= upto), key=lambda one: (one.at, one.key)))


def next_occurrence(recurrence: Recurrence, calendar: Calendar, after: datetime) -> Occurrence | None:
    """The first that comes after a moment; None when it is over."""
    for days in _LOOKS:
        upto = after + timedelta(days=days)
        if found := occurrences(recurrence, calendar, after=after, upto=upto):
            return found[0]
        if recurrence.until and local_day(calendar, upto) > recurrence.until + timedelta(days=days):
            return None
    return None


def _named(recurrence: Recurrence, calendar: Calendar, first: date, last: date) -> Iterator[date]:
    if recurrence.unit != "working_day":
        return nominal_days(recurrence, first, last)
    days = nominal_days(recurrence, recurrence.start if recurrence.times else first, last)
    worked = islice((day for day in days if is_working(calendar, day)), recurrence.times)
    return (day for day in worked if day >= first)


def _reach(recurrence: Recurrence, calendar: Calendar, *, first: date, last: date) -> tuple[date, date]:
    """Which days may name what falls between `first` and `last`: days move one way, and never past another."""
    count = recurrence.working_day or {"after": 1, "before": -1, "none": 0}[recurrence.shift]
    if count > 0:
        return working_day_from(calendar, first - _DAY, -count), last
    if count < 0:
        return first, working_day_from(calendar, last + _DAY, -count)
    return first, last


def _occurrence(recurrence: Recurrence, calendar: Calendar, named: date) -> Occurrence:
    day = named
    if recurrence.working_day is not None:
        day = working_day_from(calendar, named, recurrence.working_day)
    elif recurrence.shift != "none":
        day = shift_to_working_day(calendar, named, recurrence.shift)
    begins = next((start for start, _ in hours_of(calendar, day)), _UNWORKED)
    moment = recurrence.at if recurrence.at is not None else begins
    return Occurrence(named.isoformat(), day, moment_of(instant(day, moment, calendar.zone)))
