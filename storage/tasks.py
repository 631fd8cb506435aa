"""Tasks, their events and their numbers."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from bot.model import CLOSED, Event, FieldValue, Person, Role, Task
from bot.ports import Stale, TaskQuery
from storage.tables import OPEN, CounterRow, EventRow, PersonRow, TaskConcernedRow, TaskRecordRow, TaskRow, table
from storage.visibility import role_of, seen_by, visible
from storage.work import Work
from storage.work import insert as upsert_into

TASK = table(TaskRow)
CONCERNED = table(TaskConcernedRow)
RECORD = table(TaskRecordRow)
EVENT = table(EventRow)
COUNTER = table(CounterRow)
PERSON = table(PersonRow)

_PLAIN = tuple(name for name in Task.model_fields if name not in {"fields", "checklist", "concerned", "proposals"})
_EVENT_FIELDS = tuple(Event.model_fields)


def to_row(task: Task) -> dict[str, Any]:
    return {
        **{name: getattr(task, name) for name in _PLAIN},
        "fields": _json(task.fields),
        "checklist": [step.model_dump(mode="json") for step in task.checklist],
        "proposals": _json(task.proposals) or None,
        "look_at": None if task.status in CLOSED else task.updated_at,
    }


def _json(fields: dict[str, FieldValue]) -> dict[str, Any]:
    return {name: value.model_dump(mode="json") for name, value in fields.items()}


def from_row(row: Row[Any], concerned: tuple[str, ...]) -> Task:
    return Task(
        **{name: getattr(row, name) for name in _PLAIN},
        fields={name: FieldValue.model_validate(value) for name, value in row.fields.items()},
        checklist=row.checklist,
        proposals={name: FieldValue.model_validate(value) for name, value in (row.proposals or {}).items()},
        concerned=concerned,
    )


def event_to_row(event: Event) -> dict[str, Any]:
    return event.model_dump(exclude={"data"}) | {"data": event.model_dump(mode="json", include={"data"})["data"]}


def event_from_row(row: Row[Any]) -> Event:
    return Event(**{name: getattr(row, name) for name in _EVENT_FIELDS})


def next_number(work: Work, prefix: str) -> int:
    """Count a prefix up by one; the row stays locked until the end, so no number is given twice."""
    number: int = work.run(_count_up(work.dialect), {"prefix": prefix, "value": 1}).scalar_one()
    return number


class SqlTasks:
    """`bot.ports.TaskRepository` on a database."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._run = work.run

    def next_reference(self, prefix: str) -> str:
        return f"{prefix}-{next_number(self._work, prefix):04d}"

    def add(self, task: Task) -> None:
        """Keep a new task at the version it has."""
        self._run(_ADD, to_row(task))
        self._add_parts(task)

    def save(self, task: Task) -> None:
        read = {"this": task.reference, "read": task.version}
        if self._run(_SAVE, {**to_row(task), "version": task.version + 1, **read}).rowcount != 1:
            raise Stale(task.reference)
        for drop in _DROP_PARTS:
            self._run(drop, {"this": task.reference})
        self._add_parts(task)

    def get(self, reference: str, reader: Person | None) -> Task | None:
        return self.get_many((reference,), reader).get(reference)

    def get_many(self, references: Collection[str], reader: Person | None) -> dict[str, Task]:
        if not references:
            return {}
        given = {"references": list(references), **seen_by(reader)}
        return {task.reference: task for task in self._tasks(self._run(_get(role_of(reader)), given).all())}

    def find(self, query: TaskQuery, reader: Person | None) -> tuple[Task, ...]:
        given = {name: value for name, value in query if value is not None}
        statement = _find(frozenset(given), role_of(reader))
        return self._tasks(self._run(statement, given | seen_by(reader)).all())

    def of_records(self, records: Collection[str], reader: Person | None, *, each: int) -> tuple[Task, ...]:
        if not records:
            return ()
        given = {"records": list(records), "each": each, **seen_by(reader)}
        return self._tasks(self._run(_of_records(role_of(reader)), given).all())

    def kin(self, references: Collection[str]) -> tuple[Task, ...]:
        if not references:
            return ()
        return self._tasks(self._run(_KIN, {"references": list(references)}).all())

    def add_event(self, event: Event) -> None:
        self._run(_ADD_EVENT, event_to_row(event))

    def events(self, reference: str, reader: Person | None) -> tuple[Event, ...]:
        return self.events_of((reference,), reader).get(reference, ())

    def events_of(self, references: Collection[str], reader: Person | None) -> dict[str, tuple[Event, ...]]:
        if not references:
            return {}
        events: dict[str, list[Event]] = {}
        given = {"references": list(references), **seen_by(reader)}
        for row in self._run(_events(role_of(reader)), given):
            events.setdefault(row.reference, []).append(event_from_row(row))
        return {reference: tuple(happened) for reference, happened in events.items()}

    def _tasks(self, rows: Sequence[Row[Any]]) -> tuple[Task, ...]:
        concerned = self._concerned([row.reference for row in rows if row.concerns])
        return tuple(from_row(row, tuple(concerned.get(row.reference, ()))) for row in rows)

    def _concerned(self, references: list[str]) -> dict[str, list[str]]:
        people: dict[str, list[str]] = {}
        for row in self._run(_CONCERNED_BY, {"references": references}) if references else ():
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
        for add, rows in ((_ADD_CONCERNED, people), (_ADD_RECORD, records)):
            self._work.many(add, rows)


