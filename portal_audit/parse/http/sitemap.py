"""``sitemap.xml`` (sitemaps.org) and feeds, read as hostile XML: bounded, no entities."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from portal_audit.parse.http.web_url import joined, parts_of

MAX_URLS = 2_000
MAX_FEED_URLS = 200
_MAX_BYTES = 5_000_000
_MAX_INDEXED = 50


@dataclass(frozen=True, slots=True)
class SitemapFile:
    """One sitemap file, or an index of such files."""

    urls: tuple[str, ...] = ()
    """At most ``MAX_URLS``."""
    files: tuple[str, ...] = ()
    """Sitemaps that an index names, at most 50."""
    valid: bool = False
    """Whether it is well-formed and says what it is."""


def read_sitemap(body: bytes) -> SitemapFile:
    """Read a sitemap, packed with gzip or not. Never raises; what is broken is not ``valid``.

    Of a file that breaks off, what came before is kept.
    """
    places: list[str] = []
    kind = ""
    events, valid = _events(body)
    for event, element in events:
        name = _name(element)
        if event == "start" and not kind:
            kind = name
        elif event == "end" and name == "loc" and _name(element.getparent()) in ("url", "sitemap"):
            text = "".join(element.itertext()).strip()
            if text and len(places) < MAX_URLS:
                places.append(text[:2_000])
    if kind == "sitemapindex":
        return SitemapFile(files=tuple(places[:_MAX_INDEXED]), valid=valid)
    return SitemapFile(tuple(places), valid=valid) if kind == "urlset" else SitemapFile()


def read_feed(body: bytes, base: str) -> SitemapFile:
    """Read the pages that an RSS 2.0 or Atom (RFC 4287) feed leads to. Never raises."""
    events, valid = _events(body)
    places: list[str] = []
    kind = ""
    for event, element in events:
        kind = kind or _name(element)
        if event != "end" or _name(element) != "link" or len(places) >= MAX_FEED_URLS:
            continue
        if _name(element.getparent()) in ("item", "entry"):
            place = element.get("href") or "".join(element.itertext()).strip()
            if place:
                places.append(_joined(base, place[:2_000]))
    is_feed = kind in ("rss", "rdf", "feed")
    return SitemapFile(tuple(filter(None, places)), valid=valid) if is_feed else SitemapFile()


def _joined(base: str, place: str) -> str:
    url = joined(base, place)
    return url if parts_of(url) is not None else ""


def _events(body: bytes) -> tuple[Iterator[tuple[str, Any]], bool]:
    """Return what a parser met until it broke off, and whether it did not."""
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    valid = True
    try:
        parser.feed(_unpacked(body))
        parser.close()
    except (etree.XMLSyntaxError, ValueError):
        valid = False
    return parser.read_events(), valid


def _name(element: Any) -> str:
    if element is None or not isinstance(element.tag, str):
        return ""
    return element.tag.rpartition("}")[2].lower()


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:_MAX_BYTES].lstrip()
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _MAX_BYTES)
    except zlib.error:
        return b""
