"""What can you do, how do I: the kinds of request with an example each, and what can be said about tasks."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.texts import Arg, Lines, Word, text
from bot.turn import Turn

_ABOUT_TASKS = ("list_tasks", "task_status", "assign", "complete", "remind", "approve")


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Show what can be asked, by examples to copy."""
    requests: list[Arg] = [_line(kind.id) for kind in turn.catalogue.requests()]
    acts: list[Arg] = [_line(kind_id) for kind_id in _ABOUT_TASKS if kind_id in turn.catalogue]
    parts = (text("help-head"), *requests, text("help-tasks"), *acts, text("help-tail"))
    return decision.say(Lines(parts))


def _line(kind_id: str) -> Arg:
    return text("help-line", summary=Word(kind_id, "summary"), example=Word(kind_id, "example"))
