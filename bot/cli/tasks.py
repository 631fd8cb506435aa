"""`pratica tasks`: what is in the task store."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from bot import app
from bot.bidi import plain
from bot.catalogue import TEAMS, Catalogue
from bot.cli.errors import Failure
from bot.cli.output import table, write
from bot.clock.target_lines import target_lines
from bot.clock.targets import Goal, calendar_of_task, goals
from bot.exchange import event_json, task_json
from bot.model import CLOSED, Event, Status, Task
from bot.ports import Reading, TaskQuery
from bot.settings import Settings
from bot.worktime.model import Calendar

_ALL = 10_000


def show_list(settings: Settings, *, status: str | None, team: str | None, as_json: bool) -> None:
    """All tasks, or those of a status or team, newest first."""
    statuses = _statuses(status)
    if team is not None and team not in TEAMS:
        raise Failure(f"there is no team {team!r}; there are {', '.join(TEAMS)}")
    with app.reading(settings) as reading:
        found = reading.tasks.find(TaskQuery(statuses=statuses, team=team, limit=_ALL), None)
        people = {person.id: person for person in reading.records.directory().people}
        if as_json:
            rows = [task_json(task, people) | {"events": _events(reading, task.reference)} for task in found]
            write(json.dumps(rows, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
            return
    rows_ = [
        (
            task.reference,
            task.type,
            task.status,
            people[task.requester_id].name if task.requester_id in people else "",
            str(task.due or ""),
        )
        for task in found
    ]
    table(
        ("reference", "type", "status", "asked by", "due"),
        rows_,
        empty="No tasks yet." if status is team is None else "No such tasks.",
    )


def show(settings: Settings, reference: str, *, as_json: bool) -> None:
    """One task whole; raises `Failure` when there is none of this number."""
    with app.reading(settings) as reading:
        task = reading.tasks.get(reference.upper(), None)
        if task is None:
            raise Failure(f"there is no task {reference}; `pratica tasks list` shows what there is")
        directory, events = reading.records.directory(), reading.tasks.events(reference.upper(), None)
        people = {person.id: person for person in directory.people}
        types = app.catalogue(settings)
        calendar = calendar_of_task(task, directory.people, partial(app.calendar_of, settings))
        found = _targets(task, events, types, calendar)
        whole = task_json(task, people) | {
            "targets": {goal.target: _target_json(goal) for goal in found},
            "events": _events(reading, task.reference),
            "documents": [document.model_dump() for document in reading.documents.of(task.reference, None)],
        }
    if as_json:
        write(json.dumps(whole, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))
        return
    for name, value in whole.items():
        if name not in {"events", "sources", "fields", "checklist", "documents", "targets"} and value is not None:
            write(f"{name}: {value}")
    speech = app.speech(types)
    for line in target_lines(found, task, directory, calendar.zone if calendar else None):
        write(f"  {plain(speech.say(line, 'en'))}")
    for name, field in task.fields.items():
        write(f"  {name}: {plain(speech.say(field, 'en'))}")
    for document in whole["documents"]:
        write(f"  document: {document['name']} ({document['media_type']})")
    for entry in whole["events"]:
        why = f" – {entry['why']}" if entry["why"] else ""
        write(f"  {entry['at']} {entry['actor'] or 'assistant'}: {entry['kind']}{why}")


def _targets(task: Task, events: Sequence[Event], types: Catalogue, calendar: Calendar | None) -> tuple[Goal, ...]:
    """How its targets stand now; none where its type is gone or nobody works it."""
    if calendar is None or task.type not in types:
        return ()
    return goals(task, events, types[task.type].contract, calendar, soon=timedelta(), now=datetime.now(UTC))


def _target_json(goal: Goal) -> dict[str, object]:
    standing = goal.standing
    return {
        "hours": goal.allowed / timedelta(hours=1),
        "used_hours": round(standing.used / timedelta(hours=1), 2),
        "state": standing.state,
        "deadline": standing.deadline.isoformat() if standing.deadline else None,
    }


def _events(reading: Reading, reference: str) -> list[dict[str, object]]:
    people = {person.id: person for person in reading.records.directory().people}
    return [event_json(event, people) for event in reading.tasks.events(reference, None)]


def _statuses(wanted: str | None) -> tuple[Status, ...] | None:
    known: tuple[Status, ...] = (
        "new",
        "open",
        "in_progress",
        "waiting",
        "awaiting_approval",
        "done",
        "cancelled",
        "rejected",
    )
    if wanted is None:
        return None
    if wanted == "unfinished":
        return tuple(status for status in known if status not in CLOSED)
    fitting = tuple(status for status in known if status == wanted)
    if not fitting:
        raise Failure(f"there is no status {wanted!r}; there are unfinished, {', '.join(known)}")
    return fitting
