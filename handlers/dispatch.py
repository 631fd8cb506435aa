"""One message of the inbox, from reading to the one transaction that saves what it leads to."""

import logging
import uuid
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.chat.commands import Command
from bot.chat.intake import Unreachable
from bot.chat.rooms import fit_for_room
from bot.cleaning import LIMIT, clean, storable
from bot.clock.effects import StandingOrder
from bot.conversation import Conversation
from bot.dialogue import decide
from bot.effects import Decision, Effect, PutParty, Say
from bot.messages import InboundMessage, Order, Reply
from bot.model import Person, Task
from bot.notices import not_now
from bot.parts import Parts
from bot.ports import Following, InboxEntry, Overtaken, Reading, Stale, UnitOfWork
from bot.retry import HANDLING_STARTS, handling_retry, outage_retry
from bot.texts import text
from bot.turn import Facts, Turn, Work, local_time
from bot.understanding.records import RecordNames
from handlers.advice import Advice
from handlers.attachments import Gathered, gathered
from handlers.context import Context, UnknownPerson, read_context, read_facts, wanted
from handlers.door import Door
from handlers.forwarded import passed_on
from handlers.meaning import Meaning, meant
from handlers.outgoing import queue_answer
from handlers.post import Post, tell_keepers
from handlers.privacy import privately
from handlers.save import save, save_work
from handlers.triage import Handed, Triage

log = logging.getLogger(__name__)

_TRIES_WHEN_STALE = 5


