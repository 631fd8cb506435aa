"""Which tasks there are: mine, for my approval, the open ones, the overdue ones, the team's, or a colleague's."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.permissions import may_decide
from bot.texts import Lines, text
from bot.turn import Turn
from handlers.acts.list_tasks.load import load_of
from handlers.acts.pointing import task_line

MOST_LISTED = 15


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Show the tasks, numbered, so that "done 2" can be said of them."""
    if team := turn.lexicon.team(turn.text):
        return load_of(team, turn, decision)
    scope = str(fields["scope"].content) if "scope" in fields else "mine"
    tasks = turn.facts.listed[:MOST_LISTED]
    if scope == "approvals":
        tasks = tuple(task for task in tasks if may_decide(turn.person, task))
    colleague = fields["assignee"].content if "assignee" in fields else None
    if colleague not in {None, "@me"}:
        person = turn.people().get(fields["assignee"].record or "")
        if person is None:
            return decision.say(text("unknown-colleague", name=str(colleague)))
        head = text("tasks-of", name=person.name, count=len(tasks))
    else:
        head = text(f"tasks-{scope}", count=len(tasks))
    if not tasks:
        return decision.turn_to(listed=()).say(head)
    lines = Lines(tuple(task_line(task, turn) for task in tasks), numbered=True)
    return decision.turn_to(listed=tuple(task.reference for task in tasks)).say(Lines((head, lines)))
