"""What a supplier's answer says, as proposals for a person to confirm; nothing of it changes a task by itself.

Every proposal has its words in the answer. What the words leave open is not proposed, and prices are never added up.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Literal

from bot.catalogue import Contract
from bot.mail.answer_notes import find_questions, note_accounts, note_firm, note_refusals, note_terms
from bot.mail.answer_text import Answer, ProposalKind, Said, answer
from bot.mail.answer_values import read_amounts, read_counts, read_days, read_shares, read_times
from bot.model import FieldValue, Language, Source, Task, Value
from bot.understanding.readers.words import level

AnswerKind = Literal["offer", "refusal", "question", "acknowledgement", "other"]

_FIELDS: dict[ProposalKind, tuple[str, ...]] = {
    "delivery_date": ("delivery_date", "date"),
    "order_number": ("order_number",),
    "tax_id": ("tax_id",),
    "email": ("email",),
    "phone": ("phone",),
}
_ABOUT_A_FIRM: frozenset[ProposalKind] = frozenset({"tax_id", "email", "phone", "order_number"})
_NO_OFFER: frozenset[ProposalKind] = frozenset({"refusal", "question", "bank_details", *_ABOUT_A_FIRM})
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)


class Proposal(Value):
    """A value out of an answer: `field` is that of the task's type it may go into, None where it stays a note.

    `said[start:end] == words`. `bank_details` never has a field: an account is changed on another way than by mail.
    """

    kind: ProposalKind
    field: str | None = None
    value: FieldValue
    words: str
    start: int
    end: int


def proposals(
    task: Task, contract: Contract, said: str, *, language: Language, now: datetime, message: str | None = None
) -> tuple[Proposal, ...]:
    """What an answer to a task proposes, in the order of its words; `now` is aware and when it was written.

    Numbers of a firm (tax number, address, phone) are only proposed where the type has a field for them.
    """
    made = [_proposal(one, contract, said, message) for one in _read(said, language, now=now).said]
    kept = [one for one in made if one.field or one.kind not in _ABOUT_A_FIRM]
    return tuple(sorted([*kept, *_line(task, contract, kept, said)], key=lambda one: (one.start, one.end)))


def answer_kind(said: str, language: Language, *, now: datetime = _ANY_DAY) -> AnswerKind:
    """What an answer mainly is: an offer where it offers anything, also beside a refusal or a question.

    `now` as in `proposals`; without it a day with the wrong weekday for its year ("Wednesday 9 December") is not seen.
    """
    text = _read(said, language, now=now)
    kinds = {one.kind for one in text.said}
    if kinds - _NO_OFFER:
        return "offer"
    if "refusal" in kinds:
        return "refusal"
    if "question" in kinds:
        return "question"
    if "bank_details" in kinds or any(text.says("dunning", one) for one in text.sentences):
        return "other"
    whole = (0, len(text.text))
    return "acknowledgement" if text.says("answering", whole) or text.begins_with("thanks", whole) else "other"


def _read(said: str, language: Language, *, now: datetime) -> Answer:
    """The answer with all that was found in it; each step leaves alone what those before it have settled."""
    text = answer(level(said))
    said = said[: len(text.text)]
    find_questions(text)
    note_accounts(text, said)
    note_firm(text, said, language)
    note_refusals(text)
    note_terms(text)
    read_times(text)
    read_days(text, said, language, now=now)
    read_shares(text, said, language)
    read_amounts(text, said, language)
    read_counts(text, said, language)
    for asked in text.asked:
        text.note("question", asked)
    return text


def _proposal(one: Said, contract: Contract, said: str, message: str | None) -> Proposal:
    words = said[one.start : one.end]
    value = FieldValue(type=one.type, content=one.content, source=Source(message=message, words=words))
    fitting = (name for name in _FIELDS.get(one.kind, ()) if contract.has(name))
    field = next((name for name in fitting if contract.field(name).type == one.type), None)
    return Proposal(kind=one.kind, field=field, value=value, words=words, start=one.start, end=one.end)


def _line(task: Task, contract: Contract, found: list[Proposal], said: str) -> Iterator[Proposal]:
    """The task's one line with the one price said for one, and the one quantity; nothing where there are more."""
    spec = next((spec for spec in contract.fields if spec.type == "items"), None)
    held = task.fields.get(spec.name) if spec else None
    prices = [one for one in found if one.kind == "unit_price"]
    counts = [one for one in found if one.kind == "quantity"]
    if spec is None or held is None or len(prices) != 1 or len(counts) > 1:
        return
    lines = held.content
    if not isinstance(lines, tuple) or len(lines) != 1:
        return
    quantity = counts[0].value.content if counts else lines[0].quantity
    line = lines[0].model_copy(update={"unit_price": prices[0].value.content, "quantity": quantity})
    start, end = min(one.start for one in (*prices, *counts)), max(one.end for one in (*prices, *counts))
    source = prices[0].value.source.model_copy(update={"words": said[start:end]})
    if line != lines[0]:
        value = FieldValue(type="items", content=(line,), source=source)
        yield Proposal(kind="items", field=spec.name, value=value, words=said[start:end], start=start, end=end)
