"""The store: runs, their sites, and what was seen and judged (SQLAlchemy)."""

from portal_audit.store.store import RunInfo, Store

__all__ = ["RunInfo", "Store"]
