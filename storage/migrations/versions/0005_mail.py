"""Mails as they came, the threads they stand in, the tokens that answers bring back; what a supplier's answer proposes."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None

_WORKED = sa.text("state IN ('message', 'answer')")
_WAITING = sa.text("state IN ('triage', 'quarantined')")


def upgrade() -> None:
    op.add_column("task", sa.Column("proposals", sa.JSON(), nullable=True))
    op.add_column("inbox", sa.Column("subject", sa.String(), nullable=True))
    op.add_column("inbox", sa.Column("files", sa.JSON(), nullable=True))
    op.add_column("inbox", sa.Column("about", sa.String(), nullable=True))
    op.create_index("ix_inbox_sender", "inbox", ["sender_id", "id"])
    op.create_table(
        "mailbox",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "folder", name="pk_mailbox"),
    )
    _create_mail()
    _create_threads()


def _create_mail() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("filed", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mail"),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name="fk_mail_sha256"),
        sa.UniqueConstraint(
            *("mailbox", "folder", "uidvalidity", "uid", "sha256"), name="uq_mail_mailbox_folder_uidvalidity_uid_sha256"
        ),
    )
    op.create_index("ix_mail_sender", "mail", ["sender", "received_at"])
    op.create_index("ix_mail_fingerprint", "mail", ["fingerprint"])
    op.create_index("ix_mail_reference", "mail", ["reference"])
    op.create_index(
        "uq_mail_worked", "mail", ["fingerprint"], unique=True, sqlite_where=_WORKED, postgresql_where=_WORKED
    )
    op.create_index("ix_mail_waiting", "mail", ["id"], sqlite_where=_WAITING, postgresql_where=_WAITING)


def _create_threads() -> None:
    op.create_table(
        "mail_thread",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("key", name="pk_mail_thread"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_mail_thread_reference"),
    )
    op.create_table(
        "message_id",
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("message_id", name="pk_message_id"),
        sa.ForeignKeyConstraint(["thread"], ["mail_thread.key"], name="fk_message_id_thread"),
    )
    op.create_table(
        "reply_token",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=True),
        sa.Column("outgoing", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_reply_token"),
        sa.UniqueConstraint("message_id", name="uq_reply_token_message_id"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_reply_token_reference"),
    )
    op.create_index("ix_reply_token_reference", "reply_token", ["reference"])


def downgrade() -> None:
    for table in ("reply_token", "message_id", "mail_thread", "mail", "mailbox"):
        op.drop_table(table)
    op.drop_index("ix_inbox_sender", "inbox")
    op.drop_column("inbox", "about")
    op.drop_column("inbox", "files")
    op.drop_column("inbox", "subject")
    op.drop_column("task", "proposals")
