"""How is that task going: its state, who has it, when it is due, and what happened last."""

from datetime import timedelta

from bot.clock.target_lines import target_lines
from bot.clock.targets import calendar_of_task, goals, works_on
from bot.effects import Decision, ShowTask
from bot.family import open_parts, parts_line
from bot.model import CLOSED, Event, FieldValue, Task
from bot.notices import checklist, field_lines
from bot.texts import Arg, Lines, Word, text
from bot.turn import Turn

_LATEST = 4
_OF_TARGETS = frozenset({"answer_missed", "resolution_missed"})


def respond(fields: dict[str, FieldValue], turn: Turn, decision: Decision) -> Decision:
    """Tell the state of the task."""
    task = turn.facts.tasks[str(fields["task"].content)]
    people = turn.people()
    assignee = people.get(task.assignee_id or "")
    parts: list[Arg] = [
        text("status-head", reference=task.reference, title=Word(task.type, "title"), status=_status(task)),
        field_lines(task, turn.directory.products),
        text("status-requester", name=people[task.requester_id].name if task.requester_id in people else "-"),
        text("status-assignee", name=assignee.name)
        if assignee
        else text("status-team", team=text(f"team-{task.team}")),
    ]
    if task.due:
        parts.append(text("status-due", day=task.due))
    parts += _targets(task, turn)
    if whole := next((one for one in turn.facts.kin if one.reference == task.parent), None):
        parts.append(text("status-whole", reference=whole.reference, title=Word(whole.type, "title")))
    if left := open_parts(task, turn.facts.kin):
        parts.append(text("status-parts", parts=parts_line(left)))
    if task.checklist and task.status not in CLOSED:
        parts += [text("status-checklist"), checklist(task, turn)]
    works = works_on(turn.person, task)
    events = [one for one in turn.facts.events.get(task.reference, ()) if works or one.kind not in _OF_TARGETS]
    parts += [_event_line(event, turn) for event in events[-_LATEST:]]
    return decision.turn_to(last_task=task.reference).say(Lines(tuple(parts))).plus(ShowTask(task.reference))


def _status(task: Task) -> Arg:
    if task.status == "waiting":
        return text(f"status-waiting-{task.waiting_for or 'requester'}")
    return text(f"status-{task.status}")


def _targets(task: Task, turn: Turn) -> tuple[Arg, ...]:
    """How its targets stand, for those who work it."""
    calendar = calendar_of_task(task, turn.directory.people, turn.others_calendar)
    if not (turn.rules.targets and calendar and task.type in turn.catalogue and works_on(turn.person, task)):
        return ()
    contract, events = turn.catalogue[task.type].contract, turn.facts.events.get(task.reference, ())
    found = goals(task, events, contract, calendar, soon=timedelta(), now=turn.now)
    return target_lines(found, task, turn.directory, turn.now.tzinfo)


def _event_line(event: Event, turn: Turn) -> Arg:
    actor = turn.people().get(event.actor_id or "")
    who: Arg = actor.name if actor else text("the-assistant")
    at = event.at.astimezone(turn.now.tzinfo)
    line = text("event-line", at=at, who=who, what=text(f"event-{event.kind.replace('_', '-')}"))
    return text("event-line-why", line=line, why=event.why) if event.why else line
