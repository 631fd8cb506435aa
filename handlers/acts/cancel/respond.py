"""Drop a task, or a reminder."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.turn import Turn
from handlers.acts.cancel.reminders import drop, reminder_of
from handlers.acts.changes import change_task


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Make the task cancelled, or have the reminder not given."""
    if reminder := reminder_of(fields, turn):
        return drop(reminder, turn, decision)
    return change_task("cancelled", fields, turn, decision)
