"""Takes what comes in over: committed to the inbox before anybody is told so."""

from collections.abc import Callable
from datetime import timedelta

from bot.messages import InboundMessage
from bot.ports import Store, UnitOfWork
from handlers.moving import move_chat

_ALBUM_WAITS = timedelta(seconds=1)
"""The pictures of an album come one by one; a moment later they are there."""


def take_over(store: Store, message: InboundMessage) -> bool:
    """Keep the message; False when it was there already (a redelivery). Returns only after the commit."""
    with store.write() as uow:
        new = uow.inbox.add(message)
        uow.commit()
    return new


class StoreIntake:
    """`bot.chat.intake.Intake`: chat platforms hand over here; `taken` is called after each commit."""

    def __init__(self, store: Store, *, taken: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._taken = taken

    def take(self, message: InboundMessage) -> bool:
        """Keep a message under the name of whoever is linked; False when it was there already.

        So was an edit that changes nothing: platforms send one for a reaction or a link's preview as well, and to work
        it would do once more what the message asked for.
        """
        with self._store.write() as uow:
            message = _of_whoever_is_linked(uow, message)
            new = not uow.inbox.says_already(message) and uow.inbox.add(
                message, after=_ALBUM_WAITS if message.album else timedelta()
            )
            if new and message.edits:
                uow.inbox.reword(message)
            uow.commit()
        self._taken()
        return new

    def put_aside(self, message: InboundMessage, reason: str) -> None:
        """Keep a payload that nobody can make sense of for a person."""
        with self._store.write() as uow:
            uow.inbox.put_aside(message, reason)
            uow.commit()

    def knows(self, channel: str, place: str) -> bool:
        """Whether something of ours was written to this place, or opened it."""
        with self._store.read() as reading:
            ours = reading.outbox.written_to(channel, place) or reading.outbox.arrived_as(channel, place) is not None
            return ours or reading.inbox.heard_in(channel, place)

    def about(self, channel: str, outside_id: str) -> str | None:
        """The task that a message of ours is about."""
        with self._store.read() as reading:
            outgoing = reading.outbox.arrived_as(channel, outside_id)
        return outgoing.reference if outgoing else None

    def left(self, channel: str, account: str, user: str) -> None:
        """Send nothing more to this account until somebody writes from it."""
        with self._store.write() as uow:
            uow.accounts.leave(channel, account, user)
            uow.commit()

    def moved(self, channel: str, before: str, after: str) -> None:
        """Go on with a chat at its new address; raises OSError, to be told again, while a message is being worked."""
        with self._store.write() as uow:
            if not move_chat(uow, channel, before, after):
                raise OSError("a message of the chat is being worked; it moves in a moment")
            uow.commit()


def _of_whoever_is_linked(uow: UnitOfWork, message: InboundMessage) -> InboundMessage:
    """The message under its colleague's name; where a private chat has moved, or somebody came back, that is noted."""
    if message.user is None:
        return message
    account = uow.accounts.get(message.channel, message.account, message.user)
    if account is None or account.person_id is None:
        return message
    place = account.place if message.room or message.place is None else message.place
    now = account.model_copy(update={"place": place, "state": account.state if message.room else "here"})
    if now != account:
        uow.accounts.put(now)
    return message.model_copy(update={"sender_id": account.person_id})
