"""Days and periods, resolved against a given moment by the conventions of the request types."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from bot.model import Language, Period
from bot.understanding.readers.calendar_days import day_of, month_span, monthless, next_weekday, yearless
from bot.understanding.readers.date_context import Context, DayMonth
from bot.understanding.readers.date_counts import minutes_ahead
from bot.understanding.readers.date_joins import OPEN_YEAR, Expression, Range, joined, merged, paired, settled, stepped
from bot.understanding.readers.date_meanings import meaning
from bot.understanding.readers.date_rules import expressions
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.spelling import mended
from bot.understanding.readers.times import read_time

__all__ = ["read_dates", "read_periods", "read_time"]

_UNDER_WAY = 92  # days that what has begun already lasts at most; what lasts longer is yet to come

_LONGEST = 240  # days of a range across the new year; "from 24 to 20 December" is a slip and not most of a year
_YEAR = 364  # days of a whole one, its last day counted or not


@lru_cache(maxsize=64)
def _read(text: str, language: Language, context: Context) -> tuple[Expression | Range, ...]:
    read = []
    for said in expressions(text, language):
        value = meaning(said, context, text)
        if value is not None or said.means in ("nothing", "weekday_next"):
            weekday = said.parts.get("weekday") if said.means == "weekday" else None
            day = said.parts["day"] if said.means == "day_alone" and "shift" not in said.parts else None
            dated = said.means in ("day_month", "slashed", "dotted") or isinstance(value, DayMonth)
            open_year = said.means in OPEN_YEAR and "year" not in said.parts
            only_end, of_week = said.means == "up_to_today", said.means in ("weekday_of_week", "weekday_last")
            read.append(
                Expression(
                    said.start, said.end, value, weekday, dated, day, only_end, open_year=open_year, of_week=of_week
                )
            )
    return tuple(joined(paired(stepped(merged(read, text, context), text, context), text), text))


def _ends(span: Range, context: Context) -> tuple[date | None, date | None]:
    """The two days of a range: the end as if it stood alone, the start the last such day before it."""
    first, last = span.first.value, span.last.value
    if context.past and isinstance(last, DayMonth) and isinstance(first, DayMonth):
        start = settled(first, context)
        return start, yearless(last.month, last.day, today=start, past=False) if start else None
    start, end = settled(first, context), settled(last, context)
    if start and isinstance(first, DayMonth) and isinstance(last, DayMonth):
        begun = yearless(first.month, first.day, today=end, past=True) if end else None
        if begun and end and end < start and (end - begun).days < _UNDER_WAY:
            return begun, end
        return start, _end_behind(start, last)
    if end and isinstance(first, DayMonth):
        return yearless(first.month, first.day, today=end, past=True), end
    if start and end and end < start and isinstance(last, DayMonth):
        return start, yearless(last.month, last.day, today=start, past=False)
    if start and end and end < start and span.first.day is not None and span.last.day is None:
        return monthless(span.first.day, today=end, past=True), end
    if start and end and end < start and span.last.day is not None:
        return start, monthless(span.last.day, today=start, past=False)
    if start and end and end < start and span.last.weekday is not None:
        return start, next_weekday(start, span.last.weekday)
    return start, end


def _end_behind(start: date, last: DayMonth) -> date | None:
    """The last day of a range: of the next year where it lies before the start and the two are not merely reversed.

    "From 27 December to 5 January" crosses the new year, "from 24 to 20 December" does not.
    """
    end = yearless(last.month, last.day, today=start, past=False)
    if end is None or _is_span(start, end):
        return end
    return day_of(end.year - 1, last.month, last.day)


def _is_span(start: date, end: date) -> bool:
    """Whether two days without years may be the ends of something: some months, whole months or a whole year."""
    whole_months = start.day == 1 and (end + timedelta(days=1)).day == 1
    days = (end - start).days
    return days <= _LONGEST or days >= _YEAR or whole_months


def _of_this_year(span: Range, context: Context) -> Period | None:
    """The period of a range without a year: of this year, or across the new year that is nearest."""
    first, last = span.first.value, span.last.value
    if not isinstance(first, DayMonth) or not isinstance(last, DayMonth):
        start, end = _ends(span, context)
        return Period(start=start, end=end) if start and end and start <= end else None
    year = context.today.year
    over = (last.month, last.day) < (first.month, first.day)
    spans = [
        (day_of(y, first.month, first.day), day_of(y + over, last.month, last.day))
        for y in ((year, year - 1) if over else (year,))
    ]
    whole = [
        Period(start=start, end=end) for start, end in spans if start and end and (not over or _is_span(start, end))
    ]
    return min(whole, key=lambda one: abs((one.start - context.today).days), default=None)


def _period(span: Range, context: Context) -> Period | None:
    first, last = span.first.value, span.last.value
    if isinstance(first, Period) and isinstance(last, Period):
        start, end = first.start, last.end
        if end < start and (first.end - first.start).days < 32:
            earlier = month_span(start.year - 1, start.month)
            start = earlier.start if earlier else start
        return Period(start=start, end=end) if start <= end else None
    if isinstance(first, Period) or isinstance(last, Period):
        return None
    return _of_this_year(span, context)


def _of_then_by(span: Range, text: str) -> Period | None:
    """The month of "a report for October by Tuesday" in Hebrew, where "by" is the word for "until"."""
    of = text.startswith("ל", span.first.start) and not isinstance(span.last.value, Period)
    return span.first.value if of and isinstance(span.first.value, Period) else None


def read_dates(
    text: str, lang: Language, *, now: datetime, past: bool = False, week_start: int | None = None
) -> list[Found[date]]:
    """The days named in `text`, both ends of a range among them.

    `now` is aware and in the reader's time zone. A day without its year or month is the next one, today among
    them, or with `past` the most recent; a bare weekday is the next after today.
    """
    folded = mended(fold(text))
    context = Context(now.date(), past, _week_start(lang, week_start), now.hour * 60 + now.minute)
    days: list[Found[date]] = []
    for one in _read(folded.text, lang, context):
        pairs = (
            zip((one.first, one.last), _ends(one, context), strict=True)
            if isinstance(one, Range)
            else ((one, settled(one.value, context)),)
        )
        days += [found(day, text, *folded.span(read.start, read.end)) for read, day in pairs if day]
    return days


def read_periods(text: str, lang: Language, *, now: datetime, week_start: int | None = None) -> list[Found[Period]]:
    """The weeks, months, quarters, years and ranges of days named in `text`; `now` as in `read_dates`."""
    folded = mended(fold(text))
    context = Context(
        now.date(), past=False, week_start=_week_start(lang, week_start), minute=now.hour * 60 + now.minute
    )
    periods: list[Found[Period]] = []
    for one in _read(folded.text, lang, context):
        if isinstance(one, Range):
            of = _of_then_by(one, folded.text)
            period = of or _period(one, context)
            start, end = one.first.start, (one.first if of else one.last).end
        else:
            period, start, end = one.value if isinstance(one.value, Period) else None, one.start, one.end
        if period:
            periods.append(found(period, text, *folded.span(start, end)))
    return periods


def read_moment(text: str, lang: Language, *, now: datetime) -> Found[datetime] | None:
    """The moment that `text` counts from now in hours or minutes: "in two hours", "in half an hour"; else None."""
    folded = mended(fold(text))
    for said in expressions(folded.text, lang):
        if said.means == "after_minutes":
            then = now.astimezone(UTC) + timedelta(minutes=minutes_ahead(said))
            moment = then.astimezone(now.tzinfo).replace(second=0, microsecond=0)
            return found(moment, text, *folded.span(said.start, said.end))
    return None


def either_day(
    text: str, lang: Language, *, now: datetime, week_start: int | None = None
) -> Found[tuple[date, date]] | None:
    """The two days that "next Friday" may mean while this week has a Friday left; None where nothing is unclear."""
    folded = mended(fold(text))
    context = Context(now.date(), past=False, week_start=_week_start(lang, week_start))
    for said in expressions(folded.text, lang):
        if said.means == "weekday_next" and meaning(said, context, folded.text) is None:
            day = next_weekday(context.today, said.parts["weekday"])
            days = (day, day + timedelta(weeks=1)) if day else None
            return found(days, text, *folded.span(said.start, said.end)) if days else None
    return None


def _week_start(lang: Language, given: int | None) -> int:
    return given if given is not None else 6 if lang == "he" else 0
