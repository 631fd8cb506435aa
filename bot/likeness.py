"""When two values of a field are the same, by the rule of its type: how labels and readings are compared."""

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.model import FieldContent, FieldType, FieldValue, Item

SAME_NAME = 85.0  # of 100, from which two spellings name the same party or person
SAME_THING = 75.0  # of 100, from which two descriptions are of the same item
_NAMES = frozenset({"party", "person"})
_CODES = frozenset({"phone", "iban", "tax_id"})


def same_value(wanted: FieldValue, got: FieldValue) -> bool:
    """Whether a field was read right, by the rule of its type."""
    if isinstance(wanted.content, tuple) and isinstance(got.content, tuple):
        return _same_items(wanted.content, got.content)
    if wanted.type in _NAMES:
        return similarity(str(wanted.content), str(got.content)) >= SAME_NAME
    return _normal(wanted.type, wanted.content) == _normal(got.type, got.content)


def similarity(one: str, other: str) -> float:
    """How alike the words of two texts are, from 0 to 100, whatever their case, accents, order and punctuation."""
    return fuzz.token_set_ratio(_words(one), _words(other))


def _normal(kind: FieldType, content: FieldContent) -> FieldContent:
    """A content in the one form in which equals are equal: amounts, days and periods are so already."""
    if not isinstance(content, str):
        return content
    if kind == "reference":
        return re.sub(r"\s", "", content).upper().lstrip("#")
    return re.sub(r"[\s.\-/]", "", content).upper() if kind in _CODES else content.casefold().strip()


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"\w+", "".join(char for char in plain if not unicodedata.combining(char))))


def _same_items(wanted: Sequence[Item], got: Sequence[Item]) -> bool:
    """Whether each wanted item has one of its own among the got, and none is left over."""
    if len(wanted) != len(got):
        return False
    fitting = [[place for place, other in enumerate(got) if _same_item(item, other)] for item in wanted]
    owner: dict[int, int] = {}
    return all(_place(number, fitting, owner, tried=set()) for number in range(len(wanted)))


def _place(number: int, fitting: Sequence[Sequence[int]], owner: dict[int, int], *, tried: set[int]) -> bool:
    """Give an item a partner, moving others to theirs where needed (Kuhn's augmenting paths)."""
    for place in fitting[number]:
        if place in tried:
            continue
        tried.add(place)
        if place not in owner or _place(owner[place], fitting, owner, tried=tried):
            owner[place] = number
            return True
    return False


def _same_item(wanted: Item, got: Item) -> bool:
    priced = wanted.unit_price is None or wanted.unit_price == got.unit_price
    return priced and wanted.quantity == got.quantity and similarity(wanted.description, got.description) >= SAME_THING
