"""Opens the requests that come again: each time once, in the name of whoever gave the order."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from bot.clock.effects import StandingOrder
from bot.clock.keys import recurring_key
from bot.clock.recurring import REMINDING, draft_of, due, opened_on, reminder_of
from bot.clock.settings import ClockSettings
from bot.conversation import Conversation
from bot.effects import Decision
from bot.messages import InboundMessage, Order, Reply
from bot.model import Person
from bot.opening import commit
from bot.parts import Parts
from bot.ports import UnitOfWork
from bot.texts import text
from bot.turn import Facts, Turn, local_time
from bot.understanding.records import RecordNames
from bot.worktime.model import Calendar
from bot.worktime.occurrences import Occurrence
from handlers.acts.remind.words import to_do
from handlers.outgoing import tell
from handlers.save import Answer, carry_out

log = logging.getLogger(__name__)

_BATCH = 50
_AFTER_TROUBLE = timedelta(minutes=10)


class Recurring:
    """Opens standing orders' tasks by the calendar of each person."""

    def __init__(self, parts: Parts, settings: ClockSettings, *, calendar_of: Callable[[Person], Calendar]) -> None:
        self._parts, self._settings, self._calendar_of = parts, settings, calendar_of
        self._names: RecordNames | None = None

    def open_due(self, now: datetime) -> int:
        """Open what comes now, once a time and order; how many tasks were opened."""
        with self._parts.store.read() as reading:
            orders = reading.recurring.due(now, limit=_BATCH)
        return sum(self._open_one(order, now) for order in orders)

    def _open_one(self, order: StandingOrder, now: datetime) -> bool:
        try:
            with self._parts.store.write() as uow:
                opened = self._open(uow, order, now)
                uow.commit()
        except Exception:  # the others are opened all the same, and this one is tried again soon
            log.exception("not opened again", extra={"action": "recurring_failed", "order": order.id})
            with self._parts.store.write() as uow:
                uow.recurring.look_next(order, now + _AFTER_TROUBLE)
                uow.commit()
            return False
        return opened

    def _open(self, uow: UnitOfWork, order: StandingOrder, now: datetime) -> bool:
        """Open the newest time unless it was opened, and note when it comes next."""
        people = {person.id: person for person in uow.records.directory().people}
        person = people.get(order.person_id)
        if person is None or order.type not in self._parts.catalogue:
            uow.recurring.stop(order.id)
            log.error("a request no longer comes again", extra={"action": "recurring_ended", "order": order.id})
            return False
        turns = due(order, self._calendar_of(person), person.timezone, now=now, oldest=self._settings.oldest)
        if not uow.recurring.look_next(order, turns.again, opened=opened_on(turns.opens) if turns.opens else None):
            return False  # stopped or moved since it was read
        if turns.opens is None or not uow.occurrences.settle(recurring_key(order.id, turns.opens.key), now):
            return False
        if order.type == REMINDING:
            key = recurring_key(order.id, turns.opens.key)
            uow.reminders.add(
                reminder_of(order, turns.opens, key=key, words=to_do(order.said, order.language, now=now))
            )
        else:
            self._commit(uow, order, person, turns.opens, now=now)
        return True

    def _commit(
        self, uow: UnitOfWork, order: StandingOrder, person: Person, occurrence: Occurrence, *, now: datetime
    ) -> None:
        """What a complete request leads to, decided as though the person had just said it."""
        key = recurring_key(order.id, occurrence.key)
        turn = self._turn(uow, order, person, key, now=local_time(now, person.timezone))
        draft = draft_of(order, self._parts.catalogue[order.type], occurrence, key=key)
        decision = commit(draft, turn, Decision(turn.conversation))
        answer = carry_out(uow, self._parts, decision.effects, None, language=person.language, now=turn.now)
        head = self._parts.speech.say(text("clock-recurring-opened", id=order.id, day=occurrence.day), person.language)
        reply = answer.reply()
        reply = reply.model_copy(update={"text": f"{head}\n{reply.text}" if reply.text else head})
        if answer.orders:
            self._order(uow, answer, person, reply, key=key, now=now)
        else:
            tell(uow, self._parts, person, reply, key=key)

    def _turn(self, uow: UnitOfWork, order: StandingOrder, person: Person, key: str, *, now: datetime) -> Turn:
        parts, directory = self._parts, uow.records.directory()
        if self._names is None or self._names.version != directory.version:
            self._names = RecordNames(directory)
        return Turn(
            message_id=key,
            text=order.said,
            channel="clock",
            person=person,
            conversation=Conversation(key=f"clock:{person.id}", person_id=person.id, language=person.language),
            drafts=(),
            language=person.language,
            now=now,
            catalogue=parts.catalogue,
            skills=parts.skills,
            rules=parts.rules,
            directory=directory,
            names=self._names,
            lexicon=parts.understander.lexicon,
            tasks=parts.understander.tasks,
            facts=Facts(absences=uow.absences.of(since=now.date())),
            new_reference=uow.tasks.next_reference,
            new_id=lambda: uuid.uuid4().hex,
            say=partial(parts.speech.say, language=person.language),
            calendar_of=partial(self._calendar_of, person),
            others_calendar=self._calendar_of,
            calendar_in=parts.calendar_in,
        )

    def _order(self, uow: UnitOfWork, answer: Answer, person: Person, reply: Reply, *, key: str, now: datetime) -> None:
        """Have the slow parts done next in the person's own conversation, where the last of them answers."""
        channel, place = self._home(uow, person)
        for number, one in enumerate(answer.orders, start=1):
            rest = reply if number == len(answer.orders) else None
            command = Order(reference=one.task.reference, revision=one.task.revision, rest=rest)
            uow.inbox.add(
                InboundMessage(
                    channel="internal",
                    account=channel,
                    external_id=f"fulfil:{one.task.reference}:{one.task.revision}:{one.task.version}",
                    conversation=f"{channel}:{person.id}",
                    sender_id=person.id,
                    text=command.model_dump_json(),
                    kind="command",
                    received_at=now,
                    in_reply_to=key,
                    place=place,
                )
            )

    def _home(self, uow: UnitOfWork, person: Person) -> tuple[str, str | None]:
        """Where the person last was, and their address there where it is not their name with us."""
        parts = self._parts
        places = {one.channel: one.place for one in uow.accounts.of(person.id) if one.state == "here"}
        within = [one for one in parts.reach if one not in parts.platforms or one in places]
        channel = (uow.inbox.last_channel(person.id, within) if within else None) or next(
            iter(within), parts.home_channel
        )
        return channel, places.get(channel)
