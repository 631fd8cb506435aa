"""The working time of a calendar's year laid out once, so that a question is a search in it.

A local time that does not exist, since clocks go forward over it, stands for the moment of the change; one that exists
twice is its first. So later local times are never earlier moments and hours never overlap (PEP 495 on folds).
"""

from array import array
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.worktime.model import Calendar, DayRule, Hours
from bot.worktime.public_days import check_year, public_days

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_PLAIN_DAY = _DAY // _MICROSECOND


def microseconds(moment: datetime) -> int:
    """Microseconds since 1970; raises `ValueError` for a naive moment."""
    if moment.utcoffset() is None:
        raise ValueError("a moment needs a time zone")
    return (moment - _EPOCH) // _MICROSECOND


def moment_of(microseconds: int) -> datetime:
    """The moment in UTC."""
    return _EPOCH + microseconds * _MICROSECOND


def hours_of(calendar: Calendar, day: date) -> tuple[Hours, ...]:
    """The local hours of a day, as its rules leave them."""
    public = public_days(calendar.country, calendar.subdivision, day.year)
    if day in public.holidays or any(
        one.covers(day) or (one.feast and day in public.feast(one.feast)) for one in calendar.closures
    ):
        return ()
    hours = calendar.week.days[day.weekday()]
    for days, rule in (
        (public.eves, calendar.eves),
        (public.memorial, calendar.memorial),
        (public.hol_hamoed, calendar.hol_hamoed),
    ):
        hours = _under(rule, hours) if day in days else hours
    return hours


def _under(rule: DayRule, hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
    if isinstance(rule, time):
        return tuple((start, _earlier(end, rule)) for start, end in hours if start < rule)
    return () if rule == "off" else hours


def _earlier(end: time, rule: time) -> time:
    return rule if end == time.min or rule < end else end


def instant(day: date, moment: time, zone: ZoneInfo) -> int:
    """The moment of a local time, in microseconds."""
    local = datetime.combine(day, moment, tzinfo=zone)
    early, late = microseconds(local.replace(fold=1)), microseconds(local)
    if early >= late:  # it exists once, or twice and this is the first
        return late
    while early < late:  # the change lies between what the time would be after it and before it
        middle = (early + late) // 2
        if moment_of(middle).astimezone(zone).replace(tzinfo=None) < local.replace(tzinfo=None):
            early = middle + 1
        else:
            late = middle
    return late


def day_spans(calendar: Calendar, day: date) -> list[tuple[int, int]]:
    """The day's working spans in microseconds, none of them empty."""
    hours = hours_of(calendar, day)
    if not hours:
        return []
    zone, tomorrow = calendar.zone, day + _DAY
    midnight = instant(day, time.min, zone)
    if instant(tomorrow, time.min, zone) - midnight == _PLAIN_DAY:
        return [(midnight + _clock(start), midnight + (_clock(end) or _PLAIN_DAY)) for start, end in hours]
    ends = ((instant(day, start, zone), tomorrow if end == time.min else day, end) for start, end in hours)
    return [(start, last) for start, on, end in ends if start < (last := instant(on, end, zone))]


@lru_cache(maxsize=256)
def _clock(moment: time) -> int:
    """Microseconds since midnight on a day on which clocks stay."""
    return (moment.hour * 3600 + moment.minute * 60 + moment.second) * 1_000_000 + moment.microsecond


@dataclass(frozen=True, slots=True)
class Year:
    """A local year's spans in order; `before[i]` is what was worked before the i-th, `works` whether a day has any."""

    starts: "array[int]"
    ends: "array[int]"
    before: "array[int]"
    total: int
    works: bytes

    def worked(self, moment: int) -> int:
        """What of the year is worked until a moment."""
        at = bisect_right(self.starts, moment) - 1
        return 0 if at < 0 else self.before[at] + min(moment, self.ends[at]) - self.starts[at]

    def earliest(self, worked: int) -> int:
        """The first moment at which so much (above 0, at most `total`) has been worked."""
        at = bisect_left(self.before, worked) - 1
        return self.starts[at] + worked - self.before[at]

    def latest(self, worked: int) -> int:
        """The last moment at which only so much (less than `total`) has been worked."""
        at = bisect_right(self.before, worked) - 1
        return self.starts[at] + worked - self.before[at]

    def next(self, moment: int) -> int | None:
        """The moment itself where it lies in a span, else the next beginning in the year."""
        at = bisect_right(self.starts, moment)
        if at and moment < self.ends[at - 1]:
            return moment
        return self.starts[at] if at < len(self.starts) else None


@lru_cache(maxsize=1024)  # some 14 kB each
def year_of(calendar: Calendar, year: int) -> Year:
    """The calendar's year; raises `OutsideTables`."""
    starts, ends, before, works = array("q"), array("q"), array("q"), bytearray()
    total, day = 0, date(check_year(year), 1, 1)
    while day.year == year:
        spans = day_spans(calendar, day)
        works.append(bool(spans))
        for start, end in spans:
            starts.append(start)
            ends.append(end)
            before.append(total)
            total += end - start
        day += _DAY
    return Year(starts, ends, before, total, bytes(works))
