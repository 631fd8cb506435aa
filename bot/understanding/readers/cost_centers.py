"""Reads which cost centre a text is about: "the marketing budget", "budget Fiere", "תקציב השיווק", "CC-120"."""

import re
from collections.abc import Iterator

from bot.model import Language
from bot.understanding.readers.found import Found, found
from bot.understanding.readers.words import level

_NAME = r"[^\W\d_][\w&'’-]{1,24}(?: [A-Z&][\w&'’-]{0,24}){0,3}"
_SPENT_ON = (  # in small letters right behind the word: "budget marketing"
    "marketing|vendite|acquisti|personale|formazione|fiere|eventi|viaggi|trasferte|logistica|magazzino|produzione"
    "|ricerca|pubblicità|manutenzione|amministrazione|qualità|comunicazione"
)
_PATTERNS: dict[Language, tuple[str, ...]] = {
    "en": (
        rf"\b(?:cost|budget) cent(?:re|er)(?: for| of)?:? (?:the )?(?P<name>{_NAME})",
        rf"\b(?:the |our |from |on |of )(?P<name>{_NAME}) (?:budget|cost cent(?:re|er))\b",
        r"\b(?P<name>[A-Z][\w&'’-]{1,24}(?: [A-Z&][\w&'’-]{0,24}){0,3}) (?:budget|cost cent(?:re|er))\b",
        rf"\bbudget (?:of|for|in) (?:the )?(?P<name>{_NAME})",
        r"\bon (?P<name>R&D|[A-Z][\w&]+)\b",
    ),
    "it": (
        rf"\b(?:centro di costo|cdc):? (?:d(?:i|el|ella|ello|ei|elle|egli) |dell['’])?(?P<name>{_NAME})",
        rf"\bbudget (?:(?:d(?:i|el|ella|ello|ei|elle|egli)|per (?:il|la|lo|le|i|gli)) |dell['’])(?P<name>{_NAME})",
        rf"\bbudget (?P<name>{_SPENT_ON})\b",
        r"\bbudget (?P<name>[A-Z][\w&'’-]{1,24}(?: [A-Z&][\w&'’-]{0,24}){0,3})",
    ),
    "he": (
        r"(?:מרכז|מרכזי) (?:ה)?עלות:? (?:של )?(?P<name>[א-ת\w][א-ת\w'\"&-]{1,24})",
        r"(?:ה|ב|ל|מ|מה|בה)?תקציב (?:של )?(?:מחלקת )?(?P<name>(?!ל)[א-ת][א-ת'\"-]{2,24})",
    ),
}  # fmt: skip
_CODE = re.compile(r"(?<![A-Za-z0-9-])(?P<name>C{1,2}-?\d{2,4}|CDC[ -]?\d{2,4})(?![A-Za-z0-9])", re.IGNORECASE)
_NO_NAME = frozenset(
    "the our this that next last what whole annual yearly remaining year month quarter there any still "
    "anno mese trimestre prossimo totale nostro intero "
    "שנתי חודשי נוסף השנה החודש הרבעון שנשאר שלנו הזה הבא שלי".split()
)


def read_cost_centers(text: str, lang: Language) -> list[Found[str]]:
    """The cost centres that a text names by code or by the words beside "budget", in order of certainty."""
    return list(_read(level(text), text, lang))


def _read(clear: str, text: str, lang: Language) -> Iterator[Found[str]]:
    patterns = [_CODE, *(re.compile(pattern) for pattern in _PATTERNS[lang])]
    for pattern in patterns:
        for hit in pattern.finditer(clear):
            name = hit["name"]
            if name.casefold() not in _NO_NAME:
                yield found(name, text, *hit.span("name"))
