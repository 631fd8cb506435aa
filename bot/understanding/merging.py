"""Takes in what a language model answered about a message, as far as the message bears it out. Pure.

A model only points: to kinds that there are, and to words that stand in the message. Every value is read from those
words by our own readers, so that one which is not in the message cannot come to be, whatever the model was talked into.
What comes out goes the same way as any understanding: rights, approvals and confirmations are checked after it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.catalogue import Catalogue, Contract, FieldSpec
from bot.cleaning import LIMIT, clean
from bot.model import FieldValue
from bot.understanding.fields import ME, candidates, field_value, read_fields
from bot.understanding.question import Question
from bot.understanding.readers.folding import fold
from bot.understanding.readers.found import Found, overlaps
from bot.understanding.readers.identifiers import read_emails, read_ibans, read_phones, read_tax_ids
from bot.understanding.readers.money import read_money
from bot.understanding.readers.numbers import read_numbers
from bot.understanding.reading import Reading
from bot.understanding.request import Request
from bot.understanding.understand import Understander, Understanding

LONGEST_ANSWER = 20_000  # characters; one of two requests with all their fields has some hundreds
_MOST_CHOICES = 3
_MOST_ASIDE = 3  # words beside a naked number in what the model points to
_NAME_WORDS = 7  # more are no name
_LONGEST_THING = 80  # characters
_LONGEST_PREFIX = 20  # characters
_OPEN = frozenset({"party", "person", "items", "text"})
_NO_REQUEST = frozenset({"out_of_scope", "smalltalk"})
_ONLY_READ = frozenset({"task_status"})

# What may stand in front of the words inside their first token: Hebrew prefixes, an Italian article, brackets.
_BEFORE = re.compile(r"[^\w€$£₪+@#%.,/-]*(?:[והשלבמכ]{1,3}[-־]?|[^\W\d_]{1,6}['’])?[^\w€$£₪+@#%.,/-]*")
_AFTER = re.compile(r"(?:['’]s)?[^\w€$£₪@#%/]*")


class _Given(BaseModel):
    """A part of an answer, which has no keys but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _GivenField(_Given):
    name: Annotated[str, Field(max_length=100)]
    words: Annotated[str, Field(max_length=LIMIT)]


class _GivenRequest(_Given):
    intent: Annotated[str, Field(max_length=100)]
    part: Annotated[str, Field(max_length=LIMIT)]
    fields: Annotated[tuple[_GivenField, ...], Field(max_length=40)]


class _GivenAnswer(_Given):
    requests: Annotated[tuple[_GivenRequest, ...], Field(min_length=1, max_length=2)]


@dataclass(frozen=True, slots=True)
class _Message:
    """The message that the answer is about, with what it is read with."""

    text: str
    question: Question
    local: Understanding
    parts: Understander
    now: datetime
    numbers: tuple[Found[Decimal], ...]

    def reading(self, said: str, *, bare: bool = False) -> Reading:
        return Reading(said, self.local.language, self.now, self.parts.lexicon, self.parts.tasks, bare=bare)


def merged(
    answer: str, question: Question, *, text: str, local: Understanding, parts: Understander, now: datetime
) -> Understanding | None:
    """The local understanding of a message bettered by a model's answer, or None when that is no answer.

    It is acted on only where the local path had thought of the same kind by itself (it is among the choices that it
    would have offered, or the mirror image of its best guess, between which the records decide later), and never for an
    act that changes a task: that is put first among the choices and asked. Anything else that the model says is asked
    as well. Confidences stay what the local path gave.
    """
    given = _parsed(answer, parts.catalogue)
    if given is None:
        return None
    message = _Message(text, question, local, parts, now, tuple(read_numbers(text, local.language)))
    wanted = _apart(given, message)
    intents = [intent for intent in dict.fromkeys(one.intent for one, _ in wanted) if intent not in _NO_REQUEST]
    best = local.requests[0].intent
    known = {*local.choices, best, parts.catalogue[best].contract.mirror}
    if known.issuperset(one.intent for one, _ in wanted):
        if wanted[0][0].intent == "out_of_scope":
            return replace(local, requests=(_request(*wanted[0], message),), decision="reject", choices=(), aside="")
        if all(_may_act(parts.catalogue[one.intent].contract) for one, _ in wanted):
            requests = tuple(_request(one, part, message) for one, part in wanted)
            return replace(local, requests=requests, decision="act", choices=(), aside="")
    return replace(local, choices=tuple(dict.fromkeys((*intents, *local.choices)))[:_MOST_CHOICES])


def _parsed(answer: str, catalogue: Catalogue) -> _GivenAnswer | None:
    """The answer if it has the shape that was asked for and names kinds that there are."""
    if len(answer) > LONGEST_ANSWER:
        return None
    try:
        given = _GivenAnswer.model_validate_json(answer)
    except ValidationError:
        return None
    return given if all(one.intent in catalogue for one in given.requests) else None


