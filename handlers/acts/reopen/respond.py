"""It is not done after all."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.turn import Turn
from handlers.acts.changes import change_task


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Make the task reopened."""
    return change_task("reopened", fields, turn, decision)
