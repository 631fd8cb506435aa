"""The tables. Rows never leave `storage`; the repositories turn them into the core's values.

A `datetime` field becomes `UTCDateTime`, which refuses a naive value. A table class validates nothing, so rows are
only ever built from the core's values.
"""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Index, Integer, Table, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite counts up by itself only in a column declared INTEGER (sqlite.org/autoinc.html).
BigId = BigInteger().with_variant(Integer(), "sqlite")

OPEN = "status NOT IN ('done', 'cancelled', 'rejected')"
UNREAD = "state = 'unread'"
QUEUED = "state = 'queued'"
WORKED = "state IN ('message', 'answer')"
A_MISS = "kind IN ('answer_missed', 'resolution_missed')"


def table(row: type[SQLModel]) -> Table:
    """The table of a row class."""
    return cast("Table", row.__table__)  # type: ignore[attr-defined]


def only(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of some rows only, such as the few that are still to be worked, so that it stays small."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


class CompanyRow(SQLModel, table=True):
    __tablename__ = "company"
    id: int = Field(primary_key=True)
    name: str
    version: int


class EntityRow(SQLModel, table=True):
    __tablename__ = "entity"
    id: str = Field(primary_key=True)
    place: int
    name: str
    country: str
    city: str
    currency: str
    timezone: str
    tax_id: str
    bank: str
    iban: str
    email: str


class PersonRow(SQLModel, table=True):
    __tablename__ = "person"
    id: str = Field(primary_key=True)
    name: str
    aliases: list[str] = Field(sa_type=JSON)
    email: str
    role: str
    team: str
    language: str
    timezone: str


class PartyRow(SQLModel, table=True):
    __tablename__ = "party"
    id: str = Field(primary_key=True)
    kind: str
    name: str
    aliases: list[str] = Field(sa_type=JSON)
    country: str | None
    city: str | None
    tax_id: str | None
    iban: str | None
    email: str | None
    language: str | None
    payment_days: int
    state: str


class ProductRow(SQLModel, table=True):
    """`unit_price` and `cost` are in hundred-millionths, `vat_rate` a decimal as text."""

    __tablename__ = "product"
    sku: str = Field(primary_key=True)
    names: dict[str, str] = Field(sa_type=JSON)
    unit_price: int = Field(sa_type=BigInteger)
    currency: str | None
    cost: int | None = Field(sa_type=BigInteger)
    cost_currency: str | None
    vat_rate: str
    stock: int
    reserved: int
    reorder_level: int
    supplier_id: str | None = Field(foreign_key="party.id")


class InvoiceRow(SQLModel, table=True):
    """Amounts are in minor units; the two keys are what an invoice is looked up by."""

    __tablename__ = "invoice"
    __table_args__ = (UniqueConstraint("direction", "party_id", "number"),)
    id: int = Field(primary_key=True, sa_type=BigId)
    number: str
    number_key: str = Field(index=True)
    number_head: str = Field(index=True)
    direction: str
    party_id: str = Field(foreign_key="party.id", index=True)
    party: str
    issued: date
    due_date: date
    amount: int = Field(sa_type=BigInteger)
    paid: int = Field(sa_type=BigInteger)
    balance: int = Field(sa_type=BigInteger)
    currency: str


class PaymentRow(SQLModel, table=True):
    __tablename__ = "payment"
    invoice_id: int = Field(primary_key=True, foreign_key="invoice.id", sa_type=BigId)
    position: int = Field(primary_key=True)
    paid_on: date
    amount: int = Field(sa_type=BigInteger)


class CostCenterRow(SQLModel, table=True):
    """Amounts are in minor units."""

    __tablename__ = "cost_center"
    code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    names: dict[str, str] = Field(sa_type=JSON)
    owner_id: str | None = Field(foreign_key="person.id")
    currency: str
    budget: int = Field(sa_type=BigInteger)
    spent: int = Field(sa_type=BigInteger)


class CounterRow(SQLModel, table=True):
    __tablename__ = "counter"
    prefix: str = Field(primary_key=True)
    value: int


class TaskRow(SQLModel, table=True):
    """`look_at` is when the clock looks at it next: at once after each change, None when nothing is to come."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_created", "created_at", "reference"),
        Index("ix_task_team", "team", "created_at"),
        Index("ix_task_requester", "requester_id", "created_at"),
        Index("ix_task_assignee", "assignee_id", "created_at"),
        only("ix_task_due", "due", where=f"{OPEN} AND due IS NOT NULL"),
        only("ix_task_look", "look_at", where="look_at IS NOT NULL"),
        only("ix_task_open_team", "team", "status", where=OPEN),
    )
    reference: str = Field(primary_key=True)
    type: str
    status: str
    team: str
    visibility: str
    requester_id: str = Field(foreign_key="person.id")
    assignee_id: str | None = Field(foreign_key="person.id")
    parent: str | None = Field(foreign_key="task.reference", index=True)
    waiting_for: str | None
    due: date | None
    language: str
    revision: int
    fields: dict[str, Any] = Field(sa_type=JSON)
    checklist: list[Any] = Field(sa_type=JSON)
    proposals: dict[str, Any] | None = Field(sa_type=JSON(none_as_null=True))
    created_at: datetime
    updated_at: datetime
    look_at: datetime | None
    version: int


class TaskConcernedRow(SQLModel, table=True):
    __tablename__ = "task_concerned"
    reference: str = Field(primary_key=True, foreign_key="task.reference")
    person_id: str = Field(primary_key=True, foreign_key="person.id", index=True)
    position: int


class TaskRecordRow(SQLModel, table=True):
    """Which parties and people the fields of a task were matched to."""

    __tablename__ = "task_record"
    reference: str = Field(primary_key=True, foreign_key="task.reference")
    field: str = Field(primary_key=True)
    record: str = Field(index=True)


class EventRow(SQLModel, table=True):
    """A trigger refuses to change or delete one; see the first migration."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_task", "reference", "id"),
        Index("ix_event_at", "at"),
        only("ix_event_missed", "at", where=A_MISS),
    )
    id: int = Field(primary_key=True, sa_type=BigId)
    reference: str = Field(foreign_key="task.reference")
    kind: str
    at: datetime
    actor_id: str | None = Field(foreign_key="person.id")
    channel: str
    why: str | None
    data: dict[str, Any] = Field(sa_type=JSON)


