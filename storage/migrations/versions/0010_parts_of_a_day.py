"""The part of the day that an absence is for, where it is not for whole days."""

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.add_column("absence", sa.Column("part", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("absence", "part")
