"""Every number that stands in a text, in figures or words, before anyone asks what it counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.model import Language
from bot.understanding.readers.figures import figure_value, is_code_of_two, may_begin, may_end
from bot.understanding.readers.folding import fold
from bot.understanding.readers.number_sums import Sum
from bot.understanding.readers.number_tokens import Cursor, Token, attached, tokens


@dataclass(frozen=True, slots=True)
class Amount:
    """A number at `[start, end)` of the folded text; `doubtful` when its mark may part thousands or decimals.

    `article` when the words are no more than "a", "un", "one".
    """

    value: Decimal
    start: int
    end: int
    article: bool = False
    doubtful: bool = False


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
    return Amount(value, token.start, cursor.token.end, doubtful=read[1])


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
    return token.text != "m" or original[start] == "M"


def _words(cursor: Cursor) -> Amount | None:
    first = cursor.token
    if first.kind in ("", "and") or _is_of_percent(cursor):
        return None
    if first.kind == "half":
        return _half_group(cursor)
    summed = Sum(cursor)
    value = summed.run()
    return Amount(value, first.start, summed.end, article=summed.article) if value is not None else None


def _is_of_percent(cursor: Cursor) -> bool:
    """Whether the word is the "cento" of "dieci per cento": a number ends right before its "per"."""
    if cursor.token.text != "cento" or not cursor.text.endswith(" per ", 0, cursor.token.start) or cursor.at == 0:
        return False
    return cursor.token.start - cursor.tokens[cursor.at - 1].end == len(" per ")


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
    return None
