"""The reading set: small communes' portals, each with one trap for whoever reads them."""

from __future__ import annotations

from portal_audit.testbed.reading.in_dates import DATES
from portal_audit.testbed.reading.in_files import FILES
from portal_audit.testbed.reading.in_letters import LETTERS
from portal_audit.testbed.reading.in_menus import MENUS
from portal_audit.testbed.reading.in_people import PRIVATE
from portal_audit.testbed.reading.in_spam import SPAMMED
from portal_audit.testbed.reading.in_targets import TARGETS
from portal_audit.testbed.reading.in_whole import UNREADABLE
from portal_audit.testbed.reading.trap import Trap, Twist, trap

SOUND = trap("none", "Không có bẫy nào.", "There is no trap.", Twist())

READING: tuple[Trap, ...] = (
    SOUND,
    *(*LETTERS, *MENUS, *TARGETS, *FILES, *DATES),
    *(*SPAMMED, *PRIVATE, *UNREADABLE),
)
"""All portals of the reading set, the sound one first."""