class Inbound:
    """Works the inbox; keeps the index of the company's names as long as the records stay as they are."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._advice = Advice(parts)
        self._post = Post(parts)
        self._door = Door(parts)
        self._triage = Triage(parts, self._post)
        self._names: RecordNames | None = None

    def handle(self, entry: InboxEntry, following: Following) -> InboxEntry | None:
        """Handle one message of a claimed conversation; the one that follows it.

        What fails for good is put aside, and its sender is told.
        """
        if entry.attempts > HANDLING_STARTS:
            return self._put_aside(
                entry, following, f"begun {HANDLING_STARTS} times, never ended", text_id="put-into-quarantine"
            )
        try:
            return self._dispatch(entry, following)
        except Overtaken:
            log.warning("settled by another worker", extra={"action": "overtaken", "entry": entry.id})
            return self._nothing_but(following)
        except UnknownPerson:
            return self._put_aside(entry, following, "unknown sender", text_id="unknown-person")
        except Unreachable as error:
            log.warning("message not handled yet: %s", error, extra={"action": "handle_later", "entry": entry.id})
            return self._failed(entry, following, f"{type(error).__name__}: {error}", outage=True)
        except Exception as error:
            log.exception("message not handled", extra={"action": "handle_failed", "entry": entry.id})
            return self._failed(entry, following, f"{type(error).__name__}: {error}")

    def _dispatch(self, entry: InboxEntry, following: Following) -> InboxEntry | None:
        ways = {"mail": self._post.take_in, "command": self._carry_out}
        way = ways.get(entry.message.kind, self._answer)
        for _ in range(_TRIES_WHEN_STALE - 1):
            try:
                return way(entry, following)
            except Stale:
                pass  # read and decide again
        return way(entry, following)

    def _answer(self, entry: InboxEntry, following: Following) -> InboxEntry | None:
        """Let a colleague's message in, with all that belongs to it; then decide on it."""
        let_in = self._door.let_in(entry)
        if let_in is None:
            return self._nothing_but(following)
        if order := self._triage.order(let_in.message):
            done = self._triage.obey(let_in, order, following)
            return self._decide(done.entry, done.whole, following, waited=done) if isinstance(done, Handed) else done
        return self._decide(let_in, gathered(let_in, self._parts), following)

    def _nothing_but(self, following: Following) -> InboxEntry | None:
        """What follows a message that is settled already."""
        with self._parts.store.write(durable=False) as uow:
            entry = following(uow)
            uow.commit()
        return entry

    def _decide(
        self, entry: InboxEntry, whole: Gathered, following: Following, *, waited: Handed | None = None
    ) -> InboxEntry | None:
        """Read, understand outside any transaction, then decide and save in one short one.

        `waited` is a mail that waited for a person, who now makes a request of it.
        """
        parts, message = self._parts, whole.message
        entry = entry.model_copy(update={"message": message})
        with parts.store.read() as reading:
            context = read_context(reading, message, parts.catalogue)
        names = self._index(context)
        now = local_time(parts.clock(), context.person.timezone)
        meaning = meant(entry, context, names, parts, self._advice, now=now)
        forward = waited.forward if waited else passed_on(message, parts, now=now)
        about = wanted(context, meaning.understanding, names, parts.understander, now=now, text=meaning.text)
        with parts.store.read() as reading:
            facts = read_facts(reading, about, context.person, parts.catalogue, edits=message.edits)
            if isinstance(meaning.order, Command) and meaning.order.name in {"recurring", "stop"}:
                facts = replace(facts, standing=_standing(reading, meaning.order, context.person))
            if "cancel" in about.kinds or parts.understander.lexicon.means("my_reminders", meaning.text):
                facts = replace(
                    facts,
                    reminders=reading.reminders.to_come(context.person.id, now),
                    standing=facts.standing or reading.recurring.of(context.person.id),
                )
            if "digest" in about.kinds:
                facts = replace(facts, digest=parts.digest(reading, context.person, now))
        with parts.store.write(durable=False) as uow:
            if message.room:  # whose answer may be saved as the person's own conversation
                self._at_version(uow, context.conversation)
            message = whole.keep(uow)
            if waited:
                waited.settle(uow)
            turn = replace(self._turn(uow, context, meaning, facts, names, message, now=now), forward=forward)
            decision = decide(turn, meaning.understanding)
            _of_these_records(uow, decision, context)
            if message.kind != "form" and len(message.text) > LIMIT:
                decision = _with_note(decision, Say(text("message-was-long", read=LIMIT, length=len(message.text))))
            for missing in whole.missing:
                decision = _with_note(decision, Say(missing))
            keeps, pressed = False, message.text if message.kind == "press" else ""
            if message.room and (message.outsiders or not fit_for_room(decision, turn, meaning.understanding)):
                message, decision, keeps = privately(uow, parts, message, decision)
            save(uow, parts, decision, message, before=context.drafts, now=now, pressed=pressed, keeps=keeps)
            _settle(uow, entry)
            after = following(uow)
            uow.commit()
        return after

    def _at_version(self, uow: UnitOfWork, read: Conversation) -> None:
        """Raise `Stale` when the conversation has moved since it was read; to save it says so as well."""
        stored = uow.conversations.get(read.key)
        if (stored.version if stored else 0) != read.version:
            raise Stale(read.key)

    def _turn(
        self,
        uow: UnitOfWork,
        context: Context,
        meaning: Meaning,
        facts: Facts,
        names: RecordNames,
        message: InboundMessage,
        *,
        now: datetime,
    ) -> Turn:
        parts, language = self._parts, meaning.understanding.language
        return Turn(
            message_id=message.external_id,
            text=meaning.text,
            channel=message.channel,
            person=context.person,
            conversation=context.conversation,
            drafts=context.drafts,
            language=language,
            now=now,
            catalogue=parts.catalogue,
            skills=parts.skills,
            rules=parts.rules,
            directory=context.directory,
            names=names,
            lexicon=parts.understander.lexicon,
            tasks=parts.understander.tasks,
            facts=facts,
            new_reference=uow.tasks.next_reference,
            new_id=lambda: uuid.uuid4().hex,
            say=partial(parts.speech.say, language=language),
            files=len(message.files),
            order=meaning.order,
            form=meaning.form,
            edits=message.edits,
            calendar_of=partial(parts.calendar_of, context.person),
            others_calendar=parts.calendar_of,
            calendar_in=parts.calendar_in,
        )

    def _carry_out(self, entry: InboxEntry, following: Following) -> InboxEntry | None:
        """The slow part of a fulfilment: rendered outside any transaction, saved in one.

        A task that was closed, corrected or held for approval meanwhile is left as it is: only what was ordered, and is
        still to be done, leaves the house.
        """
        parts, message = self._parts, entry.message
        with parts.store.read() as reading:
            context = read_context(reading, message, parts.catalogue)
            order = Order.model_validate_json(message.text)
            task = reading.tasks.get(order.reference, None)
        if task is None:
            raise LookupError(order.reference)
        now = local_time(parts.clock(), context.person.timezone)
        work = Work(context.person, message.account, now, context.directory, parts.rules, parts.render)
        carriers = parts.skills.withdrawals if order.withdraw else parts.skills.carriers
        effects: tuple[Effect, ...] = (
            carriers[task.type](task, work) if _still_wanted(order, task) else (Say(not_now(task)),)
        )
        with parts.store.write(durable=False) as uow:
            save_work(uow, parts, effects, message, rest=order.rest, language=context.conversation.language, now=now)
            _settle(uow, entry)
            after = following(uow)
            uow.commit()
        return after

    def _index(self, context: Context) -> RecordNames:
        if self._names is None or self._names.version != context.directory.version:
            self._names = RecordNames(context.directory)
        return self._names

    def _failed(
        self, entry: InboxEntry, following: Following, reason: str, *, outage: bool = False
    ) -> InboxEntry | None:
        """Have the message tried again; after the last try, put it aside and tell its sender."""
        reason = storable(reason)
        after = outage_retry(entry.attempts) if outage else handling_retry(entry.attempts)
        if after is None:
            return self._put_aside(entry, following, reason, text_id="put-into-quarantine")
        with self._parts.store.write() as uow:
            uow.inbox.retry(entry.id, reason, after=after)
            entry_after = following(uow)
            uow.commit()
        return entry_after

    def _put_aside(self, entry: InboxEntry, following: Following, reason: str, *, text_id: str) -> InboxEntry | None:
        """Put the message aside and tell its sender; aside it goes, whatever is wrong with the telling."""
        for _ in range(2):
            try:
                return self._quarantine(entry, following, reason, text_id=text_id)
            except Exception:
                log.exception("not put aside", extra={"action": "aside_failed", "entry": entry.id})
        return self._quarantine(entry, following, reason, text_id=None)

    def _quarantine(
        self, entry: InboxEntry, following: Following, reason: str, *, text_id: str | None
    ) -> InboxEntry | None:
        message = entry.message
        with self._parts.store.write() as uow:
            for one in (entry, *(uow.inbox.album(entry) if message.album else ())):
                uow.inbox.quarantine(one.id, reason)
            if text_id and message.kind == "mail":
                tell_keepers(uow, self._parts, message.text)
            elif text_id:
                self._apologise(uow, entry, text_id)
            after = following(uow)
            uow.commit()
        return after

    def _apologise(self, uow: UnitOfWork, entry: InboxEntry, text_id: str) -> None:
        """Tell the sender, in the conversation's language, else in the one that the message seems to be in."""
        message = entry.message
        conversation = uow.conversations.get(message.conversation)
        guess = self._parts.understander.languages.detect
        language = conversation.language if conversation else guess(clean(message.text))
        said = self._parts.speech.say(text(text_id, number=str(entry.id), name=message.sender_id), language)
        suffix, only_for = f":aside-{entry.attempts}", message.user
        queue_answer(uow, self._parts, message, Reply(text=said), language=language, suffix=suffix, only_for=only_for)


