"""What is due when, what was settled, what comes again, what people prefer, and how the assistant's parts are."""

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None

_OPEN = sa.text("status NOT IN ('done', 'cancelled', 'rejected')")
_LOOK = sa.text("look_at IS NOT NULL")
_WAITING = sa.text("settled_at IS NULL")


def upgrade() -> None:
    op.add_column("task", sa.Column("look_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE task SET look_at = updated_at WHERE status NOT IN ('done', 'cancelled', 'rejected')")
    op.create_index("ix_task_look", "task", ["look_at"], sqlite_where=_LOOK, postgresql_where=_LOOK)
    op.create_index("ix_task_open_team", "task", ["team", "status"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.add_column("reminder", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_reminder_waiting", "reminder", ["at"], sqlite_where=_WAITING, postgresql_where=_WAITING)
    op.create_table(
        "occurrence",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_occurrence"),
    )
    op.create_table(
        "preference",
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "name", name="pk_preference"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_preference_person_id"),
    )
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("silent_after", sa.Float(), nullable=False),
        sa.Column("problem", sa.String(), nullable=True),
        sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("name", name="pk_heartbeat"),
    )
    _create_recurring()


def _create_recurring() -> None:
    op.create_table(
        "recurring",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recurring"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_recurring_person_id"),
    )
    op.create_index("ix_recurring_person_id", "recurring", ["person_id"])
    op.create_index("ix_recurring_look_at", "recurring", ["look_at"])


def downgrade() -> None:
    for name in ("recurring", "heartbeat", "preference", "occurrence"):
        op.drop_table(name)
    op.drop_index("ix_reminder_waiting", "reminder")
    op.drop_column("reminder", "settled_at")
    for name in ("look", "open_team"):
        op.drop_index(f"ix_task_{name}", "task")
    op.drop_column("task", "look_at")
