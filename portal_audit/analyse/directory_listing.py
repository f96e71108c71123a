"""Listings that servers make of a directory without an index page, and what lies open in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from portal_audit.evidence import Page
from portal_audit.parse.http.web_url import parts_of

_TITLE = re.compile(
    r"^(?:index of /|directory listing (?:for|of|--)|director(?:y: |y of )/"
    r"|listing (?:of|directory) /|[\w.-]+ - /)",
    re.IGNORECASE,
)
"""Apache, nginx, lighttpd; Python, Tomcat, LiteSpeed; Jetty; Node; IIS (“host - /path/”)."""
_UP = re.compile(
    r"^(?:\.\./?|\[?(?:to )?parent(?: directory)?/?\]?|\[đến thư mục mẹ\]|up one level|\[\.\.\]"
    r"|go up|up to (?:parent|\[?/.{0,200}))$",
    re.IGNORECASE,
)
_SORTED = re.compile(r"\?C=[NMSD];O=[AD]$|\?[NMSD]=[AD]$")
"""How Apache sorts its columns."""
_LOOT = re.compile(
    r"\.(?:zip|rar|7z|tar|t?gz|bz2|xz|sql|bak|old|orig|save|swp|dump|mdb|accdb|db|sqlite3?|ldf|mdf"
    r"|env|config|conf|ini|log|pem|key|pfx|p12)$",
    re.IGNORECASE,
)
"""Archives, dumps, settings and keys."""
_ASSET = re.compile(
    r"\.(?:css|m?js|map|png|jpe?g|gif|svg|webp|ico|bmp|woff2?|ttf|eot|otf|mp[34]|html?)$",
    re.IGNORECASE,
)
_MOST_NAMES = 500


@dataclass(frozen=True, slots=True)
class Listing:
    """What a directory listing shows."""

    names: tuple[str, ...]
    """Files and directories (with a slash at the end), at most 500."""

    @property
    def loot(self) -> tuple[str, ...]:
        """Archives, dumps, settings and keys."""
        return tuple(name for name in self.names if _LOOT.search(name))

    @property
    def only_assets(self) -> bool:
        """Whether nothing but pictures, styles and scripts lies there."""
        return all(_ASSET.search(name) for name in self.names if not name.endswith("/"))


def listing_of(page: Page) -> Listing | None:
    """Return what a page lists; ``None`` where it is no listing of a directory.

    The title alone says nothing: a report may be called “Index of …”. A link to the directory
    above, Apache's sorted columns, or nothing but names below the page's own address do.
    """
    heading = page.headings[0] if page.headings else ""
    parts = parts_of(page.url)
    path = "/" if parts is None else unquote(parts.path)
    own_path = page.title == path and path.endswith("/") and path != "/"  # Caddy
    if not (own_path or _TITLE.match(page.title) or _TITLE.match(heading)):
        return None
    names = tuple(dict.fromkeys(_names(page)))[:_MOST_NAMES]
    marked = any(_UP.match(link.text.strip()) or _SORTED.search(link.url) for link in page.links)
    below = bool(names) and len(names) == len({link.url for link in page.links})
    return Listing(names) if marked or below else None


def _names(page: Page) -> list[str]:
    base = page.url.partition("?")[0]
    base = base[: base.rfind("/") + 1]
    found = []
    for link in page.links:
        name = link.url.removeprefix(base)
        if link.url.startswith(base) and name and "?" not in name and not _UP.match(link.text):
            inner, slash, rest = name.partition("/")
            if not rest:
                found.append(unquote(inner)[:100] + slash)
    return found
