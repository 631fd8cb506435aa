"""Days that are counted out: working days, the second Tuesday of a month, hours, halves and ends of months."""

from collections.abc import Callable
from datetime import date

from bot.model import Period
from bot.understanding.readers.calendar_days import (
    easter,
    month_span,
    nth_day,
    plus_days,
    plus_months,
    plus_workdays,
    span_around,
    week_span,
)
from bot.understanding.readers.date_context import Case, Meaning, Step
from bot.understanding.readers.date_rules import Said

_MINUTES_OF = {"hour": 60, "minute": 1}
_DAY = 24 * 60


def minutes_ahead(said: Said) -> int:
    """How many minutes from now "in two hours" counts."""
    return said.parts["count"] * _MINUTES_OF[said.unit]


def after_minutes(case: Case) -> Meaning:
    """In two hours: the day on which that moment falls."""
    return plus_days(case.context.today, (case.context.minute + minutes_ahead(case.said)) // _DAY)


def after_workdays(case: Case) -> Meaning:
    return plus_workdays(case.context.today, case.said.parts["count"], case.context.weekend)


def _coming(case: Case, of_month: Callable[[Period], date | None]) -> date | None:
    """The day of a month: of the one that is meant, else of the first (or with `past` the last) where it fits."""
    parts, today = case.said.parts, case.context.today
    if "shift" in parts:
        span = span_around(today, parts["shift"], 1)
        return of_month(span) if span else None
    step = -1 if case.context.past else 1
    month = parts.get("month")
    first = today.replace(month=month or today.month, day=1)
    for count in range(2):
        start = plus_months(first, step * count * (12 if month else 1))
        start = start.replace(year=parts["year"]) if start and "year" in parts else start
        span = month_span(start.year, start.month) if start else None
        day = of_month(span) if span else None
        if day and ("year" in parts or (day <= today if case.context.past else day >= today)):
            return day
    return None


def nth_weekday(case: Case) -> Meaning:
    """The second Tuesday of March, the last Friday of the month."""
    parts = case.said.parts
    return _coming(case, lambda month: nth_day(month, parts["nth"], {parts["weekday"]}))


def nth_workday(case: Case) -> Meaning:
    """The first working day of a month; holidays count as any other day."""
    return _coming(case, lambda month: nth_day(month, case.said.parts["nth"], case.context.workdays))


def end_of_week(case: Case) -> Meaning:
    """The last working day of a week; None when it has passed."""
    week = week_span(case.context.today, case.said.parts["shift"], case.context.week_start)
    day = nth_day(week, -1, case.context.workdays) if week else None
    return day if day and day >= case.context.today else None


def part_of_month(case: Case) -> Meaning:
    """From the `first` to the `last` day of a month (0 is its end): "the second half of June"."""
    parts, today = case.said.parts, case.context.today
    month = (
        month_span(parts.get("year", today.year), parts["month"])
        if "month" in parts
        else span_around(today, parts.get("shift", 0), 1)
    )
    if month is None:
        return None
    last = parts.get("last", parts.get("count"))
    end = plus_days(month.start, last - 1) if last else month.end
    if end is None or end > month.end:
        return None
    return Period(start=month.start.replace(day=parts["first"]), end=end)


def first_months(case: Case) -> Meaning:
    """The first three months of a year."""
    return month_span(case.said.parts.get("year", case.context.today.year), 1, min(case.said.parts["count"], 12))


def to_date(case: Case) -> Meaning:
    """From the beginning of the month (1), quarter (3) or year (12) that `months` names, to today."""
    span = span_around(case.context.today, 0, case.said.parts["months"])
    return Period(start=span.start, end=case.context.today) if span else None


def month_beside(case: Case) -> Meaning:
    """Last December, next March: the nearest whole month of that name before (`shift` -1) or after (1) this one."""
    month, today, shift = case.said.parts["month"], case.context.today, case.said.parts["shift"]
    other_year = month >= today.month if shift < 0 else month <= today.month
    return month_span(today.year + shift * other_year, month)


def week_number(case: Case) -> Meaning:
    """The week of the year by ISO 8601, moved to the company's first weekday."""
    year = case.said.parts.get("year", case.context.today.year)
    try:
        monday = date.fromisocalendar(year, case.said.parts["count"], 1)
    except ValueError:
        return None
    return week_span(monday, 0, case.context.week_start)


def months(case: Case) -> Meaning:
    """Oct-Dec 2025: from one month to another; over the new year when the second comes first."""
    parts = case.said.parts
    year = parts.get("year", case.context.today.year)
    first = month_span(year - (parts["until"] < parts["month"]), parts["month"])
    last = month_span(year, parts["until"])
    return Period(start=first.start, end=last.end) if first and last else None


def years(case: Case) -> Meaning:
    first, last = month_span(case.said.parts["year"], 1, 12), month_span(case.said.parts["until"], 1, 12)
    return Period(start=first.start, end=last.end) if first and last and first.start < last.start else None


def easter_day(case: Case) -> Meaning:
    """The coming (or with `past` the last) Easter, moved by `shift` days."""
    today = case.context.today
    for year in (today.year, today.year + (-1 if case.context.past else 1)):
        sunday = easter(case.said.parts.get("year", year))
        day = plus_days(sunday, case.said.parts["shift"]) if sunday else None
        if day and ("year" in case.said.parts or (day <= today if case.context.past else day >= today)):
            return day
    return None


def step(case: Case) -> Meaning:
    """The words "two days before": how the date behind them is moved; the table's `shift` is the direction."""
    parts = case.said.parts
    if "weekday" in parts:
        return Step((parts["weekday"] + 1) * parts["shift"], "weekday")
    return Step(parts.get("count", 1) * parts["shift"], case.said.unit)
