"""What the buttons below a reminder do, which nobody says in words: ask a supplier again, hear no more about a task."""

from bot.clock.chaser import chased, chaser
from bot.clock.effects import Chase, Settle
from bot.clock.keys import mute_key
from bot.effects import AddEvent, Effect, Say
from bot.model import Task
from bot.permissions import may_work
from bot.texts import text
from bot.turn import Turn


def chase(task: Task, turn: Turn) -> tuple[Effect | Chase, ...]:
    """The supplier written to again, only if no answer has come since it was offered; for whoever works the task."""
    if not may_work(turn.person, task):
        return (Say(text("clock-chase-not-yours", reference=task.reference)),)
    if task.status != "waiting" or task.waiting_for != "supplier":
        return (Say(text("clock-chase-not-now", reference=task.reference, status=text(f"status-{task.status}"))),)
    events = turn.facts.events.get(task.reference, ())
    default = turn.rules.default_language
    found = chaser(task, events, turn.directory, turn.person, now=turn.now, default=default)
    if found is None:
        return (Say(text("clock-chase-no-address", reference=task.reference)),)
    said = text("clock-chase-done", reference=task.reference, name=found.name, address=found.address)
    happened = chased(task, found, person=turn.person, channel=turn.channel, now=turn.now)
    return found, AddEvent(happened), Say(said)


def mute(task: Task, turn: Turn) -> tuple[Effect | Settle, ...]:
    """No more about the task from the clock for this person, until it is due on another day."""
    said = text("clock-muted", reference=task.reference)
    return Settle(mute_key(task, turn.person.id)), Say(said)
