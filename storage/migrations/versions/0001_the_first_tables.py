"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TABLES = (
    "document blob reminder event task_record task_concerned task outbox inbox draft conversation "
    "counter payment invoice product party person entity company"
).split()


def upgrade() -> None:
    _records()
    _tasks()
    _conversations()
    _only_add_events()


def downgrade() -> None:
    for name in _TABLES:
        op.drop_table(name)
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION events_are_only_added()")


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable)


def _index_where(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _records() -> None:
    op.create_table(
        "company",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("name"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_company"),
    )
    op.create_table(
        "entity",
        _text("id"),
        sa.Column("place", sa.Integer(), nullable=False),
        _text("name"),
        _text("country"),
        _text("city"),
        _text("currency"),
        _text("timezone"),
        _text("tax_id"),
        _text("bank"),
        _text("iban"),
        _text("email"),
        sa.PrimaryKeyConstraint("id", name="pk_entity"),
    )
    op.create_table(
        "person",
        _text("id"),
        _text("name"),
        sa.Column("aliases", sa.JSON(), nullable=False),
        _text("email"),
        _text("role"),
        _text("team"),
        _text("language"),
        _text("timezone"),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
    )
    op.create_table(
        "party",
        _text("id"),
        _text("kind"),
        _text("name"),
        sa.Column("aliases", sa.JSON(), nullable=False),
        _text("country", nullable=True),
        _text("city", nullable=True),
        _text("tax_id", nullable=True),
        _text("iban", nullable=True),
        _text("email", nullable=True),
        _text("language", nullable=True),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        _text("state"),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
    )
    op.create_table(
        "product",
        _text("sku"),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=False),
        _text("currency", nullable=True),
        _text("vat_rate"),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("reorder_level", sa.Integer(), nullable=False),
        _text("supplier_id", nullable=True),
        sa.PrimaryKeyConstraint("sku", name="pk_product"),
        sa.ForeignKeyConstraint(["supplier_id"], ["party.id"], name="fk_product_supplier_id"),
    )
    op.create_table(
        "invoice",
        sa.Column("id", _ID, nullable=False),
        _text("number"),
        _text("number_key"),
        _text("number_head"),
        _text("direction"),
        _text("party_id"),
        _text("party"),
        sa.Column("issued", sa.Date(), nullable=False),
        sa.Column("due_date", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        _text("currency"),
        sa.PrimaryKeyConstraint("id", name="pk_invoice"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_invoice_party_id"),
        sa.UniqueConstraint("direction", "party_id", "number", name="uq_invoice_direction_party_id_number"),
    )
    op.create_index("ix_invoice_number_head", "invoice", ["number_head"])
    op.create_index("ix_invoice_number_key", "invoice", ["number_key"])
    op.create_index("ix_invoice_party_id", "invoice", ["party_id"])
    op.create_table(
        "payment",
        sa.Column("invoice_id", _ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("invoice_id", "position", name="pk_payment"),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name="fk_payment_invoice_id"),
    )
    op.create_table(
        "counter",
        _text("prefix"),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name="pk_counter"),
    )


def _tasks() -> None:
    op.create_table(
        "task",
        _text("reference"),
        _text("type"),
        _text("status"),
        _text("team"),
        _text("visibility"),
        _text("requester_id"),
        _text("assignee_id", nullable=True),
        _text("waiting_for", nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        _text("language"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("checklist", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_task"),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name="fk_task_assignee_id"),
        sa.ForeignKeyConstraint(["requester_id"], ["person.id"], name="fk_task_requester_id"),
    )
    op.create_index("ix_task_assignee", "task", ["assignee_id", "created_at"])
    op.create_index("ix_task_created", "task", ["created_at", "reference"])
    _index_where(
        "ix_task_due", "task", ["due"], where="status NOT IN ('done', 'cancelled', 'rejected') AND due IS NOT NULL"
    )
    op.create_index("ix_task_requester", "task", ["requester_id", "created_at"])
    op.create_index("ix_task_team", "task", ["team", "created_at"])
    op.create_table(
        "task_concerned",
        _text("reference"),
        _text("person_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reference", "person_id", name="pk_task_concerned"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_task_concerned_person_id"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_task_concerned_reference"),
    )
    op.create_index("ix_task_concerned_person_id", "task_concerned", ["person_id"])
    op.create_table(
        "task_record",
        _text("reference"),
        _text("field"),
        _text("record"),
        sa.PrimaryKeyConstraint("reference", "field", name="pk_task_record"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_task_record_reference"),
    )
    op.create_index("ix_task_record_record", "task_record", ["record"])
    op.create_table(
        "event",
        sa.Column("id", _ID, nullable=False),
        _text("reference"),
        _text("kind"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("actor_id", nullable=True),
        _text("channel"),
        _text("why", nullable=True),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_event"),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name="fk_event_actor_id"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_event_reference"),
    )
    op.create_index("ix_event_task", "event", ["reference", "id"])
    op.create_table(
        "reminder",
        _text("key"),
        _text("person_id"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _text("text"),
        _text("reference", nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_reminder"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_reminder_person_id"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_reminder_reference"),
    )
    op.create_index("ix_reminder_person", "reminder", ["person_id", "at"])
    op.create_table(
        "blob",
        _text("sha256"),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "document",
        sa.Column("id", _ID, nullable=False),
        _text("name"),
        _text("media_type"),
        _text("sha256"),
        _text("reference", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_document_reference"),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_document_sha256"),
    )
    op.create_index("ix_document_reference", "document", ["reference"])


def _conversations() -> None:
    op.create_table(
        "conversation",
        _text("key"),
        _text("person_id"),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("claimed_by", nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_conversation"),
    )
    op.create_index("ix_conversation_claimed_by", "conversation", ["claimed_by"])
    op.create_table(
        "draft",
        _text("id"),
        _text("person_id"),
        _text("type"),
        sa.Column("state", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
    )
    op.create_index("ix_draft_person", "draft", ["person_id", "updated_at"])
    op.create_table(
        "inbox",
        sa.Column("id", _ID, nullable=False),
        _text("channel"),
        _text("account"),
        _text("external_id"),
        _text("conversation"),
        _text("sender_id"),
        _text("kind"),
        _text("text"),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        _text("in_reply_to", nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        _text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _text("reason", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.key"], name="fk_inbox_conversation"),
        sa.UniqueConstraint("channel", "account", "external_id", name="uq_inbox_channel_account_external_id"),
    )
    _index_where("ix_inbox_quarantined", "inbox", ["id"], where="state = 'quarantined'")
    _index_where("ix_inbox_unread", "inbox", ["conversation", "priority", "id"], where="state = 'unread'")
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False),
        _text("key"),
        _text("channel"),
        _text("recipient"),
        _text("thread"),
        _text("kind"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        _text("in_reply_to", nullable=True),
        _text("reference", nullable=True),
        _text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        _text("claimed_by", nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("doubtful", sa.Boolean(), nullable=False),
        _text("outside_id", nullable=True),
        _text("reason", nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
    )
    _index_where("ix_outbox_queued", "outbox", ["channel", "thread", "id"], where="state = 'queued'")
    _index_where("ix_outbox_troubled", "outbox", ["id"], where="state IN ('failed', 'uncertain')")


def _only_add_events() -> None:
    """Refuse in the database itself to change or delete what happened to a task."""
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER event_no_{change.lower()} BEFORE {change} ON event "
                "BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION events_are_only_added() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'events are only ever added'; END $$"
    )
    for change, each in (("UPDATE OR DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
        op.execute(
            f"CREATE TRIGGER event_no_{change.split()[0].lower()} BEFORE {change} ON event "
            f"FOR EACH {each} EXECUTE FUNCTION events_are_only_added()"
        )
