"""Narrow rows of every verdict and score, and the outbox of notices: what history is made of."""

import sqlalchemy as sa
from alembic import op

from portal_audit.store.column_types import words

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their tables; runs of before get their rows when they are next read."""
    op.create_table(
        "terms",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("text", words(300), nullable=False, unique=True),
    )
    op.create_table(
        "verdicts",
        sa.Column("run", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("portal", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("check", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("outcome", sa.Integer(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("points_lost", sa.Float(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "scores",
        sa.Column("run", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("portal", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("cause", sa.String(20)),
        sa.Column("level", sa.String(1), nullable=False),
        sa.Column("score", sa.Float()),
        sa.Column("coverage", sa.Float(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notices",
        sa.Column("key", words(300), primary_key=True),
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("organisation", words(500), nullable=False),
        sa.Column("portal", words(300), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", words(500)),
    )
