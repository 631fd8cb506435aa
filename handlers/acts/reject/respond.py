"""Turn down what waits for a decision."""

from bot.effects import ChangeTask, Decision
from bot.lifecycle import NotNow, change, event
from bot.model import FieldValue
from bot.notices import tell_requester
from bot.permissions import may_decide
from bot.texts import text
from bot.turn import Turn
from handlers.acts.changes import not_now


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Reject as somebody who did not ask for it; whoever asked is told, with the reason if there is one."""
    task = turn.facts.tasks[str(fields["task"].content)]
    if not may_decide(turn.person, task):
        own = task.requester_id == turn.person.id
        return decision.say(text("own-request" if own else "not-a-manager", reference=task.reference))
    try:
        rejected = change(task, "rejected", now=turn.now)
    except NotNow:
        return decision.say(not_now(task))
    why = str(fields["reason"].content) if "reason" in fields else None
    happened = event(rejected, "rejected", actor=turn.person, channel=turn.channel, now=turn.now, why=why)
    name = "told-rejected-why" if why else "told-rejected"
    told = tell_requester(rejected, name, turn, occasion=f"rejected-{task.version}", **({"why": why} if why else {}))
    said = text("task-rejected", reference=task.reference)
    return decision.turn_to(last_task=task.reference).plus(ChangeTask(rejected, happened), *told).say(said)
