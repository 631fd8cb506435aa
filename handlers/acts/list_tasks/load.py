"""A team's load, and what is stuck with it: how many tasks, with whom, and what they wait for."""

from collections import Counter

from bot.effects import Decision
from bot.model import Task
from bot.texts import Arg, Lines, Listing, text
from bot.turn import Turn
from handlers.acts.pointing import task_line

_SHOWN = 12


def load_of(team: str, turn: Turn, decision: Decision) -> Decision:
    """Tell it, of what the person may see: what waits first, the longest wait first, then what is late."""
    tasks, today = turn.facts.listed, turn.now.date()
    if not tasks:
        return decision.turn_to(listed=()).say(text("load-none", team=text(f"team-{team}")))
    stuck = sorted((t for t in tasks if t.status in {"waiting", "awaiting_approval"}), key=lambda t: t.updated_at)
    late = sorted((t for t in tasks if t.due and t.due < today and t not in stuck), key=lambda t: t.due or today)
    head = text("load-head", team=text(f"team-{team}"), count=len(tasks), late=_late(tasks, turn), stuck=len(stuck))
    parts: list[Arg] = [head, _with_whom(tasks, turn)]
    shown = [*stuck, *late][:_SHOWN]
    lines = tuple(_stuck_line(task, turn) if task in stuck else task_line(task, turn) for task in shown)
    if lines:
        parts.append(Lines(lines, numbered=True))
    if len(shown) < len(stuck) + len(late):
        parts.append(text("and-more", count=len(stuck) + len(late) - len(shown)))
    return decision.turn_to(listed=tuple(task.reference for task in shown)).say(Lines(tuple(parts)))


def _late(tasks: tuple[Task, ...], turn: Turn) -> int:
    return sum(1 for task in tasks if task.due and task.due < turn.now.date())


def _with_whom(tasks: tuple[Task, ...], turn: Turn) -> Arg:
    """Who has how many, the most first; nobody's last."""
    people = turn.people()
    held = Counter(task.assignee_id for task in tasks if task.assignee_id in people)
    shares: list[Arg] = [
        text("load-share", name=people[who or ""].name, count=count) for who, count in held.most_common()
    ]
    if free := len(tasks) - held.total():
        shares.append(text("load-free", count=free))
    return Listing(tuple(shares))


def _stuck_line(task: Task, turn: Turn) -> Arg:
    """A task that waits, for whom, and since when."""
    for_whom = "approval" if task.status == "awaiting_approval" else task.waiting_for or "requester"
    since = task.updated_at.astimezone(turn.now.tzinfo).date()
    return text("stuck-line", line=task_line(task, turn), whom=text(f"waits-for-{for_whom}"), since=since)
