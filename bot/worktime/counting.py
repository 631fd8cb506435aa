"""Working time between moments, moments after so much of it, and days that are worked.

All moments are aware; those returned are in UTC, so that a difference of two is real time also where clocks change.
What never ends raises `NeverWorks`, years without known holidays `OutsideTables`.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from bot.model import Absence, Period
from bot.worktime.errors import NeverWorks
from bot.worktime.model import Calendar, Closure
from bot.worktime.years import Year, day_spans, microseconds, moment_of, year_of

Direction = Literal["before", "after"]

_IDLE_YEARS = 10
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)


def for_person(calendar: Calendar, absences: tuple[Absence, ...]) -> Calendar:
    """The calendar of a person with these absences, of which only those from whole days of work count here."""
    away = tuple(Closure(once=Period(start=one.start, end=one.end)) for one in absences if one.keeps_away)
    return calendar.model_copy(update={"closures": (*calendar.closures, *away)}) if away else calendar


def local_day(calendar: Calendar, moment: datetime) -> date:
    """The day that it is in the calendar's time zone."""
    return moment.astimezone(calendar.zone).date()


def spans(calendar: Calendar, day: date) -> tuple[tuple[datetime, datetime], ...]:
    """When work begins and ends on a day, in order, in UTC."""
    return tuple((moment_of(start), moment_of(end)) for start, end in day_spans(calendar, day))


def is_working(calendar: Calendar, day: date) -> bool:
    """Whether anything is worked on the day; a short day is a working day."""
    return bool(year_of(calendar, day.year).works[day.timetuple().tm_yday - 1])


def working_time(calendar: Calendar, start: datetime, end: datetime) -> timedelta:
    """What is worked from one moment to the other; negative where `end` is the earlier."""
    first, last = microseconds(start), microseconds(end)
    if last < first:
        return -working_time(calendar, end, start)
    a, b = local_day(calendar, start).year, local_day(calendar, end).year
    whole = sum(year_of(calendar, year).total for year in range(a, b))
    return (whole + year_of(calendar, b).worked(last) - year_of(calendar, a).worked(first)) * _MICROSECOND


def add_working(calendar: Calendar, start: datetime, amount: timedelta) -> datetime:
    """The first moment by which so much more was worked; for a negative amount, the last by which so much less was."""
    left, year = amount // _MICROSECOND, local_day(calendar, start).year
    if not left:
        return start.astimezone(UTC)
    target = year_of(calendar, year).worked(microseconds(start)) + left
    idle = 0
    while left > 0 and target > (total := year_of(calendar, year).total):
        target, year, idle = target - total, year + 1, _idle(total, idle)
    while target < 0:
        year -= 1
        total = year_of(calendar, year).total
        target, idle = target + total, _idle(total, idle)
    found = year_of(calendar, year)
    return moment_of(found.earliest(target) if left > 0 else found.latest(target))


def _idle(total: int, idle: int) -> int:
    """How many years in a row were without work; raises `NeverWorks` when there are too many."""
    idle = 0 if total else idle + 1
    if idle >= _IDLE_YEARS:
        raise NeverWorks(f"this calendar does not work for {idle} years in a row")
    return idle


def next_working(calendar: Calendar, moment: datetime) -> datetime:
    """The moment itself, where it is worked, else when work begins again."""
    at, year, idle = microseconds(moment), local_day(calendar, moment).year, 0
    while (found := year_of(calendar, year).next(at)) is None:
        year, idle = year + 1, _idle(0, idle)
    return moment_of(found)


def shift_to_working_day(calendar: Calendar, day: date, direction: Direction) -> date:
    """The day itself, where it is worked, else the nearest worked day before or after it."""
    return common_working_day(day, calendar, direction=direction)


def common_working_day(day: date, *calendars: Calendar, direction: Direction = "after") -> date:
    """The first day on or after `day` (or the last on or before it) on which all of the calendars work."""
    step, last = (_DAY, day.year + _IDLE_YEARS) if direction == "after" else (-_DAY, day.year - _IDLE_YEARS)
    year, tables = 0, list[Year]()
    while day.year != last:
        if day.year != year:
            year = day.year
            tables = [year_of(calendar, year) for calendar in calendars]
        place = day.timetuple().tm_yday - 1
        if all(table.works[place] for table in tables):
            return day
        day += step
    raise NeverWorks(f"these calendars share no working day within {_IDLE_YEARS} years")


def working_day_from(calendar: Calendar, day: date, count: int) -> date:
    """The `count`-th working day on or after `day`; below 0, counted back from it: -1 is the last on or before it."""
    direction: Direction = "after" if count > 0 else "before"
    step = _DAY if count > 0 else -_DAY
    found = shift_to_working_day(calendar, day, direction)
    for _ in range(abs(count) - 1):
        found = shift_to_working_day(calendar, found + step, direction)
    return found
