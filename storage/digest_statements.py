"""The statements that read for digests, the same on both databases; `storage.digests` runs them."""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    ScalarSelect,
    Select,
    String,
    Table,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy import cast as as_type
from sqlmodel.sql.sqltypes import UTCDateTime

from bot.digest.values import DAYS
from storage.mail_tables import MailRow
from storage.tables import (
    A_MISS,
    OPEN,
    EventRow,
    HeartbeatRow,
    InboxRow,
    InvoiceRow,
    OccurrenceRow,
    OutboxRow,
    PersonRow,
    TaskConcernedRow,
    TaskRecordRow,
    TaskRow,
    table,
)

TASK = table(TaskRow)
EVENT = table(EventRow)
INVOICE = table(InvoiceRow)
HEARTBEAT = table(HeartbeatRow)
_CONCERNED, _RECORD, _PERSON = table(TaskConcernedRow), table(TaskRecordRow), table(PersonRow)
_INBOX, _MAIL, _OUTBOX, _OCCURRENCE = table(InboxRow), table(MailRow), table(OutboxRow), table(OccurrenceRow)

_MOST_APPROVALS = 100  # of one team, the longest wait first
_MOST_DEBTORS = 5
MOST_MISSED = 500  # targets within the days of one reading, the latest first

_TODAY: BindParameter[Any] = bindparam("today", type_=Date())
_QUIET: BindParameter[Any] = bindparam("quiet", type_=UTCDateTime())
_LINES: BindParameter[Any] = bindparam("lines", type_=Integer())
_MIDNIGHTS = tuple(bindparam(f"midnight_{back}", type_=UTCDateTime()) for back in range(DAYS))

IS_OPEN, IS_MISSED = text(OPEN), text(A_MISS)
"""Spelt as in the partial indexes, which serve only a condition that they can recognise."""


