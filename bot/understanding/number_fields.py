"""Which of the numbers that a text names is a field's own: one that counts things, and no label or hour."""

import re
from collections.abc import Iterable
from decimal import Decimal
from itertools import pairwise

from bot.catalogue import Contract, FieldSpec
from bot.understanding.readers.found import Found, overlaps
from bot.understanding.readers.money import read_money
from bot.understanding.readers.name_words import unsigned
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.readers.references import read_references
from bot.understanding.readers.words import word_set
from bot.understanding.reading import Reading

_NEAR = 40  # characters beside a number that are looked at
_MODEL = re.compile(r"\b[A-Z][A-Z\d]+ $")  # of which a number is the name: "HP 305"
_MEASURE = re.compile(
    r"[\s-]?(?:mg|gr?|gsm|kg|ml|cl|lt?|lit(?:er|re)s?|litr[io]|[cm]m|(?:centi|milli)?met(?:er|re)s?|(?:centi|milli)?metr[io]"
    r"|feet|ft|inch(?:es)?|pollici|%|percent|גרם|ליטר|מ\"ל|ס\"מ|מטר(?:ים)?"
    r"|hr?s?|minut\w+|hours?|days?|weeks?|months?|years?|ore|giorn[io]|settiman[ae]|mes[ei]|ann[io]"
    r"|דקות|שעות|ימים|שבועות|חודשים|שנים|shifts?|turni|משמרות"
    r"|times|volte|פעמים|things|cose|דברים|questions?|domande|שאלות"
    r"|vendors?|suppliers?|offers?|quotes?|fornitori|preventivi|offerte|ditte|ספקים|הצעות)\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?:^|\n)[>\s]*\Z")  # in front of "2." and "2)" at the beginning of a line
_MARK = re.compile(r"[.)](?:\s|$)")
_FOR = re.compile(
    r"\s+(?:an?|the|my|our|your|me|us|him|her|them|you|this|that)\b", re.IGNORECASE
)  # behind "4" for "for"
_HOUR = re.compile(
    r"\b(?:after|before|until|till|dopo le|prima delle|alle|dalle)\s+\Z|(?:אחרי|לפני|בשעה|עד|ב)[\s-]*\Z", re.IGNORECASE
)
_WHOSE = re.compile(
    r"(?<![^\W_])(?:the|these|those|our|your|their|my|i|gli|le|questi|queste|quei|nostri)\s+\Z", re.IGNORECASE
)
_WHOSE_HEBREW = re.compile(r"(?:ת|שני|שתי)\s+ה[א-ת]")  # "שלושת המועמדים": those that there are
_THING = re.compile(r"[ \t]{1,2}(?:x[ \t])?([^\W\d_][^\W\d_'’\"]+)")
_NAME = re.compile(r"[^\s.!?:;>*•–-][ \t]+[A-ZÀ-Þ][\w'’]*[ \t]\Z")  # a name in a sentence: "at Workshop 2."
_AND = re.compile(r"(?:\s[^\W\d_]+){1,3}\s(?:and|e|ed|&)\s|(?:\s[^\W\d_]+){1,3}\sו-?", re.IGNORECASE)
_YEAR = re.compile(r"19[89]\d|20[0-4][1-9]|20[1-4]0")
_IN = re.compile(
    r"\b(?:in|across|at|over|nei|nelle|negli)(?: the| our| i nostri| le nostre| nostri| nostre)?\s+\Z", re.IGNORECASE
)
_WANTED = re.compile(
    r"(?:\b(?:at least|no less than|minimum|qty|quantity|almeno|minimo|quantità|non meno di)"
    r"|לפחות|כמות)(?: of| di|:)?\s*:?\s*\Z",
    re.IGNORECASE,
)
_SECOND = re.compile(r"שתי|שני\Z")  # also "Monday" and "second", unless things stand behind it
_BEER, _SHEVA = "באר ", "שבע"  # the town, not seven wells
_MORE_THAN_ONE = re.compile(r"\s+[א-ת\"']+(?:ים|ות|י)(?![א-ת])")
_ONE = re.compile(r"(?<![^\W_])one\Z", re.IGNORECASE)
_ONE_MORE = re.compile(r"\s+(?:more|additional|extra|further|new|other)\s+[^\W\d_]{3}", re.IGNORECASE)


def field_numbers(spec: FieldSpec, contract: Contract, reading: Reading) -> Iterable[Found[object]]:
    """The counts of the text, those of things first; neither sizes and times ("500 ml") nor how many offers are wanted.

    A number that is only about right will do where the field may be left out. Of people there are whole ones, and two
    counts of different ones ("8 cooks and 5 waiters") are no one number.
    """
    text = reading.text if reading.bare else unsigned(reading.text)
    people = spec.name == "headcount"
    found = [
        one
        for one in read_numbers(text, reading.language, articles=people, about=not spec.required)
        if not _MEASURE.match(text[one.end : one.end + _NEAR]) and not _MODEL.search(_before(one, text))
    ]
    others: list[Found[object]] = [*read_money(text, reading.language, about=True)]
    if reading.bare:
        return _apart(found, others)
    others += [*read_references(text, reading.language), *reading.tasks.read(text)]
    counts = [
        one for one in _apart(found, others) if not _is_label(one, text) and (not people or _is_of_people(one, text))
    ]
    if people and any(_AND.fullmatch(text, one.end, two.start) for one, two in pairwise(counts)):
        return []
    return sorted(counts, key=lambda one: (not _WANTED.search(_before(one, text)), not names_a_thing(text, one.end)))


def _before(one: Found[Decimal], text: str) -> str:
    """What stands before a number, after a mark where it is cut."""
    return ("…" if one.start > _NEAR else "") + text[max(0, one.start - _NEAR) : one.start]


def _apart(found: Iterable[Found[Decimal]], others: Iterable[Found[object]]) -> list[Found[Decimal]]:
    return [one for one in found if not any(overlaps(other, one.start, one.end) for other in others)]


def _is_label(one: Found[Decimal], text: str) -> bool:
    """Whether a number numbers a line or stands for an hour, a name's part or the word "for"."""
    before, after = _before(one, text), text[one.end : one.end + _NEAR]
    if _LISTED.search(before) and _MARK.match(after):
        return True
    if one.words == "4" and _FOR.match(after):
        return True
    if one.words.endswith(_SHEVA) and before.endswith(_BEER):
        return True
    if _SECOND.search(one.words) and not _MORE_THAN_ONE.match(after):
        return True
    if names_a_thing(text, one.end):
        return _IN.search(before) is not None
    return bool(_HOUR.search(before) or _NAME.search(before) or _YEAR.fullmatch(one.words))


def _is_of_people(one: Found[Decimal], text: str) -> bool:
    """Whether a number may say how many are to be hired: whole, and not of those that are known already."""
    if one.value != int(one.value) or one.value <= 0:
        return False
    if one.value == 1 and not one.words.isdigit():
        return bool(_ONE.fullmatch(one.words) and _ONE_MORE.match(text[one.end : one.end + _NEAR]))
    whose = _WHOSE.search(_before(one, text)) or _WHOSE_HEBREW.search(one.words[-3:] + text[one.end : one.end + 3])
    return whose is None


def names_a_thing(text: str, end: int) -> bool:
    """Whether a thing is named behind a number that ends at `end`: "25 chairs", not "25 for Monday"."""
    thing = _THING.match(text, end)
    return thing is not None and thing[1].lower() not in word_set("identifiers", "after_reference")
