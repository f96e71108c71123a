"""Whether a run keeps all its evidence for ever, since a report or a dispute stands on it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the mark to each run; none of before has it."""
    op.add_column("runs", sa.Column("pinned", sa.Boolean()))
