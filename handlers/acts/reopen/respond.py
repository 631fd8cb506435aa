"""It is not done after all."""

from bot.effects import ChangeTask, Decision
from bot.lifecycle import NotNow, change, event
from bot.model import FieldValue
from bot.notices import not_now, tell_requester
from bot.opening import reopened
from bot.permissions import may_work
from bot.texts import text
from bot.turn import Turn


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Open the task again; what a manager has to approve waits for that again. An absence is asked for anew."""
    task = turn.facts.tasks[str(fields["task"].content)]
    if not may_work(turn.person, task):
        return decision.say(text("not-yours", reference=task.reference, team=text(f"team-{task.team}")))
    if task.type in turn.skills.withdrawals:
        return decision.say(text("ask-anew", reference=task.reference))
    try:
        change(task, "reopened", now=turn.now)
    except NotNow:
        return decision.say(not_now(task))
    opened, effects = reopened(task, turn)
    happened = event(opened, "reopened", actor=turn.person, channel=turn.channel, now=turn.now)
    told = tell_requester(opened, "told-reopened", turn, occasion=f"reopened-{task.version}")
    said = text("task-reopened", reference=task.reference)
    return decision.turn_to(last_task=task.reference).plus(ChangeTask(opened, happened), *told).say(said).plus(*effects)
