"""It is done."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.turn import Turn
from handlers.acts.changes import change_task


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Make the task done."""
    return change_task("done", fields, turn, decision)
