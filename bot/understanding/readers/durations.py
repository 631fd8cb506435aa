"""How long something lasts: "3 days", "due settimane", "יומיים"."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.model import Language
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, ends_with, found
from bot.understanding.readers.tables import alternatives, languages, table

_MOST_DAYS = 60  # more is rather said by its last day
_EDGE = r"(?<![a-z0-9\u05d0-\u05ea.,/-])"
_WEEK_DAYS = 7
# What counts from today or from another day lasts no time: "in 3 days", "two weeks ago".
_BEFORE = re.compile(
    r"(?:\b(?:in|within|after|every|last|next|tra|fra|entro|dopo|ogni)|בעוד|עוד|תוך|אחרי|כל|לפני)(?: (?:the|i|le))?\s*$"
)
_BEHIND = re.compile(
    r" (?:ago|before|after|later|notice|fa|prima|dopo|לפני|אחרי|מראש|הבא|שעבר|הזה)(?![a-z\u05d0-\u05ea])"
)
_ONE_WEEK: dict[Language, str] = {"en": "(?:a|one) week", "it": "una settimana", "he": "שבוע"}


@dataclass(frozen=True, slots=True)
class Lasting:
    """So many days or weeks, from the first to the last."""

    count: int
    unit: Literal["day", "week"]

    @property
    def days(self) -> int:
        return self.count * (_WEEK_DAYS if self.unit == "week" else 1)


@cache
def _pattern(language: Language) -> re.Pattern[str]:
    source = table(f"dates_{language}")
    units, duals = source["units"], source.get("duals", {"day": [], "week": []})
    day, week = alternatives(units["day"]), alternatives(units["week"])
    counted = rf"(?P<count>{alternatives(source['counts'])}|[0-9]{{1,2}}) {{1,2}}(?:(?P<day>{day})|(?P<week>{week}))"
    two = [rf"(?P<two_{unit}>{alternatives(duals[unit])})" for unit in ("day", "week") if duals[unit]]
    either = "|".join((counted, *two, rf"(?P<one_week>{_ONE_WEEK[language]})"))
    return re.compile(rf"{_EDGE}(?:ל-?)?(?:{either})(?![a-z0-9\u05d0-\u05ea])")


def read_lasting(text: str, lang: Language) -> Found[Lasting] | None:
    """The first length of time in days or weeks that `text` names; None where it is counted from somewhere."""
    folded = fold(text)
    for language in languages(lang):
        for match in _pattern(language).finditer(folded.text):
            if ends_with(_BEFORE, folded.text, match.start()) or _BEHIND.match(folded.text, match.end()):
                continue
            if (said := _said(match.groupdict(), table(f"dates_{language}")["counts"])) and said.days <= _MOST_DAYS:
                return found(said, text, *folded.span(match.start(), match.end()))
    return None


def _said(parts: dict[str, str | None], counts: dict[str, int]) -> Lasting | None:
    if parts.get("one_week"):
        return Lasting(1, "week")
    if parts.get("two_day") or parts.get("two_week"):
        return Lasting(2, "week" if parts.get("two_week") else "day")
    if not (count := parts.get("count")):
        return None
    number = int(count) if count.isdigit() else counts[count]
    return Lasting(number, "week" if parts["week"] else "day") if number else None
