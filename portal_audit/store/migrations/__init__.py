"""Alembic migrations of the store; ``portal_audit.store.opening`` runs them."""
