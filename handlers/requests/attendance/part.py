"""A part of a day that an absence is for, in the words it was said in: "half a day", "dalle 15 alle 17", "שעתיים"."""

import re

from handlers.requests.attendance.leave import LeaveKind

_CLOCK = r"\d{1,2}(?:[:.]\d\d)?"
_ENGLISH_CLOCK = rf"(?:\d{{1,2}}[:.]\d\d|{_CLOCK} ?(?:am|pm|a\.m\.|p\.m\.|o['’]clock)|noon|midday)"
_HEBREW_CLOCK = r"(?:\d{1,2}:\d\d|השעה \d{1,2}(?:[:.]\d\d)?|הצהריים)"
_PARTS = (
    r"\b(?:half (?:a |the |of the )?(?:day|morning|afternoon)|half-day)\b",
    r"\b(?:an? (?:couple of )?|one |two |three |four |five |\d(?:[.,]5)? )(?:and a half )?hours?\b",
    rf"\bfrom (?:{_CLOCK}|noon) (?:to|until|till) {_ENGLISH_CLOCK}",
    rf"\b(?:from|after|until|till|before|between|at) {_ENGLISH_CLOCK}(?: (?:to|until|till|and) {_ENGLISH_CLOCK})?",
    r"\bmezz['’ae] ?(?:giornata|mattinata|mattina)\b",
    r"\b(?:un['’] ?ora|un paio d['’]ore|(?:una|due|tre|quattro|cinque|\d(?:[.,]5)?) or[ae])(?: e mezza)?\b",
    rf"\bdall['’e] ?(?:{_CLOCK}|una)(?: (?:fino )?all['’e] ?(?:{_CLOCK}|una))?\b",
    rf"\b(?:fino|dopo|prima d|esco|entro|arrivo|intorno) ?(?:alle|le|elle) ?{_CLOCK}\b",
    r"(?<![א-ת])(?:ל|ב)?חצי (?:ה)?יום(?![א-ת])",
    r"(?<![א-ת])(?:ל|ב)?(?:שעה|שעתיים|(?:שלוש|ארבע|חמש|\d(?:[.,]5)?) שעות)(?: וחצי)?(?![א-ת])",
    rf"(?<![א-ת])מ[-־]? ?(?:\d{{1,2}}(?::\d\d)?|{_HEBREW_CLOCK}) (?:ו?עד|ל)[- ־]?(?:{_HEBREW_CLOCK}|\d{{1,2}}:\d\d)",
    rf"(?<![א-ת])(?:אחרי|לפני|עד|מ[-־]?|ב[-־]?) ?{_HEBREW_CLOCK}(?!\d)",
)
_HALVES = (
    r"(?<!good )(?<!this )\b(?:morning|afternoon)\b",
    r"(?<!buon )\b(?:mattina|mattinata|pomeriggio)\b",
    r"(?<![א-ת])(?:בבוקר|בצהריים|אחר הצהריים|אחה[\"״]צ)(?![א-ת])",
)
_SOLELY = r"(?:\b(?:only|just|solo|soltanto|solamente)\b|(?<![א-ת])רק(?![א-ת]))"
ONLY = re.compile(_SOLELY, re.IGNORECASE)
_SAID = re.compile("|".join(_PARTS), re.IGNORECASE)
_HALF = re.compile("|".join(_HALVES), re.IGNORECASE)
_ONLY_HALF = re.compile(f"{_SOLELY}[^.\\n]{{0,20}}?(?P<half>{'|'.join(_HALVES)})", re.IGNORECASE)
_WHOLE_DAYS: frozenset[LeaveKind | None] = frozenset({"parental", "reserve", "remote", "travel", "clocking"})


def part_of_day(said: str, kind: LeaveKind | None, *, curt: bool = False) -> str | None:
    """The words of a part of the day that an absence of this kind is for; None where it is for the whole day.

    Who reports being ill tells since when, so that a mere "morning" is a part of it only where nothing but a part is
    said, which is `curt`.
    """
    if kind in _WHOLE_DAYS:
        return None
    if found := _SAID.search(said):
        return found[0]
    if kind in {"sick", "bereavement"} and not curt:
        only = _ONLY_HALF.search(said)
        return only["half"] if only else None
    found = _HALF.search(said)
    return found[0] if found else None


def part_in(content: str) -> str | None:
    """The part of the day that stands behind the kind of absence in its field: "2 hours" in "holiday (2 hours)"."""
    before, _, part = content.partition(" (")
    return part.removesuffix(")") if before and part.endswith(")") else None
