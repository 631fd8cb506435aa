"""Tells people what is due: reads what the index says, settles each thing, and queues one message a person.

What is due is settled and queued in one transaction a person; only then is it noted when to look at the tasks next. A
process that dies between the two looks at them again and finds everything settled.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.chat.press import Press
from bot.clock.chaser import chased, chaser, may_write_alone
from bot.clock.grouping import Item, chased_item, item, message, reminder_item
from bot.clock.hours import Hours
from bot.clock.keys import missed_key, mute_key, reminder_key
from bot.clock.looks import Due, Look, Office
from bot.clock.reminders import look
from bot.clock.settings import ClockSettings
from bot.clock.targets import Goal, calendar_of_task
from bot.lifecycle import event
from bot.messages import Button, Reply
from bot.model import Directory, Event, Person, Reminder, Task
from bot.parts import Parts
from bot.ports import Reading, UnitOfWork
from bot.texts import text
from handlers.cards import tell_pages
from handlers.chasers import queue_chaser
from handlers.outgoing import task_buttons, tell
from handlers.team_rooms import TeamRooms

log = logging.getLogger(__name__)

BATCH = 200
_ROUNDS = 25  # batches in one tick, so that everything else gets its turn
_AFTER_TROUBLE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Mention:
    """Something due about a task as it was read."""

    due: Due
    task: Task


@dataclass(slots=True)
class _Batch:
    """What one round found due, by whom it concerns."""

    directory: Directory
    reminders_read: int = 0
    looks: list[tuple[Task, Look]] = field(default_factory=list)
    events: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    said: dict[str, list[Mention]] = field(default_factory=dict)
    reminders: dict[str, list[Reminder]] = field(default_factory=dict)
    troubled: set[str] = field(default_factory=set)


class Reminders:
    """Reminds people of tasks and of what they wanted to be reminded of."""

    def __init__(self, parts: Parts, settings: ClockSettings, hours: Hours) -> None:
        self._parts, self._settings, self._hours = parts, settings, hours
        self._rooms = TeamRooms(parts, most=settings.listed)

    def remind_due(self, now: datetime) -> int:
        """Settle everything that is due and say what is to be said; how many messages were queued."""
        told = 0
        for _ in range(_ROUNDS):
            batch = self._read(now)
            if batch is None:
                break
            told += sum(self._tell(batch, person, now) for person in batch.directory.people)
            self._move_on(batch, now)
            if batch.troubled or (len(batch.looks) < BATCH and batch.reminders_read < BATCH):
                break
        return told

    def _read(self, now: datetime) -> _Batch | None:
        with self._parts.store.read() as reading:
            tasks = reading.due.tasks(now, limit=BATCH)
            reminders = reading.reminders.due(now, limit=BATCH)
            if not tasks and not reminders:
                return None
            batch = _Batch(reading.records.directory(), reminders_read=len(reminders))
            batch.events = reading.tasks.events_of([task.reference for task in tasks], None)
            for reminder in reminders:
                batch.reminders.setdefault(reminder.person_id, []).append(reminder)
            self._look(batch, tasks, now)
            self._sort(batch, reading)
        return batch

    def _look(self, batch: _Batch, tasks: Iterable[Task], now: datetime) -> None:
        office = Office(
            batch.directory.people,
            self._hours.afresh(),
            self._settings,
            self._parts.catalogue,
            parties=batch.directory.parties,
            calendar_of=self._parts.calendar_of,
            calendar_in=self._parts.calendar_in,
        )
        for task in tasks:
            try:
                found = look(task, batch.events.get(task.reference, ()), office, now)
            except Exception:  # one task that cannot be understood must not hold up the others
                log.exception("a task cannot be looked at", extra={"action": "look_failed", "task": task.reference})
                found = Look(again=now + _AFTER_TROUBLE)
            batch.looks.append((task, found))

    def _sort(self, batch: _Batch, reading: Reading) -> None:
        """What nobody has settled yet, by person, but nothing that somebody wants to hear no more of."""
        mentions = [Mention(due, task) for task, found in batch.looks for due in found.due]
        mutes = {one.due.key: mute_key(one.task, one.due.person.id) for one in mentions}
        settled = reading.due.settled({*mutes, *mutes.values()})
        for one in mentions:
            if not settled & {one.due.key, mutes[one.due.key]}:
                batch.said.setdefault(one.due.person.id, []).append(one)

    def _tell(self, batch: _Batch, person: Person, now: datetime) -> int:
        """Everything that is due for one person, settled and queued in one transaction; 1 when a message was queued."""
        mentions, reminders = batch.said.get(person.id, []), batch.reminders.get(person.id, [])
        if not mentions and not reminders:
            return 0
        try:
            with self._parts.store.write() as uow:
                told = self._settle(uow, batch, person, mentions, reminders, now=now)
                uow.commit()
        except Exception:  # the others are told all the same, and this is tried again soon
            log.exception("nobody was reminded", extra={"action": "reminding_failed", "person": person.id})
            batch.troubled.update(one.task.reference for one in mentions)
            batch.troubled.add("")
            return 0
        return told

    def _settle(
        self,
        uow: UnitOfWork,
        batch: _Batch,
        person: Person,
        mentions: Sequence[Mention],
        reminders: Sequence[Reminder],
        *,
        now: datetime,
    ) -> int:
        references = {one.task.reference for one in mentions} | {one.reference for one in reminders if one.reference}
        current = uow.tasks.get_many(references, None)
        seen = set(uow.tasks.get_many(references, person))
        in_rooms: dict[str, list[Item]] = {}
        for one in sorted(mentions, key=lambda one: one.due.key):  # two processes wait for each other, never in a ring
            task = current.get(one.task.reference)
            if task is None or task.version != one.task.version or not uow.occurrences.settle(one.due.key, now):
                continue
            if one.due.occasion == "escalation":
                self._escalate(uow, task, person, seen, now=now)
            room = self._rooms.hears(uow, one.due, task, now=now)
            if room or (room is None and task.reference in seen):
                in_rooms.setdefault(room or "", []).append(self._item(uow, batch, one, now, for_room=bool(room)))
        zone, items = ZoneInfo(person.timezone), in_rooms.pop("", [])
        for reminder in reminders:
            if uow.reminders.settle(reminder.key, now):
                about = current.get(reminder.reference or "") if reminder.reference in seen else None
                at = reminder.at.astimezone(zone)
                items.append(reminder_item(reminder, reminder_key(reminder), about, now=now, at=at))
        for said in in_rooms.values():
            self._rooms.tell(uow, said, current)
        if items:
            self._say(uow, person, items, current)
        return len(in_rooms) + int(bool(items))

    def _escalate(self, uow: UnitOfWork, task: Task, person: Person, seen: set[str], *, now: datetime) -> None:
        """Note that a second approver is asked; from then on they see the task."""
        uow.tasks.add_event(event(task, "escalated", actor=None, channel="clock", now=now, to=person.id))
        if task.reference not in seen:
            shown = task.model_copy(update={"concerned": (*task.concerned, person.id)})
            tell_pages(uow, self._parts, shown)
            uow.tasks.save(shown)
            seen.add(task.reference)

    def _item(self, uow: UnitOfWork, batch: _Batch, one: Mention, now: datetime, *, for_room: bool) -> Item:
        """The line about a task; where the settings say so, its supplier is written to at once.

        A room, which may be of several countries, is told moments by the calendar that the task is worked by.
        """
        due, task = one.due, one.task
        today = now.astimezone(ZoneInfo(due.person.timezone)).date()
        if due.occasion != "supplier":
            types = self._parts.catalogue
            contract = types[task.type].contract if task.type in types else None
            people, calendar_of = batch.directory.people, self._parts.calendar_of
            calendar = calendar_of_task(task, people, calendar_of) if for_room else None
            zone = calendar.zone if calendar else None
            return item(due, task, batch.directory, asks=False, today=today, contract=contract, zone=zone)
        events, default = batch.events.get(task.reference, ()), self._parts.rules.default_language
        chase = chaser(task, events, batch.directory, due.person, now=now, default=default)
        # To move its look on holds the task until the commit, so that no answer is filed meanwhile.
        alone = self._settings.chaser == "automatic" and may_write_alone(events)
        if chase and alone and uow.due.look_next([(task, now)]):
            if queue_chaser(uow, self._parts, chase, now=now):
                uow.tasks.add_event(chased(task, chase, person=None, channel="clock", now=now))
            return chased_item(due, task, name=chase.name, address=chase.address)
        return item(due, task, batch.directory, asks=chase is not None, today=today)

    def _say(self, uow: UnitOfWork, person: Person, items: Sequence[Item], tasks: dict[str, Task]) -> None:
        key, said, about = message(items, self._settings.listed)
        single = items[0] if len(items) == 1 else None
        task = tasks.get(single.reference or "") if single else None
        buttons = self._buttons(single, task, person) if single and task else ()
        spoken = self._parts.speech.say(said, person.language)
        # A list is about no task in particular: it is not shown anew when one of them changes.
        reply = Reply(text=spoken, tasks=about if single else (), buttons=buttons)
        tell(uow, self._parts, person, reply, key=key)

    def _buttons(self, single: Item, task: Task, person: Person) -> tuple[Button, ...]:
        """What the reminder itself offers, then what can be done about the task, at last to hear no more of it."""
        speech, language = self._parts.speech, person.language

        def button(act: str) -> Button:
            label = speech.say(text(f"clock-button-{act}"), language)
            press = str(Press(kind="act", of=act, value=task.reference))
            look: Literal["plain", "primary"] = "primary" if act == "chase" else "plain"
            return Button(value=f"/{act} {task.reference}", label=label, press=press, look=look)

        usual = task_buttons(task, person, speech, language) if "chase" not in single.presses else ()
        first = tuple(button(act) for act in single.presses if act != "mute")
        return (*first, *usual, *(button(act) for act in single.presses if act == "mute"))

    def _move_on(self, batch: _Batch, now: datetime) -> None:
        """Note which targets were missed, and when to look at each task next, unless it has changed meanwhile."""
        moves = [
            (task, now + _AFTER_TROUBLE if task.reference in batch.troubled else found.again)
            for task, found in sorted(batch.looks, key=lambda one: one[0].reference)
        ]
        missed = [(task, goal) for task, found in batch.looks for goal in found.missed]
        with self._parts.store.write() as uow:
            current = uow.tasks.get_many({task.reference for task, _ in missed}, None)
            for task, goal in sorted(missed, key=lambda one: missed_key(one[0], one[1].target)):
                same = task.reference in current and current[task.reference].version == task.version
                if same and uow.occurrences.settle(missed_key(task, goal.target), now):
                    uow.tasks.add_event(_missed(task, goal, now))
            uow.due.look_next(moves)
            uow.commit()


def _missed(task: Task, goal: Goal, now: datetime) -> Event:
    """That a target was missed, so that the task and the digest can tell."""
    by = goal.standing.deadline
    return event(task, f"{goal.target}_missed", actor=None, channel="clock", now=now, by=by and by.isoformat())
