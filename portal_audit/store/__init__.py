"""The store: runs, their sites, and the evidence and findings of each (SQLAlchemy).

Takes targets, evidence and site results; gives them back unchanged, run by run. Keeps what flipped
in the outbox, the digests on their way, the schedules, and who scans which inventory just now.
Refuses a database that is not its own, or that a newer version wrote, and leaves it as it was.
Must not know what a check asks, how a score comes about or how a run is shown.
"""

from portal_audit.store.deliveries import Deliveries
from portal_audit.store.leases import Leases
from portal_audit.store.outbox import Outbox
from portal_audit.store.run_info import RunInfo
from portal_audit.store.schedules import Schedules
from portal_audit.store.store import Store

__all__ = ["Deliveries", "Leases", "Outbox", "RunInfo", "Schedules", "Store"]
