"""The few events that tell of a missed target by when they happened, which digests list."""

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None

_MISSED = sa.text("kind IN ('answer_missed', 'resolution_missed')")


def upgrade() -> None:
    op.create_index("ix_event_missed", "event", ["at"], sqlite_where=_MISSED, postgresql_where=_MISSED)


def downgrade() -> None:
    op.drop_index("ix_event_missed", "event")
