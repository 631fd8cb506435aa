"""Turn down what waits for a decision."""

from bot.effects import ChangeTask, Decision
from bot.model import Event, FieldValue, Task
from bot.notices import tell_requester
from bot.texts import text
from bot.turn import Turn
from handlers.acts.changes import undone
from handlers.acts.deciding import decide_on


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Reject as somebody who did not ask for it; whoever asked is told, with the reason if there is one."""

    def tell(rejected: Task, happened: Event, decision: Decision) -> Decision:
        occasion = f"rejected-{rejected.version}"
        if happened.why:
            told = tell_requester(rejected, "told-rejected-why", turn, occasion=occasion, why=happened.why)
        else:
            told = tell_requester(rejected, "told-rejected", turn, occasion=occasion)
        said = text("task-rejected", reference=rejected.reference)
        return decision.plus(ChangeTask(rejected, happened), *told, *undone(rejected, turn)).say(said)

    return decide_on("rejected", fields, turn, decision, tell)
