"""Ask for the feed that the home page names: it may list pages that no page links to."""

from __future__ import annotations

from portal_audit.collect.crawl.robots_and_sitemap import ask_within
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.probes.page_reader import read_list
from portal_audit.errors import BudgetSpent, NetError
from portal_audit.evidence import Page, Sitemap
from portal_audit.parse.http.urls import same_site

MAX_FEED = 1_000_000
_KINDS = ("application/rss+xml", "application/atom+xml")


async def ask_feed(client: HttpClient, home: Page) -> Sitemap | None:
    """Ask for the first feed of the site's own; ``None`` where none is named.

    Raises BudgetSpent.
    """
    for relation, url in home.relations:
        if relation.endswith(_KINDS) and same_site(url, home.url):
            break
    else:
        return None
    try:
        answer = await ask_within(client, url, max_body=MAX_FEED)
    except BudgetSpent:
        raise
    except NetError:
        return Sitemap(url, None, valid=False)
    if answer.status != 200:
        return Sitemap(url, answer.status, valid=False)
    file = await read_list(client, answer, "feed")
    return Sitemap(url, 200, file.urls, valid=file.valid and not answer.truncated)
