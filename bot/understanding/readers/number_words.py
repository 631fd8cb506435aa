"""Number words of the three languages: what each word is, and how words join into one number."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from bot.model import Language
from bot.understanding.readers.tables import languages, table

Kind = Literal["one", "add", "hundred", "scale", "group", "half", "and"]

# Another word in another language: English "due", Italian "a".
_NEVER_GUESTS = frozenset({"a", "an", "due"})
_HEBREW_PREFIXES = ("ו", "ל", "ב", "כ", "מ", "ה", "ש")


@dataclass(frozen=True, slots=True)
class Word:
    """A number word: its part in a number, its value, and whether an "and" has grown onto it."""

    kind: Kind
    value: int
    joined: bool = False


def _italian_below_hundred() -> dict[str, int]:
    add: dict[str, int] = table("numbers")["it"]["add"]
    small = {word: value for word, value in add.items() if value < 10} | {"uno": 1, "un": 1}
    words = {word: value for word, value in add.items() if value < 100}
    for tens, ten in ((word, value) for word, value in add.items() if 20 <= value < 100):
        for unit, one in small.items():
            words[(tens[:-1] if unit[0] in "uo" else tens) + unit] = ten + one
    return words


@cache
def _italian_compounds() -> dict[str, int]:
    """Italian writes numbers below a thousand as one word: duecentocinquanta, quarantadue."""
    below = _italian_below_hundred()
    words = dict(below)
    hundreds = {"cento": 100} | {word + "cento": value * 100 for word, value in below.items() if value < 10}
    for hundred, value in hundreds.items():
        words[hundred] = value
        for rest, add in (below | {"uno": 1}).items():
            words[hundred + rest] = value + add
            if rest[0] in "ou":
                words[hundred[:-1] + rest] = value + add
    return words


def _italian(word: str) -> Word | None:
    compounds = _italian_compounds()
    if word in compounds:
        return Word("add", compounds[word])
    head, cut, rest = word.partition("mille")
    if cut and not head and rest in compounds:
        return Word("add", 1000 + compounds[rest])
    head, cut, rest = word.partition("mila")
    if cut and head in compounds and (not rest or rest in compounds):
        return Word("add", compounds[head] * 1000 + (compounds[rest] if rest else 0))
    return None


def _english_compounds() -> dict[str, int]:
    """Tens and units run together: thirtyfive."""
    add: dict[str, int] = table("numbers")["en"]["add"]
    units = {word: value for word, value in add.items() if value < 10} | {"one": 1}
    tens = {word: value for word, value in add.items() if 20 <= value < 100}
    return {ten + unit: high + low for ten, high in tens.items() for unit, low in units.items()}


@cache
def _lexicon(language: Language) -> dict[str, Word]:
    words = table("numbers")[language]
    listed: dict[str, Word] = {word: Word("and", 0) for word in words["and"]}
    listed |= {word: Word("half", 0) for word in words["half"]}
    listed |= {word: Word("one", 1) for word in words["one"]}
    listed |= {word: Word("hundred", 100) for word in words["hundred"]}
    listed |= {word: Word("add", value) for word, value in words["add"].items()}
    listed |= {word: Word("add", value) for word, value in _english_compounds().items()} if language == "en" else {}
    listed |= {word: Word("scale", value) for word, value in words["scale"].items()}
    return listed | {word: Word("group", value) for word, value in words["group"].items()}


def _hebrew(word: str) -> Word | None:
    """A Hebrew number word with up to two prefixes grown onto it."""
    lexicon, bare, joined = _lexicon("he"), word, False
    for _ in range(3):
        if bare in lexicon:
            known = lexicon[bare]
            return Word(known.kind, known.value, joined)
        if len(bare) < 3 or not bare.startswith(_HEBREW_PREFIXES):
            return None
        joined = joined or bare[0] == "ו"
        bare = bare[1:]
    return None


def number_word(word: str, language: Language) -> tuple[Language, Word] | None:
    """What part `word` (folded) plays in a number, in the language of the message or another."""
    if len(word) > 40:
        return None
    if "\u05d0" <= word[0] <= "\u05ea":
        known = _hebrew(word)
        return ("he", known) if known else None
    for candidate in languages(language):
        known = _lexicon(candidate).get(word) or (_italian(word) if candidate == "it" else None)
        if known and (candidate == language or word not in _NEVER_GUESTS):
            return candidate, known
    return None
