"""Queues what people and outsiders are written: rendered here, so that a resend is the same message."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.effects import Notify, SendMail
from bot.mail.kept import MailThread, ReplyToken
from bot.messages import InboundMessage, Outgoing, OutgoingKind, Reply
from bot.model import Directory, Document, Language, Person
from bot.parts import Mail, Parts
from bot.ports import UnitOfWork
from bot.texts import text

log = logging.getLogger(__name__)

MAIL_KINDS: dict[str, OutgoingKind] = {
    "quote": "quote",
    "purchase_order": "purchase_order",
    "supplier_data": "supplier_request",
    "acknowledgement": "acknowledgement",
}
_SUBJECT = 80  # characters


def answer_key(channel: str, sender_id: str, external_id: str) -> str:
    """The deduplication key of the answer to a message."""
    return f"answer:{channel}:{sender_id}:{external_id}"


def mail_id(number: int) -> str:
    """What a colleague's mail with this number is called in the inbox."""
    return f"mail-{number}"


def queue_answer(
    uow: UnitOfWork, parts: Parts, message: InboundMessage, reply: Reply, *, language: Language, suffix: str = ""
) -> None:
    """Queue the one answer to a message; a second one to the same message is not queued.

    `suffix` sets an apology apart, so that the answer can still follow when the message is run again.
    """
    internal = message.channel == "internal"
    channel = message.account if internal else message.channel
    answered = (message.in_reply_to or "") if internal else message.external_id
    outgoing = Outgoing(
        key=answer_key(channel, message.sender_id, answered) + suffix,
        channel=channel,
        recipient=message.sender_id,
        thread=message.conversation,
        kind="answer",
        body=reply.model_dump_json().encode(),
        in_reply_to=answered,
    )
    if channel == "mail":
        _queue_letter(uow, parts, outgoing, reply, language=language)
    else:
        uow.outbox.queue(outgoing)


def queue_notice(
    uow: UnitOfWork, parts: Parts, effect: Notify, directory: Directory, *, files: Sequence[Document] = ()
) -> None:
    """Queue what a colleague is told unasked, on the channel where they last were of those that reach people.

    `files` are the documents that were just made: whoever asked for the task gets them.
    """
    person = next((person for person in directory.people if person.id == effect.person_id), None)
    if person is None:
        return
    said = parts.speech.say(effect.text, person.language)
    task = uow.tasks.get(effect.reference, None) if effect.reference and files else None
    theirs = tuple(one for one in files if task and task.requester_id == person.id and one.reference == task.reference)
    reply = Reply(text=said, tasks=(effect.reference,) if effect.reference else (), files=theirs)
    tell(uow, parts, person, reply, key=effect.key)


def tell(uow: UnitOfWork, parts: Parts, person: Person, reply: Reply, *, key: str) -> None:
    """Queue a notice, which may be about one task."""
    channel = uow.inbox.last_channel(person.id, parts.reach) or parts.home_channel
    outgoing = Outgoing(
        key=key,
        channel=channel,
        recipient=person.id,
        thread=f"{channel}:{person.id}",
        kind="notice",
        body=reply.model_dump_json().encode(),
        reference=next(iter(reply.tasks), None),
    )
    if channel == "mail":
        _queue_letter(uow, parts, outgoing, reply, language=person.language)
    else:
        uow.outbox.queue(outgoing)


@dataclass(frozen=True, slots=True)
class _Thread:
    """Where a letter to a colleague stands among mails."""

    thread: MailThread
    subject: str
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


def _queue_letter(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reply: Reply, *, language: Language) -> None:
    """Queue what a colleague is told as a mail, in the thread of the mail that it answers."""
    people = {person.id: person for person in uow.records.directory().people}
    person = people.get(outgoing.recipient)
    if person is None or parts.mail is None:
        return
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
    _queue(uow, parts, outgoing.model_copy(update={"recipient": person.email}), mail, place.thread)


