"""Accounts on chat platforms; where a chat message came from, and which one a message changes."""

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None

_INBOX = ("album", "user", "place", "edits")
_OUTBOX = ("reader", "edits", "only_for")
_PLACED = sa.text("place IS NOT NULL")
_ARRIVED = sa.text("outside_id IS NOT NULL")
_ABOUT_A_TASK = sa.text("reference IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("channel", "account", "user", name="pk_account"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_account_person_id"),
    )
    op.create_index("ix_account_person_id", "account", ["person_id"])
    op.create_table(
        "link_code",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_link_code"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_link_code_person_id"),
    )
    for name in _INBOX:
        op.add_column("inbox", sa.Column(name, sa.String(), nullable=True))
    op.add_column("inbox", sa.Column("attached", sa.JSON(), nullable=True))
    for name in ("room", "outsiders"):
        op.add_column("inbox", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_inbox_place", "inbox", ["place"], sqlite_where=_PLACED, postgresql_where=_PLACED)
    for name in _OUTBOX:
        op.add_column("outbox", sa.Column(name, sa.String(), nullable=True))
    op.create_index("ix_outbox_outside", "outbox", ["outside_id"], sqlite_where=_ARRIVED, postgresql_where=_ARRIVED)
    op.create_index(
        "ix_outbox_reference",
        "outbox",
        ["reference", "id"],
        sqlite_where=_ABOUT_A_TASK,
        postgresql_where=_ABOUT_A_TASK,
    )
    op.create_index("ix_outbox_recipient", "outbox", ["recipient"])


def downgrade() -> None:
    for name in ("recipient", "reference", "outside"):
        op.drop_index(f"ix_outbox_{name}", "outbox")
    for name in _OUTBOX:
        op.drop_column("outbox", name)
    op.drop_index("ix_inbox_place", "inbox")
    for name in (*_INBOX, "attached", "room", "outsiders"):
        op.drop_column("inbox", name)
    op.drop_table("link_code")
    op.drop_table("account")
