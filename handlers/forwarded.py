"""What is known of a mail that a colleague passed on without a word: whose it is, and what it may be about."""

import re
from datetime import datetime

from bot.einvoice import fields_of
from bot.forward import PassedOn, likeliest
from bot.mail.filing import issuer
from bot.mail.kept import KeptMail
from bot.mail.model import Attachment, Forwarded, ReceivedMail
from bot.mail.senders import party_of
from bot.messages import InboundMessage
from bot.model import Directory, FieldValue, Source
from bot.parts import Parts

_INVOICE = re.compile(r"\binvoices?\b|\bfattur[ae]\b|חשבונית|חשבוניות", re.IGNORECASE)
_OWN_NUMBER = re.compile(r"mail-(\d+)")


def passed_on(message: InboundMessage, parts: Parts, *, now: datetime) -> PassedOn | None:
    """The mail within a colleague's mail that has no words of its own; None where there is none."""
    number, desk = _OWN_NUMBER.fullmatch(message.external_id), parts.mail
    if message.channel != "mail" or message.text.strip() or number is None or desk is None:
        return None
    with parts.store.read() as reading:
        kept = reading.mail.get(int(number[1]))
        content = reading.mail.content(kept) if kept else b""
        directory = reading.records.directory()
    mail = desk.read(content, now.date(), kept) if kept else None
    if mail is None or mail.forwarded is None:
        return None
    return _about(mail, mail.forwarded, directory, parts, now=now)


def what_to_do_with(kept: KeptMail, content: bytes, parts: Parts) -> tuple[PassedOn | None, tuple[Attachment, ...]]:
    """A mail that waited, as though it had been passed on without a word, and the files that it brought."""
    desk, now = parts.mail, parts.clock()
    if desk is None:
        return None, ()
    with parts.store.read() as reading:
        directory = reading.records.directory()
    mail = desk.read(content, now.date(), kept)
    inner = Forwarded(sender=mail.sender, subject=mail.subject, text=mail.text)
    files = tuple(one for one in mail.attachments if not one.inline)
    passed = _about(mail, inner, directory, parts, now=now)
    return passed.model_copy(update={"waited": True}), files


def _about(mail: ReceivedMail, inner: Forwarded, directory: Directory, parts: Parts, *, now: datetime) -> PassedOn:
    desk = parts.mail
    if desk is None:
        raise LookupError("no mail settings in this process")
    invoice = next((one for file in mail.attachments for one in desk.read_invoices(file.name, file.content)), None)
    party = issuer(invoice, directory.parties) if invoice else None
    party = party or party_of(inner.sender.address, directory.parties, own_domains=desk.own_domains)
    fields: dict[str, FieldValue] = fields_of(invoice) if invoice else {}
    if invoice and party:
        source = Source(words=party.name)
        fields["supplier"] = FieldValue(type="party", content=party.name, record=party.id, source=source)
    understood = parts.understander.understand(inner.text, now=now, subject=inner.subject)
    guessed = (*(one.intent for one in understood.requests), *understood.choices)
    is_invoice = invoice is not None or any(_looks_like_one(file, mail, inner) for file in mail.attachments)
    return PassedOn(
        who=inner.sender.name or inner.sender.address,
        subject=inner.subject or mail.subject,
        text=inner.text,
        language=understood.language,
        party=party,
        kinds=likeliest(guessed, (kind.id for kind in parts.catalogue.requests()), invoice=is_invoice),
        fields=fields,
    )


def _looks_like_one(file: Attachment, mail: ReceivedMail, inner: Forwarded) -> bool:
    """Whether a PDF may be an invoice: its name or what was written with it says so."""
    said = f"{file.name.replace('_', ' ')} {mail.subject} {inner.subject} {inner.text}"
    return file.media_type == "application/pdf" and _INVOICE.search(said) is not None
