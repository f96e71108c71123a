"""Alembic's entry: runs the migrations on the connection that the store hands over."""

from alembic import context

from portal_audit.store.tables import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("open the store with portal-audit: it migrates by itself")
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter most of a table in place
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
