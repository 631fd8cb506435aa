"""Remind me or somebody, at a time."""

from datetime import date, datetime, time

from bot.effects import AddEvent, AddReminder, Decision
from bot.lifecycle import event
from bot.model import FieldValue, Reminder
from bot.texts import text
from bot.turn import Turn
from bot.understanding.readers.dates import read_time

_MORNING = time(9, 0)


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Keep the reminder with its time: the one said, else nine in the morning where the person is."""
    person = turn.person
    if "person" in fields and fields["person"].content != "@me":
        named = turn.people().get(fields["person"].record or "")
        if named is None:
            return decision.say(text("unknown-colleague", name=str(fields["person"].content)))
        person = named
    day = fields["date"].content
    said_time = read_time(turn.text, turn.language)
    at = datetime.combine(day if isinstance(day, date) else turn.now.date(), said_time.value if said_time else _MORNING)
    at = at.replace(tzinfo=turn.now.tzinfo)
    if at <= turn.now:
        return decision.say(text("remind-past", at=at))
    task = turn.facts.tasks.get(str(fields["task"].content)) if "task" in fields else None
    source = fields["date"].source.message or turn.message_id
    reminder = Reminder(
        key=f"remind:{person.id}:{source}:{at.isoformat()}",
        person_id=person.id,
        at=at,
        text=turn.text,
        reference=task.reference if task else None,
    )
    decision = decision.plus(AddReminder(reminder))
    if task:
        noted = event(task, "reminder", actor=turn.person, channel=turn.channel, now=turn.now, at=at.isoformat())
        decision = decision.plus(AddEvent(noted))
    name = "reminder-kept" if person.id == turn.person.id else "reminder-kept-for"
    return decision.say(text(name, at=at, name=person.name))
