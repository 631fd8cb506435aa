"""Add a note to a task."""

from bot.effects import AddEvent, Decision
from bot.family import tell_workers
from bot.lifecycle import event
from bot.model import FieldValue
from bot.notices import tell_requester
from bot.texts import Word, text
from bot.turn import Turn


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Keep the words as an event of the task; whoever asked for it and whoever works it are told."""
    task = turn.facts.tasks[str(fields["task"].content)]
    words = str(fields["text"].content)
    noted = event(task, "comment", actor=turn.person, channel=turn.channel, now=turn.now, why=words)
    occasion = f"comment-{turn.message_id}"
    title, actor = Word(task.type, "title"), turn.person.name
    said = text("told-comment", reference=task.reference, title=title, actor=actor, comment=words)
    workers = tell_workers(task, said, turn, occasion=occasion)
    told = (*tell_requester(task, "told-comment", turn, occasion=occasion, comment=words), *workers)
    decision = decision.turn_to(last_task=task.reference).plus(AddEvent(noted), *told)
    return decision.say(text("comment-added", reference=task.reference))
