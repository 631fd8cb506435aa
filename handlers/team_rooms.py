"""What the clock says of tasks that nobody has taken: once in their team's own room, where it has one, not to each."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.chat.actions import take
from bot.clock.grouping import Item, message
from bot.clock.keys import Occasion, room_key
from bot.clock.looks import Due
from bot.messages import Button, Reply
from bot.model import Task
from bot.parts import Parts
from bot.ports import UnitOfWork
from bot.texts import text
from handlers.outgoing import room_of, tell_room

_MOST_BUTTONS = 5
_OF_THE_TEAM: frozenset[Occasion] = frozenset(
    {"due_soon", "due_today", "overdue", "answer_soon", "answer_missed", "resolution_soon", "resolution_missed"}
)


class TeamRooms:
    """The rooms of the teams; `most` is how many tasks one message lists."""

    def __init__(self, parts: Parts, *, most: int) -> None:
        self._parts, self._most = parts, most

    def hears(self, uow: UnitOfWork, due: Due, task: Task, *, now: datetime) -> str | None:
        """The team whose room is to be told, which this settles; "" when it was told on account of another colleague.

        None where it is for no room: somebody has taken the task, or not everybody there may see it.
        """
        free = task.assignee_id is None and due.occasion in _OF_THE_TEAM
        if not free or room_of(self._parts, task) is None:
            return None
        return task.team if uow.occurrences.settle(room_key(due.key, team=task.team), now) else ""

    def tell(self, uow: UnitOfWork, items: Sequence[Item], tasks: Mapping[str, Task]) -> None:
        """One message for these tasks of one team, with the buttons to take them."""
        parts, language = self._parts, self._parts.rules.default_language
        task = tasks[items[0].reference or ""]
        room = room_of(parts, task)
        if room is None:
            return
        key, said, about = message(items, self._most)
        single = len(items) == 1
        buttons = () if single else tuple(self._take(tasks[reference]) for reference in about[:_MOST_BUTTONS])
        reply = Reply(text=parts.speech.say(said, language), tasks=about if single else (), buttons=buttons)
        tell_room(uow, parts, room, reply, key=room_key(key, team=task.team))

    def _take(self, task: Task) -> Button:
        label = text("clock-button-take", reference=task.reference)
        said = self._parts.speech.say(label, self._parts.rules.default_language)
        return Button(value=f"/take {task.reference}", label=said, press=str(take(task)))
