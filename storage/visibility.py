"""Who may see a task. Every query that reads tasks, or what belongs to them, goes through `visible`."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from bot.model import Person, Role, Visibility
from storage.tables import TaskConcernedRow, TaskRow, table

TASK = table(TaskRow)
CONCERNED = table(TaskConcernedRow)

ANY_TEAM: dict[Role, tuple[Visibility, ...]] = {
    "requester": ("everyone",),
    "clerk": ("everyone",),
    "manager": ("everyone", "team"),
    "admin": ("everyone", "team", "managers"),
}
"""What a role sees, whichever team the task belongs to."""

OWN_TEAM: dict[Role, tuple[Visibility, ...]] = {
    "requester": ("team",),
    "clerk": ("team",),
    "manager": ("managers", "concerned"),
    "admin": ("concerned",),
}
"""What a role sees besides when the task belongs to its own team."""


def visible(query: Select[Any], reader: Person | None) -> Select[Any]:
    """A query over tasks, narrowed to what the reader may see; None is the assistant itself, which sees all.

    Requester, assignee and the people concerned always see their task.
    """
    if reader is None:
        return query
    return query.where(or_(*_involved(reader.id), *_by_role(reader)))


def _involved(person_id: str) -> tuple[ColumnElement[bool], ...]:
    concerning = select(CONCERNED.c.reference).where(CONCERNED.c.person_id == person_id)
    return (TASK.c.requester_id == person_id, TASK.c.assignee_id == person_id, TASK.c.reference.in_(concerning))


def _by_role(reader: Person) -> tuple[ColumnElement[bool], ...]:
    own = and_(TASK.c.team == reader.team, TASK.c.visibility.in_(OWN_TEAM[reader.role]))
    return (TASK.c.visibility.in_(ANY_TEAM[reader.role]), own)
