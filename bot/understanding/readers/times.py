"""The time of day."""

import re
from datetime import time
from functools import lru_cache

from bot.model import Language
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.tables import alternatives, languages, table

_CLOCK = r"(?P<hour>[01]?[0-9]|2[0-4])(?![0-9])"
_END = r"(?![a-z0-9\u05d0-\u05ea])(?![.,:/-][0-9])(?! ?[%€$£₪])"
_MINUTES = r"(?:[:.](?P<minute>[0-5][0-9]))"
_HE_MINUTES = r"(?::(?P<minute>[0-5][0-9])|[.](?P<minute2>00|1[3-9]|[2-5][0-9]))"  # "ב-20.12" is a day
_LATE = (
    r"(?P<part> ?(?:in the (?:afternoon|evening)|at night|tonight|(?:di|della) sera|del pomeriggio|di notte"
    r"|בצהריים|בערב|בלילה|אחרי? הצהריים|אחה\"?צ))?"
)
_HE_PARTS = 'בבוקר|בצהריים|בערב|בלילה|אחרי? הצהריים|אחה"?צ'
_HE_MONTHS = alternatives(word for words in table("dates_he")["months"].values() for word in words)
_HE_GOES_ON = "ל[\u05d0-\u05ea]{2}|(?:תזכירי?|תזכירו|בבקשה|נא|מחר|היום|ביום|כל)(?![\u05d0-\u05ea])"
_PATTERNS: dict[Language, tuple[str, ...]] = {
    "en": (
        rf"(?:at |by |around |from )?{_CLOCK}{_MINUTES}? ?(?P<half>am|pm|a\.m\.?|p\.m\.?)",
        (
            rf"at {_CLOCK}{_MINUTES}?(?: ?(?:o'clock|hrs|h))?{_LATE}{_END}"
            r"(?! (?:each|per|a |an |euro|eur|pounds|usd|gbp|ils|nis|percent|chairs|pcs))"
        ),
        r"(?:at )?(?P<word>noon|midday|midnight)",
    ),
    "it": (
        (
            rf"(?:alle|all'|ore|per le|dalle|entro le|verso le|h\.?) ?(?:ore )?{_CLOCK}"
            rf"(?:{_MINUTES}|(?P<fraction> e (?:mezza|mezzo|un quarto|tre quarti)))?{_LATE}{_END}"
        ),
        (
            r"(?:a|per) (?P<word>mezzogiorno|mezzanotte)|"
            r"all'(?P<one>una)(?! [a-z]{4})(?P<fraction2> e (?:mezza|mezzo|un quarto))?"
        ),
    ),
    "he": (
        rf"(?:ב|ל|מ|עד ה?|ה)?-?שעה {_CLOCK}{_MINUTES}?{_LATE}{_END}",
        (
            rf"ב[- ]?{_CLOCK}{_MINUTES}? ?(?={_HE_PARTS}|וחצי|ורבע)"
            rf"(?P<fraction>וחצי|ורבע)?{_LATE}"
        ),
        rf"(?:ב|עד |ל|מ)-?{_CLOCK}{_HE_MINUTES}{_END}",
        (
            rf"ב-?{_CLOCK}{_END}(?! ?(?!{_HE_GOES_ON})[\u05d0-\u05ea][\"\u05d0-\u05ea])"
            rf"(?! [לב](?:ה?חודש|{_HE_MONTHS})(?![\u05d0-\u05ea]))"
        ),
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
_NIGHT = re.compile("night|notte|בלילה")
_AFTER_MIDNIGHT = 5  # "at two at night" is in the morning, "at ten at night" is not
_NOON_ENDS = 5  # "at one at noon" is what Hebrew calls one in the afternoon
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
    hour, said = int(parts["hour"]), parts.get("minute") or parts.get("minute2")
    minute = int(said) if said else _minutes(parts.get("fraction") or "")
    half = (parts.get("half") or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif part := parts.get("part"):
        hour += 12 * (_AFTER_MIDNIGHT * bool(_NIGHT.search(part)) < hour < (_NOON_ENDS if "בצהריים" in part else 12))
    return time(hour, minute) if hour <= 23 else None


@lru_cache(maxsize=64)
def time_spans(text: str, language: Language) -> tuple[tuple[int, int], ...]:
    """Where a folded text names hours of the day."""
    patterns = (*(one for candidate in languages(language) for one in _COMPILED[candidate]), _PLAIN)
    matches = (match for pattern in patterns for match in pattern.finditer(text))
    return tuple(match.span() for match in matches if _time(match) is not None)


_DAY = r"(?:this|tomorrow|tmrw|in the|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_GIORNO = r"(?:questo|domani|dopodomani|nel|di|oggi|(?:lune|marte|mercole|giove|vener)di|sabato|domenica)"
_DAY_PARTS: dict[Language, dict[time, str]] = {
    "en": {time(15): f"{_DAY} afternoon", time(18): f"{_DAY} evening|tonight"},
    "it": {time(15): f"{_GIORNO} pomeriggio", time(18): rf"(?:questa|in|{_GIORNO}) (?:sera|serata)|stasera"},
    "he": {
        time(15): r"אחרי? הצהריים|אחה\"?צ",
        time(18): rf"[בה](?:ערב|לילה)(?= (?:{_HE_GOES_ON})|(?! ?[\u05d0-\u05ea]))",
    },
}
_PARTS = {
    language: {at: re.compile(f"{_BEGIN}(?:{words})(?![a-z\u05d0-\u05ea])") for at, words in parts.items()}
    for language, parts in _DAY_PARTS.items()
}


def read_day_part(text: str, lang: Language) -> Found[time] | None:
    """The hour that stands for the afternoon or evening `text` names, or None: "tomorrow afternoon" is at three."""
    folded = fold(text)
    for language in languages(lang):
        for at, pattern in _PARTS[language].items():
            if match := pattern.search(folded.text):
                return found(at, text, *folded.span(match.start(), match.end()))
    return None


def read_time(text: str, lang: Language) -> Found[time] | None:
    """The first time of day in `text`, or None; a bare number is one only after "at", "alle" or "ב-"."""
    folded = fold(text)
    for pattern in (*(one for language in languages(lang) for one in _COMPILED[language]), _PLAIN):
        match = pattern.search(folded.text)
        read = _time(match) if match else None
        if match and read is not None:
            return found(read, text, *folded.span(match.start(), match.end()))
    return None
