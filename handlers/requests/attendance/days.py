"""The days of an absence as they are said: until when somebody is back, an end before the start, a day that is none."""

import re
from datetime import date, timedelta

from bot.conversation import Draft
from bot.drafting import sourced
from bot.model import Absence, FieldValue, Period
from bot.texts import Arg, text
from bot.turn import Turn
from bot.understanding.readers.dates import read_dates, read_periods
from bot.understanding.readers.durations import Lasting, read_lasting
from bot.worktime.counting import is_working
from bot.worktime.errors import WorkTimeError
from handlers.requests.attendance.leave import UNASKED, kind_of, kind_of_field

_LONGEST = 240  # days; "from 24 December to 20 November" is a slip and not most of a year
_BACK = re.compile(
    r"(?:\b(?:back|return(?:ing)?|torn(?:o|a|er[oòà]|iamo|eremo)|rientr(?:o|a|er[oòà]|iamo)|rientrando|di ritorno)"
    r"|(?<![א-ת])ו?(?:אני )?(?:חוזרת?|אחזור|תחזור|יחזור|אשוב|ישוב|תשוב|שבה?))"
    r"(?: (?:to work|to the office|at work|in the office|al lavoro|in ufficio|לעבודה|למשרד))?"
    r"[\s,]*(?:on|only on|again on|il|solo|ב-?)?\s*$",
    re.IGNORECASE,
)
_SHORT_MONTHS = frozenset({4, 6, 9, 11})
_NUMBER = re.compile(r"(?<![\d./])(?<!\d-)(29|3[01])(?!\d)")


def until_back(draft: Draft, turn: Turn) -> Draft:
    """The draft with the day before "back on Wednesday" as its last; the first is today where that is reported."""
    said = [one for one in read_dates(turn.text, turn.language, now=turn.now) if _BACK.search(turn.text[: one.start])]
    if not said:
        return draft
    back, fields = said[0].value, dict(draft.fields)
    fields.pop("end_date", None)
    if "start_date" in fields and _day(fields, "start_date") == back:
        del fields["start_date"]
    if "start_date" not in fields and (kind_of(turn.text) in UNASKED or "leave_type" in fields):
        fields["start_date"] = sourced(FieldValue(type="date", content=turn.now.date()), turn)
    last = back - timedelta(days=1)
    if "start_date" in fields and last > _day(fields, "start_date"):
        fields["end_date"] = _date_field(last, said[0].words, turn)
    return draft.model_copy(update={"fields": fields})


def lasting(draft: Draft, turn: Turn) -> Draft:
    """The draft with the last day of "3 days from tomorrow"; of what is asked for only working days are counted.

    "3 days in December" leaves open which.
    """
    said = draft.said or turn.text
    long = read_lasting(said, turn.language)
    if long is None or draft.revises:
        return draft
    fields = dict(draft.fields)
    if any(_is_of(one.value, fields, long.value) for one in read_periods(said, turn.language, now=turn.now)):
        del fields["start_date"], fields["end_date"]
    elif long.value.days > 1 and "end_date" not in fields:
        days = read_dates(said[long.end :], turn.language, now=turn.now)
        if days and long.words in (fields["start_date"].source.words or "" if "start_date" in fields else ""):
            fields["start_date"] = _date_field(days[0].value, days[0].words, turn)
        if "start_date" in fields:
            kind = kind_of_field(str(fields["leave_type"].content)) if "leave_type" in fields else kind_of(said)
            last = _last_day(_day(fields, "start_date"), long.value, turn, every_day=kind in UNASKED)
            fields["end_date"] = _date_field(last, long.words, turn)
    names = [spec.name for spec in turn.catalogue[draft.type].contract.fields if spec.name in fields]
    return draft.model_copy(update={"fields": {name: fields[name] for name in names}})


def _is_of(span: Period, fields: dict[str, FieldValue], long: Lasting) -> bool:
    """Whether the days of a draft are all of a longer span in which so many days are to lie."""
    given = "start_date" in fields and "end_date" in fields
    whole = given and (_day(fields, "start_date"), _day(fields, "end_date")) == (span.start, span.end)
    return whole and (span.end - span.start).days >= long.days


def _last_day(first: date, long: Lasting, turn: Turn, *, every_day: bool) -> date:
    """The last of so many days, or of so many weeks from the first."""
    if every_day or long.unit == "week":
        return first + timedelta(days=long.days - 1)
    last, left = first, long.count - _works(first, turn)
    while left > 0 and (last - first).days < _LONGEST:
        last += timedelta(days=1)
        left -= _works(last, turn)
    return last


def _works(day: date, turn: Turn) -> bool:
    try:
        return is_working(turn.calendar, day)
    except WorkTimeError:
        return True


def _date_field(day: date, words: str, turn: Turn) -> FieldValue:
    return sourced(FieldValue.model_validate({"type": "date", "content": day, "source": {"words": words}}), turn)


def in_order(days: Period, fields: dict[str, FieldValue]) -> Period:
    """The days, with an end that was only moved to the next year since it lies before the start, back where it was."""
    words = (fields["end_date"].source.words or "") if "end_date" in fields else ""
    moved = (days.end - days.start).days > _LONGEST and days.end.month <= days.start.month
    kind = kind_of_field(str(fields["leave_type"].content)) if "leave_type" in fields else None
    long = kind in {"parental", "unpaid"} and days.end.month != days.start.month
    if not moved or long or re.search(r"\d{4}", words):
        return days
    earlier = days.end.replace(
        year=days.end.year - 1, day=min(days.end.day, 28) if days.end.month == 2 else days.end.day
    )
    return Period.model_construct(start=days.start, end=earlier)


def in_words(start: date, end: date) -> Arg:
    """The days from a first to a last; one day is said once."""
    return start if start == end else text("absence-days", start=start, end=end)


def days_away(absence: Absence) -> Arg:
    """The days of an absence, with the part of the day behind them where it is only for a part."""
    days = in_words(absence.start, absence.end)
    return text("absence-days-part", days=days, words=absence.part) if absence.part else days


def no_such_day(turn: Turn) -> str | None:
    """The words of a day that no calendar has ("31 February"); None where there is none."""
    for hit in _NUMBER.finditer(turn.text):
        for day in (28, 30):
            read = f"{turn.text[: hit.start()]}{day}{turn.text[hit.end(1) :]}"
            found = [one for one in read_dates(read, turn.language, now=turn.now) if one.start <= hit.start() < one.end]
            if found and not _exists(found[0].value, int(hit[1])):
                return turn.text[hit.start() : found[0].end]
    return None


def _exists(day: date, number: int) -> bool:
    return number <= (29 if day.month == 2 else 30 if day.month in _SHORT_MONTHS else 31)


def _day(fields: dict[str, FieldValue], name: str) -> date:
    content = fields[name].content
    return content if isinstance(content, date) else date.min