class ConversationRow(SQLModel, table=True):
    """Made with the first message in it, at version 0; `state` is None until it is saved once."""

    __tablename__ = "conversation"
    key: str = Field(primary_key=True)
    person_id: str
    state: dict[str, Any] | None = Field(sa_type=JSON(none_as_null=True))
    version: int
    claimed_by: str | None = Field(index=True)
    claimed_until: datetime | None


class DraftRow(SQLModel, table=True):
    __tablename__ = "draft"
    __table_args__ = (Index("ix_draft_person", "person_id", "updated_at"),)
    id: str = Field(primary_key=True)
    person_id: str
    type: str
    state: dict[str, Any] = Field(sa_type=JSON)
    updated_at: datetime
    version: int


class InboxRow(SQLModel, table=True):
    """`state` is unread, done or quarantined; `priority` is 0 for internal commands, else 1."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("channel", "account", "external_id"),
        only("ix_inbox_unread", "conversation", "priority", "id", where=UNREAD),
        only("ix_inbox_quarantined", "id", where="state = 'quarantined'"),
        Index("ix_inbox_sender", "sender_id", "id"),
        only("ix_inbox_place", "place", where="place IS NOT NULL"),
    )
    id: int = Field(primary_key=True, sa_type=BigId)
    channel: str
    account: str
    external_id: str
    conversation: str = Field(foreign_key="conversation.key")
    sender_id: str
    kind: str
    text: str
    subject: str | None
    files: list[Any] | None = Field(sa_type=JSON(none_as_null=True))
    attached: list[Any] | None = Field(sa_type=JSON(none_as_null=True))
    album: str | None
    about: str | None
    user: str | None
    place: str | None
    room: bool = Field(sa_column_kwargs={"server_default": false()})
    outsiders: bool = Field(sa_column_kwargs={"server_default": false()})
    edits: str | None
    received_at: datetime
    in_reply_to: str | None
    priority: int
    state: str
    attempts: int
    due_at: datetime
    reason: str | None


class OutboxRow(SQLModel, table=True):
    """`state` is queued, sent, failed or uncertain; a queued row that has a `claimed_until` is, or was, under way."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        only("ix_outbox_queued", "channel", "thread", "id", where=QUEUED),
        only("ix_outbox_troubled", "id", where="state IN ('failed', 'uncertain')"),
        only("ix_outbox_outside", "outside_id", where="outside_id IS NOT NULL"),
        only("ix_outbox_reference", "reference", "id", where="reference IS NOT NULL"),
        Index("ix_outbox_recipient", "recipient"),
    )
    id: int = Field(primary_key=True, sa_type=BigId)
    key: str
    channel: str
    recipient: str
    thread: str
    kind: str
    body: bytes
    in_reply_to: str | None
    reference: str | None
    reader: str | None
    edits: str | None
    only_for: str | None
    state: str
    attempts: int
    due_at: datetime
    claimed_by: str | None
    claimed_until: datetime | None
    doubtful: bool
    outside_id: str | None
    reason: str | None


