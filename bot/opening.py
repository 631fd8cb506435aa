"""From a complete draft to a task: who may see it, who has to approve it, who works it, which parts it has."""

from datetime import date, timedelta
from decimal import Decimal

from bot.catalogue import HOURS_OF_A_DAY, Contract, Kind, Part
from bot.clock.recurring import rule_of, standing_order
from bot.conversation import Draft, Taken
from bot.days_off import days_off, on_a_common_day
from bot.effects import ChangeTask, Decision, Effect, OpenTask, Say
from bot.family import open_parts
from bot.lifecycle import event
from bot.model import CLOSED, ChecklistStep, FieldValue, Money, Source, Task
from bot.notices import ask_approvers, field_lines, not_now, page, tell_team, to_page
from bot.permissions import approvers, team_of
from bot.texts import Arg, Lines, Listing, Word, text
from bot.turn import Turn
from bot.worktime.counting import working_day_from
from bot.worktime.errors import WorkTimeError


def commit(draft: Draft, turn: Turn, decision: Decision) -> Decision:
    """What a complete draft leads to: an act is done, a request becomes a task or changes the one it revises."""
    decision = decision.drop(draft.id).asking(None).turn_to(taken=Taken(type=draft.type, said=draft.said))
    if (rule := rule_of(draft)) and not draft.revises:
        return decision.plus(*standing_order(turn, draft, rule))
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
    taken = Taken(type=draft.type, said=draft.said, task=task.reference)
    notes = _other_sides(draft, turn)
    return decision.turn_to(last_task=task.reference, taken=taken).plus(OpenTask(task, opened), *effects, *notes)


def _other_sides(draft: Draft, turn: Turn) -> tuple[Say, ...]:
    """Who is off on the day that was said; where a summary was confirmed, it stood there."""
    contract = turn.catalogue[draft.type].contract
    return () if contract.confirm else tuple(Say(note) for note in days_off(contract, draft.fields, turn))


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
    if contract.page:
        ids += [person.id for person in to_page(task, turn)]
    if not team_of(people, task.team):
        ids += [person.id for person in approvers(people, task)]
    known = turn.people()
    return tuple(dict.fromkeys(one for one in ids if one in known))


def _revise(task: Task, draft: Draft, turn: Turn, decision: Decision) -> Decision:
    begun = next((one.updated_at for one in turn.drafts if one.id == draft.id), turn.now)
    if task.status in CLOSED and task.updated_at > begun:  # closed since its correction was shown
        return decision.say(not_now(task))
    contract = turn.catalogue[draft.type].contract
    changed = sorted(n for n in {*task.fields, *draft.fields} if task.fields.get(n) != draft.fields.get(n))
    task = _anew(task.model_copy(update={"fields": draft.fields}), contract, turn)
    task = task.model_copy(update={"due": _due(task, turn)})
    corrected = event(task, "corrected", actor=turn.person, channel=turn.channel, now=turn.now, fields=changed)
    parts = _revise_parts(task, turn)
    task, effects = _go_on(task, turn)
    taken = Taken(type=draft.type, said=draft.said, task=task.reference)
    decision = decision.turn_to(last_task=task.reference, taken=taken)
    return decision.plus(ChangeTask(task, corrected), *parts, *effects, *_other_sides(draft, turn))


def _anew(task: Task, contract: Contract, turn: Turn) -> Task:
    """The task as it starts again: held where it has to be approved, its next revision where one may have left.

    What an answer to the revision before it proposed goes with it.
    """
    left = task.status == "done" or (
        task.type in turn.skills.carriers and task.status not in {"awaiting_approval", "rejected"}
    )
    held = needs_approval(contract, task.fields, turn)
    update: dict[str, object] = {
        "status": "awaiting_approval" if held else "open",
        "waiting_for": None,
        "revision": task.revision + left,
        "proposals": {},
        "updated_at": turn.now,
    }
    task = task.model_copy(update=update)
    return task.model_copy(update={"concerned": _concerned(task, contract, turn)})


