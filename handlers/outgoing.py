"""Queues what colleagues and outsiders are told, on the channel where it goes and in the shape that this takes."""

import hashlib
import logging
from collections.abc import Sequence
from datetime import datetime

from bot.chat.actions import actions
from bot.chat.pieces import in_pieces
from bot.chat.press import Press
from bot.clock.keys import room_key
from bot.effects import Notify, SendMail
from bot.mail.kept import MailThread
from bot.messages import Button, InboundMessage, Outgoing, OutgoingKind, Reply
from bot.model import CLOSED, Directory, Document, Language, Person, Task
from bot.parts import Mail, Parts
from bot.ports import UnitOfWork
from bot.speech import Speech
from bot.texts import text
from handlers.letters import queue, queue_built, queue_letter

log = logging.getLogger(__name__)

MAIL_KINDS: dict[str, OutgoingKind] = {
    "quote": "quote",
    "purchase_order": "purchase_order",
    "supplier_data": "supplier_request",
    "acknowledgement": "acknowledgement",
}
_FOR_A_ROOM = frozenset({"everyone", "team"})


def answer_key(channel: str, sender_id: str, external_id: str) -> str:
    """The deduplication key of the answer to a message."""
    return f"answer:{channel}:{sender_id}:{external_id}"


def mail_id(number: int) -> str:
    """What a colleague's mail with this number is called in the inbox."""
    return f"mail-{number}"


def queue_answer(
    uow: UnitOfWork,
    parts: Parts,
    message: InboundMessage,
    reply: Reply,
    *,
    language: Language,
    suffix: str = "",
    only_for: str | None = None,
) -> None:
    """Queue the one answer to a message; a second one to the same message is not queued.

    `suffix` sets an apology apart, so that the answer can still follow when the message is run again. In a room,
    `only_for` names the user who alone is shown it.
    """
    internal = message.channel == "internal"
    channel = message.account if internal else message.channel
    answered = (message.in_reply_to or "") if internal else message.external_id
    outgoing = Outgoing(
        key=answer_key(channel, message.sender_id, answered) + suffix,
        channel=channel,
        recipient=message.place or message.sender_id,
        thread=message.conversation,
        kind="answer",
        body=b"",
        in_reply_to=answered,
        reader=message.sender_id,
        only_for=only_for if message.room else None,
    )
    _queue(uow, parts, outgoing, reply, language=language)


def queue_notice(
    uow: UnitOfWork, parts: Parts, effect: Notify, directory: Directory, *, files: Sequence[Document] = ()
) -> None:
    """Queue what a colleague is told unasked, on the channel where they last were of those that reach people.

    `files` are the documents that were just made: whoever asked for the task gets them.
    """
    person = next((person for person in directory.people if person.id == effect.person_id), None)
    if person is None or _told_in_room(uow, parts, effect):
        return
    said = parts.speech.say(effect.text, person.language)
    task = uow.tasks.get(effect.reference, None) if effect.reference and files else None
    theirs = tuple(one for one in files if task and task.requester_id == person.id and one.reference == task.reference)
    buttons = tuple(
        Button(value=f"mail {value}", label=parts.speech.say(label, person.language), press=f"act:mail:{value}")
        for value, label in effect.mail_choices
    )
    reply = Reply(text=said, tasks=(effect.reference,) if effect.reference else (), files=theirs, buttons=buttons)
    tell(uow, parts, person, reply, key=effect.key)


def _told_in_room(uow: UnitOfWork, parts: Parts, effect: Notify) -> bool:
    """Whether a team is told in its own room, which happens once, and only of what everybody in the team may see."""
    known = effect.reference if effect.team in parts.rooms else None
    task = uow.tasks.get(known, None) if known else None
    room = room_of(parts, task) if task else None
    if task is None or room is None:
        return False
    said = parts.speech.say(effect.text, parts.rules.default_language)
    tell_room(uow, parts, room, Reply(text=said, tasks=(task.reference,)), key=room_key(effect.key, team=task.team))
    return True


def room_of(parts: Parts, task: Task) -> tuple[str, str] | None:
    """The channel and place where a task's team is told of it together; None where not all of the team may see it."""
    return parts.rooms.get(task.team) if task.visibility in _FOR_A_ROOM else None


def tell_room(uow: UnitOfWork, parts: Parts, room: tuple[str, str], reply: Reply, *, key: str) -> None:
    """Queue a notice, which may be about one task, in a team's room."""
    channel, place = room
    outgoing = Outgoing(
        key=key,
        channel=channel,
        recipient=place,
        thread=f"{channel}:{place}",
        kind="notice",
        body=b"",
        reference=next(iter(reply.tasks), None),
    )
    _queue(uow, parts, outgoing, reply, language=parts.rules.default_language)


