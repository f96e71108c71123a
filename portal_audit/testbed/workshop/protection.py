"""The headers of a workshop portal: those of the sound one, with its change."""

from __future__ import annotations

from collections.abc import Mapping

from portal_audit.testbed.response import CSP, Headers, security_headers
from portal_audit.testbed.workshop.change import Change, Piece

POLICY = "Content-Security-Policy"
COOKIE = "__Host-phien=8c1d52a6f0b94e37; Path=/; Secure; HttpOnly; SameSite=Lax"
ORIGIN = "$origin"
"""In a value: the origin that the request names; without a real one the header is not sent."""


def protection(portal: Piece, origin: str | None) -> Headers:
    """Return the security headers of an answer over HTTPS."""
    sound = security_headers(portal, secure=True)
    if portal.change.csp:
        sound = tuple(
            (name, _policy(portal.change.csp) if name == POLICY else value) for name, value in sound
        )
    kept = tuple(pair for pair in sound if pair[0] not in portal.change.headers)
    return kept + _changed(portal.change, origin)


def cookies(portal: Piece) -> Headers:
    """Return the cookie that the home page sets."""
    value = COOKIE if portal.change.cookie is None else portal.change.cookie
    return (("Set-Cookie", value),)


def _changed(change: Change, origin: str | None) -> Headers:
    found: list[tuple[str, str]] = []
    for name, value in change.headers.items():
        values = (value,) if isinstance(value, str) else value or ()
        for one in values:
            if ORIGIN not in one:
                found.append((name, one))
            elif origin and origin != "null":
                found.append((name, one.replace(ORIGIN, origin)))
    return tuple(found)


def _policy(change: Mapping[str, str | None]) -> str:
    directives = {**CSP, **change}
    kept = [f"{name} {value}".strip() for name, value in directives.items() if value is not None]
    return "; ".join(kept)
