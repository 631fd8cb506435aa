"""Approve what waits for a decision: it goes on, to the assistant's own part or to its team."""

from bot.effects import ChangeTask, Decision
from bot.model import Event, FieldValue, Task
from bot.notices import tell_requester
from bot.opening import hand_over
from bot.texts import Lines, text
from bot.turn import Turn
from handlers.acts.deciding import decide_on


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Approve as somebody who did not ask for it (four eyes); the task then goes on."""

    def go_on(approved: Task, happened: Event, decision: Decision) -> Decision:
        if fulfilment := turn.skills.fulfilments.get(approved.type):
            going, effects = fulfilment.start(approved, turn)
            return decision.plus(ChangeTask(going, happened), *effects)
        told = tell_requester(approved, "told-approved", turn, occasion=f"approved-{approved.version}")
        effects, parts = hand_over(approved, turn)
        said = text("task-approved", reference=approved.reference)
        return decision.plus(ChangeTask(approved, happened), *told, *effects).say(Lines((said, *parts)))

    return decide_on("approved", fields, turn, decision, go_on)
