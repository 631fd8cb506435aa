"""What no back office does is declined kindly."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.texts import text
from bot.turn import Turn


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Say that this is not something the assistant does, and what it does."""
    return decision.say(text("out-of-scope"))
