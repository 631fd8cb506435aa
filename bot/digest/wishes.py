"""What a colleague wants of digests, as it is kept among their preferences and as they write it."""

import re
from dataclasses import dataclass
from datetime import time

from bot.digest.values import Cadence
from bot.texts import Text, text

PREFERENCE = "digest"
"""The name of the preference."""
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EIGHT = time(8)
_WORDS: dict[str, str] = {
    "off": "off",
    "stop": "off",
    "no": "off",
    "basta": "off",
    "disattiva": "off",
    "כבוי": "off",
    "להפסיק": "off",
    "ביטול": "off",
    "on": "daily",
    "daily": "daily",
    "giornaliero": "daily",
    "ogni giorno": "daily",
    "attiva": "daily",
    "יומי": "daily",
    "every day": "daily",
    "כל יום": "daily",
    "weekly": "weekly",
    "settimanale": "weekly",
    "ogni settimana": "weekly",
    "שבועי": "weekly",
    "every week": "weekly",
    "כל שבוע": "weekly",
}
_EVERY = frozenset({"every", "each", "ogni", "כל"})
_ASKING = frozenset(
    """send me my the a please i want would like to get mandami manda inviami invia il mio un per favore vorrei ricevere
    שלח שלחי תשלח תשלחי לשלוח לי את בבקשה אני רוצה לקבל אפשר""".split()
)
_STOPPING = frozenset(
    "stop no more sending don't dont basta non mandarmi inviarmi smetti di più תפסיק תפסיקי להפסיק אל בלי עם".split()
)
_BEHIND = frozenset("me more please anymore più a יותר לי בבקשה".split())
_NOUNS = frozenset({"digest", "riepilogo", "תקציר", "התקציר"})
_WEEKDAYS = {
    **{name: place for place, name in enumerate(DAYS)},
    **{name: place for place, name in enumerate("lun mar mer gio ven sab dom".split())},
    **{name: place for place, name in enumerate("שני שלישי רביעי חמישי שישי שבת ראשון".split())},
}
_LONG = re.compile(r"(sun|mon|tue|wed|thu|fri|sat|lun|mar|mer|gio|ven|sab|dom)[a-zìé]*")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")
_FILLER = frozenset({"at", "on", "alle", "ore", "il", "la", "di", "every", "day", "week", "ב", "בשעה", "ביום", "יום"})


@dataclass(frozen=True, slots=True)
class Wish:
    """A digest every day or once a week (0 is Monday) at a local time; no cadence means none."""

    cadence: Cadence | None
    at: time = _EIGHT
    weekday: int = 6

    def __str__(self) -> str:
        if self.cadence is None:
            return "off"
        day = f" {DAYS[self.weekday]}" if self.cadence == "weekly" else ""
        return f"{self.cadence}{day} {self.at:%H:%M}"

    @property
    def said(self) -> Text:
        """On which days and at what time, in words."""
        at = f"{self.at:%H:%M}"
        if self.cadence == "weekly":
            return text("digest-wish-weekly", weekday=self.weekday, at=at)
        return text("digest-wish-daily", at=at)


def read_wish(said: str) -> Wish | None:
    """The wish that "daily 8:30", "settimanale lun 9" or "יומי 8:00" is; None when it is none, or leaves a doubt."""
    words = said.casefold().strip(" .!").split()
    known = _cadence(words)
    if known is None:
        return None
    what, rest = known
    if what == "off":
        return Wish(None) if not rest else None
    weekday, at = 6, _EIGHT
    for word in rest:
        if (day := _weekday(word)) is not None and what == "weekly":
            weekday = day
        elif (moment := _moment(word)) is not None:
            at = moment
        elif word not in _FILLER:
            return None
    return Wish("weekly" if what == "weekly" else "daily", at, weekday)


def read_order(said: str) -> Wish | None:
    """The wish in a sentence: "digest off", "send me the digest every Monday at 9", "stop sending me the digest"."""
    words = said.casefold().strip(" .!?").split()
    place = next((at for at, word in enumerate(words) if word in _NOUNS), None)
    if place is None:
        return None
    before, behind = {*words[:place]}, words[place + 1 :]
    if before & _STOPPING and before <= _STOPPING | _ASKING:
        return Wish(None) if _BEHIND.issuperset(behind) else None
    return read_wish(" ".join(behind)) if before <= _ASKING else None


def _cadence(words: list[str]) -> tuple[str, list[str]] | None:
    day = words[1:3] if words[:1] and words[0] in _EVERY else []
    if any(_weekday(word) is not None for word in day if word not in _FILLER):
        return "weekly", words[1:]
    for length in (2, 1):
        if (what := _WORDS.get(" ".join(words[:length]))) and len(words) >= length:
            return what, words[length:]
    return None


def _weekday(word: str) -> int | None:
    long = _LONG.fullmatch(word)
    return _WEEKDAYS.get(long[1] if long else word.removeprefix("ב").removeprefix("-"))


def _moment(word: str) -> time | None:
    found = _TIME.fullmatch(word.removeprefix("ב").removeprefix("-"))
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return time(int(found[1]), int(found[2] or 0))
