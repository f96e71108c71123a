"""The sets of portals that the testbed can run: province, workshop and reading set."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from portal_audit.testbed.province import PORTALS, Portal
from portal_audit.testbed.reading import READING
from portal_audit.testbed.reading.serve import ReadingRoom
from portal_audit.testbed.serve import Province
from portal_audit.testbed.workshop import WORKSHOP
from portal_audit.testbed.workshop.serve import Workshop


@dataclass(frozen=True, slots=True)
class PortalSet:
    """A set of portals that run together."""

    portals: tuple[Portal, ...]
    base_port: int
    """Ports begin after it."""
    title: str
    open: Callable[[int, Path], Province | Workshop]
    """Opens them on ports after a number, with a folder for their files."""


SETS: Mapping[str, PortalSet] = {
    "province": PortalSet(PORTALS, 18400, "the sample province", Province),
    "workshop": PortalSet(WORKSHOP, 18500, "the workshop", Workshop),
    "reading": PortalSet(READING, 18800, "the reading set", ReadingRoom),
}
"""All sets by the names that ``--set`` takes."""
