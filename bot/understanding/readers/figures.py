"""Numbers in figures: their value in any notation, and whether they are numbers or pieces of a code."""

import re
from decimal import Decimal
from functools import cache

from bot.model import LANGUAGES, Language
from bot.understanding.readers.tables import table

_SHAPE = re.compile(
    r"(?P<whole>[0-9]+)(?P<groups>(?P<by>[.,' ])[0-9]{3}(?:(?P=by)[0-9]{3})*)?(?:(?P<point>[.,])(?P<rest>[0-9]+))?"
)
_HEBREW = re.compile("[\u05d0-\u05ea]")
_UNIT = re.compile("[a-z]{1,5}|[\u05d0-\u05ea]{1,3}")
_FIGURE_BEFORE, _FIGURE_AFTER = re.compile("[0-9]+-\\Z"), re.compile("-([0-9]+)(?![0-9/])")
# Cents written as "/00", and a Hebrew currency right behind its figure.
_GLUED_AFTER = re.compile(
    r"(?:p|pct|percent|percento|eur|euro|usd|gbp|ils|nis|chf)(?![a-z0-9\u05d0-\u05ea])|(?:ק\"ג|קג|גרם|ליטר|מטר)(?![\u05d0-\u05ea])|/(?:00|--|=)(?![0-9/])|(?:ש\"ח|שח|שקל|שקלים|אירו|יורו|דולר)(?![\u05d0-\u05ea])"
)
_CODE_BEFORE = re.compile("(?<![a-z0-9])(?:eur|usd|gbp|ils|nis|chf)\\Z")
_OPENING = " (\"'[,;=*~€$£₪%<>|!?"
_DECIMAL_COMMA = frozenset[Language]({"it"})
_MAX_DIGITS = 15


def figure_value(figure: str, language: Language) -> tuple[Decimal, bool] | None:
    """The value of a figure in any notation and whether it is in doubt (1,250 in Italian), or None for a code."""
    shape = _SHAPE.fullmatch(figure)
    if shape is None or len(figure) > _MAX_DIGITS + 5:
        return None
    whole, groups, rest = shape["whole"], shape["groups"] or "", shape["rest"]
    if groups and (len(whole) > 3 or whole.startswith("0")):
        return _with_three_decimals(whole, groups) if not rest else None
    if (groups and rest and shape["point"] == shape["by"]) or (not groups and len(whole) > 1 and whole.startswith("0")):
        return None
    digits = whole + re.sub("[^0-9]", "", groups)
    own = "." if language in _DECIMAL_COMMA else ","
    doubtful = len(groups) == 4 and not rest and shape["by"] in ".," and shape["by"] != own
    return (Decimal(digits + (f".{rest}" if rest else "")), doubtful) if len(digits) <= _MAX_DIGITS else None


def _with_three_decimals(whole: str, groups: str) -> tuple[Decimal, bool] | None:
    """0.125 or 12345.678: too many or no figures before the mark for it to part thousands."""
    if groups[0] in "' " or len(groups) != 4 or len(whole) > _MAX_DIGITS:
        return None
    return Decimal(f"{whole}.{groups[1:]}"), False


@cache
def _units() -> frozenset[str]:
    return frozenset(word for language in LANGUAGES for word in table("numbers")[language]["units"])


def may_begin(text: str, start: int) -> bool:
    """Whether what stands before a figure lets it be a number, not the tail of a code, date or phone number."""
    before = text[max(0, start - 4) : start]
    if not before or before[-1] in _OPENING:
        return not re.search(r"[0-9][,']\Z", before)
    if _CODE_BEFORE.search(before):
        return True
    last, second = before[-1], before[-2:-1]
    if last == "x":
        return not second.isalnum()
    if _HEBREW.match(last):
        return re.search("[\u05d0-\u05ea]{4}\\Z", before) is None
    if last == "-":
        return not second or not ("a" <= second <= "z" or second in "-/_.")
    return last in ":/.&" and not (second and (second.isalnum() or second in ":/."))


def may_end(text: str, end: int) -> bool:
    """Whether what stands after a figure lets it be a number: nothing that goes on, or a word such as "pcs"."""
    after = text[end : end + 2]
    if not after or not (after[0].isalnum() or after[0] in "-/:°_@'+"):
        return True
    if _GLUED_AFTER.match(text, end):
        return True
    if after[0] == "/" and text[end + 1 : end + 3].isalpha() and len(text) > end + 2:
        return True
    if after[0] in "-'+/:":
        return (
            not after[1:].isalnum() or _HEBREW.match(after[1:]) is not None or (after[0] == "-" and after[1].isdigit())
        )
    unit = _UNIT.match(text, end)
    return unit is not None and unit[0] in _units() and not text[unit.end() : unit.end() + 1].isalnum()


def is_code_of_two(text: str, start: int, end: int) -> bool:
    """Figures joined by a dash are a range only when both are short and rise: 2-3, 10-15, never 88-1204."""
    left = _FIGURE_BEFORE.search(text[max(0, start - 12) : start])
    right = _FIGURE_AFTER.match(text, end)
    if left is None and right is None:
        return text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit()
    here = text[start:end]
    low, high = (left[0][:-1], here) if left else (here, right[1] if right else "")
    rises = low.isdecimal() and high.isdecimal() and len(high) <= 3 and len(low) <= 3 and int(low) < int(high)
    return not rises or low[0] == "0" or (left is not None and right is not None)
