"""The keys under which what is due is settled, each built of ids, ISO dates and counts, and nothing else.

A key names the occasion, whom or what it is about, and which occurrence; never a channel, since what is told goes where
the person last was. Two processes that see the same thing due build the same key, and one of them settles it. No key
hangs on a calendar: a holiday that is entered late moves the hour at which something is said, and not what it is.
"""

from datetime import date, datetime
from typing import Literal

from bot.model import Reminder, Task

Occasion = Literal[
    "due_soon", "due_today", "overdue", "overdue_manager", "supplier", "requester", "approval", "escalation",
    "answer_soon", "answer_missed", "resolution_soon", "resolution_missed",
]  # fmt: skip
Target = Literal["answer", "resolution"]
Period = Literal["daily", "weekly"]


def task_key(task: Task, occasion: Occasion, day: date, *, time: int, person_id: str) -> str:
    """What one person is told about a task: `day` is due, or since when it waits or is open; `time` counts from 1."""
    return f"clock:{occasion}:{task.reference}:{day.isoformat()}:{time}:{person_id}"


def room_key(key: str, *, team: str) -> str:
    """That a team's room is told, once, what the key of one of its colleagues stands for."""
    return f"room:{team}:{key.rpartition(':')[0]}"


def missed_key(task: Task, target: Target) -> str:
    """That a target of a task was missed, which happens once to it."""
    return f"target:{target}:{task.reference}"


def mute_key(task: Task, person_id: str) -> str:
    """That a person wants to hear no more about a task from the clock; a new due date begins anew."""
    return f"clock:mute:{task.reference}:{task.due.isoformat() if task.due else '-'}:{person_id}"


def chaser_key(reference: str, day: date) -> str:
    """A mail that asks a supplier again; at most one a day for a task, whoever wants it."""
    return f"clock:chaser:{reference}:{day.isoformat()}"


def reminder_key(reminder: Reminder) -> str:
    """A reminder that somebody asked for."""
    return f"clock:{reminder.key}"


def recurring_key(recurring_id: str, nominal: str) -> str:
    """One occurrence of a task that comes again, by the day in ISO 8601 that its rule names."""
    return f"recurring:{recurring_id}:{nominal}"


def digest_key(person_id: str, period: Period, day: date) -> str:
    """A person's digest of a day, in their own time zone; a weekly one is of the week that ends with it."""
    return f"digest:{period}:{person_id}:{day.isoformat()}"


def alarm_key(name: str, silent_since: datetime, *, day: int) -> str:
    """The alarm about a part that is silent since a moment (its last beat); `day` counts from 0, an alarm each."""
    return f"heartbeat:{name}:{silent_since.isoformat()}:{day}"


def all_clear_key(name: str, alarmed_at: datetime) -> str:
    """That a part works again about which there was an alarm at a moment."""
    return f"heartbeat:{name}:{alarmed_at.isoformat()}:clear"
