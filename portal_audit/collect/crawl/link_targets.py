"""Links named by where they lead, where their own address only sends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from portal_audit.evidence import Link, Page
from portal_audit.parse.http.urls import same_place


def with_targets(page: Page, sent_on: Mapping[str, str]) -> Page:
    """Return the page with its click counters, banners and redirects resolved.

    *sent_on* maps addresses that were asked for to where they sent the visit, off the site. What
    stands on the page stays in ``Link.through``.
    """
    places = {same_place(url): target for url, target in sent_on.items()}
    if not any(same_place(link.url) in places for link in page.links):
        return page
    return replace(page, links=tuple(_resolved(link, places) for link in page.links))


def _resolved(link: Link, places: Mapping[str, str]) -> Link:
    target = places.get(same_place(link.url))
    return link if target is None else replace(link, url=target, through=link.url)
