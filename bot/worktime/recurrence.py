"""What comes again and again: the days that a recurrence names, without a look at any calendar of work.

The ideas are those of RFC 5545 (RRULE), with two differences that offices want: the 31st of a shorter month is its last
day, and a day that is not worked can move.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import count
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from bot.model import Value
from bot.understanding.readers.calendar_days import month_span, nth_day, plus_days, plus_months

Unit = Literal["day", "working_day", "week", "month", "year"]
Shift = Literal["before", "after", "none"]
Weekday = Annotated[int, Field(ge=0, le=6)]


class Recurrence(Value):
    """Every so many days, weeks, months or years from `start`, the days that the parts name.

    Weekdays count from Monday (0). `days` are of the month, -1 its last; `nths` say which of the `weekdays` of the
    month (-1 the last); `working_day` is the n-th working day of the month, below 0 from its end. Weeks, months and
    years that name no day have that of `start` (`day_is_open`). `shift` is where a day goes that is not worked; `at` is
    local time, None when work begins. `until` is the last day that may be named, `times` how often it comes in all.
    """

    start: date
    unit: Unit
    every: Annotated[int, Field(ge=1, le=1000)] = 1
    weekdays: tuple[Weekday, ...] = ()
    nths: tuple[Annotated[int, Field(ge=-1, le=5)], ...] = ()
    days: tuple[Annotated[int, Field(ge=-1, le=31)], ...] = ()
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    working_day: Annotated[int, Field(ge=-23, le=23)] | None = None
    shift: Shift = "none"
    at: time | None = None
    until: date | None = None
    times: Annotated[int, Field(ge=1)] | None = None
    week_start: Weekday = 0

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        monthly = self.unit in {"month", "year"}
        ways = sum((bool(self.days), bool(self.nths), self.working_day is not None))
        if ways > 1 or (ways and not monthly):
            raise ValueError("the day of a month is said in one way, of months and years only")
        if bool(self.weekdays) != (bool(self.nths) if monthly else bool(self.weekdays) and self.unit == "week"):
            raise ValueError("weekdays are of weeks, or of months with which of them")
        if 0 in (*self.nths, *self.days, self.working_day):
            raise ValueError("days are counted from 1, or back from -1")
        if self.months and self.unit != "year":
            raise ValueError("months are named of years only")
        if self.unit == "working_day" and self.every != 1:
            raise ValueError("working days come one by one")
        if self.at is not None and self.at.tzinfo is not None:
            raise ValueError("the time of day is local, without a time zone")
        return self

    @property
    def day_is_open(self) -> bool:
        """Whether nobody said which day of the week or month it is."""
        named = self.weekdays or self.days or self.nths or self.working_day
        return self.unit in {"week", "month", "year"} and not named


def nominal_days(recurrence: Recurrence, first: date, last: date) -> Iterator[date]:
    """The days from `first` to `last` that the recurrence names, ascending; for "working_day" each day, uncounted."""
    if recurrence.until:
        last = min(last, recurrence.until)
    # What is counted has to be counted from its beginning.
    times = None if recurrence.unit == "working_day" else recurrence.times
    begin = recurrence.start if times else max(first, recurrence.start)
    for place, day in enumerate(_from(recurrence, begin)):
        if day > last or (times and place >= times):
            return
        if day >= first:
            yield day


def _from(recurrence: Recurrence, begin: date) -> Iterator[date]:
    """All named days on or after `begin`, to the end of the calendar."""
    if recurrence.unit in {"day", "working_day"}:
        ahead = -((recurrence.start - begin).days // recurrence.every) * recurrence.every
        yield from _days_on(recurrence.start + timedelta(days=ahead), recurrence.every)
        return
    periods = _weeks(recurrence, begin) if recurrence.unit == "week" else _months(recurrence, begin)
    for days in periods:
        yield from (day for day in days if day >= begin)


def _days_on(day: date | None, every: int) -> Iterator[date]:
    while day:
        yield day
        day = plus_days(day, every)


def _weeks(recurrence: Recurrence, begin: date) -> Iterator[list[date]]:
    def first_of_week(day: date) -> date:
        return day - timedelta(days=(day.weekday() - recurrence.week_start) % 7)

    week = first_of_week(recurrence.start)
    passed = (first_of_week(begin) - week).days // 7 // recurrence.every
    offsets = sorted((one - recurrence.week_start) % 7 for one in recurrence.weekdays or (recurrence.start.weekday(),))
    for start in _days_on(plus_days(week, 7 * passed * recurrence.every), 7 * recurrence.every):
        yield [day for offset in offsets if (day := plus_days(start, offset))]


def _months(recurrence: Recurrence, begin: date) -> Iterator[list[date]]:
    """Month by month, or for years the months that they name."""
    first, of_year = recurrence.start.replace(day=1), recurrence.unit == "year"
    if of_year:
        first = first.replace(month=1)
    step = recurrence.every * (12 if of_year else 1)
    passed = (12 * (begin.year - first.year) + begin.month - first.month) // step
    named = sorted(recurrence.months) or [recurrence.start.month if of_year else 1]
    for turn in count(passed):
        if (start := plus_months(first, turn * step)) is None:
            return
        months = [start.replace(month=one) for one in named] if of_year else [start]
        yield [day for month in months for day in _of_month(recurrence, month)]


def _of_month(recurrence: Recurrence, month: date) -> list[date]:
    span = month_span(month.year, month.month)
    if span is None:
        return []
    if recurrence.working_day is not None:
        return [span.start if recurrence.working_day > 0 else span.end]
    if recurrence.nths:
        wanted = ((nth, weekday) for nth in recurrence.nths for weekday in recurrence.weekdays)
        return sorted({day for nth, weekday in wanted if (day := nth_day(span, nth, {weekday}))})
    last = span.end.day
    days = (last if day < 0 else min(day, last) for day in recurrence.days or (recurrence.start.day,))
    return [month.replace(day=day) for day in sorted(set(days))]