class BlobRow(SQLModel, table=True):
    __tablename__ = "blob"
    sha256: str = Field(primary_key=True)
    content: bytes


class DocumentRow(SQLModel, table=True):
    __tablename__ = "document"
    id: int = Field(primary_key=True, sa_type=BigId)
    name: str
    media_type: str
    sha256: str = Field(foreign_key="blob.sha256")
    reference: str | None = Field(foreign_key="task.reference", index=True)


class ReminderRow(SQLModel, table=True):
    __tablename__ = "reminder"
    __table_args__ = (
        Index("ix_reminder_person", "person_id", "at"),
        only("ix_reminder_waiting", "at", where="settled_at IS NULL"),
    )
    key: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    at: datetime
    text: str
    reference: str | None = Field(foreign_key="task.reference")
    settled_at: datetime | None


class AbsenceRow(SQLModel, table=True):
    __tablename__ = "absence"
    __table_args__ = (Index("ix_absence_person", "person_id", "end"),)
    reference: str = Field(primary_key=True, foreign_key="task.reference")
    person_id: str = Field(foreign_key="person.id")
    kind: str
    start: date
    end: date
    part: str | None


class ModelUseRow(SQLModel, table=True):
    __tablename__ = "model_use"
    day: date = Field(primary_key=True)
    requests: int


class CorrectionRow(SQLModel, table=True):
    """Either `meant` or `field` is set; `before` and `after` are the field's values."""

    __tablename__ = "correction"
    id: int = Field(primary_key=True, sa_type=BigId)
    at: datetime
    person_id: str = Field(foreign_key="person.id")
    language: str
    sentence: str
    said: str
    message: str
    understood: str
    meant: str | None
    field: str | None
    before: dict[str, Any] | None = Field(sa_type=JSON(none_as_null=True))
    after: dict[str, Any] | None = Field(sa_type=JSON(none_as_null=True))
    taken: datetime | None


class AccountRow(SQLModel, table=True):
    """Accounts on chat platforms; `state` is here or gone."""

    __tablename__ = "account"
    channel: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    user: str = Field(primary_key=True)
    place: str
    person_id: str | None = Field(foreign_key="person.id", index=True)
    state: str
    refused_at: datetime | None


class LinkCodeRow(SQLModel, table=True):
    """One-time codes, of which only the digest is kept; a used one is gone."""

    __tablename__ = "link_code"
    digest: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id")
    expires_at: datetime


class OccurrenceRow(SQLModel, table=True):
    """What was due and is settled, whether or not there was anything to say; the key is built of ids and ISO dates."""

    __tablename__ = "occurrence"
    key: str = Field(primary_key=True)
    at: datetime


class PreferenceRow(SQLModel, table=True):
    """What a colleague wants otherwise than is usual, such as the hour of their digest."""

    __tablename__ = "preference"
    person_id: str = Field(primary_key=True, foreign_key="person.id")
    name: str = Field(primary_key=True)
    value: str


class HeartbeatRow(SQLModel, table=True):
    """When a part of the assistant was last well; `silent_after` seconds of silence raise an alarm."""

    __tablename__ = "heartbeat"
    name: str = Field(primary_key=True)
    at: datetime
    silent_after: float
    problem: str | None
    alarmed_at: datetime | None


class RecurringRow(SQLModel, table=True):
    """A task that comes again; `last_on` is the nominal day of the last one that was opened."""

    __tablename__ = "recurring"
    id: str = Field(primary_key=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    type: str
    said: str
    fields: dict[str, Any] = Field(sa_type=JSON)
    rule: dict[str, Any] = Field(sa_type=JSON)
    look_at: datetime | None = Field(index=True)
    last_on: date | None
    language: str
    created_at: datetime
