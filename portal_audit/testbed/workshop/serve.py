"""Runs all portals of the workshop in this process."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from portal_audit.testbed.serve import Servers
from portal_audit.testbed.site import Addresses, Answers
from portal_audit.testbed.workshop import WORKSHOP
from portal_audit.testbed.workshop.change import Piece
from portal_audit.testbed.workshop.context import Forge
from portal_audit.testbed.workshop.site import WorkshopSite


class Workshop(Servers[Piece]):
    """The portals with one small fault each."""

    portals: Sequence[Piece] = WORKSHOP

    def __init__(self, base_port: int, folder: Path) -> None:
        """Open them."""
        super().__init__(self.portals, base_port, folder)

    @cached_property
    def _forge(self) -> Forge:
        return Forge(self.authority, self.folder)

    def site(self, portal: Piece, where: Addresses) -> Answers:
        """Return the portal's pages and files."""
        return WorkshopSite(portal, where, datetime.now(UTC).date())

    def context(self, portal: Piece, where: Addresses) -> ssl.SSLContext:
        """Return careful settings, or those of the portal's fault."""
        return self._forge.context(portal)
