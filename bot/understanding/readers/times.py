"""The time of day."""

import re
from datetime import time
from functools import lru_cache

from bot.model import Language
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.tables import languages

_CLOCK = r"(?P<hour>[01]?[0-9]|2[0-4])(?![0-9])"
_END = r"(?![a-z0-9\u05d0-\u05ea])(?![.,:/-][0-9])(?! ?[%€$£₪])"
_MINUTES = r"(?:[:.](?P<minute>[0-5][0-9]))"
_PATTERNS: dict[Language, tuple[str, ...]] = {
    "en": (
        rf"(?:at |by |around |from )?{_CLOCK}{_MINUTES}? ?(?P<half>am|pm|a\.m\.?|p\.m\.?)",
        (
            rf"at {_CLOCK}{_MINUTES}?(?: ?(?:o'clock|hrs|h))?{_END}"
            r"(?! (?:each|per|a |an |euro|eur|pounds|usd|gbp|ils|nis|percent|chairs|pcs))"
        ),
        r"(?:at )?(?P<word>noon|midday|midnight)",
    ),
    "it": (
        (
            rf"(?:alle|all'|ore|per le|dalle|entro le|verso le|h\.?) ?(?:ore )?{_CLOCK}"
            rf"(?:{_MINUTES}|(?P<fraction> e (?:mezza|mezzo|un quarto|tre quarti)))?{_END}"
        ),
        (
            r"(?:a|per) (?P<word>mezzogiorno|mezzanotte)|"
            r"all'(?P<one>una)(?! [a-z]{4})(?P<fraction2> e (?:mezza|mezzo|un quarto))?"
        ),
    ),
    "he": (
        rf"(?:ב|ל|מ|עד ה?|ה)?-?שעה {_CLOCK}{_MINUTES}?{_END}",
        rf"(?:ב|עד |ל|מ)-?{_CLOCK}{_MINUTES}{_END}",
        (
            rf"ב[- ]?{_CLOCK} ?(?=בבוקר|בערב|בצהריים|אחר הצהריים|אחה\"צ|וחצי|ורבע)"
            r"(?P<fraction>וחצי|ורבע)?(?P<part> ?(?:בערב|אחר הצהריים|אחה\"צ))?"
        ),
        rf"ב-{_CLOCK}{_END}(?! ?(?!ל[\u05d0-\u05ea]{{2}})[\u05d0-\u05ea][\"\u05d0-\u05ea])(?! (?:ל|ב)חודש)",
        r"(?P<word>בצהריים|בחצות)",
    ),
}
_ANY = rf"(?P<hour>[01]?[0-9]|2[0-3]):(?P<minute>[0-5][0-9]){_END}"
_BEGIN = r"(?<![a-z0-9\u05d0-\u05ea.,:/#-])"
_COMPILED = {
    language: tuple(re.compile(f"{_BEGIN}(?:{pattern})") for pattern in patterns)
    for language, patterns in _PATTERNS.items()
}
_PLAIN = re.compile(_BEGIN + "(?:" + _ANY + ")")
_WORDS = {"noon": 12, "midday": 12, "midnight": 0, "mezzogiorno": 12, "mezzanotte": 0, "בצהריים": 12, "בחצות": 0}


def _minutes(fraction: str) -> int:
    for word, minutes in (("tre quarti", 45), ("mezz", 30), ("quarto", 15), ("חצי", 30), ("רבע", 15)):
        if word in fraction:
            return minutes
    return 0


def _time(match: re.Match[str]) -> time | None:
    parts = match.groupdict()
    if parts.get("word"):
        return time(_WORDS[parts["word"]])
    if parts.get("one"):
        return time(13, _minutes(parts.get("fraction2") or ""))
    hour, minute = int(parts["hour"]), int(parts.get("minute") or 0) or _minutes(parts.get("fraction") or "")
    half = (parts.get("half") or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif parts.get("part") and hour < 12:
        hour += 12
    return time(hour, minute) if hour <= 23 else None


@lru_cache(maxsize=64)
def time_spans(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where a folded text names hours of the day."""
    patterns = (_PLAIN, *(one for candidate in languages(language) for one in _COMPILED[candidate]))
    matches = (match for pattern in patterns for match in pattern.finditer(text))
    return tuple(match.span() for match in matches if _time(match) is not None)


def read_time(text: str, lang: Language) -> Found[time] | None:
    """The first time of day in `text`, or None; a bare number is one only after "at", "alle" or "ב-"."""
    folded = fold(text)
    for pattern in (_PLAIN, *(one for language in languages(lang) for one in _COMPILED[language])):
        match = pattern.search(folded.text)
        read = _time(match) if match else None
        if match and read is not None:
            return found(read, text, *folded.span(match.start(), match.end()))
    return None
