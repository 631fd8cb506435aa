"""It is not done after all."""

from bot.effects import Decision
from bot.model import FieldValue, Status
from bot.opening import needs_approval
from bot.turn import Turn
from handlers.acts.changes import change_task


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Open the task again; what a manager has to approve waits for that again."""
    task = turn.facts.tasks[str(fields["task"].content)]
    contract = turn.catalogue[task.type].contract
    held: Status | None = "awaiting_approval" if needs_approval(contract, task.fields, turn) else None
    return change_task("reopened", fields, turn, decision, status=held)
