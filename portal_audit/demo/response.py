"""What a testbed portal answers, and the headers that go with it."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.demo.province import Portal

Headers = tuple[tuple[str, str], ...]

HTML = "text/html; charset=utf-8"
CSP = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}
UNSAFE_SCRIPT = "* 'unsafe-inline' 'unsafe-eval'"


@dataclass(frozen=True, slots=True)
class Response:
    """One answer, before compression."""

    status: int
    body: bytes = b""
    content_type: str = HTML
    headers: Headers = ()


def redirect(location: str) -> Response:
    """Return a permanent redirect with a short page for clients that do not follow it."""
    body = f'<!doctype html><html lang="vi"><title>301</title><a href="{location}">{location}</a>'
    return Response(301, body.encode(), headers=(("Location", location),))


def text(body: str, content_type: str = "text/plain; charset=utf-8") -> Response:
    """Return a file of text."""
    return Response(200, body.encode(), content_type)


def security_headers(portal: Portal, *, secure: bool) -> Headers:
    """Return the security headers of every answer; HSTS only over HTTPS (RFC 6797 section 7.2)."""
    if portal.fault == "no-security-headers":
        return ()
    policy = dict(CSP)
    if portal.fault == "unsafe-csp":
        policy["script-src"] = UNSAFE_SCRIPT
    headers: Headers = (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "SAMEORIGIN"),
        ("Content-Security-Policy", "; ".join(f"{name} {value}" for name, value in policy.items())),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    )
    if secure:
        headers += (("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),)
    return headers


def cookies(portal: Portal, *, secure: bool) -> Headers:
    """Return the cookies that the home page sets."""
    if portal.fault == "insecure-cookie":
        return (("Set-Cookie", "JSESSIONID=5F3A9C0B7E12D84455AA; Path=/"),)
    if not secure:
        return ()
    if portal.slug in LANGUAGE_COOKIE:
        value = "GUEST_LANGUAGE_ID=vi_VN; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax"
    else:
        value = "__Host-phien=8c1d52a6f0b94e37; Path=/; Secure; HttpOnly; SameSite=Lax"
    return (("Set-Cookie", value),)


LANGUAGE_COOKIE = frozenset({"sonoivu", "suoinga", "nganthong", "dongmay"})
"""Portals that remember the language and open no session."""
