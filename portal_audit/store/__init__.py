"""The store: runs, their sites, and the evidence and findings of each (SQLAlchemy).

Takes targets, evidence and site results; gives them back unchanged, run by run.
Refuses a database that is not its own, or that a newer version wrote, and leaves it as it was.
Must not know what a check asks, how a score comes about or how a run is shown.
"""

from portal_audit.store.run_info import RunInfo
from portal_audit.store.store import Store

__all__ = ["RunInfo", "Store"]
