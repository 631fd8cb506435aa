"""What a filled-in form leads to: the same as words would, a question, a summary to confirm, or the task."""

from collections.abc import Collection
from dataclasses import replace

from bot.catalogue import Catalogue, Kind
from bot.chat.form_fields import REASON, TYPE
from bot.chat.form_keys import NEEDS_REASON, REASONED, FormKey, obstacle, parsed, task_of
from bot.chat.form_reader import FormReader
from bot.chat.form_reading import Filled, read_form
from bot.chat.form_values import LONGEST_LINES, RECORD, field_of
from bot.chat.forms import Submitted
from bot.cleaning import clean
from bot.conversation import Draft
from bot.corrections import UNPLACED
from bot.drafting import advance, ask_field, new_draft, sourced
from bot.effects import Decision
from bot.model import FieldValue, Source, Task
from bot.texts import Arg, Word, text
from bot.turn import Turn
from bot.understanding.request import Request
from bot.understanding.understand import Understanding


def submitted(form: Submitted, turn: Turn) -> Decision:
    """What a form leads to; one that is about something that is gone changes nothing, and that is said."""
    conversation = turn.conversation.model_copy(update={"language": turn.language})
    decision = Decision(conversation, {draft.id: draft for draft in turn.drafts})
    key = meant(form)
    task = turn.facts.tasks.get(task_of(key) or "") if key else None
    why_not = obstacle(key, turn.person, turn.catalogue, drafts=turn.drafts, task=task)
    if key is None or why_not:
        return decision.say(why_not or text("form-no-such-form"))
    if key.kind == "reason" and task:
        return _act(key, task, form, turn, decision)
    for draft in turn.drafts:
        if not turn.catalogue[draft.type].opens_task and draft.id != key.of:
            decision = decision.drop(draft.id)
    return _request(key, task, form, turn, decision.asking(None))


def understood(form: Submitted, reader: FormReader, types: Catalogue, *, drafts: Collection[Draft]) -> Understanding:
    """What a form wants, so that what it is about can be read from the store.

    Its one request has the words of the form; there is none where the form is about something that is gone.
    """
    key = meant(form)
    kind = _wanted(key, types, drafts) if key else None
    if key is None or kind is None:
        return Understanding(reader.language, (), "act")
    words = [one for one in (task_of(key), *form.values.values()) if one and not one.startswith(RECORD)]
    fields = read_form(kind, form.values, reader).fields if kind.opens_task else {}
    return Understanding(reader.language, (Request(kind.id, 1.0, fields, clean("\n".join(words))),), "act")


def _wanted(key: FormKey, types: Catalogue, drafts: Collection[Draft]) -> Kind | None:
    """The type or act that a form is for, as far as its key tells: a task's by its number."""
    if key.kind == "task":
        return types.by_prefix(key.of.partition("-")[0])
    draft = next((one for one in drafts if one.id == key.of), None) if key.kind == "draft" else None
    kind_id = draft.type if draft else key.of
    return types.kinds.get(kind_id)


def meant(form: Submitted) -> FormKey | None:
    """The key of a form, that of the chosen type's where only a type was chosen; None when it is none."""
    key = parsed(form.key)
    if key != FormKey(kind="new"):
        return key
    chosen = form.values.get(TYPE, "")
    return parsed(f"new:{chosen}") if chosen else None


def shown_by(
    key: FormKey, types: Catalogue, drafts: Collection[Draft], *, task: Task | None
) -> tuple[Kind, dict[str, FieldValue]]:
    """The type or act that a form is for, and what it showed at first."""
    draft = next((one for one in drafts if one.id == key.of), None) if key.kind == "draft" else None
    if draft:
        return types[draft.type], draft.fields
    if task and key.kind == "task":
        return types[task.type], task.fields
    return types[key.of], {}


def _request(key: FormKey, task: Task | None, form: Submitted, turn: Turn, decision: Decision) -> Decision:
    """A draft with what was filled in: a new one, the one it was about, or a correction of the task."""
    kind, before = shown_by(key, turn.catalogue, turn.drafts, task=task)
    filled = read_form(kind, form.values, FormReader.of(turn), before=before)
    fields = {name: value for name, value in before.items() if not kind.contract.has(name)}
    for name, value in filled.fields.items():
        fields[name] = value if value == before.get(name) else sourced(value, turn)
    if task and fields == before and not filled.wrong:
        return decision.say(text("form-nothing-changed", reference=task.reference))
    draft = _draft(key, task, kind, turn)
    settled = {name: value for name, value in draft.settled.items() if not _undone(name, before, fields)}
    update = {"fields": fields, "settled": settled, "thread": turn.conversation.key, "language": turn.language}
    draft = draft.model_copy(update=update)
    if filled.wrong:
        return _ask_again(draft, kind, filled, form, decision)
    items = "" if "items" in before else form.values.get("items", "")
    return advance(draft, replace(turn, text=clean(items)), decision)


def _draft(key: FormKey, task: Task | None, kind: Kind, turn: Turn) -> Draft:
    """The draft that a form fills: the person's own, one that corrects the task, or a new one."""
    if key.kind == "draft":
        return next(one for one in turn.drafts if one.id == key.of)
    if task is None:
        return new_draft(kind.id, {}, turn, said="")
    new = {name: "new" for name, value in task.fields.items() if value.type == "party" and not value.record}
    begun = next((one for one in turn.drafts if one.revises == task.reference), None)
    draft = begun or new_draft(kind.id, {}, turn, said="")
    return draft.model_copy(update={"settled": new, "revises": task.reference})


def _undone(settled: str, before: dict[str, FieldValue], after: dict[str, FieldValue]) -> bool:
    """Whether something that was settled is about a field that has changed, or about one of its lines."""
    name = "items" if settled == UNPLACED else settled.partition(":")[0]
    return before.get(name) != after.get(name)


def _ask_again(draft: Draft, kind: Kind, filled: Filled, form: Submitted, decision: Decision) -> Decision:
    """Say what could not be taken as it was filled in, and ask for the first of it."""
    for name, why in filled.wrong.items():
        label = Word(kind.id, "label", field_of(name))
        typed = clean(form.values.get(name, "")).removeprefix(RECORD)
        decision = decision.say(text("form-not-taken", label=label, value=typed, why=why))
    first = kind.contract.field(field_of(next(iter(filled.wrong))))
    return ask_field(first, draft, decision)


def _act(key: FormKey, task: Task, form: Submitted, turn: Turn, decision: Decision) -> Decision:
    """The act on the task, with the reason that was given."""
    name, reason = REASONED[key.of], clean(form.values.get(REASON, ""))[:LONGEST_LINES]
    said: Arg = text("form-required", hint=Word(key.of, "hint", name)) if key.of in NEEDS_REASON else ""
    if said and not reason:
        return decision.say(said)
    words = f"{task.reference}: {reason}"
    source = Source(message=turn.message_id, words=reason, by=turn.person.id)
    fields = {"task": FieldValue(type="reference", content=task.reference, source=source)}
    if reason:
        fields[name] = FieldValue(type="text", content=reason, source=source)
    return turn.skills.acts[key.of](fields, replace(turn, text=words), decision)
