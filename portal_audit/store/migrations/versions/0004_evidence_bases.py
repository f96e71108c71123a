"""Evidence that later runs saw again is kept once, and theirs as what has changed since."""

import sqlalchemy as sa
from alembic import op

from portal_audit.store.column_types import words

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and the column that names its rows; evidence of before stands alone."""
    op.create_table(
        "evidence_bases",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("portal", words(300), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_evidence_bases_portal", "evidence_bases", ["portal"])
    op.add_column("sites", sa.Column("evidence_base", sa.String(64)))
    op.create_index("ix_sites_evidence_base", "sites", ["evidence_base"])
