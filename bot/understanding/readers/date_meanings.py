"""What a date expression means on a given day: a day, a day and month without a year, or a period."""

import re
from calendar import monthrange
from collections.abc import Callable

from bot.understanding.readers.calendar_days import (
    day_of,
    last_weekday,
    month_span,
    monthless,
    moved,
    next_weekday,
    plus_days,
    plus_months,
    span_around,
    week_span,
    yearless,
)
from bot.understanding.readers.date_context import Case, Context, DayMonth, Meaning
from bot.understanding.readers.date_counts import (
    after_minutes,
    after_workdays,
    easter_day,
    end_of_week,
    first_months,
    month_beside,
    months,
    nth_weekday,
    nth_workday,
    part_of_month,
    step,
    to_date,
    week_number,
    years,
)
from bot.understanding.readers.date_rules import Said
from bot.understanding.readers.tables import alternatives, table

MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}


_ABOUT = re.compile(
    rf"(?<![a-z0-9\u05d0-\u05ea])(?:{alternatives(table('dates')['figures']['about'])})"
    r" ?(?:the |il |al |l'|ה-?|ה?יום )?\Z"
)
_FEBRUARY = 2
_POINTS = frozenset(
    {"day_month", "day_alone", "slashed", "dotted", "nth_weekday", "nth_workday"}
    | {f"end_of_{unit}" for unit in ("month", "named", "quarter", "quarter_named", "half", "year", "year_named")}
)
_AROUND: dict[str, list[str]] = table("dates")["figures"]
_EDGE = "(?<![a-z0-9\u05d0-\u05ea])"
_NUMBERED = re.compile(rf"(?:{_EDGE}(?:{alternatives(_AROUND['numbered'])})|[#€$£₪]) ?\Z")
_PREPOSITION = re.compile(
    rf"(?:{_EDGE}(?:{alternatives(_AROUND['prepositions'])})|[\u05d0-\u05ea]{{1,7}}|[\u05d0-\u05ea]-|[-(]) ?\Z"
)
_AMOUNT_AFTER = re.compile(rf" ?(?:[€$£₪%]|(?:{alternatives(_AROUND['measures'])})(?![a-z\u05d0-\u05ea]))")
_RANGE_AFTER = re.compile(" ?(?:-|al |to |until |עד )")
_POINTED_RANGE_AFTER = re.compile(" ?- ?[0-9]{1,2}[.]")
_HEBREW = re.compile("[\u05d0-\u05ea]")
_FRACTIONS = frozenset({(1, 2), (1, 3), (1, 4), (2, 3), (3, 4), (24, 7)})


def _slashed(case: Case) -> Meaning:
    pair = (case.said.parts["day"], case.said.parts["month"])
    before = case.text[max(0, case.said.start - 14) : case.said.start]
    if pair == (24, 7) or _NUMBERED.search(before):
        return None
    after = _RANGE_AFTER.match(case.text, case.said.end)
    if pair in _FRACTIONS and not after and not _PREPOSITION.search(before):
        return None
    return _day_month(case)


def _dotted(case: Case) -> Meaning:
    """Outside Hebrew a point mostly marks decimals: 22.3 needs a preposition or the other end of a range."""
    before = case.text[max(0, case.said.start - 14) : case.said.start]
    if _NUMBERED.search(before) or _AMOUNT_AFTER.match(case.text, case.said.end):
        return None
    linked = _POINTED_RANGE_AFTER.match(case.text, case.said.end)
    answer = not before.strip() and not case.text[case.said.end :].strip(" .!")
    return _day_month(case) if linked or answer or _PREPOSITION.search(before) or _HEBREW.search(case.text) else None


def _day_month(case: Case) -> Meaning:
    month, day = case.said.parts["month"], case.said.parts["day"]
    if "year" in case.said.parts:
        return day_of(case.said.parts["year"], month, day)
    return DayMonth(month, day) if 1 <= month <= 12 and day_of(2024, month, day) else None


def _month_in_figures(case: Case) -> Meaning:
    """07/2025 is a month behind a word, unless it is the number of an invoice or an order."""
    before = case.text[max(0, case.said.start - 14) : case.said.start]
    after = case.text[case.said.end : case.said.end + 2].strip()
    if _NUMBERED.search(before) or not (before[-2:-1].isalpha() or (not before and after.isalpha())):
        return None
    return _named("month", 1)(case)


def _day_month_past(case: Case) -> Meaning:
    """12 giugno u.s. (ultimo scorso): the most recent."""
    day = case.said.parts["day"]
    if "month" in case.said.parts:
        return yearless(case.said.parts["month"], day, today=case.context.today, past=True)
    return monthless(day, today=case.context.today, past=True)


def _weekday(case: Case) -> Meaning:
    return (last_weekday if case.context.past else next_weekday)(case.context.today, case.said.parts["weekday"])


def _weekday_last(case: Case) -> Meaning:
    return last_weekday(case.context.today, case.said.parts["weekday"])


def _weekday_next(case: Case) -> Meaning:
    """The words "Next Friday" is clear only when this week has no such day left; otherwise it is nobody's guess."""
    day, week = (
        next_weekday(case.context.today, case.said.parts["weekday"]),
        week_span(case.context.today, 0, case.context.week_start),
    )
    return day if day and week and day > week.end else None


def _weekday_of_week(case: Case) -> Meaning:
    week = week_span(case.context.today, case.said.parts["shift"], case.context.week_start)
    return plus_days(week.start, (case.said.parts["weekday"] - case.context.week_start) % 7) if week else None


def _weekday_after(case: Case) -> Meaning:
    day = next_weekday(case.context.today, case.said.parts["weekday"])
    return plus_days(day, 7 * case.said.parts["shift"]) if day else None


