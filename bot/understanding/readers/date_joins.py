"""Date expressions joined: weekdays to their dates, ends to ranges, lists, and days counted from another day."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from bot.model import Period
from bot.understanding.readers.calendar_days import (
    day_of,
    last_weekday,
    month_span,
    moved,
    next_weekday,
    plus_workdays,
    week_span,
    yearless,
)
from bot.understanding.readers.date_context import Context, DayMonth, Meaning, Step
from bot.understanding.readers.tables import alternatives, languages, table


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression and what it means; `weekday` when it is no more than the name of one.

    `dated` when a month stands in it; `day` when it is a day of the month alone; `only_end` when it says a day only
    as the end of a range ("to date"); `open_year` when a period of it lies in the year that follows, if one does;
    `of_week` when it is a weekday of a week that is named with it, or the last one.
    """

    start: int
    end: int
    value: Meaning
    weekday: int | None = None
    dated: bool = False
    day: int | None = None
    only_end: bool = False
    open_year: bool = False
    of_week: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    first: Expression
    last: Expression


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


def _spans_gap(link: re.Pattern[str], text: str, before: int, after: Expression) -> bool:
    """Whether the link begins where one date ends and reaches into or up to the next, whose preposition it may be."""
    match = link.match(text, before)
    return match is not None and after.start <= match.end() < after.end


def _is_date(value: Meaning) -> bool:
    return isinstance(value, date | DayMonth)


def _merge_weekday(one: Expression, two: Expression, context: Context) -> Expression | None:
    """The words "Friday 27 November" is one date; None when the day and its name disagree."""
    name, dated = (one, two) if one.weekday is not None else (two, one)
    value = dated.value
    if isinstance(value, DayMonth):
        value = yearless(value.month, value.day, today=context.today, past=context.past)
    if not isinstance(value, date) or value.weekday() != name.weekday:
        return None
    return Expression(min(one.start, two.start), max(one.end, two.end), dated.value, dated=True)


# What is a part of some year: "Q3 last year".
OPEN_YEAR = frozenset({"quarter_named", "third_named", "half_named", "month_named", "part_of_month", "months"})
_YEAR_GAP = re.compile(r",? {0,2}(?:of |in |del |של |ב|ל|-)?")
_TOWARDS = re.compile("(?:by|for|from|until|till) |ו?עד |[למ](?!א)")
_WEEKDAY_GAP = re.compile(r"(?:[.,]? {0,2}(?:the |il |ה-?|ב-?|\()?|,? ?ה-)")


def _stand_together(one: Expression, two: Expression, text: str) -> bool:
    """Whether one is the name of a weekday and the other a date right beside it."""
    if (one.weekday is None) == (two.weekday is None) or not (_is_date(one.value) and _is_date(two.value)):
        return False
    gap = text[one.end : two.start]
    if (two.weekday is not None and _TOWARDS.match(text, two.start)) or text.startswith("ו", two.start):
        return False
    if _WEEKDAY_GAP.fullmatch(gap) is None:
        return False
    return one.weekday is not None or "(" in gap or gap in (" ", ", ", ". ")


def _in_year(one: Expression, two: Expression, text: str) -> Expression | None:
    """The third quarter "of last year", 3 May "of next year"."""
    year = two.value
    if (
        not isinstance(year, Period)
        or (year.end - year.start).days < _SHORTEST_YEAR
        or year.start.day + year.start.month != 2
    ):
        return None
    if not _YEAR_GAP.fullmatch(text, one.end, two.start):
        return None
    if isinstance(one.value, DayMonth):
        day = day_of(year.start.year, one.value.month, one.value.day)
        return replace(one, end=two.end, value=day) if day else None
    if not one.open_year or not isinstance(one.value, Period):
        return None
    start = month_span(year.start.year, one.value.start.month)
    length = one.value.end.month - one.value.start.month
    whole = month_span(year.start.year, one.value.end.month) if start and length >= 0 else None
    if start is None or whole is None:
        return None
    first = start.start.replace(day=one.value.start.day)
    last = whole.end if one.value.end.day >= _LATE else whole.start.replace(day=one.value.end.day)
    return replace(one, end=two.end, value=Period(start=first, end=last), open_year=False)


