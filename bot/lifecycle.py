"""The life of a task: which status follows which, and the event that each change leaves.

new -> open -> in progress -> waiting -> awaiting approval -> done, or cancelled, rejected; reopen.
"""

from datetime import datetime
from typing import Any

from bot.model import CLOSED, Event, Person, Status, Task

_FROM: dict[str, frozenset[Status]] = {
    "done": frozenset({"new", "open", "in_progress", "waiting"}),
    "cancelled": frozenset({"new", "open", "in_progress", "waiting", "awaiting_approval"}),
    "reopened": CLOSED,
    "approved": frozenset({"awaiting_approval"}),
    "rejected": frozenset({"awaiting_approval"}),
    "assigned": frozenset({"new", "open", "in_progress", "waiting", "awaiting_approval"}),
    "waiting": frozenset({"new", "open", "in_progress"}),
}
_TO: dict[str, Status] = {
    "done": "done",
    "cancelled": "cancelled",
    "reopened": "open",
    "approved": "open",
    "rejected": "rejected",
    "waiting": "waiting",
}


EVENTS = frozenset({
    "opened", "corrected", "assigned", "done", "cancelled", "reopened", "approved", "rejected", "comment", "reminder",
    "ticked", "unticked", "part_closed", "accepted", "acceptance_withdrawn", "answered", "proposals_taken",
    "proposals_left", "chased", "escalated", "answer_missed", "resolution_missed", "mail_queued", "mail_filed",
    "mail_refused", "mail_readdressed", "mail_auto_reply", "mail_out_of_office", "mail_bounce", "mail_complaint",
    "mail_receipt", "mail_list",
})  # fmt: skip
"""What can happen to a task; the texts have words for each (`event-opened` …)."""


class NotNow(Exception):
    """A task in this status cannot be changed like that."""

    def __init__(self, task: Task, change: str) -> None:
        self.task, self.change = task, change
        super().__init__(f"{task.reference} is {task.status}: it cannot be {change}")


def change(
    task: Task, kind: str, *, now: datetime, status: Status | None = None, undoable: bool = False, **update: object
) -> Task:
    """The task after a change of this kind ("done", "approved" …); raises `NotNow` where its status forbids it.

    `status` is for a change that may lead to another status than usual; what is `undoable` can be cancelled even
    when it is done, such as a leave. In a closed task nothing is proposed any more.
    """
    taken_back = kind == "cancelled" and undoable and task.status == "done"
    if not taken_back and task.status not in _FROM.get(kind, frozenset({task.status})):
        raise NotNow(task, kind)
    status = status or _TO.get(kind, task.status)
    waiting_for = update.pop("waiting_for", None) if status == "waiting" else None
    if status in CLOSED:
        update["proposals"] = {}
    return task.model_copy(update={"status": status, "waiting_for": waiting_for, "updated_at": now, **update})


def event(
    task: Task,
    kind: str,
    *,
    actor: Person | None,
    channel: str,
    now: datetime,
    why: str | None = None,
    **data: Any,
) -> Event:
    """What happened to a task: who did it (None is the assistant), when, from where and why.

    Raises ValueError for what is none of `EVENTS`.
    """
    if kind not in EVENTS:
        raise ValueError(kind)
    actor_id = actor.id if actor else None
    return Event(reference=task.reference, kind=kind, at=now, actor_id=actor_id, channel=channel, why=why, data=data)
