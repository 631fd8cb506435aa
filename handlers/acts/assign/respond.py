"""Give a task to somebody."""

from bot.effects import Decision, Notify
from bot.model import FieldValue
from bot.notices import field_lines, notice_key
from bot.texts import Word, text
from bot.turn import Turn
from handlers.acts.changes import change_task


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Assign the task to the colleague, who is told."""
    task = turn.facts.tasks[str(fields["task"].content)]
    person = turn.people().get(fields["assignee"].record or "")
    if person is None:
        return decision.say(text("unknown-colleague", name=str(fields["assignee"].content)))
    changed = change_task("assigned", fields, turn, decision, name=person.name, assignee_id=person.id)
    refused = len(changed.effects) == len(decision.effects) + 1
    if refused or person.id == turn.person.id:
        return changed
    said = text(
        "assigned-to-you",
        reference=task.reference,
        title=Word(task.type, "title"),
        actor=turn.person.name,
        details=field_lines(task, turn.directory.products),
    )
    return changed.plus(
        Notify(person.id, said, task.reference, notice_key(task, f"assigned-{task.version}", person.id))
    )
