"""Cookies of one chain of redirects, or of one visit."""

from __future__ import annotations

from portal_audit.evidence.answer import HttpResponse
from portal_audit.evidence.http import Exchange
from portal_audit.parse.http.web_url import WebUrl

MAX_COOKIES = 20
MAX_LENGTH = 4_096


class CookieJar:
    """Sends back what the same host set earlier.

    Some portals set a cookie, redirect to themselves, and loop for ever for a visitor without
    it; others give every page new tokens to whoever brings none. Domain and Path are ignored (a
    cookie goes to the host that set it, and to no other), Secure is kept. A chain of redirects
    has a jar of its own; so has a crawl, as a browser that is opened anew for every visit.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._held: dict[str, dict[str, tuple[str, bool]]] = {}

    def take(self, url_parts: WebUrl, answer: HttpResponse | Exchange) -> None:
        """Keep what *answer* sets (RFC 6265 5.2, name, value and Secure only)."""
        held = self._held.setdefault(url_parts.host, {})
        for line in answer.all("set-cookie"):
            pair, *attributes = line.split(";")
            name, equals, value = (part.strip() for part in pair.partition("="))
            names = {part.partition("=")[0].strip().lower() for part in attributes}
            if not equals or not name or len(pair) > MAX_LENGTH:
                continue
            if name in held or len(held) < MAX_COOKIES:
                held[name] = (value, "secure" in names)

    def header(self, url_parts: WebUrl) -> str:
        """Return the Cookie header for a request to *url_parts*; empty where there is none."""
        held = self._held.get(url_parts.host, {})
        return "; ".join(
            f"{name}={value}"
            for name, (value, secure) in held.items()
            if url_parts.scheme == "https" or not secure
        )
