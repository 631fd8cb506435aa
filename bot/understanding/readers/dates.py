"""Days and periods, resolved against a given moment by the conventions of the request types."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache

from bot.model import Language, Period
from bot.understanding.readers.calendar_days import day_of, month_span, monthless, next_weekday, yearless
from bot.understanding.readers.date_meanings import Context, DayMonth, Meaning, meaning
from bot.understanding.readers.date_rules import expressions
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.tables import alternatives, languages, table
from bot.understanding.readers.times import read_time

__all__ = ["read_dates", "read_periods", "read_time"]


@dataclass(frozen=True, slots=True)
class _Read:
    """An expression and what it means; `weekday` when it is no more than the name of one.

    `dated` when a month stands in it; `day` when it is a day of the month alone.
    """

    start: int
    end: int
    value: Meaning
    weekday: int | None = None
    dated: bool = False
    day: int | None = None


@dataclass(frozen=True, slots=True)
class _Range:
    first: _Read
    last: _Read


@dataclass(frozen=True, slots=True)
class _Links:
    """What may stand between two dates, and before the first of two."""

    to: re.Pattern[str]
    and_: re.Pattern[str]
    or_: re.Pattern[str]
    between: re.Pattern[str]
    day_before: re.Pattern[str]


def _link_words(name: str) -> str:
    """The linking words of all languages; a Hebrew one may grow onto the next word, another may not."""
    words = [word for language in languages("en") for word in table(f"dates_{language}")[name]]
    apart = alternatives(word for word in words if ("a" <= word[0] <= "z" and word[-1] != "'") or word == "&")
    grown = alternatives(word for word in words if not "a" <= word[0] <= "z" or word[-1] == "'")
    return rf"(?:{apart})(?![a-z\u05d0-\u05ea]) {{0,3}}|(?:{grown}) {{0,3}}"


@cache
def _links() -> _Links:
    words = {name: _link_words(name) for name in ("to", "and", "or", "between")}
    to = rf"(?: ?-{{1,2}} ?|,? {{1,3}}(?:{words['to']}))(?:the |al |il |l'|ה-?|ל-?)?"
    both = rf"(?: ?[,&] ?|,? {{1,3}}(?:{words['and']}))(?:the |il |l'|ה-?)?"
    either = rf"(?: ?/ ?|,? {{1,3}}(?:{words['or']}))(?:the |by |il |entro |ה-?)?"
    day = (
        r"(?<![\w./-])(?<![./-][0-9])(?P<p>(?:[\u05d0-\u05ea]{1,2}-?)?)"
        r"(?P<day>0?[1-9]|[12][0-9]|3[01]|first|primo)(?:st|nd|rd|th|°)?"
    )
    return _Links(
        to=re.compile(to),
        and_=re.compile(both),
        or_=re.compile(either),
        between=re.compile(rf"(?:{words['between']})-?\Z"),
        day_before=re.compile(rf"{day}(?P<link>(?P<to>{to})|(?P<and>{both})|(?P<or>{either}))\Z"),
    )


def _spans_gap(link: re.Pattern[str], text: str, before: int, after: _Read) -> bool:
    """Whether the link begins where one date ends and reaches into or up to the next, whose preposition it may be."""
    match = link.match(text, before)
    return match is not None and after.start <= match.end() < after.end


def _is_date(value: Meaning) -> bool:
    return isinstance(value, date | DayMonth)


def _merge_weekday(one: _Read, two: _Read, context: Context) -> _Read | None:
    """The words "Friday 27 November" is one date; None when the day and its name disagree."""
    name, dated = (one, two) if one.weekday is not None else (two, one)
    value = dated.value
    if isinstance(value, DayMonth):
        value = yearless(value.month, value.day, today=context.today, past=context.past)
    if not isinstance(value, date) or value.weekday() != name.weekday:
        return None
    return _Read(min(one.start, two.start), max(one.end, two.end), dated.value, dated=True)


_WEEKDAY_GAP = re.compile(r"(?:,? {0,2}(?:the |il |ה-?|ב-?|\()?|,? ?ה-)")


def _stand_together(one: _Read, two: _Read, text: str) -> bool:
    """Whether one is the name of a weekday and the other a date right beside it."""
    if (one.weekday is None) == (two.weekday is None) or not (_is_date(one.value) and _is_date(two.value)):
        return False
    gap = text[one.end : two.start]
    if _WEEKDAY_GAP.fullmatch(gap) is None:
        return False
    return one.weekday is not None or "(" in gap or gap in (" ", ", ")


def _merged(read: list[_Read], text: str, context: Context) -> list[_Read]:
    """Weekdays joined to the dates they stand beside; a pair that disagrees is left out."""
    merged: list[_Read] = []
    for one in read:
        last = merged[-1] if merged else None
        if last and _stand_together(last, one, text):
            merged[-1] = _merge_weekday(last, one, context) or _Read(last.start, one.end, None)
            continue
        merged.append(one)
    return merged


def _partner(read: _Read, text: str) -> tuple[str, _Read] | None:
    """The bare day before a date: the 3 of "3-7 August", and how the two are linked."""
    value = read.value
    if not read.dated:
        return None
    low = max(0, read.start - 24)
    for reach in (read.start, _preposition_end(read, text)):
        match = _links().day_before.search(text[low:reach])
        if match and reach >= read.start:
            day = 1 if match["day"] in ("first", "primo") else int(match["day"])
            month = value.month if isinstance(value, date | DayMonth) else 0
            link = "to" if match["to"] else "and" if match["and"] else "or"
            start = low + match.start("day")
            first: Meaning = day_of(value.year, month, day) if isinstance(value, date) else DayMonth(month, day)
            if link == "and" and _links().between.search(text[max(0, start - 14) : low + match.start()].rstrip("-")):
                link = "to"
            if first is not None:
                return link, _Read(start, low + match.end("day"), first)
    return None


_LEADING = re.compile(r"(?:al |fino al |to the |until the |e il |עד ה-?|ועד ה-?|ל-?|ו-?|עד |ה-?)(?=[0-9])")


def _preposition_end(read: _Read, text: str) -> int:
    match = re.compile(r"(?:al |fino al |to the |until the |e il |עד ה-?|ועד ה-?|ל-?|ו-?|עד |ה-?)(?=[0-9])").match(
        text, read.start
    )
    return match.end() if match else read.start


def _link(one: _Read, two: _Read, text: str) -> str | None:
    if not 0 <= two.start - one.end <= 16 or one.value is None or two.value is None:
        return None
    links = _links()
    if _spans_gap(links.to, text, one.end, two):
        return "to"
    if _spans_gap(links.or_, text, one.end, two):
        return "or"
    if not _spans_gap(links.and_, text, one.end, two):
        return None
    if links.between.search(text[max(0, one.start - 14) : one.start]):
        return "to"
    return "and" if one.day is not None and two.dated else None


def _with_month(one: _Read, two: _Read) -> _Read:
    """The 3 of "dal 3 al 7 agosto" takes the month of the day that it is linked to."""
    value = two.value
    if one.day is None or not two.dated:
        return one
    if isinstance(value, DayMonth):
        return _Read(one.start, one.end, DayMonth(value.month, one.day))
    return _Read(one.start, one.end, day_of(value.year, value.month, one.day)) if isinstance(value, date) else one


def _linked(link: str, first: _Read, last: _Read) -> list[_Read | _Range]:
    if link == "to":
        return [_Range(first, last)]
    return [first, last] if link == "and" else []


def _joined(read: list[_Read], text: str) -> list[_Read | _Range]:
    """The expressions with their ranges; what is one of two choices is left out."""
    joined: list[_Read | _Range] = []
    at = 0
    while at < len(read):
        one = read[at]
        two = read[at + 1] if at + 1 < len(read) else None
        link = _link(one, two, text) if two else None
        partner = None if link else _partner(one, text)
        if link and two:
            first = _with_month(one, two)
            joined += _linked(link, first, two)
            at += 2
            continue
        if partner:
            joined += _linked(partner[0], partner[1], one)
        else:
            joined.append(one)
        at += 1
    return joined


@lru_cache(maxsize=64)
def _read(text: str, language: Language, context: Context) -> tuple[_Read | _Range, ...]:
    read = []
    for said in expressions(text, language):
        value = meaning(said, context, text)
        if value is not None or said.means in ("nothing", "weekday_next"):
            weekday = said.parts.get("weekday") if said.means == "weekday" else None
            day = said.parts["day"] if said.means == "day_alone" and "shift" not in said.parts else None
            dated = said.means in ("day_month", "slashed", "dotted")
            read.append(_Read(said.start, said.end, value, weekday, dated, day))
    return tuple(_joined(_merged(read, text, context), text))


def _settled(value: Meaning, context: Context) -> date | None:
    if isinstance(value, DayMonth):
        return yearless(value.month, value.day, today=context.today, past=context.past)
    return value if isinstance(value, date) else None


def _ends(span: _Range, context: Context) -> tuple[date | None, date | None]:
    """The two days of a range: the end as if it stood alone, the start the last such day before it."""
    first, last = span.first.value, span.last.value
    if context.past and isinstance(last, DayMonth) and isinstance(first, DayMonth):
        start = _settled(first, context)
        return start, yearless(last.month, last.day, today=start, past=False) if start else None
    start, end = _settled(first, context), _settled(last, context)
    if end and isinstance(first, DayMonth):
        return yearless(first.month, first.day, today=end, past=True), end
    if start and end and end < start and isinstance(last, DayMonth):
        return start, yearless(last.month, last.day, today=start, past=False)
    if start and end and end < start and span.last.day is not None:
        return start, monthless(span.last.day, today=start, past=False)
    if start and end and end < start and span.last.weekday is not None:
        return start, next_weekday(start, span.last.weekday)
    return start, end


def _of_this_year(span: _Range, context: Context) -> Period | None:
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
    whole = [Period(start=start, end=end) for start, end in spans if start and end]
    return min(whole, key=lambda one: abs((one.start - context.today).days), default=None)


def _period(span: _Range, context: Context) -> Period | None:
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


def read_dates(
    text: str, lang: Language, *, now: datetime, past: bool = False, week_start: int | None = None
) -> list[Found[date]]:
    """The days named in `text`, both ends of a range among them.

    `now` is aware and in the reader's time zone. A day without its year or month is the next one, today among
    them, or with `past` the most recent; a bare weekday is the next after today.
    """
    folded = fold(text)
    context = Context(now.date(), past, _week_start(lang, week_start))
    days: list[Found[date]] = []
    for one in _read(folded.text, lang, context):
        pairs = (
            zip((one.first, one.last), _ends(one, context), strict=True)
            if isinstance(one, _Range)
            else ((one, _settled(one.value, context)),)
        )
        days += [found(day, text, *folded.span(read.start, read.end)) for read, day in pairs if day]
    return days


def read_periods(text: str, lang: Language, *, now: datetime, week_start: int | None = None) -> list[Found[Period]]:
    """The weeks, months, quarters, years and ranges of days named in `text`; `now` as in `read_dates`."""
    folded = fold(text)
    context = Context(now.date(), past=False, week_start=_week_start(lang, week_start))
    periods: list[Found[Period]] = []
    for one in _read(folded.text, lang, context):
        if isinstance(one, _Range):
            period, start, end = _period(one, context), one.first.start, one.last.end
        else:
            period, start, end = one.value if isinstance(one.value, Period) else None, one.start, one.end
        if period:
            periods.append(found(period, text, *folded.span(start, end)))
    return periods


def _week_start(lang: Language, given: int | None) -> int:
    return given if given is not None else 6 if lang == "he" else 0
