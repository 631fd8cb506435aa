"""What an outsider's answer proposes for a task, taken over by a colleague or left: "approve SR-0001".

Only the number does it: a bare yes may answer something else, or come before the last values were read.
"""

from bot.conversation import Draft
from bot.drafting import advance
from bot.effects import ChangeTask, Decision
from bot.lifecycle import event
from bot.model import CLOSED, FieldValue, Task
from bot.notices import tell_requester
from bot.permissions import may_work
from bot.texts import Arg, Lines, Word, text
from bot.turn import Turn


def takes_proposals(task: Task) -> bool:
    """Whether anything is proposed for a task in this status: not once it is closed, nor while a manager decides."""
    return task.status not in CLOSED and task.status != "awaiting_approval"


def may_settle(turn: Turn, task: Task) -> bool:
    """Whether something is proposed for a task that this person may take over or leave now."""
    return bool(task.proposals) and takes_proposals(task) and may_work(turn.person, task)


def shown_again(turn: Turn, decision: Decision) -> Decision | None:
    """To a plain yes or no, what is proposed for the task that was spoken of last; None for anything else."""
    task = turn.facts.tasks.get(turn.conversation.last_task or "")
    if task is None or not may_settle(turn, task):
        return None
    plain = turn.lexicon.means("yes", turn.text) or turn.lexicon.means("no", turn.text)
    return _shown(task, decision) if plain else None


def settle(kind: str, task: Task, turn: Turn, decision: Decision) -> Decision:
    """Take over what is proposed ("approved") or leave it; shown again where the message does not name the task."""
    if task.reference not in {found.value for found in turn.tasks.read(turn.text)}:
        return _shown(task, decision)
    if kind != "approved":
        return _left(task, turn, decision)
    confirmed = {name: _by(value, turn) for name, value in task.proposals.items()}
    if not _starts_again(task, confirmed, turn):
        return _taken_over(task, confirmed, turn, decision)
    if turn.person.id != task.requester_id:
        people = turn.people()
        name = people[task.requester_id].name if task.requester_id in people else task.requester_id
        return decision.say(text("proposals-by-requester", reference=task.reference, name=name))
    return advance(_correction(task, confirmed, turn), turn, decision)


def proposal_lines(task: Task, proposed: dict[str, FieldValue]) -> tuple[Arg, ...]:
    """Proposed values a line each, with the words they were read from, and how to take them over."""
    lines = [
        text(
            "proposed-line",
            label=Word(task.type, "label", name),
            value=value,
            words=" ".join((value.source.words or "").split()),
        )
        for name, value in proposed.items()
    ]
    return (*lines, text("proposed-ask", reference=task.reference))


def _shown(task: Task, decision: Decision) -> Decision:
    head = text("proposals-shown", reference=task.reference)
    warned = (text("bank-details-by-mail"),) if any(one.type == "iban" for one in task.proposals.values()) else ()
    return decision.say(Lines((head, *proposal_lines(task, task.proposals), *warned)))


def _starts_again(task: Task, confirmed: dict[str, FieldValue], turn: Turn) -> bool:
    """Whether the values go the way of a correction: the type's document or its approval may hang on them.

    A day that a supplier has confirmed needs no new order.
    """
    ruled = task.type in turn.catalogue and turn.catalogue[task.type].contract.approval is not None
    held = ruled or task.type in turn.skills.carriers
    return held and any(value.type != "date" for value in confirmed.values())


def _correction(task: Task, confirmed: dict[str, FieldValue], turn: Turn) -> Draft:
    """The task with the proposed values as a correction of it, in the place of one that was begun already."""
    begun = next((draft for draft in turn.drafts if draft.revises == task.reference), None)
    draft = begun or Draft(
        id=turn.new_id(),
        person_id=turn.person.id,
        type=task.type,
        revises=task.reference,
        language=turn.language,
        updated_at=turn.now,
    )
    return draft.model_copy(update={"fields": {**task.fields, **confirmed}})


def _taken_over(task: Task, confirmed: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """The task with the proposed values, each now confirmed by the person, and what its type does with them."""
    update = {"fields": {**task.fields, **confirmed}, "proposals": {}, "updated_at": turn.now}
    changed = task.model_copy(update=update)
    hook = turn.skills.completions.get(task.type)
    changed, effects = hook(changed, turn) if hook else (changed, ())
    taken = {name: value for name, value in confirmed.items() if changed.fields.get(name) == value}
    happened = event(
        changed, "proposals_taken", actor=turn.person, channel=turn.channel, now=turn.now, fields=sorted(taken)
    )
    lines: list[Arg] = [text("proposals-taken", reference=task.reference)] if taken else []
    lines += [text("proposal-taken", label=Word(task.type, "label", name), value=v) for name, v in taken.items()]
    told = tell_requester(changed, "told-proposals-taken", turn, occasion=f"proposals-{task.version}") if taken else ()
    decision = decision.turn_to(last_task=task.reference)
    decision = decision.say(Lines(tuple(lines))) if lines else decision
    return decision.plus(ChangeTask(changed, happened), *effects, *told)


def _left(task: Task, turn: Turn, decision: Decision) -> Decision:
    """The task as it was; what was proposed stays in its history only."""
    changed = task.model_copy(update={"proposals": {}, "updated_at": turn.now})
    happened = event(changed, "proposals_left", actor=turn.person, channel=turn.channel, now=turn.now)
    decision = decision.turn_to(last_task=task.reference)
    return decision.plus(ChangeTask(changed, happened)).say(text("proposals-left", reference=task.reference))


def _by(value: FieldValue, turn: Turn) -> FieldValue:
    return value.model_copy(update={"source": value.source.model_copy(update={"by": turn.person.id})})
