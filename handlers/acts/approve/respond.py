"""Approve what waits for a decision: it goes on, to the assistant's own part or to its team."""

from bot.effects import ChangeTask, Decision, Say
from bot.lifecycle import NotNow, change, event
from bot.model import FieldValue
from bot.notices import tell_requester, tell_team
from bot.permissions import may_decide
from bot.texts import text
from bot.turn import Turn
from handlers.acts.changes import not_now


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Approve as somebody who did not ask for it (four eyes); the task then goes on."""
    task = turn.facts.tasks[str(fields["task"].content)]
    if not may_decide(turn.person, task):
        own = task.requester_id == turn.person.id
        return decision.say(text("own-request" if own else "not-a-manager", reference=task.reference))
    try:
        approved = change(task, "approved", now=turn.now)
    except NotNow:
        return decision.say(not_now(task))
    why = str(fields["reason"].content) if "reason" in fields else None
    happened = event(approved, "approved", actor=turn.person, channel=turn.channel, now=turn.now, why=why)
    decision = decision.turn_to(last_task=task.reference)
    if fulfilment := turn.skills.fulfilments.get(task.type):
        going, effects = fulfilment.start(approved, turn)
        return decision.plus(ChangeTask(going, happened), *effects)
    told = tell_requester(approved, "told-approved", turn, occasion=f"approved-{task.version}")
    said = Say(text("task-approved", reference=task.reference))
    return decision.plus(ChangeTask(approved, happened), *told, *tell_team(approved, turn), said)