def _still_wanted(order: Order, task: Task) -> bool:
    """Whether what a command orders is still to be done to the task as it stands now."""
    if order.withdraw:
        return task.status in {"cancelled", "rejected"}
    return task.status == "open" and task.revision == order.revision


def _standing(reading: Reading, order: Command, person: Person) -> tuple[StandingOrder, ...]:
    """The requests that come again: the person's own, or the one that is named."""
    if order.name == "recurring":
        return reading.recurring.of(person.id)
    named = reading.recurring.get(order.rest.upper())
    return (named,) if named else ()


def _of_these_records(uow: UnitOfWork, decision: Decision, context: Context) -> None:
    """Raise `Stale` when a record is to be written whole that may have changed since it was read."""
    writes = any(isinstance(effect, PutParty) for effect in decision.effects)
    if writes and uow.records.directory().version != context.directory.version:
        raise Stale("records")


def _settle(uow: UnitOfWork, entry: InboxEntry) -> None:
    """Mark the message as handled; a lease may have lapsed meanwhile, and somebody else been faster."""
    if not uow.inbox.done(entry.id):
        raise Overtaken(entry.id)


def _with_note(decision: Decision, note: Say) -> Decision:
    """The decision with a note said before everything else."""
    return Decision(decision.conversation, decision.drafts, decision.dropped, (note, *decision.effects))
