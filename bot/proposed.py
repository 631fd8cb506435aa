"""What an outsider's answer proposes for a task, taken over by a colleague or left: "approve SR-0001", "yes"."""

from bot.effects import ChangeTask, Decision
from bot.lifecycle import event
from bot.model import FieldValue, Task
from bot.notices import tell_requester
from bot.permissions import may_work
from bot.texts import Arg, Lines, Word, text
from bot.turn import Turn


def settled_at_once(turn: Turn, decision: Decision) -> Decision | None:
    """A plain yes or no to what was proposed for the task that was spoken of last; None for anything else."""
    task = turn.facts.tasks.get(turn.conversation.last_task or "")
    if task is None or not task.proposals or not may_work(turn.person, task):
        return None
    if turn.lexicon.means("yes", turn.text):
        return taken_over(task, turn, decision)
    return left(task, turn, decision) if turn.lexicon.means("no", turn.text) else None


def taken_over(task: Task, turn: Turn, decision: Decision) -> Decision:
    """The task with the proposed values, each now confirmed by the person, and what its type does with them."""
    confirmed = {name: _by(value, turn) for name, value in task.proposals.items()}
    update = {"fields": {**task.fields, **confirmed}, "proposals": {}, "updated_at": turn.now}
    changed = task.model_copy(update=update)
    happened = event(
        changed, "proposals_taken", actor=turn.person, channel=turn.channel, now=turn.now, fields=sorted(confirmed)
    )
    hook = turn.skills.completions.get(task.type)
    changed, effects = hook(changed, turn) if hook else (changed, ())
    lines: list[Arg] = [text("proposals-taken", reference=task.reference)]
    lines += [text("proposal-taken", label=Word(task.type, "label", name), value=v) for name, v in confirmed.items()]
    told = tell_requester(changed, "told-proposals-taken", turn, occasion=f"proposals-{task.version}")
    decision = decision.turn_to(last_task=task.reference)
    return decision.plus(ChangeTask(changed, happened), *effects, *told).say(Lines(tuple(lines)))


def left(task: Task, turn: Turn, decision: Decision) -> Decision:
    """The task as it was; what was proposed stays in its history only."""
    changed = task.model_copy(update={"proposals": {}, "updated_at": turn.now})
    happened = event(changed, "proposals_left", actor=turn.person, channel=turn.channel, now=turn.now)
    decision = decision.turn_to(last_task=task.reference)
    return decision.plus(ChangeTask(changed, happened)).say(text("proposals-left", reference=task.reference))


def _by(value: FieldValue, turn: Turn) -> FieldValue:
    return value.model_copy(update={"source": value.source.model_copy(update={"by": turn.person.id})})
