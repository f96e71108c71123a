"""Runs, and the sites of each run with what was seen and judged."""

import sqlalchemy as sa
from alembic import op

from portal_audit.store.column_types import words

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "runs",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime()),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("criteria_version", words(40), nullable=False),
        sa.Column("fingerprint", sa.String(80), nullable=False),
        sa.Column("authorised_by", sa.String()),
    )
    op.create_table(
        "sites",
        sa.Column(
            "run_id",
            sa.String(40),
            sa.ForeignKey("runs.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("site_id", sa.String(200), nullable=False),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(20)),
        sa.Column("evidence", sa.LargeBinary()),
        sa.Column("result", sa.LargeBinary()),
        sa.Column("finished_at", sa.DateTime()),
        sa.UniqueConstraint("run_id", "site_id", name="uq_sites_run_id_site_id"),
    )
