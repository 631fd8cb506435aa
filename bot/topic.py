"""Whether a message stays with the draft that waits for an answer, or is about something else."""

from rapidfuzz import fuzz, utils

from bot.conversation import Draft
from bot.corrections import with_price
from bot.model import FieldValue
from bot.turn import Turn
from bot.understanding.fields import candidates
from bot.understanding.records import SURE
from bot.understanding.understand import Understanding

_ELSEWHERE = 0.6  # confidence in another intent from which a message is no answer
_ELSEWHERE_CURT = 0.8  # the same for a few words, which say less
_FEW_WORDS = 4
_ASIDE_WORDS = 4  # words beside a value with which it still is hardly more than that
_UNMISTAKABLE = frozenset({"email", "percent", "iban", "date", "tax_id", "phone"})


def elsewhere(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is surely about something other than the draft that waits for an answer."""
    if turn.lexicon.means("yes", turn.text) or turn.lexicon.means("no", turn.text):
        return False
    first = understanding.requests[0]
    curt = len(turn.text.split()) < _FEW_WORDS
    if _hardly_more_than_a_value(draft, turn) or _prices_a_line(draft, turn):
        return False
    if first.confidence < (_ELSEWHERE_CURT if curt else _ELSEWHERE):
        return False
    if first.intent != draft.type:
        return first.intent not in {"smalltalk", "general"} or not curt
    return not curt and (
        _names_another(draft, turn)
        or any(
            value.type in {"party", "person", "reference"} and _differs(draft, name, value)
            for name, value in first.fields.items()
        )
    )


def _hardly_more_than_a_value(draft: Draft, turn: Turn) -> bool:
    """Whether a message is a value of one of the draft's fields with a word or two around it: "send it to a@b.it"."""
    contract = turn.catalogue[draft.type].contract
    reading = turn.reading(turn.text)
    return any(
        len(turn.text.replace(found.words, " ").split()) <= _ASIDE_WORDS
        for spec in contract.fields
        if spec.type in _UNMISTAKABLE
        for found in candidates(spec, contract, reading)
    )


def _prices_a_line(draft: Draft, turn: Turn) -> bool:
    """Whether a message is hardly more than the price of one of the draft's things: "gloves at 6 euros"."""
    items = draft.fields["items"].content if "items" in draft.fields else None
    few = len(turn.text.split()) <= 2 * _FEW_WORDS
    return isinstance(items, tuple) and few and with_price(items, turn.text, turn) is not None


def _names_another(draft: Draft, turn: Turn) -> bool:
    """Whether a message names a party on record other than the one of the draft."""
    records = {value.record for value in draft.fields.values() if value.type == "party" and value.record}
    named = {match.id for match in turn.names.parties(turn.text) if match.score >= SURE}
    return bool(records and named) and not named & records


def _differs(draft: Draft, name: str, value: FieldValue) -> bool:
    old = draft.fields.get(name)
    return (
        old is not None
        and fuzz.token_set_ratio(str(old.content), str(value.content), processor=utils.default_process) < 70
    )