def _apart(given: _GivenAnswer, message: _Message) -> list[tuple[_GivenRequest, str]]:
    """The requests of an answer, each with its part of the message.

    Two are two only where they differ, both are requests, and they stand in words that do not overlap; else the first
    stands in the whole.
    """
    whole = [(given.requests[0], message.text)]
    if len({one.intent for one in given.requests} - _NO_REQUEST) < len(given.requests):
        first = next((one for one in given.requests if one.intent not in _NO_REQUEST), given.requests[0])
        return [(first, message.text)]
    spans = [span for one in given.requests if (span := _place(one.part, message))]
    if len(spans) < 2:
        return whole
    (one_start, one_end), (two_start, two_end) = spans
    if one_start < two_end and two_start < one_end:
        return whole
    return [(one, message.text[start:end]) for one, (start, end) in zip(given.requests, spans, strict=True)]


def _may_act(contract: Contract) -> bool:
    """Whether a kind may be acted on at a model's word: a request, or an act that changes no task."""
    return contract.kind == "request" or contract.id in _ONLY_READ or not contract.has("task")


def _request(given: _GivenRequest, part: str, message: _Message) -> Request:
    best = message.local.requests[0]
    sure = best.confidence if given.intent == best.intent else min(best.confidence, 1 - best.confidence)
    return Request(given.intent, sure, _fields(given.fields, given.intent, part, message), part)


def _fields(given: Sequence[_GivenField], intent: str, part: str, message: _Message) -> dict[str, FieldValue]:
    """What our readers read by themselves, and for the fields that they left open what the model points to."""
    contract = message.parts.catalogue[intent].contract
    fields = read_fields(contract, message.reading(part))
    first = {one.name: one for one in reversed(given) if contract.has(one.name) and one.name not in fields}
    for one in first.values():
        value = _value(contract.field(one.name), one.words, contract, message)
        if value is not None and not any(_same(value, other) for other in fields.values()):
            fields[one.name] = value
    return fields


def _same(one: FieldValue, other: FieldValue) -> bool:
    return (one.type, one.content) == (other.type, other.content)


def _value(spec: FieldSpec, words: str, contract: Contract, message: _Message) -> FieldValue | None:
    span = _place(words, message)
    if span is None:
        return None
    found = _said(spec, span, contract, message) if spec.type in _OPEN else _pointed(spec, span, contract, message)
    return field_value(spec, found) if found else None


def _pointed(spec: FieldSpec, span: tuple[int, int], contract: Contract, message: _Message) -> Found[object] | None:
    """The value that our reader finds in the whole message where the model points: a part of a number is no number."""
    start, end = span
    pointed = len(message.text[start:end].split())
    for bare in (False, True):
        for one in candidates(spec, contract, message.reading(message.text, bare=bare)):
            aside = pointed - len(one.words.split())
            if overlaps(one, start, end) and (not bare or aside <= _MOST_ASIDE):
                return one
    return _naked_reference(spec, span, contract, message) if spec.type == "reference" else None


def _naked_reference(
    spec: FieldSpec, span: tuple[int, int], contract: Contract, message: _Message
) -> Found[object] | None:
    """A number that the model takes for a reference, where it stands by itself and is no part of another value."""
    text, language = message.text, message.local.language
    others = (read_ibans(text), read_tax_ids(text, language), read_phones(text), read_emails(text))
    if any(overlaps(one, *span) for read in (*others, read_money(text, language)) for one in read):
        return None
    said = text[slice(*span)]
    found = next(iter(candidates(spec, contract, message.reading(said, bare=True))), None)
    return found if found and len(said.split()) - len(found.words.split()) <= _MOST_ASIDE else None


def _said(spec: FieldSpec, span: tuple[int, int], contract: Contract, message: _Message) -> Found[object] | None:
    """The name, things or words that the model points to, read as the answer to a question for them would be."""
    start, end = span
    said = message.text[start:end]
    if spec.type in {"party", "person"} and not _may_be_name(said):
        return None
    named = spec.model_copy(update={"alone": False})
    one = next(iter(candidates(named, contract, message.reading(said, bare=True))), None)
    if one is None or (spec.type == "items" and one.words == said and len(said) > _LONGEST_THING):
        return None
    return None if one.value == ME and not one.words else one


def _may_be_name(said: str) -> bool:
    return len(said.split()) <= _NAME_WORDS and re.search(r"[^\W\d_]{2}", said) is not None and "?" not in said


def _place(words: str, message: _Message) -> tuple[int, int] | None:
    """Where the words that a model gives stand in the message, grown to whole ones; None where they do not."""
    wanted = fold(clean(message.question.restored(words))).text.strip(" .,;:!?\"'()[]").split()
    if not wanted:
        return None
    folded = fold(message.text)
    pattern = r"\s+".join(re.escape(word) for word in wanted)
    hit = re.search(rf"(?<!\w){pattern}(?!\w)", folded.text) or re.search(pattern, folded.text)
    return _grown(*folded.span(*hit.span()), message) if hit else None


def _grown(start: int, end: int, message: _Message) -> tuple[int, int]:
    """A stretch of the message that cuts through no word and no number."""
    text = message.text
    for number in message.numbers:
        if overlaps(number, start, end):
            start, end = min(start, number.start), max(end, number.end)
    first = start - len(re.split(r"\s", text[:start])[-1])
    last = end + len(re.split(r"\s", text[end:], maxsplit=1)[0])
    start = start if start - first <= _LONGEST_PREFIX and _BEFORE.fullmatch(text, first, start) else first
    end = end if _AFTER.fullmatch(text, end, last) else last
    return start, end
