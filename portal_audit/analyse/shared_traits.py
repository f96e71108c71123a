"""What a portal may share with others: its address, its hosting provider, its system and theme.

Portals that share one of these often have a fault fixed in one place. Reports group by it; no
verdict may depend on it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from portal_audit.evidence import Crawl, DnsRecords, Evidence, Page
from portal_audit.parse.http.public_suffixes import registered_domain
from portal_audit.parse.http.urls import same_site

ADDRESS, PROVIDER, SYSTEM = "address", "provider", "system"
THEME = re.compile(
    r"/(?:wp-content/themes|themes|templates|sites/[^/]+/themes|o)/([a-z0-9][\w.-]{1,60})/",
    re.IGNORECASE,
)
"""Where WordPress, NukeViet, Drupal, Joomla and Liferay keep the files of a theme."""
NO_THEME = frozenset({"default", "system", "js", "css", "images", "assets", "combo"})


def shared_traits(evidence: Evidence) -> dict[str, str]:
    """Return the traits that the evidence shows, by sort; what is not known is left out.

    ``address`` is the lowest IP address of the host, ``provider`` the domain that its name is an
    alias of, ``system`` platform and theme.
    """
    found = {
        ADDRESS: _address(evidence.get(DnsRecords)),
        PROVIDER: _provider(evidence.get(DnsRecords)),
        SYSTEM: _system(evidence.get(Crawl)),
    }
    return {sort: value for sort, value in found.items() if value}


def _address(records: DnsRecords | None) -> str:
    return min((*records.a, *records.aaaa), default="") if records else ""


def _provider(records: DnsRecords | None) -> str:
    if records is None or not records.cname:
        return ""
    domain = registered_domain(records.cname[-1].rstrip(".").lower())
    return "" if domain == registered_domain(records.host) else domain


def _system(crawl: Crawl | None) -> str:
    home = crawl.home if crawl else None
    if crawl is None or home is None or not crawl.platform.name:
        return ""
    theme = _theme(home)
    return f"{crawl.platform.name} – {theme}" if theme else crawl.platform.name


def _theme(page: Page) -> str:
    """Return the folder of the theme that most files of the page come from."""
    urls = [sheet.url for sheet in page.stylesheets]
    urls += [script.url for script in page.scripts if script.url]
    names = Counter(_names(url for url in urls if same_site(url, page.url)))
    return min(names, key=lambda name: (-names[name], name), default="")


def _names(urls: Iterable[str]) -> Iterable[str]:
    for url in urls:
        match = THEME.search(url)
        if match and match[1].lower() not in NO_THEME:
            yield match[1]