_SHORTEST_YEAR, _LATE = 364, 28


def merged(read: list[Expression], text: str, context: Context) -> list[Expression]:
    """Weekdays joined to the dates they stand beside; a pair that disagrees is left out."""
    whole: list[Expression] = []
    for one in read:
        last = whole[-1] if whole else None
        if last and _stand_together(last, one, text):
            whole[-1] = _merge_weekday(last, one, context) or Expression(last.start, one.end, None)
            continue
        if last and (dated := _in_year(last, one, text)):
            whole[-1] = dated
            continue
        whole.append(one)
    return whole


def _partner(read: Expression, text: str) -> tuple[str, Expression] | None:
    """The bare day before a date: the 3 of "3-7 August", and how the two are linked."""
    value = read.value
    if not read.dated and read.day is None:
        return None
    low = max(0, read.start - 24)
    for reach in (read.start, _preposition_end(read, text)):
        match = _links().day_before.search(text[low:reach])
        if match and reach >= read.start:
            day = 1 if match["day"] in ("first", "primo") else int(match["day"])
            month = value.month if isinstance(value, date | DayMonth) else 0
            link = "to" if match["to"] else "and" if match["and"] else "or"
            if link != "to" and not read.dated:
                return None
            start = low + match.start("day")
            first: Meaning = day_of(value.year, month, day) if isinstance(value, date) else DayMonth(month, day)
            if link == "and" and _links().between.search(text[max(0, start - 14) : low + match.start()].rstrip("-")):
                link = "to"
            if first is not None:
                return link, Expression(start, low + match.end("day"), first)
    return None


_LEADING = re.compile(r"(?:al |fino al |to the |until the |e il |עד ה-?|ועד ה-?|ל-?|ו-?|עד |ה-?)(?=[0-9])")


def _preposition_end(read: Expression, text: str) -> int:
    match = _LEADING.match(text, read.start)
    return match.end() if match else read.start


def _link(one: Expression, two: Expression, text: str) -> str | None:
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
    if isinstance(one.value, Period) and isinstance(two.value, Period) and (two.value.start - one.value.end).days == 1:
        return "to"
    return "and" if one.day is not None and two.dated else None


def _with_month(one: Expression, two: Expression) -> Expression:
    """The 3 of "dal 3 al 7 agosto" takes the month of the day that it is linked to."""
    value = two.value
    if one.day is None or not two.dated:
        return one
    if isinstance(value, DayMonth):
        return Expression(one.start, one.end, DayMonth(value.month, one.day))
    return Expression(one.start, one.end, day_of(value.year, value.month, one.day)) if isinstance(value, date) else one


def _linked(link: str, first: Expression, last: Expression) -> list[Expression | Range]:
    if link == "to":
        return [Range(first, last)]
    return [first, last] if link == "and" else []


_STEP_GAP = re.compile(r" {0,2}(?:the |il |lo |la |l'|ה-?|ב-?)?")


def _stepped(step: Step, on: Expression, context: Context) -> Meaning:
    """The day that lies so far from a date, or the week that holds it."""
    if step.unit == "week_of":
        value = on.value
        here = day_of(context.today.year, value.month, value.day) if isinstance(value, DayMonth) else value
        return week_span(here, 0, context.week_start) if isinstance(here, date) else None
    day = settled(on.value, context)
    if day is None or step.unit == "open":
        return None
    if step.unit == "weekday":
        return (last_weekday if step.count < 0 else next_weekday)(day, abs(step.count) - 1)
    if step.unit == "workday":
        return plus_workdays(day, step.count, context.weekend)
    return moved(day, step.count, step.unit)


def stepped(read: list[Expression], text: str, context: Context) -> list[Expression]:
    """The words "the day before" joined to the date right behind them, and dropped where there is none."""
    whole: list[Expression] = []
    for one in read:
        last = whole[-1] if whole else None
        if last and isinstance(last.value, Step):
            whole.pop()
            if not isinstance(one.value, Step) and _STEP_GAP.fullmatch(text, last.end, one.start):
                whole.append(Expression(last.start, one.end, _stepped(last.value, one, context)))
                continue
        whole.append(one)
    return [one for one in whole if not isinstance(one.value, Step)]


