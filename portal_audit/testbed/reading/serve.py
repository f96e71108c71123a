"""Runs all portals of the reading set in this process."""

from __future__ import annotations

from datetime import UTC, datetime

from portal_audit.testbed.reading import READING
from portal_audit.testbed.reading.site import ReadingSite
from portal_audit.testbed.reading.trap import Trap
from portal_audit.testbed.site import Addresses, Answers
from portal_audit.testbed.workshop.change import Piece
from portal_audit.testbed.workshop.serve import Workshop


class ReadingRoom(Workshop):
    """The portals with one trap each for whoever reads them; careful TLS on all."""

    portals = READING

    def site(self, portal: Piece, where: Addresses) -> Answers:
        """Return the portal's pages and files."""
        assert isinstance(portal, Trap)
        return ReadingSite(portal, where, datetime.now(UTC).date())
