"""Who may see a task. Every query that reads tasks, or what belongs to them, goes through `visible`."""

from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, or_, select

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
    "clerk": ("team", "private"),
    "manager": ("private", "managers", "concerned"),
    "admin": ("private", "concerned"),
}
"""What a role sees besides when the task belongs to its own team."""

_ID: BindParameter[Any] = bindparam("reader_id")
_TEAM: BindParameter[Any] = bindparam("reader_team")


def visible(query: Select[Any], role: Role | None) -> Select[Any]:
    """A query over tasks, narrowed to what a reader of this role may see; None is the assistant itself, which sees all.

    Requester, assignee and the people concerned always see their task. Who reads is said to the query by `seen_by`.
    """
    if role is None:
        return query
    return query.where(or_(*_involved(), *_by_role(role)))


def role_of(reader: Person | None) -> Role | None:
    """The role to narrow a query to."""
    return reader.role if reader else None


def seen_by(reader: Person | None) -> dict[str, Any]:
    """The parameters of a narrowed query."""
    return {"reader_id": reader.id, "reader_team": reader.team} if reader else {}


def _involved() -> tuple[ColumnElement[bool], ...]:
    concerning = select(CONCERNED.c.reference).where(CONCERNED.c.person_id == _ID)
    return (TASK.c.requester_id == _ID, TASK.c.assignee_id == _ID, TASK.c.reference.in_(concerning))


def _by_role(role: Role) -> tuple[ColumnElement[bool], ...]:
    own = and_(TASK.c.team == _TEAM, _one_of(OWN_TEAM[role]))
    return (_one_of(ANY_TEAM[role]), own)


def _one_of(levels: tuple[Visibility, ...]) -> ColumnElement[bool]:
    return or_(*(TASK.c.visibility == level for level in levels))
