"""Alembic migrations of the store; ``portal_audit.store.engine`` runs them."""
