"""Numbers that their words leave open: one end of a choice or a range, or only about so many."""

import re
from functools import lru_cache
from itertools import pairwise

from bot.model import LANGUAGES
from bot.understanding.readers.amounts import Amount, amounts
from bot.understanding.readers.folding import fold
from bot.understanding.readers.tables import alternatives, table

_WIDEST_GAP = 24
_WORDS: dict[str, list[str]] = table("numbers")["rough"]
_EDGE = "(?<![a-z0-9\u05d0-\u05ea'])"
_MONEY = alternatives(word for words in table("money")["currencies"].values() for word in words)
_SIGN = r"[€$£₪]"
_OR = alternatives(word for language in LANGUAGES for word in table("numbers")[language]["after_or"])
_THEN = re.compile(
    rf" ?%?(?: ?(?:{_MONEY}))? ?(?:-|/|(?<= )(?:{_OR})(?![a-z\u05d0-\u05ea])) ?(?:ל-|ל)?(?:{_SIGN} ?)?(?:{_MONEY})? ?"
)
_AND = re.compile(
    rf" ?%?(?: ?(?:{_MONEY}))? ?(?:-|(?<= )(?:{alternatives(_WORDS['and'])})(?![a-z])) ?(?:ה-|il |i )?(?:{_SIGN} ?)?"
    rf"|(?: ?%?(?: ?(?:{_MONEY}))?) [לו]-?(?:{_SIGN} ?)?|"
)
_BETWEEN = re.compile(rf"{_EDGE}(?:{alternatives(_WORDS['between'])}) ?(?:{_SIGN} ?)?\Z")
_RISING = re.compile(rf"{_EDGE}(?:da|dai|dal|dalle|dagli) (?:{_SIGN} ?)?\Z")
_RISEN = re.compile(rf" ?%?(?: ?(?:{_MONEY}))? (?:a|ai|al|alle|agli) (?:{_SIGN} ?)?")
_THE = rf" ?(?:(?:a|un|una|i|le|il|lo|the|ה-?) |l')?(?:{_SIGN} ?)?\Z"
_ABOUT = re.compile(rf"{_EDGE}(?:{alternatives(_WORDS['about'])}){_THE}|{_EDGE}כ-\Z")
_UNSURE = re.compile(rf"{_EDGE}(?:{alternatives(_WORDS['unsure'])}){_THE}")
_TOPIC = re.compile(rf"{_EDGE}(?:{alternatives(_WORDS['topic'])})(?: [a-z]+)? about (?:a )?(?:{_SIGN} ?)?\Z")
_AFTER = re.compile(
    rf"-(?:odd|ish)(?![a-z])"
    rf"|(?: ?(?:{_MONEY}))?(?: [a-z\u05d0-\u05ea]+)? (?:{alternatives(_WORDS['after'])})(?![a-z\u05d0-\u05ea])"
)


@lru_cache(maxsize=64)
def _choices(text: str) -> frozenset[tuple[int, int]]:
    """Where the numbers stand that are one end of a choice or a range, read in every language."""
    folded = fold(text).text
    spans = set[tuple[int, int]]()
    for language in LANGUAGES:
        for one, two in pairwise(amounts(text, language)):
            if two.start - one.end >= _WIDEST_GAP:
                continue
            if _RISING.search(folded, max(0, one.start - _WIDEST_GAP), one.start) and one.value < two.value:
                if _RISEN.fullmatch(folded, one.end, two.start):
                    spans |= {(one.start, one.end), (two.start, two.end)}
                continue
            between = _BETWEEN.search(folded, max(0, one.start - _WIDEST_GAP), one.start)
            link = _AND if between else _THEN
            if link.fullmatch(folded, one.end, two.start):
                spans |= {(one.start, one.end), (two.start, two.end)}
    return frozenset(spans)


def is_choice(text: str, amount: Amount) -> bool:
    """Whether the number is one end of a choice or a range: "two or three", "due o tre", "2-3 pezzi"."""
    return any(start < amount.end and amount.start < end for start, end in _choices(text))


def is_rough(text: str, amount: Amount, *, about: bool = False) -> bool:
    """Whether the words leave the number open; `text` is the original one. With `about`, "about 50" is 50."""
    folded = fold(text).text
    low = max(0, amount.start - _WIDEST_GAP)
    if is_choice(text, amount) or _UNSURE.search(folded, low, amount.start):
        return True
    if about:
        return False
    if folded[amount.start] == "כ" or amount.loose or _AFTER.match(folded, amount.end):
        return True
    return bool(_ABOUT.search(folded, low, amount.start)) and not _TOPIC.search(folded, low, amount.start)
