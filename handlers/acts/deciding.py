"""What approving and rejecting have in common: four eyes, and a task that waits for it."""

from collections.abc import Callable

from bot.accepted import said_of
from bot.effects import Decision
from bot.lifecycle import NotNow, change, event
from bot.model import CLOSED, Event, FieldValue, Task
from bot.notices import not_now
from bot.permissions import may_decide
from bot.proposed import may_settle, settle
from bot.texts import text
from bot.turn import Turn

Then = Callable[[Task, Event, Decision], Decision]


def decide_on(kind: str, fields: dict[str, FieldValue], turn: Turn, decision: Decision, then: Then) -> Decision:
    """Change the task as somebody who did not ask for it, and go on with `then`; or say why that cannot be.

    Of a task that waits for no approval, what an outsider's answer proposes is decided on instead.
    """
    task = turn.facts.tasks[str(fields["task"].content)]
    if may_settle(turn, task):
        return settle(kind, task, turn, decision)
    if task.status in CLOSED:
        late = said_of(task, turn, decision) if kind == "approved" else None
        return late or decision.say(not_now(task, turn))
    if not may_decide(turn.person, task):
        return decision.say(text(_why_not(task, turn), reference=task.reference))
    try:
        changed = change(task, kind, now=turn.now)
    except NotNow:
        return decision.say(not_now(task, turn))
    why = str(fields["reason"].content) if "reason" in fields else None
    happened = event(changed, kind, actor=turn.person, channel=turn.channel, now=turn.now, why=why)
    return then(changed, happened, decision.turn_to(last_task=task.reference))


def _why_not(task: Task, turn: Turn) -> str:
    """The text that says why this person may not decide: they asked for it, it is about them, or their role."""
    if task.requester_id == turn.person.id:
        return "own-request"
    about = any(value.type == "person" and value.record == turn.person.id for value in task.fields.values())
    return "about-yourself" if about else "not-a-manager"
