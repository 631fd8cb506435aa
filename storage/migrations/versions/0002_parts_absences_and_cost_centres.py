"""Tasks that are part of another, the absence calendar, cost centres, and what products cost."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    # Spelt out, since SQLite takes a foreign key only together with its column (sqlite.org/lang_altertable.html).
    op.execute("ALTER TABLE task ADD COLUMN parent VARCHAR CONSTRAINT fk_task_parent REFERENCES task (reference)")
    op.create_index("ix_task_parent", "task", ["parent"])
    op.add_column("product", sa.Column("cost", sa.BigInteger(), nullable=True))
    op.add_column("product", sa.Column("cost_currency", sa.String(), nullable=True))
    op.add_column("product", sa.Column("reserved", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("product") as product:
        product.alter_column("reserved", existing_type=sa.Integer(), existing_nullable=False, server_default=None)
    _cost_centers()
    _absences()


def downgrade() -> None:
    op.drop_table("absence")
    op.drop_table("cost_center")
    for column in ("reserved", "cost_currency", "cost"):
        op.drop_column("product", column)
    with op.batch_alter_table("task") as task:
        task.drop_index("ix_task_parent")
        task.drop_column("parent")


def _cost_centers() -> None:
    op.create_table(
        "cost_center",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("budget", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("code", "year", name="pk_cost_center"),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name="fk_cost_center_owner_id"),
    )


def _absences() -> None:
    op.create_table(
        "absence",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("end", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_absence"),
        sa.ForeignKeyConstraint(["reference"], ["task.reference"], name="fk_absence_reference"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_absence_person_id"),
    )
    op.create_index("ix_absence_person", "absence", ["person_id", "end"])
