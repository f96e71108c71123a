"""Every address that a provincial portal's pages mention, and how they mention it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal_audit.evidence import Crawl, Page
from portal_audit.parse.http.web_url import BadUrl, read_url

MOST = 50_000
"""Mentions looked at; a portal that has more is lying."""
_HOST = re.compile(r"(?<![@\w.-])(?:https?://)?((?:[a-z0-9-]{1,63}\.){2,5}(?:vn|test))(?![\w-])")


@dataclass(frozen=True, slots=True)
class Mention:
    """One address, where it stands, and the words that name it."""

    url: str
    how: str
    """``link``, ``frame``, ``asset``, ``script``, ``sitemap`` or ``text``."""
    label: str = ""
    page: str = ""
    """Where it was seen."""


def mentions(crawl: Crawl) -> Iterator[Mention]:
    """Yield what the pages, then the site map, mention; at most 50,000."""
    for number, mention in enumerate(_all(crawl)):
        if number >= MOST:
            return
        yield mention


def _all(crawl: Crawl) -> Iterator[Mention]:
    for page in crawl.pages:
        yield from _on(page)
    if crawl.sitemap is not None:
        for url in crawl.sitemap.urls:
            if _is_web(url):
                yield Mention(url, "sitemap", page=crawl.sitemap.url)


def _on(page: Page) -> Iterator[Mention]:
    where = page.url
    for link in page.links:
        if _is_web(link.url) and not (link.hidden and link.region == "body"):
            how = "frame" if link.source == "frame" else "link"
            yield Mention(link.url, how, link.text or link.title or link.alt, where)
    for frame in page.frames:
        if _is_web(frame.url):
            yield Mention(frame.url, "frame", frame.title, where)
    assets = [image.url for image in page.images]
    assets += [script.url for script in page.scripts if script.url]
    assets += [sheet.url for sheet in page.stylesheets]
    assets += [form.action for form in page.forms]
    for url in dict.fromkeys(filter(_is_web, assets)):
        yield Mention(url, "asset", page=where)
    for host in dict.fromkeys(host for script in page.scripts for host in script.hosts):
        yield Mention(f"https://{host}/", "script", page=where)
    for host in dict.fromkeys(_HOST.findall(f"{page.text} {page.footer_text}".lower())):
        yield Mention(f"https://{host}/", "text", page=where)


def _is_web(url: str) -> bool:
    try:
        read_url(url)
    except BadUrl:
        return False
    return "@" not in url.partition("//")[2].partition("/")[0]
