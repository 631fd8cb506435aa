"""Who somebody on a chat platform is: linked before, by a code, or by an address that the platform vouches for.

Everybody else is told how to be let in, once an hour; what they wrote is kept and goes no further.
"""

import logging
from datetime import datetime, timedelta

from bot.chat.accounts import Account, Stranger, zone_of
from bot.chat.intake import Unreachable
from bot.chat.linking import code_in, digest_of
from bot.cleaning import clean
from bot.messages import InboundMessage, Reply
from bot.model import Language, Person
from bot.parts import Parts
from bot.ports import InboxEntry, Portion, UnitOfWork
from bot.texts import Text, Word, text
from handlers.outgoing import queue_answer

log = logging.getLogger(__name__)

_TOLD_AGAIN = timedelta(hours=1)
_A_MINUTE = timedelta(minutes=1)


class Door:
    """Lets the messages of colleagues through."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def let_in(self, entry: InboxEntry) -> InboxEntry | None:
        """The message under its colleague's name; None when it is settled with that, since a stranger wrote it.

        Raises `Unreachable` when the platform cannot be asked who somebody is; the message is then tried again.
        """
        message = entry.message
        if message.user is None or message.channel not in self._parts.platforms:
            return entry
        linked = not message.sender_id.startswith(f"{message.channel}:")
        code = code_in(clean(message.text), alone=not linked) if message.kind == "text" else None
        if code is not None:
            self._by_code(entry, code)
            return None
        if linked:
            return entry
        if self._refused_just_now(message):
            self._settle(entry)
            return None
        try:
            stranger = self._parts.platforms[message.channel].stranger(message.account, message.user)
        except OSError as error:
            raise Unreachable(str(error)) from error
        if person := self._by_address(stranger):
            return self._linked(entry, person, stranger)
        self._refuse(entry, stranger)
        return None

    def _by_code(self, entry: InboxEntry, code: str) -> None:
        """Link the account of whoever shows a code, and greet them, or say that the code is no good."""
        message, now = entry.message, self._parts.clock()
        with self._parts.store.write() as uow:
            people = {person.id: person for person in uow.records.directory().people}
            known = people.get(message.sender_id)
            person = people.get(uow.accounts.use_code(digest_of(code), now) or "")
            if person:
                said = text("chat-linked", name=person.name, example=Word("quote", "example"))
                message = self._link(uow, entry, person)
                self._tell(uow, message, said, person.language)
            elif self._may_be_told(uow, message, known, now):
                language = known.language if known else self._parts.rules.default_language
                self._tell(uow, message, text("chat-wrong-code"), language)
            uow.inbox.done(entry.id)
            uow.commit()

    def _may_be_told(self, uow: UnitOfWork, message: InboundMessage, known: Person | None, now: datetime) -> bool:
        """Whether to answer a wrong code: a stranger's once a minute."""
        if known:
            return True
        account = uow.accounts.get(message.channel, message.account, message.user or "") or self._account(message)
        told = account.refused_at is not None and now - account.refused_at < _A_MINUTE
        if not told:
            uow.accounts.put(account.model_copy(update={"refused_at": now}))
        return not told

    def _tell(self, uow: UnitOfWork, message: InboundMessage, said: Text, language: Language) -> None:
        """Answer somebody at the door; in a room them alone, where the platform can."""
        only_for = message.user if self._parts.platforms[message.channel].whispers else None
        reply = Reply(text=self._parts.speech.say(said, language))
        queue_answer(uow, self._parts, message, reply, language=language, only_for=only_for)

    def _refused_just_now(self, message: InboundMessage) -> bool:
        """Whether a stranger was told within the last minute, so that the platform need not be asked again."""
        with self._parts.store.read() as reading:
            account = reading.accounts.get(message.channel, message.account, message.user or "")
        refused = account.refused_at if account and account.person_id is None else None
        return refused is not None and self._parts.clock() - refused < _A_MINUTE

    def _settle(self, entry: InboxEntry) -> None:
        with self._parts.store.write() as uow:
            uow.inbox.done(entry.id)
            uow.commit()

    def _by_address(self, stranger: Stranger) -> Person | None:
        """The one colleague with the address that the platform has verified."""
        if stranger.email is None or stranger.robot:
            return None
        wanted = _plain(stranger.email)
        with self._parts.store.read() as reading:
            people = reading.records.directory().people
        found = [person for person in people if _plain(person.email) == wanted]
        return found[0] if len(found) == 1 else None

    def _linked(self, entry: InboxEntry, person: Person, stranger: Stranger) -> InboxEntry:
        """The message under its colleague's name, who has the platform's time zone where they had none of their own."""
        with self._parts.store.write() as uow:
            message = self._link(uow, entry, person)
            if zone := zone_of(person, stranger, uow.records.directory()):
                uow.records.put(Portion(people=(person.model_copy(update={"timezone": zone}),)))
                uow.records.announce()
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
                self._tell(uow, message, text("chat-unknown-person"), language)
            uow.inbox.done(entry.id)
            uow.commit()
        log.warning("a stranger wrote", extra={"action": "stranger", "channel": message.channel, "entry": entry.id})


def _plain(address: str) -> str:
    """An address without the case of its letters; other than plain ones are different letters, however they fold."""
    return address.lower() if address.isascii() else address
