"""The outbox of notices as flips and deliveries; schedules, their firings, and leases."""

import sqlalchemy as sa
from alembic import op

from portal_audit.store.column_types import words

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create their tables; the first outbox, into which nothing ever wrote, goes."""
    op.drop_table("notices")
    op.create_index("ix_scores_portal", "scores", ["portal", "at"])
    op.create_table(
        "flips",
        sa.Column("key", words(900), primary_key=True),
        sa.Column("subject", words(500), nullable=False),
        sa.Column("run_id", sa.String(40), nullable=False, index=True),
        sa.Column("portal", words(300), nullable=False),
        sa.Column("organisation", words(500), nullable=False),
        sa.Column("check", words(200), nullable=False),
        sa.Column("reason", sa.String(30), nullable=False),
        sa.Column("old", words(200), nullable=False),
        sa.Column("new", words(200), nullable=False),
        sa.Column("severity", sa.String(10), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("processed_at", sa.DateTime(), index=True),
        sa.Column("digest", sa.String(80)),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("digest", sa.String(80), nullable=False),
        sa.Column("run_id", sa.String(40), nullable=False),
        sa.Column("organisation", words(500), nullable=False),
        sa.Column("channel", sa.String(100), nullable=False),
        sa.Column("recipient", words(320), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("claimed_by", words(200)),
        sa.Column("claimed_at", sa.DateTime()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("next_at", sa.DateTime()),
        sa.Column("sent_at", sa.DateTime()),
        sa.Column("given_up_at", sa.DateTime()),
        sa.Column("last_error", words(500)),
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("cron", words(200), nullable=False),
        sa.Column("zone", sa.String(60), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("folder", words(1000), nullable=False),
        sa.Column("inventory", words(600), nullable=False),
        sa.Column("quiet_hours", sa.JSON(), nullable=False),
        sa.Column("jitter", sa.Integer(), nullable=False),
        sa.Column("grace", sa.Float(), nullable=False),
        sa.Column("next_at", sa.DateTime()),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "firings",
        sa.Column("schedule", sa.String(100), primary_key=True),
        sa.Column("due", sa.DateTime(), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("holder", words(200), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
        sa.Column("exit_code", sa.Integer()),
        sa.Column("run_id", sa.String(40)),
    )
    op.create_table(
        "leases",
        sa.Column("name", words(600), primary_key=True),
        sa.Column("holder", words(200), nullable=False),
        sa.Column("run_id", sa.String(40)),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("beat_at", sa.DateTime(), nullable=False),
    )
