"""Arithmetic with days, months and years; everything that leaves the calendar gives None."""

from calendar import monthrange
from collections.abc import Container
from datetime import date, timedelta

from bot.model import Period

Unit = str


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None when the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def plus_days(day: date, days: int) -> date | None:
    """`day` moved by `days`, or None past the years 1 to 9999."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def plus_months(day: date, months: int) -> date | None:
    """The same day of a later (or earlier) month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moved(day: date, count: int, unit: Unit) -> date | None:
    """`day` moved by so many days, weeks, fortnights, months or years."""
    if unit in ("month", "year"):
        return plus_months(day, count * (12 if unit == "year" else 1))
    return plus_days(day, count * {"day": 1, "week": 7, "fortnight": 14}[unit])


def plus_workdays(day: date, count: int, weekend: frozenset[int]) -> date | None:
    """The day so many working days after (or, below 0, before) `day`; holidays count as any other day."""
    step: date | None = day
    left = abs(count)
    while step and left > 0:
        step = plus_days(step, 1 if count > 0 else -1)
        left -= step is not None and step.weekday() not in weekend
    return step


def nth_day(month: Period, nth: int, wanted: Container[int]) -> date | None:
    """The nth day of a month that falls on one of the wanted weekdays; a negative `nth` counts from the end."""
    whole = ((month.start + timedelta(days=at)) for at in range((month.end - month.start).days + 1))
    days = [day for day in whole if day.weekday() in wanted]
    return days[nth - 1 if nth > 0 else nth] if 1 <= abs(nth) <= len(days) else None


def easter(year: int) -> date | None:
    """Easter Sunday of the western churches, by the rule of Meeus, Jones and Butcher."""
    century, rest = divmod(year, 100)
    epact = (19 * (year % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (year % 19 + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return day_of(year, month, day + 1)


def next_weekday(day: date, weekday: int) -> date | None:
    """The first such weekday (Monday is 0) strictly after `day`."""
    return plus_days(day, (weekday - day.weekday() - 1) % 7 + 1)


def last_weekday(day: date, weekday: int) -> date | None:
    """The last such weekday strictly before `day`."""
    return plus_days(day, -((day.weekday() - weekday - 1) % 7 + 1))


def month_span(year: int, month: int, months: int = 1) -> Period | None:
    """`months` whole months from the given one."""
    start = day_of(year, month, 1)
    after = plus_months(start, months) if start else None
    end = plus_days(after, -1) if after else None
    return Period(start=start, end=end) if start and end else None


def week_span(day: date, shift: int, week_start: int) -> Period | None:
    """The week that holds `day`, moved by `shift` weeks; `week_start` is its first weekday."""
    start = plus_days(day, 7 * shift - (day.weekday() - week_start) % 7)
    end = plus_days(start, 6) if start else None
    return Period(start=start, end=end) if start and end else None


def span_around(day: date, shift: int, months: int) -> Period | None:
    """The month (1), quarter (3) or year (12) that holds `day`, moved by `shift` of the same."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    start = plus_months(first, shift * months)
    return month_span(start.year, start.month, months) if start else None


def yearless(month: int, day: int, *, today: date, past: bool) -> date | None:
    """The next such day on or after `today`, or with `past` the most recent; 29 February waits for its year."""
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    for year in years:
        here = day_of(year, month, day)
        if here and (here <= today if past else here >= today):
            return here
    return None


def monthless(day: int, *, today: date, past: bool) -> date | None:
    """The next such day of a month on or after `today`, or with `past` the most recent on or before."""
    for step in range(4):
        month = plus_months(today.replace(day=1), -step if past else step)
        here = day_of(month.year, month.month, day) if month else None
        if here and (here <= today if past else here >= today):
            return here
    return None
