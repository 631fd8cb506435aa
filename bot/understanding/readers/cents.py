"""Amounts with cents apart ("12 euro e 50", "85p") and amounts without a currency that a word makes money."""

import re
from decimal import Decimal

from bot.model import Money
from bot.understanding.readers.amounts import Amount
from bot.understanding.readers.tables import alternatives, table

_END = "(?![a-z\u05d0-\u05ea])"
_TABLE = table("money")
_CENT_OF: dict[str, str] = {word: code for code, words in _TABLE["cents"].items() for word in words}
_CENT = re.compile(rf" ?(?P<word>{alternatives(_CENT_OF)}){_END}")
_PENCE = re.compile("p(?![a-z0-9\u05d0-\u05ea])(?! ?[.]? ?[0-9])")
_LINK = re.compile(r" ?(?:e|and|,|&)? ?|,? ו-?")
_SMALL_WORD = re.compile(rf" ?(?:{alternatives(_TABLE['small'])}){_END}")
_NO_THING = re.compile(r" ?(?:$|[.,;:!?)/+(\n-])|[.,] ")
_FUNCTION = re.compile(rf" ?(?:{alternatives(_TABLE['function'])}){_END}|{_NO_THING.pattern}")
_CUED = re.compile(
    rf"(?<![a-z0-9\u05d0-\u05ea])(?:[ובלהמש]{{1,2}})?(?:{alternatives(_TABLE['cues'])})"
    rf"(?: (?:{alternatives(_TABLE['fillers'])}))?"
    rf" ?[:=]? ?-?\Z"
)
_CUE_AFTER = re.compile(rf" ?(?:{alternatives(_TABLE['cues_after'])}){_END}")
_THOUSANDS = re.compile(r"[0-9] ?(?:k|grand)\Z|[a-z] grand\Z")
_PRICED = re.compile(r"[0-9][.,][0-9]{2}\Z")
_EACH = re.compile(
    r" ?(?:each|per unit|a piece|apiece|l'uno|l'una|cad|cadauno|ciascuno|ליחידה|לאחד|כל אחד)(?![a-z\u05d0-\u05ea])"
)
_ROUND = re.compile("(?:thousand|mila|mille|אלף|אלפים)\\Z")
_YEARS = range(1950, 2100)
_HUNDRED = 100


def cents_after(text: str, end: int, after: Amount | None) -> tuple[Decimal, int] | None:
    """The cents that follow an amount ending at `end` of the folded text, as a part of one, and where they end."""
    if after is None or not _LINK.fullmatch(text, end, after.start) or after.start == end:
        return None
    if not 0 < after.value < _HUNDRED or after.value != int(after.value):
        return None
    cent = _CENT.match(text, after.end) or _SMALL_WORD.match(text, after.end) or _PENCE.match(text, after.end)
    spelled = text[end - 1].isalpha() and text[after.start].isalpha() and not after.article  # "twelve pounds fifty"
    linked = spelled or text[end : after.start].strip(" ,") not in ("", "&")
    if cent is None and not (linked and (_NO_THING.match(text, after.end) or after.end == len(text))):
        return None
    return after.value / _HUNDRED, cent.end() if cent else after.end


def only_cents(text: str, amount: Amount) -> tuple[Money, int] | None:
    """The sum of "80 centesimi" and "85p", and where it ends."""
    if cent := _CENT.match(text, amount.end):
        return Money(amount=amount.value / _HUNDRED, currency=_CENT_OF[re.sub(" +", " ", cent["word"])]), cent.end()
    if _PENCE.match(text, amount.end) and text[amount.end - 1].isdigit():
        return Money(amount=amount.value / _HUNDRED, currency="GBP"), amount.end + 1
    return None


def is_cued(text: str, amount: Amount) -> bool:
    """Whether a number without a currency is money by the words around it: "importo: 980", "1250 in total"."""
    words = text[amount.start : amount.end]
    if amount.article or (words.isdecimal() and int(words) in _YEARS):
        return False
    if _CUE_AFTER.match(text, amount.end):
        return True
    if not (amount.end == len(text) or _FUNCTION.match(text, amount.end)):
        return False
    if _PRICED.search(words) and _EACH.match(text, amount.end):
        return True
    if _ROUND.search(words) and amount.end < len(text):
        return True
    return bool(_THOUSANDS.search(words) or _CUED.search(text, max(0, amount.start - 40), amount.start))
