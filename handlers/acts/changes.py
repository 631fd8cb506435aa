"""What the control acts that change a task have in common: the right to, the change, and who is told."""

from bot.accepted import said_of
from bot.effects import ChangeTask, Decision, Effect
from bot.family import after_closing, open_parts, parts_line, tell_holder
from bot.lifecycle import NotNow, change, event
from bot.model import CLOSED, FieldValue, Status, Task
from bot.notices import not_now, tell_requester
from bot.permissions import may_work
from bot.texts import Arg, Lines, text
from bot.turn import Turn


def change_task(
    kind: str,
    fields: dict[str, FieldValue],
    turn: Turn,
    decision: Decision,
    name: str = "",
    status: Status | None = None,
    **update: object,
) -> Decision:
    """Change the task that `fields` points to, tell the person and whoever asked; or say why it cannot be.

    `name` is for the texts that name another colleague.
    """
    task = turn.facts.tasks[str(fields["task"].content)]
    if not may_work(turn.person, task):
        return decision.say(text("not-yours", reference=task.reference, team=text(f"team-{task.team}")))
    try:
        undoable = task.type in turn.skills.withdrawals
        changed = change(task, kind, now=turn.now, status=status, undoable=undoable, **update)
    except NotNow:
        late = said_of(task, turn, decision) if kind == "done" else None
        return late or decision.say(not_now(task, turn))
    if kind == "done" and (left := open_parts(task, turn.facts.kin)):
        return decision.say(text("parts-first", reference=task.reference, parts=parts_line(left)))
    why = str(fields["reason"].content) if "reason" in fields else None
    happened = event(changed, kind, actor=turn.person, channel=turn.channel, now=turn.now, why=why)
    told = tell_requester(changed, f"told-{kind}", turn, occasion=f"{kind}-{task.version}", name=name)
    if kind == "cancelled":
        told = (*told, *tell_holder(changed, turn))
    said: Arg = text(f"task-{kind}", reference=task.reference, name=name)
    if kind == "done" and (skipped := _skipped(task, turn)):
        said = Lines((said, text("steps-skipped", count=skipped)))
    more = (*undone(changed, turn), *after_closing(changed, turn)) if changed.status in CLOSED else ()
    return decision.turn_to(last_task=task.reference).plus(ChangeTask(changed, happened), *told, *more).say(said)


def _skipped(task: Task, turn: Turn) -> int:
    """How many steps were left, where somebody had begun to tick them or the type is an emergency; else 0."""
    left = sum(not step.done for step in task.checklist)
    used = left < len(task.checklist) or (task.type in turn.catalogue and turn.catalogue[task.type].contract.page)
    return left if used else 0


def undone(task: Task, turn: Turn) -> tuple[Effect, ...]:
    """What has to be taken back when a task of this type is dropped."""
    undo = turn.skills.undo.get(task.type)
    return undo(task, turn) if undo and task.status != "done" else ()
