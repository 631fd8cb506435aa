"""Tasks, their events and their numbers."""

from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, or_, select, text, update

from bot.model import Event, FieldValue, Person, Task
from bot.ports import Stale, TaskQuery
from storage.tables import OPEN, CounterRow, EventRow, PersonRow, TaskConcernedRow, TaskRecordRow, TaskRow, table
from storage.visibility import visible
from storage.work import Work

TASK = table(TaskRow)
CONCERNED = table(TaskConcernedRow)
RECORD = table(TaskRecordRow)
EVENT = table(EventRow)
COUNTER = table(CounterRow)
PERSON = table(PersonRow)

_PLAIN = tuple(name for name in Task.model_fields if name not in {"fields", "checklist", "concerned"})


def to_row(task: Task) -> dict[str, Any]:
    return {
        **{name: getattr(task, name) for name in _PLAIN},
        "fields": {name: value.model_dump(mode="json") for name, value in task.fields.items()},
        "checklist": [step.model_dump(mode="json") for step in task.checklist],
    }


def from_row(row: Row[Any], concerned: tuple[str, ...]) -> Task:
    return Task(
        **{name: getattr(row, name) for name in _PLAIN},
        fields={name: FieldValue.model_validate(value) for name, value in row.fields.items()},
        checklist=row.checklist,
        concerned=concerned,
    )


def event_to_row(event: Event) -> dict[str, Any]:
    return event.model_dump(exclude={"data"}) | {"data": event.model_dump(mode="json")["data"]}


def event_from_row(row: Row[Any]) -> Event:
    return Event(**{name: getattr(row, name) for name in Event.model_fields})


def next_number(work: Work, prefix: str) -> int:
    """Count a prefix up by one; the row stays locked until the end, so no number is given twice."""
    first = work.insert(COUNTER).values(prefix=prefix, value=1)
    counted = first.on_conflict_do_update(index_elements=["prefix"], set_={"value": COUNTER.c.value + 1})
    number: int = work.connection.execute(counted.returning(COUNTER.c.value)).scalar_one()
    return number


class SqlTasks:
    """`bot.ports.TaskRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.connection.execute

    def next_reference(self, prefix: str) -> str:
        return f"{prefix}-{next_number(self._work, prefix):04d}"

    def add(self, task: Task) -> None:
        """Keep a new task at the version it has."""
        self._run(insert(TASK).values(**to_row(task)))
        self._add_parts(task)

    def save(self, task: Task) -> None:
        read = update(TASK).where(TASK.c.reference == task.reference, TASK.c.version == task.version)
        if self._run(read.values(**{**to_row(task), "version": task.version + 1})).rowcount != 1:
            raise Stale(task.reference)
        for part in (CONCERNED, RECORD):
            self._run(delete(part).where(part.c.reference == task.reference))
        self._add_parts(task)

    def get(self, reference: str, reader: Person | None) -> Task | None:
        found = self._tasks(visible(select(TASK).where(TASK.c.reference == reference), reader))
        return found[0] if found else None

    def find(self, query: TaskQuery, reader: Person | None) -> tuple[Task, ...]:
        wanted = select(TASK).where(*_conditions(query))
        newest = (TASK.c.created_at.desc(), TASK.c.reference.desc())
        order = newest if query.overdue_on is None else (TASK.c.due, TASK.c.reference)
        return self._tasks(visible(wanted, reader).order_by(*order).limit(query.limit))

    def add_event(self, event: Event) -> None:
        self._run(insert(EVENT).values(**event_to_row(event)))

    def events(self, reference: str, reader: Person | None) -> tuple[Event, ...]:
        of_task = select(EVENT).join(TASK, TASK.c.reference == EVENT.c.reference).where(TASK.c.reference == reference)
        return tuple(map(event_from_row, self._run(visible(of_task, reader).order_by(EVENT.c.id))))

    def _tasks(self, query: Select[Any]) -> tuple[Task, ...]:
        rows = self._run(query).all()
        concerned = self._concerned([row.reference for row in rows])
        return tuple(from_row(row, tuple(concerned.get(row.reference, ()))) for row in rows)

    def _concerned(self, references: list[str]) -> dict[str, list[str]]:
        people: dict[str, list[str]] = {}
        if references:
            rows = select(CONCERNED).where(CONCERNED.c.reference.in_(references)).order_by(CONCERNED.c.position)
            for row in self._run(rows):
                people.setdefault(row.reference, []).append(row.person_id)
        return people

    def _add_parts(self, task: Task) -> None:
        reference = task.reference
        people = [{"reference": reference, "person_id": p, "position": i} for i, p in enumerate(task.concerned)]
        records = [
            {"reference": reference, "field": name, "record": value.record}
            for name, value in task.fields.items()
            if value.record is not None
        ]
        for part, rows in ((CONCERNED, people), (RECORD, records)):
            if rows:
                self._run(insert(part), rows)


def _conditions(query: TaskQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.statuses is not None:
        wanted.append(TASK.c.status.in_(query.statuses))
    if query.types is not None:
        wanted.append(TASK.c.type.in_(query.types))
    for column, value in (
        (TASK.c.assignee_id, query.assignee_id),
        (TASK.c.requester_id, query.requester_id),
        (TASK.c.team, query.team),
    ):
        if value is not None:
            wanted.append(column == value)
    if query.mine is not None:
        wanted.append(_mine(query.mine))
    if query.record is not None:
        wanted.append(TASK.c.reference.in_(select(RECORD.c.reference).where(RECORD.c.record == query.record)))
    if query.overdue_on is not None:
        # Spelt as in the partial index, which serves only a condition that it can recognise.
        wanted.append(and_(text(OPEN), TASK.c.due.is_not(None), TASK.c.due < query.overdue_on))
    return wanted


def _mine(person_id: str) -> ColumnElement[bool]:
    team = select(PERSON.c.team).where(PERSON.c.id == person_id).scalar_subquery()
    waiting = and_(TASK.c.assignee_id.is_(None), TASK.c.team == team)
    return or_(TASK.c.requester_id == person_id, TASK.c.assignee_id == person_id, waiting)
