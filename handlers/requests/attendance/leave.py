"""What kind of absence a message or an answer tells of, by the lists of `<lang>.leave.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from bot.model import LANGUAGES, AbsenceKind, Language
from bot.understanding.lexicon import plain_words

LeaveKind = AbsenceKind | Literal["clocking"]

UNASKED: frozenset[str] = frozenset({"sick", "parental", "bereavement", "reserve", "travel", "clocking"})
"""Kinds that are reported rather than asked for: the law or the employer has them settled already."""
PRIVATE: frozenset[str] = frozenset({"sick", "parental", "bereavement", "reserve", "permit"})
"""Kinds that colleagues do not read in a calendar entry: data on health and family (GDPR article 9)."""

_STAND_IN = "stand_in"  # the one list that is of no kind of absence


def kind_of(said: str) -> LeaveKind | None:
    """The kind of absence that the longest known expression in a text names, or None.

    A holiday on a business trip is a holiday: where work and leave are both named, it is leave, which is asked for.
    """
    plain = f" {_folded(said)} "
    named = [kind for words, kind in _expressions() if f" {words} " in plain]
    leave = next((kind for kind in named if kind in {"holiday", "unpaid"}), None)
    return leave if leave and named[0] == "travel" else next(iter(named), None)


def kind_of_field(content: str) -> LeaveKind | None:
    """The kind of absence that the field says, which may have the part of the day behind it: "holiday (2 hours)"."""
    return kind_of(content.partition(" (")[0])


def stands_in(said: str) -> bool:
    """Whether some words say that somebody stands in for whoever is away ("covers for me", "mi sostituisce")."""
    plain = f" {_folded(said)} "
    return any(f" {words} " in plain for words in _stand_in())


def _folded(text: str) -> str:
    return re.sub(r"['’\"״׳-]", "", plain_words(text).replace("-", " "))


@cache
def _expressions() -> tuple[tuple[str, LeaveKind], ...]:
    """Every expression with its kind, the longest first: "unpaid leave" before "leave"."""
    pairs: dict[str, Any] = {}
    for language in LANGUAGES:
        for kind, expressions in _table(language).items():
            if kind != _STAND_IN:
                pairs.update(dict.fromkeys((_folded(words) for words in expressions), kind))
    hebrew = {f"{prefix}{words}": kind for words, kind in pairs.items() if "א" <= words[0] <= "ת" for prefix in "בלהומ"}
    return tuple(sorted((hebrew | pairs).items(), key=lambda pair: -len(pair[0])))


@cache
def _stand_in() -> frozenset[str]:
    return frozenset(_folded(words) for language in LANGUAGES for words in _table(language)[_STAND_IN])


def _table(language: Language) -> dict[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath(f"{language}.leave.toml").read_text(encoding="utf-8"))
