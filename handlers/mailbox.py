"""Keeps a mailbox's mails as they come, before anybody has read them."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.mail.kept import KeptMail
from bot.mail.model import MailPosition, RawMail
from bot.messages import InboundMessage
from bot.ports import Store

_MAILBOX = "mailbox"


class PostTaker:
    """`bot.mail.accounts.MailTaker`: keeps mails that were fetched; each becomes a message of the inbox.

    `taken` is called after each commit.
    """

    def __init__(self, store: Store, *, taken: Callable[[], None] = lambda: None) -> None:
        self._store = store
        self._taken = taken

    def position(self, mailbox: str, folder: str) -> MailPosition | None:
        """How far the folder was read; None when it never was."""
        with self._store.read() as reading:
            return reading.mail.position(mailbox, folder)

    def wanted_since(self, mailbox: str, folder: str) -> datetime | None:
        """When the first mail of the folder was kept, else when it was last looked at; None where neither is known."""
        with self._store.read() as reading:
            first = reading.mail.first_kept(mailbox, folder)
            beat = None if first else reading.heartbeats.get(f"{_MAILBOX}:{mailbox}")
        return beat.at if beat else first

    def start_at(self, position: MailPosition) -> None:
        """Read from here on."""
        with self._store.write() as uow:
            uow.mail.start_at(position)
            uow.commit()

    def take(self, mail: RawMail) -> bool:
        """Keep the mail and move the position to it in one transaction; False when it was there already."""
        return self.keep(mail) is not None

    def keep(self, mail: RawMail) -> KeptMail | None:
        """The same; the mail as it is kept, None when it was there already."""
        now = datetime.now(UTC)
        with self._store.write() as uow:
            kept = uow.mail.keep(mail, now)
            if kept:
                uow.inbox.add(_unread(kept, now))
            uow.commit()
        self._taken()
        return kept


def _unread(kept: KeptMail, now: datetime) -> InboundMessage:
    """A mail that nobody has read yet; each is worked by itself, so that one holds up no other."""
    return InboundMessage(
        channel=_MAILBOX,
        account=kept.mailbox,
        external_id=str(kept.id),
        conversation=f"{_MAILBOX}:{kept.id}",
        sender_id=_MAILBOX,
        text=str(kept.id),
        kind="mail",
        received_at=now,
    )
