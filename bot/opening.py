"""From a complete draft to a task: who may see it, who has to approve it, who works it, which parts it has."""

from datetime import date, timedelta
from decimal import Decimal

from bot.catalogue import Contract, Kind, Part
from bot.conversation import Draft
from bot.effects import ChangeTask, Decision, Effect, OpenTask, Say
from bot.lifecycle import event
from bot.model import ChecklistStep, FieldValue, Item, Money, Source, Task
from bot.notices import ask_approvers, field_lines, page, tell_team
from bot.permissions import approvers, team_of
from bot.texts import Arg, Lines, Listing, Word, text
from bot.turn import Turn

_REST_DAYS = {"Asia/Jerusalem": (4, 5)}  # Friday and Saturday; elsewhere Saturday and Sunday


def commit(draft: Draft, turn: Turn, decision: Decision) -> Decision:
    """What a complete draft leads to: an act is done, a request becomes a task or changes the one it revises."""
    decision = decision.drop(draft.id).asking(None)
    if not turn.catalogue[draft.type].opens_task:
        return turn.skills.acts[draft.type](draft.fields, turn, decision)
    if draft.revises and (task := turn.facts.tasks.get(draft.revises)):
        return _revise(task, draft, turn, decision)
    return _open(draft, turn, decision)


def _open(draft: Draft, turn: Turn, decision: Decision) -> Decision:
    task = _new_task(turn.catalogue[draft.type], draft.fields, turn)
    task = task.model_copy(update={"due": _due(task, turn)})
    opened = event(task, "opened", actor=turn.person, channel=turn.channel, now=turn.now, message=turn.message_id)
    task, effects = _go_on(task, turn)
    return decision.turn_to(last_task=task.reference).plus(OpenTask(task, opened), *effects)


def _new_task(kind: Kind, fields: dict[str, FieldValue], turn: Turn, *, parent: Task | None = None) -> Task:
    contract = kind.contract
    held = parent is None and needs_approval(contract, fields, turn)
    task = Task(
        reference=turn.new_reference(contract.prefix or ""),
        type=kind.id,
        status="awaiting_approval" if held else "open",
        fields=fields,
        team=contract.team or "",
        visibility=contract.visibility,
        requester_id=parent.requester_id if parent else turn.person.id,
        parent=parent.reference if parent else None,
        due=parent.due if parent else None,
        checklist=tuple(ChecklistStep(text=step) for step in kind.words(turn.language).checklist),
        language=turn.language,
        created_at=turn.now,
        updated_at=turn.now,
    )
    return task.model_copy(update={"concerned": _concerned(task, contract, turn)})


def _concerned(task: Task, contract: Contract, turn: Turn) -> tuple[str, ...]:
    """Who may see a task besides its team and whoever asked: the colleague in it, who decides, who stands in."""
    people = turn.directory.people
    ids = [task.fields[spec.name].record for spec in contract.fields if spec.concerned and spec.name in task.fields]
    if task.status == "awaiting_approval":
        ids += [person.id for person in approvers(people, task, contract)]
    if not team_of(people, task.team):
        ids += [person.id for person in approvers(people, task)]
    known = turn.people()
    return tuple(dict.fromkeys(one for one in ids if one in known))


def _revise(task: Task, draft: Draft, turn: Turn, decision: Decision) -> Decision:
    contract = turn.catalogue[draft.type].contract
    changed = sorted(n for n in {*task.fields, *draft.fields} if task.fields.get(n) != draft.fields.get(n))
    status = "awaiting_approval" if needs_approval(contract, draft.fields, turn) else "open"
    sent = task.status == "done" or (task.status == "waiting" and task.type in turn.skills.carriers)
    update = {
        "fields": draft.fields,
        "status": status,
        "waiting_for": None,
        "revision": task.revision + sent,
        "updated_at": turn.now,
    }
    task = task.model_copy(update=update)
    task = task.model_copy(update={"concerned": _concerned(task, contract, turn)})
    corrected = event(task, "corrected", actor=turn.person, channel=turn.channel, now=turn.now, fields=changed)
    task, effects = _go_on(task, turn)
    return decision.turn_to(last_task=task.reference).plus(ChangeTask(task, corrected), *effects)


