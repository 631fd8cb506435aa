"""Messages that stand on a chat platform, changed in place when what they show has changed."""

from datetime import datetime
from functools import partial

from bot.chat.actions import outdated as decides_otherwise
from bot.chat.home import concerned
from bot.chat.press import Press
from bot.messages import Outgoing, Reply
from bot.model import Event, Language, Person, Task
from bot.parts import Parts
from bot.ports import UnitOfWork
from bot.speech import Speech
from bot.texts import Text, text
from bot.turn import local_time
from handlers.letters import queue
from handlers.outgoing import task_buttons

_MOST = 20
"""Messages of one task that are changed; older ones say how it stands when their buttons are pressed."""


def update_cards(uow: UnitOfWork, parts: Parts, task: Task, happened: Event) -> None:
    """Let every message that shows a task say how it stands, with the buttons that still make sense.

    One whose text a correction has outdated gets none: what it shows must not be approved. Who may no longer see the
    task is told nothing of it.
    """
    if not parts.platforms:
        return
    people = {person.id: person for person in uow.records.directory().people}
    for shown in uow.outbox.shown(task.reference, channels=tuple(parts.platforms), limit=_MOST):
        reply = Reply.model_validate_json(shown.body)
        reader = people.get(shown.reader or "")
        if reply.asks or (shown.reader and reader is None):
            continue
        language = reply.language or parts.rules.default_language
        hidden = reader is not None and uow.tasks.get(task.reference, reader) is None
        stands = _standing(task, happened, people.get(happened.actor_id or ""), reader)
        outdated = hidden or happened.kind in {"corrected", "accepted"} or _shows_otherwise(reply, task)
        buttons = () if outdated else task_buttons(task, reader, parts.speech, language)
        standing = "" if hidden else parts.speech.say(stands, language)
        change = reply.model_copy(update={"standing": standing, "buttons": buttons})
        _queue_change(uow, parts, shown, change, occasion=f"{task.version}:{happened.kind}")


def follow(uow: UnitOfWork, again: Outgoing, *, speech: Speech, otherwise: Language, now: datetime) -> None:
    """Let a chat message that is sent once more be followed by a change to how things stand by now, if they do.

    It is the same message as before, so its buttons are those of then: a question may be answered by now, a task be
    done. A text that names no language of its own is in `otherwise`.
    """
    reply = Reply.model_validate_json(again.body)
    change = (
        _unasked(uow, again, reply) if reply.asks else _by_now(uow, again, reply, speech=speech, otherwise=otherwise)
    )
    if change.buttons != reply.buttons:
        uow.outbox.queue(_change_of(again, change, occasion=f"again:{now.isoformat()}"))


def _unasked(uow: UnitOfWork, again: Outgoing, reply: Reply) -> Reply:
    """The question, without buttons when it is no longer open."""
    conversation = uow.conversations.get(again.thread)
    still = conversation is not None and conversation.shown == again.key
    return reply if still else reply.model_copy(update={"buttons": ()})


def _by_now(uow: UnitOfWork, again: Outgoing, reply: Reply, *, speech: Speech, otherwise: Language) -> Reply:
    """The card as its task stands now; as it was where it is about none."""
    if again.reference is None:
        return reply
    people = {person.id: person for person in uow.records.directory().people}
    reader = people.get(again.reader or "")
    known = again.reader is None or reader is not None
    task = uow.tasks.get(again.reference, reader) if known else None
    if task is None:
        return reply.model_copy(update={"buttons": ()})
    language = reply.language or otherwise
    buttons = () if _shows_otherwise(reply, task) else task_buttons(task, reader, speech, language)
    happened = next(reversed(uow.tasks.events(task.reference, None)), None)
    stands = _standing(task, happened, people.get(happened.actor_id or ""), reader) if happened else None
    standing = speech.say(stands, language) if stands else reply.standing
    return reply.model_copy(update={"standing": standing, "buttons": buttons})


def tell_pages(uow: UnitOfWork, parts: Parts, task: Task) -> None:
    """Have the pages on which a task stands, or will stand once it is saved, made anew after the commit."""
    if parts.pages:
        versions = (task, uow.tasks.get(task.reference, None) or task)
        whose = partial(concerned, versions, uow.records.directory().people)
        for tell in parts.pages:
            uow.afterwards(partial(tell, whose))


def _shows_otherwise(reply: Reply, task: Task) -> bool:
    """Whether a message asked to decide on the task as it no longer is."""
    presses = [Press.parse(button.press) for button in reply.buttons if button.press.startswith("act:")]
    return any(decides_otherwise(press, task) for press in presses)


def answered_question(uow: UnitOfWork, parts: Parts, key: str, *, pressed: str = "") -> None:
    """Take the buttons from the message that asked a question; what was pressed stays to be seen."""
    named = uow.outbox.named(key) if parts.platforms else None
    if named is None or named[0].channel not in parts.platforms:
        return
    shown, _ = named
    reply = Reply.model_validate_json(shown.body)
    label = next((button.label for button in reply.buttons if button.press == pressed), "")
    change = reply.model_copy(update={"buttons": (), "standing": f"✓ {label}" if label else reply.standing})
    _queue_change(uow, parts, shown, change, occasion="answered")


def _queue_change(uow: UnitOfWork, parts: Parts, shown: Outgoing, change: Reply, *, occasion: str) -> None:
    queue(uow, parts, _change_of(shown, change, occasion=occasion))


def _change_of(shown: Outgoing, change: Reply, *, occasion: str) -> Outgoing:
    update = {
        "key": f"update:{shown.key}:{occasion}",
        "kind": "update",
        "body": change.model_dump_json().encode(),
        "edits": shown.key,
        "reference": None,
        "in_reply_to": None,
    }
    return shown.model_copy(update=update)


def _standing(task: Task, happened: Event, actor: Person | None, reader: Person | None) -> Text:
    own = happened.kind in {"corrected", "accepted"}
    status = text(f"standing-{happened.kind}" if own else f"status-{task.status}")
    if actor is None:
        return text("standing-task", reference=task.reference, status=status)
    at = local_time(happened.at, (reader or actor).timezone)
    return text("standing-task-by", reference=task.reference, status=status, name=actor.name, at=at)
