"""The summary now: what waits for the person's decision, what is late, what is due today, and the rest in a line."""

from bot.effects import Decision
from bot.model import FieldValue, Task
from bot.permissions import may_decide
from bot.texts import Arg, Lines, text
from bot.turn import Turn
from handlers.acts.pointing import task_line

_SHOWN = 5


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Tell it, with the tasks numbered through, so that "done 2" can be said of them."""
    today = turn.now.date()
    mine = turn.facts.listed
    deciding = [task for task in turn.facts.approvals if may_decide(turn.person, task)]
    late = [task for task in mine if task.due and task.due < today]
    due = [task for task in mine if task.due == today]
    parts: list[Arg] = [text("digest-head", day=today)]
    listed: list[str] = []
    for name, tasks in (("digest-approvals", deciding), ("digest-late", late), ("digest-today", due)):
        if tasks:
            parts += [text(name, count=len(tasks)), *_lines(tasks, listed, turn)]
    waiting = [task for task in mine if task.status == "waiting"]
    parts.append(text("digest-rest", open=len(mine), waiting=len(waiting)) if mine or deciding else text("digest-none"))
    return decision.turn_to(listed=tuple(listed)).say(Lines(tuple(parts)))


def _lines(tasks: list[Task], listed: list[str], turn: Turn) -> list[Arg]:
    """The first of the tasks, each with its number in what is shown altogether."""
    lines: list[Arg] = []
    for task in tasks[:_SHOWN]:
        listed.append(task.reference)
        lines.append(text("numbered", number=str(len(listed)), line=task_line(task, turn)))
    if len(tasks) > _SHOWN:
        lines.append(text("and-more", count=len(tasks) - _SHOWN))
    return lines
