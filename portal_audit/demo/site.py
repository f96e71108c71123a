"""One portal's site: which path answers what."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Protocol
from urllib.parse import parse_qs, unquote, urlsplit

from portal_audit.demo.content import PAGES
from portal_audit.demo.province import Portal
from portal_audit.demo.response import Response, cookies, redirect, security_headers, text
from portal_audit.demo.site_pages import Pages
from portal_audit.demo.wellknown import robots_txt, rss_xml, security_txt, sitemap_xml

ASSET_TYPES: Mapping[str, str] = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
SERVES_HTTP = frozenset({"no-https", "no-redirect"})
"""Faults whose portals answer plain HTTP with their pages."""
ISSUER_PATH = "/ca/issuing.cer"
CONTENT_PATH = "/api/trang"
"""Where the portal that lives by its script has its content."""


@dataclass(frozen=True, slots=True)
class SiteAddresses:
    """Where a portal answers, without trailing slash."""

    https: str
    http: str
    province: str
    """The provincial portal, over HTTPS."""


class Answers(Protocol):
    """What a connection needs of a site."""

    def answer(
        self, target: str, *, secure: bool, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Answer a request for ``target`` (path and query), made over HTTPS or not.

        Names of ``headers`` are in small letters.
        """
        ...


class Site:
    """Answers the requests of one portal; safe for threads."""

    def __init__(
        self, portal: Portal, addresses: SiteAddresses, portals: Mapping[str, str], today: date
    ) -> None:
        """Take the portal, its addresses, those of all portals by slug, and today's date."""
        self.portal = portal
        self.addresses = addresses
        base = addresses.http if portal.fault == "no-https" else addresses.https
        self.base = base
        self.pages = Pages(portal, base, addresses.province, portals, today)
        self.issuer = b""
        """The intermediate certificate (DER), for whoever follows the leaf's caIssuers URL."""
        self._lock = threading.Lock()

    def answer(
        self, target: str, *, secure: bool, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Answer a request for ``target`` (path and query), made over HTTPS or not.

        No portal of the province looks at the request's headers.
        """
        url = urlsplit(target)
        path = unquote(url.path) or "/"
        if not secure and path == ISSUER_PATH and self.issuer:
            return Response(200, self.issuer, "application/pkix-cert")
        if self.portal.fault == "blocked":
            return Response(403, (PAGES / "blocked.html").read_bytes())
        if not secure and self.portal.fault not in SERVES_HTTP:
            return redirect(self.addresses.https + target)
        response = self._found(path, url.query)
        added = response.headers + security_headers(self.portal, secure=secure)
        if path == "/":
            added += cookies(self.portal, secure=secure)
        return Response(response.status, response.body, response.content_type, added)

    def _found(self, path: str, query: str) -> Response:
        """Return the page or file at a path, or the page that says there is none."""
        with self._lock:
            if self.portal.fault == "javascript-only" and self._is_page(path):
                return self._html(self.pages.shell())
            if path == CONTENT_PATH and self.portal.fault == "javascript-only":
                return self._content((parse_qs(query).get("duong-dan") or [""])[0])
            if path == "/tim-kiem":
                return self._html(self.pages.search((parse_qs(query).get("q") or [""])[0]))
            if path in self._files:
                return self._files[path]
            if path.startswith("/assets/"):
                return self._asset(path.removeprefix("/assets/"))
            if path in self.pages.paths:
                return self._html(self.pages.html(path))
            document = self.pages.document(path)
            if document is not None:
                return Response(200, document, "application/pdf")
            return Response(404, self.pages.not_found().encode())

    def _is_page(self, path: str) -> bool:
        """Whether a portal that lives by its script answers here with its empty page."""
        files = path in self._files or path.startswith(("/assets/", "/tai-lieu/"))
        return path != CONTENT_PATH and not files

    def _content(self, where: str) -> Response:
        """Return what the script shows at a path."""
        exists = where in self.pages.paths
        page = self.pages.html(where) if exists else self.pages.not_found()
        return Response(200, page.encode())

    @cached_property
    def _files(self) -> Mapping[str, Response]:
        """Files that programs ask for."""
        contact = self.pages.place["security_mail"]
        canonical = f"{self.base}/.well-known/security.txt"
        paths = self.pages.listed
        return {
            "/robots.txt": text(robots_txt(self.base)),
            "/sitemap.xml": text(
                sitemap_xml(self.base, paths, self.pages.today), "application/xml; charset=utf-8"
            ),
            "/rss.xml": text(
                rss_xml(self.portal.name, self.base, self.pages.feed),
                "application/rss+xml; charset=utf-8",
            ),
            "/.well-known/security.txt": text(security_txt(contact, canonical)),
            "/favicon.ico": self._asset("bieu-trung.svg"),
        }

    def _asset(self, name: str) -> Response:
        file = PAGES / "assets" / name
        if "/" in name or not file.is_file():
            return Response(404, self.pages.not_found().encode())
        return Response(200, file.read_bytes(), ASSET_TYPES[file.suffix.removeprefix(".")])

    @staticmethod
    def _html(page: str) -> Response:
        return Response(200, page.encode())
