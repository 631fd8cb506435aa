"""Whether a message stays with the draft that waits for an answer, or is about something else."""

import re

from rapidfuzz import fuzz, utils

from bot.catalogue import FieldSpec
from bot.conversation import Draft
from bot.corrections import with_price
from bot.model import FieldValue
from bot.turn import Turn
from bot.understanding.fields import candidates
from bot.understanding.lexicon import plain_words
from bot.understanding.records import SURE
from bot.understanding.understand import Understanding

_ELSEWHERE = 0.75  # confidence in another intent from which a message is no answer
_ELSEWHERE_CURT = 0.9  # the same for a few words, which say less
_FEW_WORDS = 5
_SENTENCE = 5  # words from which an opener such as "I need" makes a sentence of its own
_LONG_ENOUGH = 3  # words of a sentence that is no name
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
        return _wants_another(draft, turn, understanding)
    if first.intent != draft.type:
        return first.intent not in {"smalltalk", "general"} or not curt
    return not curt and (
        _names_another(draft, turn)
        or any(
            value.type in {"party", "person", "reference"} and _differs(draft, name, value)
            for name, value in first.fields.items()
        )
    )


def _wants_another(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a whole sentence asks or orders something that hardly is about the draft, whatever it may be."""
    likely = {understanding.requests[0].intent, *understanding.choices}
    sentence = len(turn.text.split()) >= _SENTENCE and turn.lexicon.wants_something(turn.text)
    return sentence and draft.type not in likely and turn.catalogue[draft.type].opens_task


def no_answer(spec: FieldSpec, draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is a sentence about something else, where a name or words of its own were asked for."""
    words = len(turn.text.split())
    first = understanding.requests[0]
    if spec.type in {"party", "person"}:
        return words >= _LONG_ENOUGH and not looks_like_a_name(turn.text, turn, understanding, draft)
    if spec.type != "text" or words < _LONG_ENOUGH or first.intent == draft.type:
        return False
    if "?" in turn.text:
        return True
    known = turn.catalogue[draft.type].opens_task
    asks = turn.lexicon.wants_something(turn.text)
    return known and words >= _FEW_WORDS and asks and first.confidence >= _ELSEWHERE


def looks_like_a_name(said: str, turn: Turn, understanding: Understanding, draft: Draft) -> bool:
    """Whether some words can be a name: none that only a sentence has, and no surely other request.

    Capitals on every word outdo a request that they seem to be.
    """
    words = plain_words(said).split()
    if "?" in said or set(words) & turn.lexicon.words["no_name"]:
        return False
    first = understanding.requests[0]
    other = first.intent not in {draft.type, "smalltalk", "general"} and first.confidence >= _ELSEWHERE
    capitals = all(word[:1].isupper() for word in said.split() if len(word) > _LONG_ENOUGH)
    return not other or capitals or len(words) < _LONG_ENOUGH


def decides_otherwise(draft: Draft, turn: Turn, understanding: Understanding) -> bool:
    """Whether a message is no choice among tasks for an act: "no", the opposite decision, or surely another act."""
    if turn.lexicon.after("no", turn.text) is not None or turn.lexicon.opposes(draft.type, turn.text):
        return True
    first = understanding.requests[0]
    numbered = [found.words for found in turn.tasks.read(turn.text)]
    rest = turn.text
    for words in numbered:
        rest = rest.replace(words, " ")
    another = first.intent not in {draft.type, "task_status", "smalltalk", "general", "out_of_scope"}
    said = len(re.findall(r"[^\W\d_]{2,}", rest))
    return another and said > 1 - bool(numbered) and first.confidence >= _ELSEWHERE


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
