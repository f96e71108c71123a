"""Addresses as written in a document, made absolute as a browser would."""

import html
import re

from portal_audit.parse.http.urls import route_of
from portal_audit.parse.http.web_url import joined, parts_of

MAX_URL = 2_000
_MAX_OPAQUE = 200
"""Characters kept of ``data:`` and ``javascript:`` addresses."""
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PLAIN_PATH = re.compile(r"/(?!/)[A-Za-z0-9_~%=?+,:!()./-]{0,300}")
"""What most links look like; they need no more than the origin in front."""
_STRIPPED = "".join(map(chr, range(0x21)))
"""C0 controls and space, which a browser strips from both ends (WHATWG URL 4.4)."""
_INNER = str.maketrans("", "", "\t\n\r")


class Addresses(dict[str, str]):
    """Resolves addresses against one document: as written → absolute and without fragment.

    What leads nowhere else stays as written: ``javascript:…``, ``mailto:…``, ``#top``. They are
    remembered, for many addresses of a page are met several times.
    """

    def __init__(self, page_url: str, *, routes: bool = False) -> None:
        """Start from where the document was read; with *routes*, ``#/…`` and ``#!…`` are kept."""
        super().__init__()
        self._routes = routes
        self.page_url = page_url.partition("#")[0]
        self._rest(self.page_url)

    def set_base(self, raw: str) -> str | None:
        """Take the ``href`` of a base element; return it resolved, where it is of use."""
        base = self[raw]
        if not base.startswith(("http://", "https://")):
            return None
        self.clear()
        self._rest(base)
        return base

    def __missing__(self, raw: str) -> str:
        """Resolve an address that is met for the first time."""
        url = self[raw] = self._resolve(raw)
        return url

    def _rest(self, base: str) -> None:
        parts = parts_of(base)  # once a page, for the quick way of plain paths
        self._scheme = "https" if parts is None else parts.scheme
        self._origin = "" if parts is None else f"{parts.scheme}://{parts.netloc}"
        self._base = base

    def _resolve(self, raw: str) -> str:
        if _PLAIN_PATH.fullmatch(raw) and "/." not in raw:
            return self._origin + raw
        url = raw[: MAX_URL * 2].strip(_STRIPPED)
        if not url.isprintable():
            url = url.translate(_INNER)
        if "&" in url and ("&#" in url or "&amp;" in url):
            url = html.unescape(url)  # some systems encode twice
        route = route_of(url) if self._routes else ""
        if url.startswith("#") and not route:
            return url[:_MAX_OPAQUE]
        scheme = _SCHEME.match(url)
        if scheme and scheme[0].lower() not in ("http:", "https:"):
            return url[:_MAX_OPAQUE]
        if "\\" in url:
            url = url.replace("\\", "/")
        return (self._joined(url.partition("#")[0]) + route)[:MAX_URL]

    def _joined(self, url: str) -> str:
        if url.startswith(("http://", "https://")):
            return url
        if not url:
            return self.page_url
        if url.startswith("//"):
            return f"{self._scheme}:{url}"
        if url[0] == "/" and "/." not in url:
            return self._origin + url
        return joined(self._base, url)