def _place(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reply: Reply, *, language: Language) -> _Thread:
    number = (outgoing.in_reply_to or "").removeprefix("mail-")
    kept = uow.mail.get(int(number)) if number.isdigit() else None
    if kept and kept.filed:
        filed = kept.filed
        known = uow.mail.threads([filed.message_id] if filed.message_id else [])
        thread = known.get(filed.message_id or "") or MailThread(key=filed.thread or outgoing.thread)
        subject = filed.subject if filed.subject[:3].casefold() == "re:" else f"Re: {filed.subject}"
        return _Thread(thread, subject, filed.message_id, filed.references)
    reference = next(iter(reply.tasks), None)
    task = uow.tasks.get(reference, None) if reference else None
    digest = hashlib.sha256(outgoing.key.encode()).hexdigest()[:24]
    if task and task.type in parts.catalogue:
        subject = f"{parts.catalogue[task.type].words(language).title} {task.reference}"
    else:
        first = next(iter(reply.text.splitlines()), "").partition(":")[0]
        subject = first if len(first) <= _SUBJECT else f"{first[:_SUBJECT]}…"
    return _Thread(MailThread(key=f"notice-{digest}", subject=subject, reference=reference), subject)


def _contents(uow: UnitOfWork, files: Sequence[Document]) -> tuple[tuple[str, str, bytes], ...]:
    found = ((file.name, file.media_type, uow.documents.content(file.sha256)) for file in files)
    return tuple((name, media_type, content) for name, media_type, content in found if content is not None)


def queue_mail(
    uow: UnitOfWork,
    parts: Parts,
    effect: SendMail,
    *,
    files: Sequence[tuple[str, str, bytes]],
    now: datetime,
) -> None:
    """Queue a mail to an outsider; whoever brings its token back answers it."""
    mail = Mail(
        sender=parts.mail.outward(effect.sender) if parts.mail else effect.sender,
        to=effect.to,
        template=effect.template,
        language=effect.language,
        values=effect.values,
        date=now,
        attachments=tuple(files),
        acknowledges=effect.template == "acknowledgement",
    )
    outgoing = Outgoing(
        key=effect.key,
        channel="mail",
        recipient=effect.to,
        thread=f"mail:{effect.reference}",
        kind=MAIL_KINDS[effect.template],
        body=b"",
        reference=effect.reference,
    )
    digest = hashlib.sha256(effect.key.encode()).hexdigest()[:24]
    _queue(uow, parts, outgoing, mail, MailThread(key=f"out-{digest}", reference=effect.reference))


def _cannot_be_written(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reason: str) -> None:
    """Tell whoever asked that a mail of their task cannot be sent, such as to an address that cannot exist."""
    task = uow.tasks.get(outgoing.reference, None) if outgoing.reference else None
    if task is None or outgoing.kind in {"answer", "notice"}:
        log.error("a mail cannot be written: %s", reason, extra={"action": "mail_impossible", "key": outgoing.key})
        return
    said = text("mail-refused", reference=task.reference, address=outgoing.recipient, reason=reason)
    notice = Notify(task.requester_id, said, task.reference, f"failed:{outgoing.key}")
    queue_notice(uow, parts, notice, uow.records.directory())


def _queue(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, mail: Mail, thread: MailThread) -> None:
    """Render and queue a mail once by its key, with a token of its own that nobody can guess."""
    token = parts.new_token()
    domain = mail.sender.rpartition("@")[2].strip(" <>")
    message_id = f"<{(outgoing.reference or 'pratica').lower()}.{token}@{domain}>"
    desk = parts.mail
    reply_to, marker = (desk.reply_to(token), token if desk.marker else None) if desk else (None, None)
    try:
        rendered, subject = parts.build_mail(replace(mail, message_id=message_id, reply_to=reply_to, marker=marker))
    except ValueError as error:
        _cannot_be_written(uow, parts, outgoing, str(error))
        return
    if not uow.outbox.queue(outgoing.model_copy(update={"body": rendered})):
        return
    uow.mail.join(thread.model_copy(update={"subject": thread.subject or subject}), [message_id])
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
