"""Mails that wait for a person, filed by a message or a button of those who look after them."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cleaning import clean
from bot.forward import PassedOn
from bot.mail.kept import KeptMail
from bot.mail.orders import MailOrder, read_order
from bot.messages import Attached, InboundMessage, Reply
from bot.model import Language, Person
from bot.parts import Parts
from bot.ports import Following, InboxEntry, Overtaken, UnitOfWork
from bot.texts import Listing, Text, text
from handlers.attachments import Gathered
from handlers.forwarded import what_to_do_with
from handlers.outgoing import queue_answer
from handlers.post import Post, keepers, note_by_hand


@dataclass(frozen=True, slots=True)
class Handed:
    """A mail that becomes a request: the message in whose place it is asked about, and how it is noted as settled."""

    entry: InboxEntry
    whole: Gathered
    forward: PassedOn | None
    settle: Callable[[UnitOfWork], None]


class Triage:
    """Does what colleagues say of mails that wait."""

    def __init__(self, parts: Parts, post: Post) -> None:
        self._parts = parts
        self._post = post

    def order(self, message: InboundMessage) -> MailOrder | None:
        """The order that a message is, to whom may give it; None for any other message, and where others read along."""
        if message.kind not in {"text", "press"} or message.room or message.files or message.attached:
            return None
        order = read_order(clean(message.text), self._parts.understander.tasks)
        if order is None:
            return None
        with self._parts.store.read() as reading:
            looks_after = any(one.id == message.sender_id for one in keepers(reading, self._parts))
            conversation = reading.conversations.get(message.conversation)
            waits = bool(reading.mail.waiting())
        if order.number is not None:
            return order
        busy = conversation is not None and (conversation.asked is not None or bool(conversation.files))
        return order if looks_after and waits and not busy else None

    def obey(self, entry: InboxEntry, order: MailOrder, following: Following) -> InboxEntry | Handed | None:
        """File the mail and answer; the message that follows, or what is to be asked where it is a new request."""
        message = entry.message
        person, mail, refusal = self._found(message, order)
        after: list[InboxEntry | None] = []

        def settle(uow: UnitOfWork, said: Text) -> None:
            self._answer(uow, entry, said, person)
            after.append(following(uow))

        if person is None or mail is None or refusal:
            self._post.nothing_by_hand(then=lambda uow: settle(uow, refusal or text("mails-none")))
        elif order.does == "new":
            return self._handed(entry, mail, person)
        elif order.does == "drop":
            dropped = text("mails-dropped", number=mail.id)
            self._post.drop_by_hand(mail.id, by=person, then=lambda uow: settle(uow, dropped))
        else:
            reference = order.reference or ""
            filed = text("mails-filed", number=mail.id, reference=reference)
            self._post.file_by_hand(mail.id, reference, by=person, then=lambda uow: settle(uow, filed))
        return after[0]

    def _found(self, message: InboundMessage, order: MailOrder) -> tuple[Person | None, KeptMail | None, Text | None]:
        """Who says it, which mail is meant, and why nothing is done, if so."""
        with self._parts.store.read() as reading:
            people = {one.id: one for one in reading.records.directory().people}
            person = people.get(message.sender_id)
            if person is None or person not in keepers(reading, self._parts):
                return person, None, text("mails-not-yours")
            waiting = reading.mail.waiting()
            task = reading.tasks.get(order.reference, person) if order.reference else None
        if order.reference and task is None:
            return person, None, text("no-such-task", reference=order.reference)
        if order.number is None and len(waiting) > 1:
            numbers = tuple(str(one.id) for one in waiting)
            return person, None, text("mails-which", numbers=Listing(numbers))
        mail = next((one for one in waiting if order.number in {None, one.id}), None)
        return person, mail, None if mail else text("mails-none")

    def _handed(self, entry: InboxEntry, kept: KeptMail, person: Person) -> Handed:
        with self._parts.store.read() as reading:
            content = reading.mail.content(kept)
        forward, attachments = what_to_do_with(kept, content, self._parts)
        files = [(Attached(ref="", name=f"mail-{kept.id}.eml", media_type="message/rfc822"), content)]
        files += [(Attached(ref="", name=one.name, media_type=one.media_type), one.content) for one in attachments]
        message = entry.message.model_copy(update={"text": "", "kind": "text", "subject": None})
        entry = entry.model_copy(update={"message": message})
        return Handed(
            entry,
            Gathered(message, files=tuple(files)),
            forward,
            lambda uow: note_by_hand(uow, kept.id, by=person),
        )

    def _answer(self, uow: UnitOfWork, entry: InboxEntry, said: Text, person: Person | None) -> None:
        language: Language = person.language if person else self._parts.rules.default_language
        reply = Reply(text=self._parts.speech.say(said, language))
        queue_answer(uow, self._parts, entry.message, reply, language=language)
        if not uow.inbox.done(entry.id):
            raise Overtaken(entry.id)