def _when(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return case((condition, 1), else_=0)


_WAITS = TASK.c.status == "waiting"
_FOR_SUPPLIER = and_(_WAITS, TASK.c.waiting_for == "supplier")
_COUNTED = {
    "late": TASK.c.due < _TODAY,
    "today": TASK.c.due == _TODAY,
    "approval": TASK.c.status == "awaiting_approval",
    "requester": and_(_WAITS, TASK.c.waiting_for == "requester"),
    "supplier": _FOR_SUPPLIER,
    "silent": and_(_FOR_SUPPLIER, TASK.c.updated_at < _QUIET),
}
TALLIES = ("open", *_COUNTED)


def _tallied() -> CompoundSelect[Any]:
    """By team, visibility and assignee, and then by requester."""
    counts = [func.count().filter(condition).label(name) for name, condition in _COUNTED.items()]
    sums = [func.count().label("open"), *counts]
    keys = (TASK.c.team, TASK.c.visibility, TASK.c.assignee_id)
    by_team = select(*keys, null().label("requester_id"), *sums).where(IS_OPEN).group_by(*keys)
    asked = (null().label("team"), null().label("visibility"), null().label("assignee_id"))
    by_requester = select(*asked, TASK.c.requester_id, *sums).where(IS_OPEN).group_by(TASK.c.requester_id)
    return union_all(by_team, by_requester)


TALLIED = _tallied()


def _first(*conditions: ColumnElement[bool], order: ColumnElement[Any], by: tuple[tuple[Any, ...], ...]) -> Select[Any]:
    """The first few open tasks of each group, grouped in each of the ways; whole only once they are chosen."""
    order_by = (order, TASK.c.reference)
    places = [func.row_number().over(partition_by=keys, order_by=order_by).label(f"p{n}") for n, keys in enumerate(by)]
    ranked = select(TASK.c.reference, *places).where(IS_OPEN, *conditions).subquery("ranked")
    chosen = or_(*(ranked.c[place.name] <= _LINES for place in places))
    found = select(*LINE).join(ranked, ranked.c.reference == TASK.c.reference)
    return found.where(chosen, IS_OPEN).order_by(*order_by)  # said again, else PostgreSQL reads closed tasks as well


LINE = (
    TASK.c.reference,
    TASK.c.type,
    TASK.c.status,
    TASK.c.team,
    TASK.c.visibility,
    TASK.c.requester_id,
    TASK.c.assignee_id,
    TASK.c.waiting_for,
    TASK.c.due,
    TASK.c.created_at,
    TASK.c.updated_at,
    as_type(TASK.c.fields, String).label("said"),
)
_BY_TEAM = (TASK.c.team, TASK.c.visibility)
_BY_ASSIGNEE = (TASK.c.assignee_id,)

URGENT = _first(TASK.c.due.is_not(None), TASK.c.due <= _TODAY, order=TASK.c.due, by=(_BY_ASSIGNEE, _BY_TEAM))
SILENT = _first(_FOR_SUPPLIER, TASK.c.updated_at < _QUIET, order=TASK.c.updated_at, by=(_BY_ASSIGNEE, _BY_TEAM))
ANSWERS = _first(_WAITS, TASK.c.waiting_for == "requester", order=TASK.c.updated_at, by=((TASK.c.requester_id,),))
FRESH = _first(
    TASK.c.assignee_id.is_(None),
    TASK.c.status.in_(("new", "open", "in_progress")),
    TASK.c.created_at >= bindparam("fresh_since", type_=UTCDateTime()),
    order=TASK.c.created_at.desc(),
    by=(_BY_TEAM,),
)


def _approvals() -> Select[Any]:
    awaiting = TASK.c.status == "awaiting_approval"
    order_by = (TASK.c.created_at, TASK.c.reference)
    place = func.row_number().over(partition_by=TASK.c.team, order_by=order_by).label("place")
    ranked = select(TASK.c.reference, place).where(IS_OPEN, awaiting).subquery("ranked")
    about = (
        select(func.aggregate_strings(_RECORD.c.record, ","))
        .join(_PERSON, _PERSON.c.id == _RECORD.c.record)
        .where(_RECORD.c.reference == TASK.c.reference)
        .scalar_subquery()
        .label("about")
    )
    concerned = (
        select(func.aggregate_strings(_CONCERNED.c.person_id, ","))
        .where(_CONCERNED.c.reference == TASK.c.reference)
        .scalar_subquery()
        .label("concerned")
    )
    chosen = select(*LINE, about, concerned).join(ranked, ranked.c.reference == TASK.c.reference)
    return chosen.where(ranked.c.place <= _MOST_APPROVALS, IS_OPEN).order_by(*order_by)


APPROVALS = _approvals()

_DAY = case(*((EVENT.c.at >= midnight, back) for back, midnight in enumerate(_MIDNIGHTS)), else_=DAYS)
_OPENED, _DONE = EVENT.c.kind == "opened", EVENT.c.kind == "done"
_ORDERED = and_(_OPENED, TASK.c.type == "order_entry")
_HAPPENED = (
    select()
    .select_from(EVENT)
    .join(TASK, TASK.c.reference == EVENT.c.reference)
    .where(EVENT.c.kind.in_(("opened", "done")))
)


def _flow(
    *keys: ColumnElement[Any], oldest: BindParameter[Any], sums: tuple[tuple[str, ColumnElement[bool]], ...]
) -> Select[Any]:
    day = _DAY.label("day")
    counted = [func.sum(_when(condition)).label(name) for name, condition in sums]
    happened = _HAPPENED.where(EVENT.c.at >= oldest).add_columns(*keys, day, *counted)
    return happened.group_by(*keys, day)


_RECENT: BindParameter[Any] = bindparam("recent_since", type_=UTCDateTime())
_FLOW = (("new", _OPENED), ("done", _DONE))
TEAM_FLOW = _flow(TASK.c.team, TASK.c.visibility, oldest=_MIDNIGHTS[-1], sums=(*_FLOW, ("orders", _ORDERED)))
ASSIGNEE_FLOW = _flow(
    func.coalesce(TASK.c.assignee_id, case((_DONE, EVENT.c.actor_id))).label("person_id"), oldest=_RECENT, sums=_FLOW
)
QUOTES = (
    select(
        EVENT.c.reference,
        EVENT.c.kind,
        _DAY.label("day"),
        EVENT.c.data["amount"].as_string().label("amount"),
        EVENT.c.data["currency"].as_string().label("currency"),
    )
    .join(TASK, TASK.c.reference == EVENT.c.reference)
    .where(EVENT.c.kind.in_(("mail_queued", "accepted", "acceptance_withdrawn")), EVENT.c.at >= _RECENT)
    .where(TASK.c.type == "quote")
    .order_by(EVENT.c.id)
)
"""Each, so that money is added up exactly: SQLite would do it in binary floats."""
MISSED = (
    select(*LINE, EVENT.c.kind, _DAY.label("day"))
    .join(EVENT, EVENT.c.reference == TASK.c.reference)
    .where(IS_MISSED, EVENT.c.at >= _RECENT)
    .order_by(EVENT.c.at.desc(), EVENT.c.id.desc())
    .limit(MOST_MISSED)
)
"""The targets that were missed lately, as the clock has noted them; a task stands in it once for each."""
REQUESTER_FLOW = _flow(TASK.c.requester_id.label("person_id"), oldest=_RECENT, sums=_FLOW)

_OWED = INVOICE.c.balance > 0
_LATE_MONEY = _when(INVOICE.c.due_date < _TODAY).label("late")
_UNTIL: BindParameter[Any] = bindparam("until", type_=Date())
SUMS = (
    select(
        INVOICE.c.direction,
        INVOICE.c.currency,
        _LATE_MONEY,
        func.count().label("count_"),
        func.sum(INVOICE.c.balance).label("balance"),
    )
    .where(_OWED, INVOICE.c.due_date <= _UNTIL)
    .group_by(INVOICE.c.direction, INVOICE.c.currency, _LATE_MONEY)
    .order_by(INVOICE.c.direction, INVOICE.c.currency)
)
DEBTORS = (
    select(
        func.min(INVOICE.c.party).label("party"),
        INVOICE.c.currency,
        func.count().label("count_"),
        func.sum(INVOICE.c.balance).label("balance"),
        func.min(INVOICE.c.due_date).label("since"),
    )
    .where(_OWED, INVOICE.c.direction == "receivable", INVOICE.c.due_date < _TODAY)
    .group_by(INVOICE.c.party_id, INVOICE.c.currency)
    .order_by(func.min(INVOICE.c.due_date), func.min(INVOICE.c.party))
    .limit(_MOST_DEBTORS)
)


def _how_many(of: Table, where: str) -> ScalarSelect[int]:
    return select(func.count()).select_from(of).where(text(where)).scalar_subquery()


TROUBLES = select(
    _how_many(_INBOX, "state = 'quarantined'").label("quarantined"),
    _how_many(_MAIL, "state IN ('triage', 'quarantined')").label("mails"),
    _how_many(_OUTBOX, "state IN ('failed', 'uncertain')").label("undelivered"),
)
SETTLED = select(_OCCURRENCE.c.key).where(_OCCURRENCE.c.key.in_(bindparam("keys", expanding=True)))
BEATS = select(HEARTBEAT.c.name, HEARTBEAT.c.at, HEARTBEAT.c.silent_after).order_by(HEARTBEAT.c.name)
