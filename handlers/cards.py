"""Messages that stand on a chat platform, changed in place when what they show has changed."""

from bot.chat.actions import outdated as decides_otherwise
from bot.chat.press import Press
from bot.messages import Outgoing, Reply
from bot.model import Event, Person, Task
from bot.parts import Parts
from bot.ports import UnitOfWork
from bot.texts import Text, text
from bot.turn import local_time
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
        outdated = hidden or happened.kind == "corrected" or _shows_otherwise(reply, task)
        buttons = () if outdated else task_buttons(task, reader, parts.speech, language)
        standing = "" if hidden else parts.speech.say(stands, language)
        change = reply.model_copy(update={"standing": standing, "buttons": buttons})
        _queue_change(uow, shown, change, occasion=f"{task.version}:{happened.kind}")


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
    _queue_change(uow, shown, change, occasion="answered")


def _queue_change(uow: UnitOfWork, shown: Outgoing, change: Reply, *, occasion: str) -> None:
    update = {
        "key": f"update:{shown.key}:{occasion}",
        "kind": "update",
        "body": change.model_dump_json().encode(),
        "edits": shown.key,
        "reference": None,
        "in_reply_to": None,
    }
    uow.outbox.queue(shown.model_copy(update=update))


def _standing(task: Task, happened: Event, actor: Person | None, reader: Person | None) -> Text:
    status = text("standing-corrected" if happened.kind == "corrected" else f"status-{task.status}")
    if actor is None:
        return text("standing-task", reference=task.reference, status=status)
    at = local_time(happened.at, (reader or actor).timezone)
    return text("standing-task-by", reference=task.reference, status=status, name=actor.name, at=at)
