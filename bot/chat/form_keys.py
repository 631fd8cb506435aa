"""What the key of a form means, and why there may be no such form (any more)."""

from collections.abc import Collection
from typing import Literal, Self

from bot.catalogue import Catalogue
from bot.chat.actions import outdated, seen_otherwise
from bot.chat.press import Press, state_of
from bot.conversation import Draft
from bot.model import CLOSED, Person, Task, Value
from bot.notices import not_now
from bot.texts import Arg, text

REASONED = {
    "reject": "reason",
    "approve": "reason",
    "cancel": "reason",
    "complete": "reason",
    "reopen": "reason",
    "comment": "text",
}
"""The acts that a form asks the reason of, with the field that keeps it."""

NEEDS_REASON = frozenset({"reject", "comment"})
_OF_CLOSED = frozenset({"reopen", "comment"})


class FormKey(Value):
    """A form's key.

    `new`: a request of the type `of`, which is yet to be chosen where that is empty; `draft`: the draft with the id
    `of`; `task`: the task `of`, whose fields were in the state `about` when the form was made; `reason`: the act `of`
    on the task `about`, which was `seen` in that state where that matters.
    """

    kind: Literal["new", "draft", "task", "reason"]
    of: str = ""
    about: str = ""
    seen: str = ""

    def __str__(self) -> str:
        return ":".join(part for part in (self.kind, self.of, self.about, self.seen) if part)

    @classmethod
    def parse(cls, key: str) -> Self:
        """What a form's key means; raises ValueError when it is none."""
        kind, of, about, seen, *rest = (*key.split(":"), "", "", "")
        fits = {"new": not about, "draft": of and not about, "task": of and not seen, "reason": of and about}
        if not fits.get(kind) or any(rest):
            message = f"no form: {key[:80]!r}"
            raise ValueError(message)
        return cls.model_validate({"kind": kind, "of": of, "about": about, "seen": seen})


def parsed(key: str) -> FormKey | None:
    """The same, or None when it is none."""
    try:
        return FormKey.parse(key)
    except ValueError:
        return None


def task_of(key: FormKey) -> str | None:
    """The number of the task that a form is about."""
    return {"task": key.of, "reason": key.about}.get(key.kind)


def obstacle(
    key: FormKey | None, person: Person, types: Catalogue, *, drafts: Collection[Draft], task: Task | None
) -> Arg | None:
    """Why there is no form of this key for a person, or none any more; None when there is.

    `drafts` are theirs, `task` is the one it is about if they may see it.
    """
    match key.kind if key else None:
        case "new" if key and (not key.of or _is_request(key.of, types)):
            return None
        case "draft" if key:
            waits = any(one.id == key.of and _is_request(one.type, types) for one in drafts)
            return None if waits else text("form-draft-gone")
        case "task" if key:
            return _not_to_edit(key, task, person, types)
        case "reason" if key and key.of in REASONED:
            return _not_to_do(key, task)
    return text("form-no-such-form")


def _not_to_do(key: FormKey, task: Task | None) -> Arg | None:
    if task is None:
        return text("no-such-task", reference=key.about)
    if task.status in CLOSED and key.of not in _OF_CLOSED:
        return not_now(task)
    pressed = Press(kind="act", of=key.of, value=f"{key.about}:{key.seen}")
    return seen_otherwise(task) if outdated(pressed, task) else None


def _not_to_edit(key: FormKey, task: Task | None, person: Person, types: Catalogue) -> Arg | None:
    if task is None:
        return text("no-such-task", reference=key.of)
    if task.requester_id != person.id:
        return text("form-own-task-only", reference=task.reference)
    if not _is_request(task.type, types):
        return text("form-no-such-form")
    if task.status in CLOSED:
        return not_now(task)
    if key.about not in {"", state_of(task, "fields")}:
        return text("form-changed-meanwhile", reference=task.reference)
    return None


def _is_request(kind_id: str, types: Catalogue) -> bool:
    return kind_id in types and types[kind_id].opens_task
