"""The workshop: small portals, each with one fault that no portal of the province has."""

from __future__ import annotations

from portal_audit.testbed.workshop.certificates import CERTIFICATES
from portal_audit.testbed.workshop.change import Change, Piece, piece
from portal_audit.testbed.workshop.contacts import CONTACTS
from portal_audit.testbed.workshop.content import CONTENT
from portal_audit.testbed.workshop.cookies import COOKIES, FOREIGN_COOKIES
from portal_audit.testbed.workshop.delivery import MISSING, REDIRECTS
from portal_audit.testbed.workshop.foreign import FOREIGN
from portal_audit.testbed.workshop.headers import HEADERS
from portal_audit.testbed.workshop.mixed import MIXED
from portal_audit.testbed.workshop.origins import ORIGINS
from portal_audit.testbed.workshop.policies import POLICIES
from portal_audit.testbed.workshop.protocol import PROTOCOL
from portal_audit.testbed.workshop.remnants import REMNANTS, TYPES, UNEVEN

SOUND = piece("none", "Không có lỗi nào.", "Nothing is wrong.", {}, Change())

WORKSHOP: tuple[Piece, ...] = (
    SOUND,
    *(*CERTIFICATES, *PROTOCOL),
    *(*REDIRECTS, *HEADERS, *ORIGINS, *REMNANTS, *UNEVEN, *TYPES),
    *(*COOKIES, *FOREIGN_COOKIES),
    *(*POLICIES, *MIXED, *FOREIGN, *CONTENT),
    *(*MISSING, *CONTACTS),
)
"""All portals of the workshop, the sound one first."""
