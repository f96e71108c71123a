"""How many portals of a run were looked at again, and how many that cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add two numbers to each run; runs of before have none."""
    op.add_column("runs", sa.Column("looked_again", sa.Integer()))
    op.add_column("runs", sa.Column("cleared", sa.Integer()))
