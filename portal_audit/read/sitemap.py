"""``sitemap.xml`` (sitemaps.org) read as hostile XML: bounded, no entities, no network."""

import zlib
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

MAX_URLS = 2_000
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
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    places: list[str] = []
    kind, valid = "", True
    try:
        parser.feed(_unpacked(body))
        parser.close()
    except (etree.XMLSyntaxError, ValueError):
        valid = False
    for event, element in parser.read_events():
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