@cache
def _count_up(dialect: str) -> Executable:
    more = {"value": COUNTER.c.value + 1}
    counted = upsert_into(dialect, COUNTER).on_conflict_do_update(index_elements=["prefix"], set_=more)
    return counted.returning(COUNTER.c.value)


_REFERENCES: BindParameter[Any] = bindparam("references", expanding=True)
_ADD, _ADD_CONCERNED, _ADD_RECORD, _ADD_EVENT = (insert(one) for one in (TASK, CONCERNED, RECORD, EVENT))
_SAVE = update(TASK).where(TASK.c.reference == bindparam("this"), TASK.c.version == bindparam("read"))
_DROP_PARTS = tuple(delete(part).where(part.c.reference == bindparam("this")) for part in (CONCERNED, RECORD))
_CONCERNED_BY = select(CONCERNED).where(CONCERNED.c.reference.in_(_REFERENCES)).order_by(CONCERNED.c.position)
_CONCERNS = exists().where(CONCERNED.c.reference == TASK.c.reference).label("concerns")
"""Whether a task has people concerned: few have, and then those need not be asked for."""
_TASKS = select(TASK, _CONCERNS)
_PARENTS = select(TASK.c.parent).where(TASK.c.reference.in_(_REFERENCES), TASK.c.parent.is_not(None))
_KIN = _TASKS.where(
    or_(TASK.c.parent.in_(_REFERENCES), TASK.c.reference.in_(_PARENTS), TASK.c.parent.in_(_PARENTS))
).order_by(TASK.c.created_at, TASK.c.reference)
_NEWEST = (TASK.c.created_at.desc(), TASK.c.reference.desc())


@cache
def _get(role: Role | None) -> Select[Any]:
    return visible(_TASKS.where(TASK.c.reference.in_(_REFERENCES)), role).order_by(TASK.c.reference)


@cache
def _events(role: Role | None) -> Select[Any]:
    of_tasks = select(EVENT).join(TASK, TASK.c.reference == EVENT.c.reference)
    return visible(of_tasks.where(TASK.c.reference.in_(_REFERENCES)), role).order_by(EVENT.c.id)


@cache
def _of_records(role: Role | None) -> Select[Any]:
    """Numbered within each record, so that the limit holds for each."""
    named = select(RECORD.c.reference, RECORD.c.record).where(RECORD.c.record.in_(bindparam("records", expanding=True)))
    of = named.distinct().subquery("of")
    place = func.row_number().over(partition_by=of.c.record, order_by=_NEWEST).label("place")
    ranked = visible(select(TASK, _CONCERNS, of.c.record, place).join(of, of.c.reference == TASK.c.reference), role)
    first = ranked.subquery("ranked")
    return select(first).where(first.c.place <= bindparam("each")).order_by(first.c.record, first.c.place)


@cache
def _find(given: frozenset[str], role: Role | None) -> Select[Any]:
    """The statement for a query of which these parts are given."""
    wanted = visible(_TASKS.where(*(condition for name, condition in _CONDITIONS.items() if name in given)), role)
    order = (TASK.c.due, TASK.c.reference) if "overdue_on" in given else _NEWEST
    return wanted.order_by(*order).limit(bindparam("limit", type_=Integer()))


def _mine() -> ColumnElement[bool]:
    person: BindParameter[Any] = bindparam("mine")
    team = select(PERSON.c.team).where(PERSON.c.id == person).scalar_subquery()
    waiting = and_(TASK.c.assignee_id.is_(None), TASK.c.team == team)
    return or_(TASK.c.requester_id == person, TASK.c.assignee_id == person, waiting)


_CONDITIONS: dict[str, ColumnElement[bool]] = {
    "statuses": TASK.c.status.in_(bindparam("statuses", expanding=True)),
    "types": TASK.c.type.in_(bindparam("types", expanding=True)),
    "assignee_id": TASK.c.assignee_id == bindparam("assignee_id"),
    "requester_id": TASK.c.requester_id == bindparam("requester_id"),
    "team": TASK.c.team == bindparam("team"),
    "mine": _mine(),
    "record": TASK.c.reference.in_(select(RECORD.c.reference).where(RECORD.c.record == bindparam("record"))),
    # Spelt as in the partial index, which serves only a condition that it can recognise.
    "overdue_on": and_(text(OPEN), TASK.c.due.is_not(None), TASK.c.due < bindparam("overdue_on")),
}
