"""One portal of the workshop: which path answers what."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from string import Template
from urllib.parse import unquote, urlsplit

from portal_audit.testbed.content import PAGES
from portal_audit.testbed.response import Headers, Response, redirect, text
from portal_audit.testbed.site import ASSET_TYPES, Addresses
from portal_audit.testbed.wellknown import robots_txt, security_txt, sitemap_xml
from portal_audit.testbed.workshop.change import Part, Piece, Told
from portal_audit.testbed.workshop.pages import HOME, LAST, lost, page, paths
from portal_audit.testbed.workshop.protection import cookies, protection

CODES = {"windows-1258": "cp1258"}


class WorkshopSite:
    """Answers the requests of one portal; safe for threads."""

    def __init__(self, portal: Piece, addresses: Addresses, today: date) -> None:
        """Take the portal, its addresses and today's date."""
        self.portal = portal
        self.addresses = addresses
        self.today = today

    def answer(
        self, target: str, *, secure: bool, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Answer a request for ``target`` (path and query), made over HTTPS or not."""
        path = unquote(urlsplit(target).path) or HOME
        asked = headers or {}
        if not secure:
            return self._plain(path, target)
        if asked.get("host", "").startswith("www."):
            return redirect(self.addresses.https + target)
        response = self._found(path)
        added: Headers = ()
        if not self._parts(path, response) & self.portal.change.bare:
            added += protection(self.portal, asked.get("origin"))
        if path == HOME:
            added += cookies(self.portal)
        return Response(
            response.status, response.body, response.content_type, response.headers + added
        )

    def _plain(self, path: str, target: str) -> Response:
        """Answer over HTTP: with a redirect, where nothing else is planned."""
        told = self.portal.change.plain.get(path)
        found = self._told(told) if told else redirect(self.addresses.https + target)
        added = tuple(self.portal.change.plain_headers.items())
        return Response(found.status, found.body, found.content_type, found.headers + added)

    def _found(self, path: str) -> Response:
        """Return the page or file at a path, or the page that says there is none."""
        change = self.portal.change
        if path in change.answers:
            return self._told(change.answers[path])
        if path in self.paths:
            return self._page(path)
        if path in self._files:
            return self._files[path]
        if "*" in change.answers:
            return self._told(change.answers["*"])
        return self._lost()

    @property
    def paths(self) -> tuple[str, ...]:
        """Where pages are."""
        return paths()

    @property
    def listed(self) -> tuple[str, ...]:
        """What sitemap.xml lists."""
        return self.paths

    def _page(self, path: str) -> Response:
        change = self.portal.change
        extra = (change.head, change.body) if path == HOME else ("", "")
        return Response(200, self._fill(page(self.portal, path, *extra)).encode())

    def _lost(self) -> Response:
        return Response(404, lost(self.portal).encode())

    def _parts(self, path: str, response: Response) -> frozenset[Part]:
        """Return what kinds of answer this one is."""
        inner = path in self.paths and path != HOME
        kinds = {
            Part.INNER: inner,
            Part.LAST: path == LAST,
            Part.LOST: response.status == 404,
            Part.FILES: path.startswith("/assets/"),
            Part.HOPS: 300 <= response.status < 400,
        }
        return frozenset(kind for kind, holds in kinds.items() if holds)

    @cached_property
    def _files(self) -> Mapping[str, Response]:
        """Files that programs ask for, and those that the pages load."""
        base, host = self.addresses.https, self.portal.host
        listed = [(path, self.today) for path in self.listed]
        known = "/.well-known/security.txt"
        files = {
            "/robots.txt": text(robots_txt(base)),
            "/sitemap.xml": text(
                sitemap_xml(base, listed, self.today), "application/xml; charset=utf-8"
            ),
            known: text(security_txt(f"attt@{host}", base + known)),
        }
        for file in (PAGES / "assets").iterdir():
            kind = ASSET_TYPES.get(file.suffix.removeprefix("."))
            if kind:
                files[f"/assets/{file.name}"] = Response(200, file.read_bytes(), kind)
        return files

    def _told(self, told: Told) -> Response:
        """Return what the change answers."""
        body = self._fill(told.body)
        headers = (("Location", self._fill(told.location)),) if told.location else ()
        charset = told.content_type.rpartition("charset=")[2]
        code = CODES.get(charset, "utf-8")
        return Response(told.status, body.encode(code, "replace"), told.content_type, headers)

    def _fill(self, value: str) -> str:
        """Put addresses and dates in the place of ``$https``, ``$http``, ``$later`` and so on."""
        return Template(value).safe_substitute(self._values)

    @property
    def _values(self) -> Mapping[str, str]:
        now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
        return {
            "https": self.addresses.https,
            "http": self.addresses.http,
            "host": self.portal.host,
            "port": self.addresses.https.rpartition(":")[2],
            "far": f"{now + timedelta(days=900):%Y-%m-%dT%H:%M:%SZ}",
            "later": f"{now + timedelta(days=180):%Y-%m-%dT%H:%M:%SZ}",
            "past": f"{now - timedelta(days=20):%Y-%m-%dT%H:%M:%SZ}",
        }
