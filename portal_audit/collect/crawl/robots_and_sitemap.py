"""Ask for ``robots.txt`` and ``sitemap.xml`` before anything else is asked for."""

from __future__ import annotations

import codecs
from collections.abc import Container
from dataclasses import replace

from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.redirect_cookies import CookieJar
from portal_audit.collect.http.redirects import leads_to
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.http.robots_rules import RobotRules
from portal_audit.collect.probes.page_reader import read_list
from portal_audit.errors import BudgetSpent, NetError
from portal_audit.evidence import Robots, Sitemap
from portal_audit.parse.http.sitemap import MAX_URLS, SitemapFile
from portal_audit.parse.http.urls import same_place, same_site
from portal_audit.parse.http.web_url import resolve

MAX_ROBOTS = 512 * 1024
MAX_SITEMAP = 3_000_000
_MAX_KEPT = 20_000
_MAX_FILES = 3
"""Sitemaps read that an index names."""
_MAX_REDIRECTS = 3
_KEEP_OUT = "User-agent: *\nDisallow: /"


async def ask_within(
    client: HttpClient,
    url: str,
    *,
    max_body: int | None = None,
    use_robots: bool = True,
    read_before: Container[str] = (),
    cookies: CookieJar | None = None,
) -> HttpResponse:
    """Ask for *url*; follow at most three redirects on the site, none to a page *read_before*.

    *cookies* are sent and kept, where they are given. Returns the redirecting answer itself where
    it is not followed. Raises as the client does.
    """
    cookies = cookies or CookieJar()
    answer = await _ask_with(cookies, client, url, max_body=max_body, use_robots=use_robots)
    for _ in range(_MAX_REDIRECTS):
        onward = leads_to(answer)
        if onward is None or not same_site(onward, url) or same_place(onward) in read_before:
            break
        answer = await _ask_with(cookies, client, onward, max_body=max_body, use_robots=use_robots)
    return answer


async def _ask_with(
    cookies: CookieJar, client: HttpClient, url: str, *, max_body: int | None, use_robots: bool
) -> HttpResponse:
    parts = request_url(url)
    headers = {"Cookie": held} if (held := cookies.header(parts)) else {}
    answer = await client.get(url, max_body=max_body, headers=headers, use_robots=use_robots)
    cookies.take(parts, answer)
    return answer


async def ask_robots(client: HttpClient, site: str) -> tuple[Robots, RobotRules]:
    """Ask for robots.txt of *site* and have the client obey it.

    A missing file allows everything; where the server fails or does not answer, or its answer
    cannot be decoded, nothing may be asked for (RFC 9309, 2.3.1.3 and 2.3.1.4). Raises BudgetSpent.
    """
    origin = request_url(site).origin
    try:
        answer = await ask_within(
            client, f"{origin}/robots.txt", max_body=MAX_ROBOTS, use_robots=False
        )
    except BudgetSpent:
        raise
    except NetError:
        return Robots(None, forbids_all=True), client.obey(_KEEP_OUT)
    if answer.status >= 500 or (answer.status == 200 and answer.unreadable):
        return Robots(answer.status, forbids_all=True), client.obey(_KEEP_OUT)
    text = _text(answer.body) if answer.status == 200 else ""
    rules = client.obey(text)
    allowed = rules.allow(origin + "/")
    sitemaps = tuple(resolve(answer.url, url) for url in rules.sitemaps)
    return Robots(answer.status, text[:_MAX_KEPT], sitemaps, not allowed), rules


def _text(body: bytes) -> str:
    """Return what stands in a robots.txt: UTF-8, or what an editor marked as UTF-16."""
    wide = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return body.decode("utf-16" if wide else "utf-8-sig", "replace")


async def ask_sitemap(client: HttpClient, site: str, robots: Robots) -> Sitemap:
    """Ask for the sitemap that robots.txt names, else for ``/sitemap.xml``; an index one level."""
    named = [url for url in robots.sitemaps if same_site(url, site)]
    return await ask_sitemap_at(
        client, site, named[0] if named else f"{request_url(site).origin}/sitemap.xml"
    )


async def ask_sitemap_at(client: HttpClient, site: str, url: str) -> Sitemap:
    """Ask for one sitemap; where it is an index, for the first few it names."""
    sitemap, first = await _file(client, url)
    urls = list(first.urls)
    for file in [file for file in first.files if same_site(file, site)][:_MAX_FILES]:
        urls.extend((await _file(client, file))[1].urls)
    listed = tuple(dict.fromkeys(urls))[:MAX_URLS]
    return replace(sitemap, urls=listed, files=len(first.files))


async def _file(client: HttpClient, url: str) -> tuple[Sitemap, SitemapFile]:
    try:
        answer = await ask_within(client, url, max_body=MAX_SITEMAP)
    except BudgetSpent:
        raise
    except NetError:
        return Sitemap(url, None, valid=False), SitemapFile()
    if answer.status != 200:
        return Sitemap(url, answer.status, valid=False), SitemapFile()
    file = await read_list(client, answer, "sitemap")
    return Sitemap(url, 200, valid=file.valid and not answer.truncated), file
