"""Who somebody on a chat platform is: linked before, by a code, or by an address that the platform vouches for.

Everybody else is told how to be let in, once an hour; what they wrote is kept and goes no further.
"""

import logging
from datetime import timedelta

from bot.chat.accounts import Account, Stranger
from bot.chat.linking import code_in, digest_of
from bot.cleaning import clean
from bot.messages import InboundMessage, Reply
from bot.model import Language, Person
from bot.parts import Parts
from bot.ports import InboxEntry, UnitOfWork
from bot.texts import Word, text
from handlers.outgoing import queue_answer

log = logging.getLogger(__name__)

_TOLD_AGAIN = timedelta(hours=1)


class Door:
    """Lets the messages of colleagues through."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def let_in(self, entry: InboxEntry) -> InboxEntry | None:
        """The message under its colleague's name; None when it is settled with that, since a stranger wrote it.

        Raises OSError when the platform cannot be asked who somebody is; the message is then tried again.
        """
        message = entry.message
        if message.user is None or message.channel not in self._parts.platforms:
            return entry
        code = code_in(clean(message.text)) if message.kind == "text" else None
        if code is not None:
            self._by_code(entry, code)
            return None
        if self._person(message.sender_id):
            return entry
        stranger = self._parts.platforms[message.channel].stranger(message.account, message.user)
        if person := self._by_address(stranger):
            return self._linked(entry, person)
        self._refuse(entry, stranger)
        return None

    def _person(self, person_id: str) -> Person | None:
        with self._parts.store.read() as reading:
            people = reading.records.directory().people
        return next((person for person in people if person.id == person_id), None)

    def _by_code(self, entry: InboxEntry, code: str) -> None:
        """Link the account of whoever shows a code, and greet them, or say that the code is no good."""
        message, now = entry.message, self._parts.clock()
        with self._parts.store.write() as uow:
            person_id = uow.accounts.use_code(digest_of(code), now)
            people = uow.records.directory().people
            person = next((one for one in people if one.id == person_id), None)
            language = person.language if person else self._parts.understander.languages.detect("")
            said = text("chat-wrong-code")
            if person:
                said = text("chat-linked", name=person.name, example=Word("quote", "example"))
                message = self._link(uow, entry, person)
            reply = Reply(text=self._parts.speech.say(said, language))
            queue_answer(uow, self._parts, message, reply, language=language)
            uow.inbox.done(entry.id)
            uow.commit()

    def _by_address(self, stranger: Stranger) -> Person | None:
        """The one colleague with the address that the platform has verified."""
        if stranger.email is None or stranger.robot:
            return None
        wanted = stranger.email.casefold()
        with self._parts.store.read() as reading:
            people = reading.records.directory().people
        found = [person for person in people if person.email.casefold() == wanted]
        return found[0] if len(found) == 1 else None

    def _linked(self, entry: InboxEntry, person: Person) -> InboxEntry:
        with self._parts.store.write() as uow:
            message = self._link(uow, entry, person)
            uow.commit()
        return entry.model_copy(update={"message": message})

    def _link(self, uow: UnitOfWork, entry: InboxEntry, person: Person) -> InboundMessage:
        message = entry.message
        uow.accounts.put(self._account(message).model_copy(update={"person_id": person.id}))
        uow.inbox.sent_by(entry.id, person.id)
        return message.model_copy(update={"sender_id": person.id})

    def _account(self, message: InboundMessage) -> Account:
        """An account as its first message shows it; who has not written in private yet is reached by their id."""
        user = message.user or ""
        private = None if message.room else message.place
        place = private or self._parts.platforms[message.channel].private(message.account, user)
        return Account(channel=message.channel, account=message.account, user=user, place=place)

    def _refuse(self, entry: InboxEntry, stranger: Stranger) -> None:
        """Tell a stranger how to be let in, at most once an hour; other robots are told nothing."""
        message, now = entry.message, self._parts.clock()
        language: Language = stranger.language or self._parts.understander.languages.detect(clean(message.text))
        with self._parts.store.write() as uow:
            known = uow.accounts.get(message.channel, message.account, message.user or "") or self._account(message)
            told = known.refused_at is not None and now - known.refused_at < _TOLD_AGAIN
            if not told and not stranger.robot:
                uow.accounts.put(known.model_copy(update={"refused_at": now}))
                reply = Reply(text=self._parts.speech.say(text("chat-unknown-person"), language))
                queue_answer(uow, self._parts, message, reply, language=language, only_for=message.user)
            uow.inbox.done(entry.id)
            uow.commit()
        log.warning("a stranger wrote", extra={"action": "stranger", "channel": message.channel, "entry": entry.id})
