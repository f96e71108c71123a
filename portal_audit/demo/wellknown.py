"""Files that programs ask for: robots.txt, sitemap.xml, RSS and security.txt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

EXPIRES = timedelta(days=180)


def robots_txt(base: str) -> str:
    """Return a robots.txt that lets everybody in (RFC 9309)."""
    return f"User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml\n"


def sitemap_xml(base: str, paths: Iterable[tuple[str, date]], today: date) -> str:
    """Return a sitemap (sitemaps.org) of paths with the day each was last changed."""
    entries = "".join(
        f"  <url><loc>{escape(base + path)}</loc><lastmod>{min(day, today)}</lastmod></url>\n"
        for path, day in paths
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        f"{entries}</urlset>\n"
    )


def rss_xml(title: str, base: str, entries: Iterable[tuple[str, str, date]]) -> str:
    """Return an RSS 2.0 feed of (path, title, day)."""
    items = "".join(
        f"<item><title>{escape(name)}</title><link>{escape(base + path)}</link>"
        f'<guid isPermaLink="true">{escape(base + path)}</guid>'
        f"<pubDate>{format_datetime(datetime.combine(day, time(1), UTC))}</pubDate></item>\n"
        for path, name, day in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{escape(title)}</title><link>{escape(base)}/</link>"
        f"<description>Tin tức của {escape(title)}</description><language>vi</language>\n"
        f"{items}</channel></rss>\n"
    )


def security_txt(contact: str, canonical: str, now: datetime | None = None) -> str:
    """Return a valid security.txt (RFC 9116) that expires in about half a year."""
    expires = (now or datetime.now(UTC)).replace(microsecond=0) + EXPIRES
    return (
        f"Contact: mailto:{contact}\n"
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}\n"
        "Preferred-Languages: vi, en\n"
        f"Canonical: {canonical}\n"
    )
