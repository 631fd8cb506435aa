"""What somebody can do about a task at once, as buttons below what they are shown of it."""

from bot.accepted import ACCEPTED, may_be_accepted
from bot.chat.press import Press, state_of
from bot.model import CLOSED, Person, Task
from bot.notices import field_lines
from bot.permissions import may_decide, may_work
from bot.proposed import takes_proposals
from bot.texts import Text, text

DECIDING = frozenset({"approve", "reject"})
_SHOWN = ("fields", "proposals", "revision")
_SEEN = {"approve": _SHOWN, "reject": _SHOWN, "take": ("assignee_id",)}


def actions(task: Task, reader: Person | None) -> tuple[Press, ...]:
    """The presses that make sense to a reader now, the likeliest first; with None for a team's own room."""
    if task.status in CLOSED:
        mine = reader is not None and reader.id in {task.requester_id, task.assignee_id}
        accepted = mine and may_be_accepted(task)
        return _presses(task, ACCEPTED) if accepted else ()
    if task.status == "awaiting_approval":
        decides = reader is not None and may_decide(reader, task)
        return _presses(task, "approve", "reject") if decides else ()
    works = reader is None or may_work(reader, task)
    if task.proposals and takes_proposals(task) and works:
        return _presses(task, "approve", "reject")
    in_team = reader is None or (reader.team == task.team and reader.role != "requester")
    mine = reader is not None and task.assignee_id == reader.id
    if not (in_team or mine):
        return ()
    return _presses(task, *(() if mine else ("take",)), "complete", *(("snooze",) if mine else ()))


def _presses(task: Task, *acts: str) -> tuple[Press, ...]:
    """A decision is about the task as it was shown, and to take it is to take it from whoever had it then."""
    states = {act: f":{state_of(task, *_SEEN[act])}" for act in acts if act in _SEEN}
    return tuple(Press(kind="act", of=act, value=f"{task.reference}{states.get(act, '')}") for act in acts)


def take(task: Task) -> Press:
    """The press that takes a task as it stands."""
    return _presses(task, "take")[0]


def taken_meanwhile(press: Press, task: Task) -> bool:
    """Whether a press is to take a task that somebody else has got since it was shown."""
    return press.of == "take" and task.assignee_id is not None and _has_changed(press, task)


def outdated(press: Press, task: Task) -> bool:
    """Whether a press decides on a task that is no longer what was shown."""
    return press.of in DECIDING and _has_changed(press, task)


def seen_otherwise(task: Task) -> Text:
    """What is said instead of a decision on what was shown: how the task stands now."""
    return text("button-outdated", reference=task.reference, fields=field_lines(task))


def _has_changed(press: Press, task: Task) -> bool:
    _, _, state = press.value.partition(":")
    return bool(state) and state != state_of(task, *_SEEN[press.of])
