"""Takes a draft on: settles what the records settle, asks for what is missing, and has it confirmed."""

from datetime import date

from bot.catalogue import Contract, FieldSpec
from bot.clock.recurring import confirmation, rule_of
from bot.conversation import Ask, Choice, Draft
from bot.days_off import days_off
from bot.effects import Decision
from bot.model import FieldValue, Source
from bot.notices import field_line
from bot.opening import commit
from bot.texts import Arg, Lines, Word, text
from bot.turn import Question, Stop, Turn
from bot.understanding.fields import ME
from bot.understanding.records import sure
from bot.worktime.recurrence import Recurrence


def new_draft(kind_id: str, fields: dict[str, FieldValue], turn: Turn, *, said: str) -> Draft:
    """A draft of this person with what their message, or the part of it in `said`, says, each field with its source."""
    return Draft(
        id=turn.new_id(),
        person_id=turn.person.id,
        type=kind_id,
        said=said,
        fields={name: sourced(value, turn) for name, value in fields.items()},
        thread=turn.conversation.key,
        language=turn.language,
        updated_at=turn.now,
    )


def sourced(value: FieldValue, turn: Turn) -> FieldValue:
    """The value with the message and person it came from."""
    source = Source(message=turn.message_id, words=value.source.words, by=turn.person.id)
    return value.model_copy(update={"source": source})


def advance(draft: Draft, turn: Turn, decision: Decision, *, confirmed: bool = False) -> Decision:
    """The draft's next step: a question, a summary to confirm, or, when nothing is open, the task."""
    contract = turn.catalogue[draft.type].contract
    fulfilment = turn.skills.fulfilments.get(draft.type)
    draft = _with_records(contract, draft, turn) if contract.kind == "request" else draft
    draft, question = fulfilment.look(draft, turn) if fulfilment else _in_order(draft)
    if isinstance(question, Stop):
        return decision.drop(draft.id).asking(None).say(question.text)
    draft = draft.model_copy(update={"updated_at": turn.now, "aside": False})
    gap = first_gap(contract, draft)
    if question and (question.first or gap is None or _place(contract, question.field) <= _place(contract, gap.name)):
        return ask_question(question, draft, decision)
    if gap:
        return ask_field(gap, draft, decision)
    rule = rule_of(draft)
    if (contract.confirm or rule) and not confirmed:
        asked = Ask(kind="confirm", draft=draft.id)
        summary = fulfilment.summary(draft, turn) if fulfilment and contract.confirm else _summary(draft, rule, turn)
        again = (confirmation(draft, rule, turn),) if rule and fulfilment and contract.confirm else ()
        notes = days_off(contract, draft.fields, turn)
        return decision.keep(draft).say(*notes, summary, *again).asking(asked)
    return commit(draft, turn, decision)


def _with_records(contract: Contract, draft: Draft, turn: Turn) -> Draft:
    """The draft with the colleagues and, where no fulfilment asks about them, the parties that the records surely have.

    The writer stands for "me".
    """
    fields = dict(draft.fields)
    for spec in contract.fields:
        value = fields.get(spec.name)
        if value is None or value.record:
            continue
        if value.type == "party" and contract.id not in turn.skills.fulfilments:
            kind = spec.role if spec.role in {"customer", "supplier"} else None
            if match := sure(turn.names.parties(str(value.content), kind), str(value.content)):
                party = next(one for one in turn.directory.parties if one.id == match.id)
                fields[spec.name] = value.model_copy(update={"content": party.name, "record": party.id})
        if value.type != "person":
            continue
        said = str(value.content)
        match = sure(turn.names.people(said), said) if said != ME else None
        person = turn.person if said == ME else turn.people().get(match.id if match else "")
        if person:
            fields[spec.name] = value.model_copy(update={"content": person.name, "record": person.id})
    return draft.model_copy(update={"fields": fields})


def _in_order(draft: Draft) -> tuple[Draft, Question | None]:
    """The draft without a last day that lies before the first, which is then asked for."""
    start, end = (draft.fields[name].content if name in draft.fields else None for name in ("start_date", "end_date"))
    if not isinstance(start, date) or not isinstance(end, date) or start <= end:
        return draft, None
    fields = {name: value for name, value in draft.fields.items() if name != "end_date"}
    asked = Question("end_date", text("days-end-early", start=start, end=end), first=True)
    return draft.model_copy(update={"fields": fields}), asked


def _summary(draft: Draft, rule: Recurrence | None, turn: Turn) -> Arg:
    """What a request that has no fulfilment of its own will say, for the person to confirm, once or by its rule."""
    fields = tuple(field_line(draft.type, name, value, turn.directory.products) for name, value in draft.fields.items())
    question = confirmation(draft, rule, turn) if rule else text("confirm-again")
    return Lines((Word(draft.type, "title"), *fields, question))


def first_gap(contract: Contract, draft: Draft) -> FieldSpec | None:
    """The first field that still has to be asked for."""
    if contract.one_of and not any(name in draft.fields for name in contract.one_of):
        return contract.field(contract.one_of[0])
    return next((spec for spec in contract.fields if spec.required and spec.name not in draft.fields), None)


def _place(contract: Contract, name: str) -> int:
    names = [spec.name for spec in contract.fields]
    return names.index(name) if name in names else len(names)


def ask_field(spec: FieldSpec, draft: Draft, decision: Decision, *, times: int = 1) -> Decision:
    """Ask for a field in the words of its type."""
    word = Word(draft.type, "question", spec.name)
    return decision.keep(draft).say(word).asking(Ask(kind="field", draft=draft.id, field=spec.name, times=times))


def ask_question(question: Question, draft: Draft, decision: Decision) -> Decision:
    """Ask what the records leave open, with its choices numbered below."""
    kind = "choice" if question.choices else "field"
    asked = Ask.model_validate(
        {
            "kind": kind,
            "draft": draft.id,
            "field": question.field,
            "line": question.line,
            "choices": question.choices,
        }
    )
    return decision.keep(draft).say(with_choices(question.text, question.choices)).asking(asked)


def with_choices(question: Arg, choices: tuple[Choice, ...]) -> Arg:
    """A question with its choices numbered below it."""
    if not choices:
        return question
    return Lines((question, Lines(tuple(choice.label for choice in choices), numbered=True)))
