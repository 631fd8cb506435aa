"""Every number that stands in a text, in figures or words, before anyone asks what it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from bot.model import Language
from bot.understanding.readers.figures import figure_value, is_code_of_two, may_begin, may_end
from bot.understanding.readers.folding import fold
from bot.understanding.readers.number_sums import Sum
from bot.understanding.readers.number_tokens import Cursor, Token, attached, tokens
from bot.understanding.readers.tables import alternatives, table


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at `[start, end)` of the folded text; `doubtful` when its mark may part thousands or decimals.

    `article` when the words are no more than "a", "un", "one"; `loose` when they name no exact number ("una ventina").
    """

    value: Decimal
    start: int
    end: int
    article: bool = False
    doubtful: bool = False
    loose: bool = False


@lru_cache(maxsize=64)
def amounts(text: str, language: Language) -> tuple[Amount, ...]:
    """All numbers of `text` in the order they stand, at places of the folded text."""
    folded = fold(text).text
    cursor = Cursor(folded, list(tokens(folded, language)))
    return tuple(_walk(cursor, text, language))


def _walk(cursor: Cursor, original: str, language: Language) -> Iterator[Amount]:
    while cursor.at < len(cursor.tokens):
        amount = _figure(cursor, original, language) if cursor.token.figure else _words(cursor)
        cursor.at += 1
        if amount is not None:
            yield amount


def _figure(cursor: Cursor, original: str, language: Language) -> Amount | None:
    token = cursor.token
    read, scale = figure_value(token.text, language), _scale_after(cursor, original)
    if read is None or not may_begin(cursor.text, token.start):
        return None
    if (scale == 1 and not may_end(cursor.text, token.end)) or is_code_of_two(cursor.text, token.start, token.end):
        return None
    value = read[0] if scale == 1 else _plain(read[0] * scale)
    value, end = _with_hundreds(cursor, value) if scale == _THOUSAND else (value, cursor.token.end)
    value, end = _with_half(cursor, value, end)
    return Amount(value, token.start, end, doubtful=read[1])


def _with_hundreds(cursor: Cursor, value: Decimal) -> tuple[Decimal, int]:
    """The hundreds of "3 mila e 500" and "3 thousand 500", which are no number of their own."""
    hundreds = _HUNDREDS.match(cursor.text, cursor.token.end)
    if hundreds is None or value != int(value):
        return value, cursor.token.end
    while cursor.at + 1 < len(cursor.tokens) and cursor.tokens[cursor.at + 1].start < hundreds.end():
        cursor.at += 1
    return value + int(hundreds[1]), hundreds.end()


_THOUSAND = 1000
_HUNDREDS = re.compile(
    r"(?<=[a-z\u05d0-\u05ea]{3}) (?:e |and |ו-?)?([1-9][0-9]{2})(?![0-9a-z\u05d0-\u05ea%/:-]|[.,][0-9])"
)
_DIRECT_HALF = re.compile(r" (?:and a half|e mezz[oa]|וחצי)(?![a-z\u05d0-\u05ea])")
_THING_AND_HALF = re.compile(
    r" (?!and |e )[a-z\u05d0-\u05ea\"']{2,12} (?:and a half|e mezz[oa]|וחצי)(?![a-z\u05d0-\u05ea])"
)


def _with_half(cursor: Cursor, value: Decimal, end: int) -> tuple[Decimal, int]:
    """The half of "17 וחצי" and of "un litro e mezzo", where the number's words end before the thing."""
    if value != int(value):
        return value, end
    if direct := _DIRECT_HALF.match(cursor.text, end):
        while cursor.at + 1 < len(cursor.tokens) and cursor.tokens[cursor.at + 1].start < direct.end():
            cursor.at += 1
        return value + Decimal("0.5"), direct.end()
    return (value + Decimal("0.5") if _THING_AND_HALF.match(cursor.text, end) else value), end


def _plain(value: Decimal) -> Decimal:
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _scale_after(cursor: Cursor, original: str) -> int:
    """The thousands, millions or dozens that follow a figure; moves past them."""
    glued, after = cursor.glued(), cursor.peek()
    if glued:
        if not _multiplies(glued, cursor.text, original):
            return 1
        cursor.at += 1
        return attached()[glued.text]
    if after and after.word and after.word.kind in ("scale", "group"):
        cursor.at += 1
        return after.word.value
    return 1


