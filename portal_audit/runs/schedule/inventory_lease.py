"""Hold an inventory while it is scanned, so that no two scans ask its portals at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from portal_audit.errors import PortalAuditError
from portal_audit.store import Leases, Store
from portal_audit.store.leases import BEAT
from portal_audit.store.process_identity import this_process
from portal_audit.texts import Message


class InventoryBusy(PortalAuditError):
    """Another scan of the same inventory is going on."""


@dataclass(frozen=True, slots=True)
class HeldInventory:
    """A lease that this process holds."""

    leases: Leases
    name: str
    holder: str

    def note_run(self, run_id: str) -> None:
        """Write down which run it is held for."""
        if self.name:
            self.leases.note_run(self.name, self.holder, run_id)

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Say every half minute that this process lives, from a thread of its own."""
        if not self.name:
            yield
            return
        ended = threading.Event()
        thread = threading.Thread(target=self._beat, args=(ended,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join(timeout=BEAT.total_seconds())

    def _beat(self, ended: threading.Event) -> None:
        while not ended.wait(BEAT.total_seconds()):
            with suppress(PortalAuditError):  # the next beat may succeed
                self.leases.beat(self.name, self.holder, datetime.now(UTC))


@contextmanager
def holding(
    store: Store, name: str, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> Iterator[HeldInventory]:
    """Hold a name; raises InventoryBusy, with who holds it, where a living process does.

    An empty name is nobody's: nothing is held.
    """
    held = HeldInventory(Leases(store.engine), name, this_process())
    if not name:
        yield held
        return
    other = held.leases.take(name, held.holder, clock())
    if other is not None:
        host, _, pid, _ = other.holder.split(" ")
        raise InventoryBusy(
            Message(
                "inventory-busy",
                inventory=name,
                host=host,
                pid=pid,
                since=f"{other.taken_at:%Y-%m-%d %H:%M} UTC",
                run=other.run_id or "–",
            )
        )
    try:
        yield held
    finally:
        with suppress(PortalAuditError):  # a lease that stays ends with this process anyway
            held.leases.release(name, held.holder)