def reopened(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """A closed task open again; what a manager has to approve waits for that again, and they are asked."""
    again = _anew(task, turn.catalogue[task.type].contract, turn)
    if again.status == "awaiting_approval":
        return again, _ask_for_approval(again, turn)
    # Nothing leaves before it is corrected, which makes the next revision.
    return again.model_copy(update={"revision": task.revision}), ()


def _revise_parts(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """The open parts of a corrected task with what they share with it, and their teams told."""
    effects: list[Effect] = []
    for part in turn.catalogue[task.type].contract.opens:
        for old in open_parts(task, turn.facts.kin):
            fields = {**old.fields, **_part_fields(part, task, turn)}
            if old.type != part.type or fields == old.fields:
                continue
            new = old.model_copy(update={"fields": fields, "due": task.due, "proposals": {}, "updated_at": turn.now})
            happened = event(
                new, "corrected", actor=turn.person, channel=turn.channel, now=turn.now, why=task.reference
            )
            effects += [ChangeTask(new, happened), *tell_team(new, turn, message="changed-for-team")]
    return tuple(effects)


def _go_on(task: Task, turn: Turn) -> tuple[Task, tuple[Effect, ...]]:
    """Where a saved request goes: to its approvers, to the assistant's own part, or to its team."""
    if task.status == "awaiting_approval":
        return task, _ask_for_approval(task, turn)
    if fulfilment := turn.skills.fulfilments.get(task.type):
        return fulfilment.start(task, turn)
    effects, parts = hand_over(task, turn)
    if turn.catalogue[task.type].contract.page and (paged := to_page(task, turn)):
        parts = (text("paged", names=Listing(tuple(person.name for person in paged))), *parts)
    if meanwhile := turn.catalogue[task.type].words(turn.language).meanwhile:
        parts = (*parts, meanwhile)
    said = text(
        "task-opened",
        reference=task.reference,
        title=Word(task.type, "title"),
        team=text(f"team-{task.team}"),
        due=task.due or turn.now.date(),
        details=field_lines(task, turn.directory.products),
    )
    return task, (*effects, Say(Lines((said, *parts)) if parts else said))


def _ask_for_approval(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """A notice to each who may approve; whoever wrote reads who was asked, and what unless they have just seen it."""
    contract = turn.catalogue[task.type].contract
    asked = approvers(turn.directory.people, task, contract)
    said: Arg = text("approval-needed", reference=task.reference, approvers=Listing(tuple(p.name for p in asked)))
    fulfilment = turn.skills.fulfilments.get(task.type)
    details = fulfilment.details(task, turn) if fulfilment else field_lines(task, turn.directory.products)
    remark = turn.skills.remarks.get(task.type)
    remarks = remark(task, turn) if remark else ()
    shown = said if contract.confirm else Lines((said, field_lines(task, turn.directory.products), *remarks))
    return (*ask_approvers(task, asked, turn, details=details), Say(shown))


def hand_over(task: Task, turn: Turn) -> tuple[tuple[Effect, ...], tuple[Arg, ...]]:
    """The notices and the parts that a task starts with, and a line about each part for whoever wrote."""
    contract = turn.catalogue[task.type].contract
    told = page(task, turn) if contract.page else tell_team(task, turn)
    effects: list[Effect] = [*told]
    lines: list[Arg] = []
    if any(one.parent == task.reference for one in turn.facts.kin):
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
    """A part of a task, as it is opened with it."""
    kind = turn.catalogue[part.type]
    return _new_task(kind, _part_fields(part, task, turn), turn, parent=task)


def _part_fields(part: Part, task: Task, turn: Turn) -> dict[str, FieldValue]:
    """What a part's type shares with the whole's, and its subject in the words of the whole's type."""
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
    return {**shared, **({main: subject} if main else {})}


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
    """The number that a limit is held against, whatever its currency."""
    match value.content:
        case Decimal() as number:
            return number
        case Money() as money:
            return money.amount
    return Decimal(0)


def _due(task: Task, turn: Turn) -> date:
    """The wanted day if there is one, else the first on which all sides work after the target's days.

    These are eight hours each and the requester's working days, from tomorrow on.
    """
    contract = turn.catalogue[task.type].contract
    for spec in contract.fields:
        wanted = task.fields.get(spec.name) if spec.due else None
        if wanted and isinstance(wanted.content, date):
            return wanted.content
    days = -(-(contract.target_hours or HOURS_OF_A_DAY) // HOURS_OF_A_DAY)
    try:
        day = working_day_from(turn.calendar, turn.now.date() + timedelta(days=1), days)
    except WorkTimeError:  # a calendar that never works is no reason to be without a day
        return turn.now.date() + timedelta(days=days)
    return on_a_common_day(day, task, turn)