def settled(value: Meaning, context: Context) -> date | None:
    """The day that is meant, its year filled in; None for a period."""
    if isinstance(value, DayMonth):
        return yearless(value.month, value.day, today=context.today, past=context.past)
    return value if isinstance(value, date) else None


def _partners(one: Expression, text: str) -> tuple[str, list[Expression]] | None:
    """All bare days before a date, in order: the 3 and 5 of "3, 5 and 7 August", and how the last two are linked."""
    first = _partner(one, text)
    if first is None:
        return None
    link, days = first[0], [first[1]]
    while link != "to" and (before := _partner(replace(one, start=days[0].start), text)) and before[0] != "to":
        link = "or" if "or" in (link, before[0]) else link
        days.insert(0, before[1])
    return link, days


_LAST_DAY = re.compile(r" ?(?:-|to) ?(?P<day>[12][0-9]|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![0-9a-z/.:-])")


def _till_day(one: Expression, text: str) -> Expression | None:
    """The 11 of "June 7-11": the last day of a range whose month stands first."""
    match = _LAST_DAY.match(text, one.end)
    if not match or not one.dated or not text[one.start].isalpha() or not text[one.end - 1].isdigit():
        return None
    month = one.value.month if isinstance(one.value, date | DayMonth) else 0
    day = int(match["day"])
    value: Meaning = day_of(one.value.year, month, day) if isinstance(one.value, date) else DayMonth(month, day)
    return Expression(match.start("day"), match.end(), value) if value else None


def _unchosen(whole: list[Expression | Range], start: int, text: str) -> None:
    """Takes back the earlier choices of "Monday, Tuesday or Wednesday"."""
    while whole and isinstance(last := whole[-1], Expression) and text[last.end : start].strip() == ",":
        start = last.start
        whole.pop()


def paired(read: list[Expression], text: str) -> list[Expression]:
    """The weekdays of "Thursday and Friday next week" in the same week, and of "last Monday and Tuesday".

    Of "next Thursday and Friday" neither: where it is open which Thursday is meant, so it is which Friday.
    """
    whole: list[Expression] = []
    for one in read:
        last = whole[-1] if whole else None
        together = last is not None and _spans_gap(_links().and_, text, last.end, one)
        if last and together and last.value is None and one.weekday is not None:
            whole.append(replace(one, value=None, weekday=None))
            continue
        if last and together and last.weekday is not None and one.of_week and isinstance(one.value, date):
            day = one.value + timedelta(days=last.weekday - one.value.weekday())
            whole[-1] = replace(last, value=day, weekday=None) if day < one.value else last
        elif last and together and one.weekday is not None and last.of_week and isinstance(last.value, date):
            day = last.value + timedelta(days=one.weekday - last.value.weekday())
            whole.append(replace(one, value=day, weekday=None, of_week=True) if day > last.value else one)
            continue
        whole.append(one)
    return whole


def joined(read: list[Expression], text: str) -> list[Expression | Range]:
    """The expressions with their ranges; what is one of two choices is left out."""
    whole: list[Expression | Range] = []
    at = 0
    while at < len(read):
        one, two = read[at], read[at + 1] if at + 1 < len(read) else None
        link = _link(one, two, text) if two else None
        last = None if link else _till_day(one, text)
        partners = None if link or last else _partners(one, text)
        if link and two:
            whole += _linked(link, _with_month(one, two), two)
        elif last:
            whole.append(Range(one, last))
        elif partners and partners[0] == "to":
            whole.append(Range(partners[1][0], one))
        elif partners and partners[0] == "and":
            whole += [*partners[1], one]
        elif not partners:
            whole.append(one)
        if "or" in (link, partners[0] if partners else None):
            _unchosen(whole, one.start, text)
        at += 2 if link else 1
    return [one for one in whole if isinstance(one, Range) or not one.only_end]
