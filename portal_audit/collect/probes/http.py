"""Ask for the portal over https and http, and follow where they lead."""

from __future__ import annotations

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.redirects import RedirectChain
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.probes.base import probe
from portal_audit.collect.probes.page_reader import read_page
from portal_audit.collect.probes.phone import ask_as_phone
from portal_audit.errors import NoEvidence
from portal_audit.evidence import (
    Exchange,
    Failure,
    FirstContact,
    Front,
    HttpFront,
    HttpsFront,
    Page,
)
from portal_audit.model import Target
from portal_audit.parse.http.refresh import parse_refresh
from portal_audit.parse.http.urls import host_of
from portal_audit.parse.http.web_url import BadUrl, WebUrl, read_url, resolve

REFRESH_SECONDS = 10
"""A page that leaves sooner than this is a redirect, not a page."""
REFRESH_TEXT = 300
"""Characters of visible text that such a page may hold."""
TELLING = (
    "local",
    "dns",
    "tls",
    "not-http",
    "redirect-loop",
    "too-many-redirects",
    "timeout",
    "refused",
)
"""Causes, the one that says most about the site first; a fault of ours leaves the rest open."""


@probe
async def https_front(target: Target, client: HttpClient) -> HttpsFront:
    """Ask for the portal over HTTPS; a failure is evidence, so nothing is raised."""
    return HttpsFront(*await _contact(client, https_start(target)))


@probe
async def http_front(target: Target, client: HttpClient) -> HttpFront:
    """Ask for the portal over plain HTTP; a failure is evidence, so nothing is raised."""
    return HttpFront(*await _contact(client, http_start(target)))


@probe
async def front(client: HttpClient, https: HttpsFront, plain: HttpFront) -> Front:
    """Choose the page that a visitor gets: over HTTPS, where that answers with any status.

    Where HTTPS answers with an error only and HTTP with a page, the page is what visitors know
    as the portal; it is asked for once more as a phone where it would not suit one. Raises
    NoEvidence with the most telling cause where neither answered.
    """
    chosen: FirstContact = https
    if https.last is None or (https.last.status >= 400 and plain.last is not None):
        chosen = plain if _is_page(plain) or https.last is None else https
    if chosen.last is None:
        raise NoEvidence(_cause(https, plain))
    phone = await ask_as_phone(client, chosen.page)
    secure = request_url(chosen.last.url).scheme == "https"
    return Front(chosen.exchanges, chosen.page, secure, chosen.unread, phone)


def https_start(target: Target) -> str:
    """Return the URL where HTTPS should answer: the target's own, or port 443 of its host."""
    url_parts = request_url(target.url)
    return (
        url_parts.url
        if url_parts.scheme == "https"
        else WebUrl("https", url_parts.host, 443, "/").url
    )


def http_start(target: Target) -> str:
    """Return the URL where plain HTTP should answer, so that a redirect to HTTPS can be seen."""
    url_parts = request_url(target.http_url or target.url)
    return (
        url_parts.url if url_parts.scheme == "http" else WebUrl("http", url_parts.host, 80, "/").url
    )


async def _contact(
    client: HttpClient, start: str
) -> tuple[str, tuple[Exchange, ...], Failure | None, Page | None, str]:
    """Follow redirects, and once the refresh of an otherwise empty page.

    robots.txt is not asked: it speaks to crawlers, and this is what any visitor does first.
    """
    redirects = await client.follow_redirects(start, use_robots=False)
    page, unread = await _page(client, redirects)
    exchanges = redirects.exchanges
    if page is not None and (onward := _refresh(page)) is not None:
        second = await client.follow_redirects(onward, use_robots=False)
        if second.answer is not None:
            exchanges = exchanges + second.exchanges
            page, unread = await _page(client, second, start)
    return start, exchanges, redirects.failure, page, unread


async def _page(
    client: HttpClient, redirects: RedirectChain, asked: str | None = None
) -> tuple[Page | None, str]:
    """Return the page at the end, or why there is none though one may have been sent."""
    answer = redirects.answer
    if answer is None or answer.unreadable:
        return None, answer.unreadable if answer else ""
    return await read_page(client, answer, asked=asked or redirects.start), ""


def _refresh(page: Page) -> str | None:
    """Return where a nearly empty page sends its visitor on the same site, by field or element."""
    fields = [value for name, value in page.headers if name.lower() == "refresh"]
    values = [*fields, page.meta_content("refresh") or ""]
    found = next(filter(None, map(parse_refresh, values)), None)
    if found is None or found.seconds > REFRESH_SECONDS or len(page.text) > REFRESH_TEXT:
        return None
    onward = resolve(page.base or page.url, found.url)
    try:
        here, there = read_url(page.url), read_url(onward)
    except BadUrl:
        return None
    same = host_of(here.url) == host_of(there.url)
    return there.url if same and there.url != here.url else None


def _is_page(contact: FirstContact) -> bool:
    return contact.last is not None and contact.last.status < 400


def _cause(*contacts: FirstContact) -> str:
    causes = {contact.failure.cause for contact in contacts if contact.failure is not None}
    return next((cause for cause in TELLING if cause in causes), min(causes, default="refused"))
