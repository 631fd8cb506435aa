"""Add a note to a task."""

from bot.effects import AddEvent, Decision
from bot.lifecycle import event
from bot.model import FieldValue
from bot.notices import tell_requester
from bot.texts import text
from bot.turn import Turn


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Keep the words as an event of the task, for everybody who may see it."""
    task = turn.facts.tasks[str(fields["task"].content)]
    words = str(fields["text"].content)
    noted = event(task, "comment", actor=turn.person, channel=turn.channel, now=turn.now, why=words)
    told = tell_requester(task, "told-comment", turn, occasion=f"comment-{turn.message_id}", comment=words)
    said = text("comment-added", reference=task.reference)
    return decision.turn_to(last_task=task.reference).plus(AddEvent(noted), *told).say(said)