def tell(uow: UnitOfWork, parts: Parts, person: Person, reply: Reply, *, key: str, unless: str = "") -> None:
    """Queue a notice, which may be about one task, where the person last was; not on the channel `unless`."""
    channel, place = _where(uow, parts, person, unless=unless)
    outgoing = Outgoing(
        key=key,
        channel=channel,
        recipient=place,
        thread=f"{channel}:{person.id}",
        kind="notice",
        body=b"",
        reference=next(iter(reply.tasks), None),
        reader=person.id,
    )
    _queue(uow, parts, outgoing, reply, language=person.language)


def _where(uow: UnitOfWork, parts: Parts, person: Person, *, unless: str) -> tuple[str, str]:
    """The channel where a person last was and is still reached, else any that reaches them; their address there."""
    accounts = uow.accounts.of(person.id) if parts.platforms else ()
    places = {one.channel: one.place for one in accounts if one.state == "here"}
    within = [one for one in parts.reach if one != unless and (one not in parts.platforms or one in places)]
    last = uow.inbox.last_channel(person.id, within) if within else None
    channel = last or next((one for one in within if one in places), None) or next(iter(within), parts.home_channel)
    return channel, places.get(channel, person.id)


def _queue(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reply: Reply, *, language: Language) -> None:
    """Queue what a colleague is told as its channel takes it."""
    if outgoing.channel == "mail":
        if reason := queue_letter(uow, parts, outgoing, reply, language=language):
            log.error("a mail cannot be written: %s", reason, extra={"action": "mail_impossible", "key": outgoing.key})
    elif outgoing.channel in parts.platforms:
        _queue_pieces(uow, parts, outgoing, reply, language=language)
    else:
        queue(uow, parts, outgoing.model_copy(update={"body": reply.model_dump_json().encode()}))


def _queue_pieces(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reply: Reply, *, language: Language) -> None:
    """Queue a chat message in pieces that its platform takes; the one with the buttons is what shows the task."""
    about = reply.tasks[0] if len(reply.tasks) == 1 else reply.shows
    task = uow.tasks.get(about, None) if about else None
    if task and not reply.buttons and not reply.asks:
        people = uow.records.directory().people
        reader = next((person for person in people if person.id == outgoing.reader), None)
        if reader or outgoing.reader is None:
            reply = reply.model_copy(update={"buttons": task_buttons(task, reader, parts.speech, language)})
    reply = reply.model_copy(update={"language": language})
    pieces = in_pieces(reply, parts.platforms[outgoing.channel].longest)
    shown = max((place for place, one in enumerate(pieces) if not one.files), default=0)
    for place, piece in enumerate(pieces):
        reference = (task.reference if task else outgoing.reference) if place == shown else None
        body = piece.model_dump_json().encode()
        key = outgoing.key if place == shown else f"{outgoing.key}:{place + 1}"
        queue(uow, parts, outgoing.model_copy(update={"key": key, "body": body, "reference": reference}))


def task_buttons(task: Task, reader: Person | None, speech: Speech, language: Language) -> tuple[Button, ...]:
    """What a reader can do about a task at once, in their language; a rejection's reason is asked for in a form.

    Whoever asked for an open task changes it in a form, where the platform has them; in words it needs no button.
    """
    buttons = tuple(_button(press, speech, language) for press in actions(task, reader))
    if reader is None or reader.id != task.requester_id or task.status in CLOSED:
        return buttons
    label = speech.say(text("button-change"), language)
    return (*buttons, Button(value=f"/status {task.reference}", label=label, opens=f"task:{task.reference}"))


def _button(press: Press, speech: Speech, language: Language) -> Button:
    label = speech.say(text(f"button-{press.of}"), language)
    looks = {"approve": "primary", "complete": "primary", "reject": "danger"}
    opens = f"reason:{press.of}:{press.value}" if press.of == "reject" else None
    value = f"/{press.of} {press.task}"
    return Button.model_validate(
        {"value": value, "label": label, "press": str(press), "opens": opens, "look": looks.get(press.of, "plain")}
    )


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
    thread = MailThread(key=f"out-{digest}", reference=effect.reference)
    if reason := queue_built(uow, parts, outgoing, mail, thread):
        _cannot_be_written(uow, parts, outgoing, reason)


def _cannot_be_written(uow: UnitOfWork, parts: Parts, outgoing: Outgoing, reason: str) -> None:
    """Tell whoever asked that a mail of their task cannot be sent, such as to an address that cannot exist."""
    task = uow.tasks.get(outgoing.reference, None) if outgoing.reference else None
    if task is None:
        log.error("a mail cannot be written: %s", reason, extra={"action": "mail_impossible", "key": outgoing.key})
        return
    said = text("mail-refused", reference=task.reference, address=outgoing.recipient, reason=reason)
    notice = Notify(task.requester_id, said, task.reference, f"failed:{outgoing.key}")
    queue_notice(uow, parts, notice, uow.records.directory())
