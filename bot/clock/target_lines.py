"""What is said of a task's targets to those who work it. Pure."""

from datetime import timedelta, tzinfo

from bot.clock.chaser import supplier_name
from bot.clock.targets import Goal
from bot.model import CLOSED, Directory, Task
from bot.texts import Arg, Text, text

_HOUR = timedelta(hours=1)


def target_lines(found: tuple[Goal, ...], task: Task, directory: Directory, zone: tzinfo | None) -> tuple[Text, ...]:
    """A line for each target that is running, standing or missed; none for one that was met. Moments are in `zone`."""
    lines = (_line(goal, task, directory, zone) for goal in found)
    return tuple(line for line in lines if line is not None)


def _line(goal: Goal, task: Task, directory: Directory, zone: tzinfo | None) -> Text | None:
    standing = goal.standing
    if goal.missed:
        given = goal.standing.state == "missed" and (goal.target == "answer" or task.status in CLOSED)
        return text(f"sla-{goal.target}-{'late' if given else 'over'}", late=_duration(goal.late))
    if standing.state == "stopped":
        return text(f"sla-{goal.target}-stopped", name=_awaited(task, directory), left=_duration(goal.left))
    if standing.deadline is None or standing.state == "met":
        return None
    return text(f"sla-{goal.target}-by", by=standing.deadline.astimezone(zone))


def _awaited(task: Task, directory: Directory) -> Arg:
    """Whom the task waits for."""
    if task.waiting_for == "requester":
        return next((one.name for one in directory.people if one.id == task.requester_id), task.requester_id)
    return supplier_name(task, directory) or text("sla-supplier")


def _duration(span: timedelta) -> Text:
    return text("sla-hours", hours=span // _HOUR)
