"""Alembic migrations of the store; ``portal_audit.store.engine`` runs them.

Takes an open connection to a store of any older version; gives it today's schema, without loss.
A migration must not know the tables of today: it says what the schema was on its own day.
"""
