"""Which tasks there are: mine, for my approval, the open ones, the overdue ones, the team's, or a colleague's."""

from bot.effects import Decision
from bot.model import FieldValue
from bot.permissions import may_decide
from bot.texts import Arg, Lines, text
from bot.turn import Turn
from bot.understanding.lexicon import plain_words
from handlers.acts.list_tasks.load import load_of
from handlers.acts.pointing import task_line
from handlers.acts.remind.coming import reminders_to_come

MOST_LISTED = 15


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Show the tasks, numbered, so that "done 2" can be said of them."""
    if turn.lexicon.means("my_reminders", turn.text):
        return decision.turn_to(listed=()).say(_reminders(turn))
    if "team" in fields:
        return load_of(str(fields["team"].content), turn, decision)
    scope = str(fields["scope"].content) if "scope" in fields else "mine"
    if scope == "overdue" and turn.lexicon.words["invoices"] & set(plain_words(turn.text).split()):
        return decision.say(text("invoices-not-listed"))
    tasks = turn.facts.listed
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
    shown = tasks[:MOST_LISTED]
    parts: list[Arg] = [head, Lines(tuple(task_line(task, turn) for task in shown), numbered=True)]
    if len(tasks) > len(shown):
        parts.append(text("and-more", count=len(tasks) - len(shown)))
    return decision.turn_to(listed=tuple(task.reference for task in shown)).say(Lines(tuple(parts)))


def _reminders(turn: Turn) -> Arg:
    """The person's reminders that are still to come, the next first."""
    coming = reminders_to_come(turn)
    head = text("reminders-mine", count=len(coming))
    shown = coming[:MOST_LISTED]
    lines = (text("reminder-line", at=one.at.astimezone(turn.now.tzinfo), words=one.text) for one in shown)
    return Lines((head, *lines)) if shown else head