def _weekday_day(case: Case) -> Meaning:
    """The words "Friday 27": the nearest month whose 27th is a Friday must be the coming 27th, or it is a mistake."""
    day = monthless(case.said.parts["day"], today=case.context.today, past=case.context.past)
    return day if day and day.weekday() == case.said.parts["weekday"] else None


def _offset(case: Case) -> Meaning:
    return plus_days(case.context.today, case.said.parts["shift"])


def _after(case: Case) -> Meaning:
    return moved(case.context.today, case.said.parts.get("count", 1), case.said.unit)


def _ago(case: Case) -> Meaning:
    return moved(case.context.today, -case.said.parts.get("count", 1), case.said.unit)


def _day_alone(case: Case) -> Meaning:
    if "shift" in case.said.parts:
        month = plus_months(case.context.today.replace(day=1), case.said.parts["shift"])
        return day_of(month.year, month.month, case.said.parts["day"]) if month else None
    return monthless(case.said.parts["day"], today=case.context.today, past=case.context.past)


def _around(unit: str) -> Callable[[Case], Meaning]:
    def read(case: Case) -> Meaning:
        return span_around(case.context.today, case.said.parts["shift"], MONTHS_OF[unit])

    return read


def _end_around(unit: str) -> Callable[[Case], Meaning]:
    def read(case: Case) -> Meaning:
        span = span_around(case.context.today, case.said.parts["shift"], MONTHS_OF[unit])
        return span.end if span else None

    return read


def _named(part: str, count: int) -> Callable[[Case], Meaning]:
    """The n-th month, quarter, half or the whole of the year said, else of this one."""

    def read(case: Case) -> Meaning:
        number, year = case.said.parts.get(part, 1), case.context.today.year + case.said.parts.get("shift", 0)
        return month_span(case.said.parts.get("year", year), (number - 1) * count + 1, count)

    return read


def _end_named(part: str, count: int) -> Callable[[Case], Meaning]:
    """The last day of a named month or quarter: without a year the next on or after today, or the last with `past`."""

    def read(case: Case) -> Meaning:
        year, month = case.said.parts.get("year"), case.said.parts.get(part, 1) * count
        if year is None and month != _FEBRUARY:
            return DayMonth(month, monthrange(case.context.today.year, month)[1])
        years = (
            [year] if year else [case.context.today.year + step for step in ((0, -1) if case.context.past else (0, 1))]
        )
        for one in years:
            span = month_span(one, (case.said.parts.get(part, 1) - 1) * count + 1, count)
            if span and (
                year or (span.end <= case.context.today if case.context.past else span.end >= case.context.today)
            ):
                return span.end
        return None

    return read


def _start_around(unit: str) -> Callable[[Case], Meaning]:
    def read(case: Case) -> Meaning:
        span = span_around(case.context.today, case.said.parts["shift"], MONTHS_OF[unit])
        return span.start if span else None

    return read


def _start_named(part: str, count: int) -> Callable[[Case], Meaning]:
    """The first day of a named quarter or year, without a year the next on or after today."""

    def read(case: Case) -> Meaning:
        year, month = case.said.parts.get("year"), (case.said.parts.get(part, 1) - 1) * count + 1
        return day_of(year, month, 1) if year else DayMonth(month, 1)

    return read


def _week(case: Case) -> Meaning:
    return week_span(case.context.today, case.said.parts["shift"], case.context.week_start)


def _nothing(_: Case) -> Meaning:
    return None


MEANINGS: dict[str, Callable[[Case], Meaning]] = {
    "nothing": _nothing,
    "slashed": _slashed,
    "dotted": _dotted,
    "month_in_figures": _month_in_figures,
    "day_month": _day_month,
    "day_month_past": _day_month_past,
    "weekday": _weekday,
    "weekday_last": _weekday_last,
    "weekday_next": _weekday_next,
    "weekday_of_week": _weekday_of_week,
    "weekday_after": _weekday_after,
    "weekday_day": _weekday_day,
    "offset": _offset,
    "after": _after,
    "ago": _ago,
    "day_alone": _day_alone,
    "week": _week,
    "month": _around("month"),
    "quarter": _around("quarter"),
    "year": _around("year"),
    "month_named": _named("month", 1),
    "quarter_named": _named("quarter", 3),
    "third_named": _named("third", 4),
    "half_named": _named("half", 6),
    "year_named": _named("year_itself", 12),
    "end_of_month": _end_around("month"),
    "end_of_quarter": _end_around("quarter"),
    "end_of_half": _end_around("half"),
    "end_of_half_named": _end_named("half", 6),
    "end_of_year": _end_around("year"),
    "end_of_named": _end_named("month", 1),
    "end_of_quarter_named": _end_named("quarter", 3),
    "end_of_year_named": _end_named("year_itself", 12),
    "start_of_quarter": _start_around("quarter"),
    "start_of_year": _start_around("year"),
    "start_of_quarter_named": _start_named("quarter", 3),
    "start_of_year_named": _start_named("year_itself", 12),
    "end_of_week": end_of_week,
    "after_minutes": after_minutes,
    "after_workdays": after_workdays,
    "nth_weekday": nth_weekday,
    "nth_workday": nth_workday,
    "part_of_month": part_of_month,
    "months": months,
    "first_months": first_months,
    "month_beside": month_beside,
    "to_date": to_date,
    "week_number": week_number,
    "years": years,
    "easter": easter_day,
    "up_to_today": _offset,
    "step": step,
}


def meaning(said: Said, context: Context, text: str) -> Meaning:
    """What `said` means, or None when it means no day, is only about one, or stands where a code or a price does."""
    if said.means in _POINTS and _ABOUT.search(text, max(0, said.start - 24), said.start):
        return None
    return MEANINGS[said.means](Case(said, context, text))
