"""Whether a page tells its readers of an RSS or Atom feed (RSS 2.0, RFC 4287)."""

import re

from portal_audit.evidence.page import Page

_KINDS = ("alternate application/rss+xml", "alternate application/atom+xml")
_ADDRESS = re.compile(
    r"\.rss(?:$|\?)|/(?:rss|feeds?|atom)(?:[/.?]|$)|[?&](?:feed|type)=(?:rss|atom)", re.I
)


def is_feed(url: str) -> bool:
    """Tell whether an address is that of a feed, or of a list of feeds, by its words."""
    return bool(_ADDRESS.search(url))


def announces_feed(page: Page) -> bool:
    """Tell whether the head names a feed, as browsers look for one, or the page is a list of feeds.

    A link to a feed amid another page is no proof: it may be dead.
    """
    if any(relation.startswith(_KINDS) for relation, _ in page.relations):
        return True
    listed = [link for link in page.links if is_feed(link.url) and not link.hidden]
    return is_feed(page.url) and bool(listed)
