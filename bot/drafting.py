"""Takes a draft on: settles what the records settle, asks for what is missing, confirms, and opens the task."""

from datetime import date, timedelta

from bot.catalogue import Contract, FieldSpec
from bot.conversation import Ask, Choice, Draft
from bot.effects import ChangeTask, Decision, Effect, OpenTask, Say
from bot.lifecycle import event
from bot.model import ChecklistStep, FieldValue, Source, Task
from bot.notices import ask_approvers, field_line, field_lines, tell_team
from bot.permissions import approvers
from bot.texts import Arg, Lines, Listing, Word, text
from bot.turn import Question, Stop, Turn

_REST_DAYS = {"Asia/Jerusalem": (4, 5)}  # Friday and Saturday; elsewhere Saturday and Sunday


def new_draft(kind_id: str, fields: dict[str, FieldValue], turn: Turn) -> Draft:
    """A draft of this person with what their message said, each field with its source."""
    return Draft(
        id=turn.new_id(),
        person_id=turn.person.id,
        type=kind_id,
        fields={name: sourced(value, turn) for name, value in fields.items()},
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
    draft, question = fulfilment.look(draft, turn) if fulfilment else (draft, None)
    if isinstance(question, Stop):
        return decision.drop(draft.id).asking(None).say(question.text)
    draft = draft.model_copy(update={"updated_at": turn.now, "aside": False})
    gap = first_gap(contract, draft)
    if question and (question.first or gap is None or _place(contract, question.field) <= _place(contract, gap.name)):
        return ask_question(question, draft, decision)
    if gap:
        return ask_field(gap, draft, decision)
    if contract.confirm and not confirmed:
        asked = Ask(kind="confirm", draft=draft.id)
        summary = fulfilment.summary(draft, turn) if fulfilment else _summary(draft)
        return decision.keep(draft).say(summary).asking(asked)
    return commit(draft, turn, decision)


def _summary(draft: Draft) -> Arg:
    """What a request that has no fulfilment of its own will say, for the person to confirm."""
    fields = tuple(field_line(draft.type, name, value) for name, value in draft.fields.items())
    return Lines((Word(draft.type, "title"), *fields, text("confirm-again")))


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


def commit(draft: Draft, turn: Turn, decision: Decision) -> Decision:
    """What a complete draft leads to: an act is done, a request becomes a task or changes the one it revises."""
    if not turn.catalogue[draft.type].opens_task:
        return turn.skills.acts[draft.type](draft.fields, turn, decision.drop(draft.id).asking(None))
    decision = decision.drop(draft.id).asking(None)
    if draft.revises and (task := turn.facts.tasks.get(draft.revises)):
        return _revise(task, draft, turn, decision)
    return _open(draft, turn, decision)


def _open(draft: Draft, turn: Turn, decision: Decision) -> Decision:
    kind = turn.catalogue[draft.type]
    contract = kind.contract
    task = Task(
        reference=turn.new_reference(contract.prefix or ""),
        type=draft.type,
        status="awaiting_approval" if needs_approval(contract, draft.fields, turn) else "open",
        fields=draft.fields,
        team=contract.team or "",
        visibility=contract.visibility,
        requester_id=turn.person.id,
        due=_due(draft, turn, hours=contract.target_hours or 8),
        checklist=tuple(ChecklistStep(text=step) for step in kind.words(turn.language).checklist),
        language=turn.language,
        created_at=turn.now,
        updated_at=turn.now,
    )
    opened = event(task, "opened", actor=turn.person, channel=turn.channel, now=turn.now, message=turn.message_id)
    task, effects = _go_on(task, turn)
    return decision.turn_to(last_task=task.reference).plus(OpenTask(task, opened), *effects)


def _revise(task: Task, draft: Draft, turn: Turn, decision: Decision) -> Decision:
    contract = turn.catalogue[draft.type].contract
    changed = sorted(n for n in {*task.fields, *draft.fields} if task.fields.get(n) != draft.fields.get(n))
    status = "awaiting_approval" if needs_approval(contract, draft.fields, turn) else "open"
    update = {
        "fields": draft.fields,
        "status": status,
        "waiting_for": None,
        "revision": task.revision + (task.status == "done"),
        "updated_at": turn.now,
    }
    task = task.model_copy(update=update)
    corrected = event(task, "corrected", actor=turn.person, channel=turn.channel, now=turn.now, fields=changed)
    task, effects = _go_on(task, turn)
    return decision.turn_to(last_task=task.reference).plus(ChangeTask(task, corrected), *effects)


def _go_on(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """Where a saved request goes: to its approvers, to the assistant's own part, or to its team."""
    if task.status == "awaiting_approval":
        asked = approvers(turn.directory.people, task)
        said = text("approval-needed", reference=task.reference, approvers=Listing(tuple(p.name for p in asked)))
        fulfilment = turn.skills.fulfilments.get(task.type)
        details = fulfilment.details(task, turn) if fulfilment else field_lines(task)
        return task, (*ask_approvers(task, asked, turn, details=details), Say(said))
    if fulfilment := turn.skills.fulfilments.get(task.type):
        return fulfilment.start(task, turn)
    said = text(
        "task-opened",
        reference=task.reference,
        title=Word(task.type, "title"),
        team=text(f"team-{task.team}"),
        due=task.due or turn.now.date(),
        details=field_lines(task),
    )
    return task, (*tell_team(task, turn), Say(said))


def needs_approval(contract: Contract, fields: dict[str, FieldValue], turn: Turn) -> bool:
    """Whether the number in the rule's field is above what the company lets go without a manager."""
    rule = contract.approval
    value = fields.get(rule.field) if rule else None
    return bool(rule and value and turn.rules.number(rule.above) < value.content)  # type: ignore[operator]


def _due(draft: Draft, turn: Turn, *, hours: int) -> date:
    """The wanted day if there is one, else the target counted in days of eight working hours."""
    for spec in turn.catalogue[draft.type].contract.fields:
        wanted = draft.fields.get(spec.name) if spec.due else None
        if wanted and isinstance(wanted.content, date):
            return wanted.content
    day, left = turn.now.date(), -(-hours // 8)
    rest = _REST_DAYS.get(turn.person.timezone, (5, 6))
    while left:
        day += timedelta(days=1)
        left -= day.weekday() not in rest
    return day