def _multiplies(token: Token, text: str, original: str) -> bool:
    """Whether the letters are k, mila or the like; a small m is for metres, a large one for millions."""
    if token.text not in attached() or text[token.end : token.end + 1].isalnum():
        return False
    start = fold(original).span(token.start, token.end)[0]
    beside_sign = re.search("[€$£₪] ?[0-9.,]+\\Z", text[: token.start]) is not None
    return token.text != "m" or original[start] == "M" or beside_sign


def _words(cursor: Cursor) -> Amount | None:
    first = cursor.token
    if first.kind in ("", "and") or _is_of_percent(cursor):
        return None
    if first.kind == "half":
        return _half_group(cursor)
    summed = Sum(cursor)
    value = summed.run()
    if value is None:
        return None
    value, end = _with_point(cursor, value, summed.end)
    value, end = _with_half(cursor, value, end)
    if end == first.end and first.text in table("numbers")["plural"]:
        return None
    if summed.group == _PAIR and not (summed.article_first or first.kind == "group"):
        return None
    return Amount(value, first.start, end, article=summed.article, loose=cursor.token.text in _loose())


def _with_point(cursor: Cursor, value: Decimal, end: int) -> tuple[Decimal, int]:
    """Two point five, due virgola cinque."""
    link = _POINT.match(cursor.text, end)
    after = cursor.tokens[cursor.at + 1] if cursor.at + 1 < len(cursor.tokens) else None
    if not link or after is None or after.start != link.end() or after.kind != "add" or value != int(value):
        return value, end
    cursor.at += 1
    places = len(str(after.word.value)) if after.word else 1
    return value + Decimal(after.word.value if after.word else 0).scaleb(-places), after.end


def _is_of_percent(cursor: Cursor) -> bool:
    """Whether the word is the "cento" of "dieci per cento": a number ends right before its "per"."""
    if cursor.token.text != "cento" or not cursor.text.endswith(" per ", 0, cursor.token.start) or cursor.at == 0:
        return False
    return cursor.token.start - cursor.tokens[cursor.at - 1].end == len(" per ")


@cache
def _loose() -> frozenset[str]:
    return frozenset(table("numbers")["it"]["loose"])


_PAIR = 2
_POINT = re.compile(" (?:point|virgola|punto|נקודה) ")


def _half_group(cursor: Cursor) -> Amount | None:
    """Half a dozen, mezza dozzina, חצי תריסר."""
    first, keep, after = cursor.token, cursor.at, cursor.peek()
    if after and after.kind == "one":
        cursor.at += 1
        after = cursor.peek()
    if after and after.word and after.kind in ("group", "scale"):
        cursor.at += 1
        return Amount(Decimal(after.word.value) / 2, first.start, after.end)
    cursor.at = keep
    return _half_thing(cursor)


_NO_HALF = re.compile(rf" (?:an? )?(?:{alternatives(table('numbers')['not_counted']['halves'])})(?![a-z\u05d0-\u05ea])")
_THING = re.compile(" (?:an? )?[a-z\u05d0-\u05ea]{3}")
_NOUN_BEFORE = re.compile("(?:^|[^\u05d0-\u05ea])([\u05d0-\u05ea]{3,}) \\Z")


def _half_thing(cursor: Cursor) -> Amount | None:
    """Half a pallet, mezzo bancale, חצי קילו, and the litre and a half of ליטר וחצי."""
    token = cursor.token
    if token.word and token.word.joined:
        before = _NOUN_BEFORE.search(cursor.text[: token.start])
        timed = before and before[1].lstrip("ולבכמה") in table("numbers")["not_counted"]["halves"]
        return Amount(Decimal("1.5"), before.start(1), token.end) if before and not timed else None
    if _NO_HALF.match(cursor.text, token.end) or not _THING.match(cursor.text, token.end):
        return None
    after = cursor.peek()
    end = token.end
    if after and after.kind == "one":
        cursor.at, end = cursor.at + 1, after.end
    return Amount(Decimal("0.5"), token.start, end)