def _go_on(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """Where a saved request goes: to its approvers, to the assistant's own part, or to its team."""
    if task.status == "awaiting_approval":
        asked = approvers(turn.directory.people, task, turn.catalogue[task.type].contract)
        said = text("approval-needed", reference=task.reference, approvers=Listing(tuple(p.name for p in asked)))
        fulfilment = turn.skills.fulfilments.get(task.type)
        details = fulfilment.details(task, turn) if fulfilment else field_lines(task)
        return task, (*ask_approvers(task, asked, turn, details=details), Say(said))
    if fulfilment := turn.skills.fulfilments.get(task.type):
        return fulfilment.start(task, turn)
    effects, parts = hand_over(task, turn)
    said = text(
        "task-opened",
        reference=task.reference,
        title=Word(task.type, "title"),
        team=text(f"team-{task.team}"),
        due=task.due or turn.now.date(),
        details=field_lines(task),
    )
    return task, (*effects, Say(Lines((said, *parts)) if parts else said))


def hand_over(task: Task, turn: Turn) -> tuple[tuple[Effect, ...], tuple[Arg, ...]]:
    """The notices and the parts that a task starts with, and a line about each part for whoever wrote."""
    contract = turn.catalogue[task.type].contract
    told = page(task, turn) if contract.page else tell_team(task, turn)
    effects: list[Effect] = [*told]
    lines: list[Arg] = []
    if task.revision > 1 or any(one.parent == task.reference for one in turn.facts.kin):
        return tuple(effects), ()
    for part in contract.opens:
        child = _part(part, task, turn)
        opened = event(
            child, "opened", actor=turn.person, channel=turn.channel, now=turn.now, why=task.reference, part=part.name
        )
        effects += [OpenTask(child, opened), *tell_team(child, turn)]
        team = text(f"team-{child.team}")
        lines.append(text("part-opened", reference=child.reference, title=Word(child.type, "title"), team=team))
    return tuple(effects), tuple(lines)


def _part(part: Part, task: Task, turn: Turn) -> Task:
    """A part with the fields that it shares with the whole, and its subject in the words of the whole's type."""
    kind = turn.catalogue[part.type]
    words = turn.catalogue[task.type].words(turn.language).opens[part.name]
    said = {name: turn.say(value) for name, value in task.fields.items()}
    shared = {
        spec.name: task.fields[spec.name]
        for spec in kind.contract.fields
        if spec.name in task.fields and spec.type == task.fields[spec.name].type
    }
    subject = FieldValue(type="text", content=words.format_map(said), source=Source(message=turn.message_id))
    main = next((spec.name for spec in kind.contract.fields if spec.main), None)
    return _new_task(kind, {**shared, **({main: subject} if main else {})}, turn, parent=task)


def needs_approval(contract: Contract, fields: dict[str, FieldValue], turn: Turn) -> bool:
    """Whether a manager has to approve a request with these fields, by its type's rule or by its fulfilment's."""
    rule = contract.approval
    if rule is None:
        return False
    if contract.id in turn.skills.approvals:
        return turn.skills.approvals[contract.id](fields, turn)
    if rule.field is None or rule.above is None:
        return True
    value = fields.get(rule.field)
    return value is not None and turn.rules.number(rule.above) < _figure(value)


def _figure(value: FieldValue) -> Decimal:
    """The number that a limit is held against, whatever its currency; of item lines what they come to together."""
    match value.content:
        case Decimal() as number:
            return number
        case Money() as money:
            return money.amount
        case tuple() as items:
            return sum((_worth(item) for item in items), Decimal(0))
    return Decimal(0)


def _worth(item: Item) -> Decimal:
    return item.unit_price.amount * (item.quantity or Decimal(1)) if item.unit_price else Decimal(0)


def _due(task: Task, turn: Turn) -> date:
    """The wanted day if there is one, else the target counted in days of eight working hours."""
    contract = turn.catalogue[task.type].contract
    for spec in contract.fields:
        wanted = task.fields.get(spec.name) if spec.due else None
        if wanted and isinstance(wanted.content, date):
            return wanted.content
    day, left = turn.now.date(), -(-(contract.target_hours or 8) // 8)
    rest = _REST_DAYS.get(turn.person.timezone, (5, 6))
    while left:
        day += timedelta(days=1)
        left -= day.weekday() not in rest
    return day
