"""The workshop: small portals, each with one fault that no portal of the province has."""

from __future__ import annotations

from portal_audit.testbed.workshop.change import Change, Piece, piece
from portal_audit.testbed.workshop.content import CONTENT
from portal_audit.testbed.workshop.cookies import COOKIES
from portal_audit.testbed.workshop.crypto import CRYPTO
from portal_audit.testbed.workshop.delivery import DELIVERY
from portal_audit.testbed.workshop.headers import HEADERS
from portal_audit.testbed.workshop.policies import POLICIES

SOUND = piece("none", "Không có lỗi nào.", "Nothing is wrong.", {}, Change())

WORKSHOP: tuple[Piece, ...] = (
    *(SOUND, *CRYPTO, *HEADERS, *COOKIES),
    *(*POLICIES, *CONTENT, *DELIVERY),
)
"""All portals of the workshop, the sound one first."""
