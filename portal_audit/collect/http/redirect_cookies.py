"""Cookies within one chain of redirects; nothing is kept from one page to the next."""

from __future__ import annotations

from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.http.web_url import WebUrl

MAX_COOKIES = 20
MAX_LENGTH = 4_096


class ChainCookies:
    """Sends back what the same host set earlier in the chain.

    Some portals set a cookie, redirect to themselves, and loop for ever for a visitor without
    it. That is all this serves: Domain and Path are ignored (a cookie goes to the host that set
    it, and to no other), Secure is kept, and the cookies end with the chain, so that every page
    is read as by a first-time visitor.
    """

    def __init__(self) -> None:
        """Start with none."""
        self._held: dict[str, dict[str, tuple[str, bool]]] = {}

    def take(self, url_parts: WebUrl, answer: HttpResponse) -> None:
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
