"""Mails that ask a supplier again, in the thread of what they were asked, with the files that went along."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

from bot.clock.effects import Chase
from bot.mail.kept import MailThread
from bot.messages import Outgoing
from bot.parts import Mail, Parts
from bot.ports import UnitOfWork
from handlers.letters import queue_built

_REQUESTS = frozenset({"purchase_order", "supplier_request"})
_LOOKED_AT = 50  # mails about one task


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the supplier was asked first, as it left."""

    mail: EmailMessage
    key: str

    @property
    def message_id(self) -> str:
        return str(self.mail["Message-ID"] or "").strip()

    @property
    def subject(self) -> str:
        return " ".join(str(self.mail["Subject"] or "").split())

    @property
    def day(self) -> date | None:
        try:
            return parsedate_to_datetime(str(self.mail["Date"])).date()
        except ValueError:
            return None

    @property
    def files(self) -> tuple[tuple[str, str, bytes], ...]:
        found = (
            (one.get_filename(), one.get_content_type(), one.get_content()) for one in self.mail.iter_attachments()
        )
        return tuple((name, kind, content) for name, kind, content in found if name and isinstance(content, bytes))


def queue_chaser(uow: UnitOfWork, parts: Parts, effect: Chase, *, now: datetime) -> bool:
    """Queue the mail of a reminder once by its key; False when one was sent today, or it cannot be written."""
    if not uow.occurrences.settle(effect.key, now):
        return False
    asked = _asked(uow, effect)
    directory = uow.records.directory()
    colleague = next(person for person in directory.people if person.id == effect.person_id)
    sender = str(asked.mail["From"]) if asked else directory.entities[0].email
    mail = Mail(
        sender=parts.mail.outward(sender) if parts.mail else sender,
        to=effect.address,
        template="chaser",
        language=effect.language,
        values={
            "supplier": effect.name,
            "reference": effect.reference,
            "subject": asked.subject if asked else "",
            "asked_on": asked.day if asked else None,
            "files": bool(asked and asked.files),
            "colleague": colleague.name,
            "colleague_email": colleague.email,
            "company": directory.company,
        },
        date=now,
        attachments=asked.files if asked else (),
        in_reply_to=asked.message_id if asked else None,
        references=(asked.message_id,) if asked else (),
    )
    outgoing = Outgoing(
        key=effect.key,
        channel="mail",
        recipient=effect.address,
        thread=f"mail:{effect.reference}",
        kind="supplier_request",
        body=b"",
        reference=effect.reference,
    )
    return queue_built(uow, parts, outgoing, mail, _thread(uow, effect, asked)) is None


def _asked(uow: UnitOfWork, effect: Chase) -> _Asked | None:
    """The newest request that went to this address about the task, but no reminder of one."""
    for one in uow.outbox.shown(effect.reference, channels=("mail",), limit=_LOOKED_AT):
        if one.kind in _REQUESTS and one.recipient == effect.address and not one.key.startswith("clock:"):
            return _Asked(message_from_bytes(one.body, EmailMessage, policy=policy.default), one.key)
    return None


def _thread(uow: UnitOfWork, effect: Chase, asked: _Asked | None) -> MailThread:
    known = uow.mail.threads([asked.message_id]) if asked else {}
    if asked and asked.message_id in known:
        return known[asked.message_id]
    digest = hashlib.sha256(effect.key.encode()).hexdigest()[:24]
    return MailThread(key=f"out-{digest}", reference=effect.reference)
