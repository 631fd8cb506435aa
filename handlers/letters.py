"""Mails: rendered here, so that a resend is the same message, each with a token that its answer brings back."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from bot.digest.reply import LIST_ID, TEMPLATE, DigestReply, leave_link
from bot.mail.kept import MailThread, ReplyToken
from bot.mail.subjects import plain_subject
from bot.messages import Outgoing, Reply
from bot.model import Document, Language
from bot.parts import Mail, Parts
from bot.ports import UnitOfWork

_SUBJECT = 80  # characters


@dataclass(frozen=True, slots=True)
class _Thread:
    """Where a letter to a colleague stands among mails."""

    thread: MailThread
    subject: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


def queue(uow: UnitOfWork, parts: Parts, outgoing: Outgoing) -> bool:
    """Queue a message once by its key, and have its channel deliver it after the commit; False when it was there."""
    new = uow.outbox.queue(outgoing)
    if new:
        uow.afterwards(partial(parts.queued, outgoing.channel))
    return new


def queue_letter(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reply: Reply, *, language: Language) -> str | None:
    """Queue what a colleague is told as a mail, in the thread of the mail that it answers; else why it cannot be."""
    people = {person.id: person for person in uow.records.directory().people}
    person = people.get(outgoing.recipient)
    if person is None or parts.mail is None:
        return None
    if isinstance(reply, DigestReply):
        return _queue_digest(uow, parts, outgoing, reply, to=person.email, language=language)
    place = _place(uow, parts, outgoing, reply, language=language)
    mail = Mail(
        sender=parts.mail.sender,
        to=person.email,
        template="message",
        language=language,
        values={"subject": place.subject, "said": reply.text},
        date=parts.clock(),
        attachments=_contents(uow, reply.files),
        in_reply_to=place.in_reply_to,
        references=place.references,
        automatic=outgoing.kind == "notice",
    )
    return queue_built(uow, parts, outgoing.model_copy(update={"recipient": person.email}), mail, place.thread)


def _queue_digest(
    uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reply: DigestReply, *, to: str, language: Language
) -> str | None:
    """Queue a digest as the letter that it is in a mail; a mail program can take its reader off the list."""
    if parts.mail is None:
        return None
    written = reply.write()
    name = str(written.values["list_name"])
    mail = Mail(
        sender=parts.mail.sender,
        to=to,
        template=TEMPLATE,
        language=language,
        values=written.values,
        date=parts.clock(),
        pictures=written.pictures,
        subscription=(LIST_ID, name, (leave_link(bare_address(parts.mail.sender)),)),
        automatic=True,
    )
    thread = MailThread(key=f"notice-{hashlib.sha256(outgoing.key.encode()).hexdigest()[:24]}")
    return queue_built(uow, parts, outgoing.model_copy(update={"recipient": to, "kind": "digest"}), mail, thread)


def bare_address(mailbox: str) -> str:
    """The address of `Name <address>`."""
    return mailbox.rpartition("<")[2].strip(" >")


def _place(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reply: Reply, *, language: Language) -> _Thread:
    number = (outgoing.in_reply_to or "").removeprefix("mail-")
    kept = uow.mail.get(int(number)) if number.isdigit() else None
    if kept and kept.filed:
        filed = kept.filed
        known = uow.mail.threads([filed.message_id] if filed.message_id else [])
        thread = known.get(filed.message_id or "") or MailThread(key=filed.thread or outgoing.thread)
        subject = f"Re: {plain_subject(filed.subject)}".strip()
        return _Thread(thread, subject, filed.message_id, filed.references)
    reference = next(iter(reply.tasks), None)
    task = uow.tasks.get(reference, None) if reference else None
    digest = hashlib.sha256(outgoing.key.encode()).hexdigest()[:24]
    if task and task.type in parts.catalogue:
        subject = f"{parts.catalogue[task.type].words(language).title} {task.reference}"
    else:
        first = next(iter(reply.text.splitlines()), "").partition(":")[0]
        subject = first if len(first) <= _SUBJECT else f"{first[:_SUBJECT].rpartition(' ')[0] or first[:_SUBJECT]}…"
    return _Thread(MailThread(key=f"notice-{digest}", subject=subject, reference=reference), subject)


def _contents(uow: UnitOfWork, files: Sequence[Document]) -> tuple[tuple[str, str, bytes], ...]:
    found = ((file.name, file.media_type, uow.documents.content(file.sha256)) for file in files)
    return tuple((name, media_type, content) for name, media_type, content in found if content is not None)


def queue_built(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, mail: Mail, thread: MailThread) -> str | None:
    """Render and queue a mail once by its key, with a token of its own that nobody can guess.

    Why it cannot be written, such as to an address that cannot exist; None when it was queued.
    """
    token = parts.new_token()
    domain = mail.sender.rpartition("@")[2].strip(" <>")
    message_id = f"<{(outgoing.reference or 'pratica').lower()}.{token}@{domain}>"
    desk = parts.mail
    reply_to, marker = (desk.reply_to(token), token if desk.marker else None) if desk else (None, None)
    try:
        rendered, subject = parts.build_mail(replace(mail, message_id=message_id, reply_to=reply_to, marker=marker))
    except ValueError as error:
        return str(error)
    if not queue(uow, parts, outgoing.model_copy(update={"body": rendered})):
        return None
    remember(uow, outgoing, thread.model_copy(update={"subject": thread.subject or subject}), message_id, token=token)
    return None


def remember(uow: UnitOfWork, outgoing: Outgoing, thread: MailThread, message_id: str, *, token: str) -> None:
    """Keep the thread of a mail that was queued, and the token that its answer brings back."""
    uow.mail.join(thread, [message_id])
    uow.mail.add_token(
        ReplyToken(
            token=token,
            message_id=message_id,
            address=outgoing.recipient,
            thread=thread.key,
            reference=outgoing.reference,
            outgoing=outgoing.key,
        )
    )
