"""The days of an absence as they are said: until when somebody is back, an end before the start, a day that is none."""

import re
from datetime import date, timedelta

from bot.conversation import Draft
from bot.drafting import sourced
from bot.model import FieldValue, Period
from bot.texts import Arg, text
from bot.turn import Turn
from bot.understanding.readers.dates import read_dates
from handlers.requests.attendance.leave import UNASKED, kind_of

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
        source = {"words": said[0].words}
        value = FieldValue.model_validate({"type": "date", "content": last, "source": source})
        fields["end_date"] = sourced(value, turn)
    return draft.model_copy(update={"fields": fields})


def in_order(days: Period, fields: dict[str, FieldValue]) -> Period:
    """The days, with an end that was only moved to the next year since it lies before the start, back where it was."""
    words = (fields["end_date"].source.words or "") if "end_date" in fields else ""
    moved = (days.end - days.start).days > _LONGEST and days.end.month <= days.start.month
    kind = kind_of(str(fields["leave_type"].content)) if "leave_type" in fields else None
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
