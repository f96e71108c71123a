"""Ask both front doors, https and http, and follow where they lead."""

from __future__ import annotations

import re

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.redirects import RedirectChain
from portal_audit.collect.http.request_url import RequestUrl, join, request_url
from portal_audit.collect.probes.base import probe
from portal_audit.collect.probes.phone import ask_as_phone
from portal_audit.errors import NetError, NoEvidence
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
from portal_audit.parse.html import read_page

_REFRESH = re.compile(r"\s*(\d{1,4})(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?(['\"]?)(.+?)\2\s*", re.I)
REFRESH_SECONDS = 10
"""A page that leaves sooner than this is a redirect, not a page."""
REFRESH_TEXT = 300
"""Characters of visible text that such a page may hold."""
TELLING = ("dns", "tls", "not-http", "redirect-loop", "too-many-redirects", "timeout", "refused")
"""Causes, the one that says most about the site first."""


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
    over_https = request_url(chosen.last.url).scheme == "https"
    return Front(chosen.exchanges, chosen.page, over_https, phone=phone)


def https_start(target: Target) -> str:
    """Return the URL where HTTPS should answer: the target's own, or port 443 of its host."""
    url_parts = request_url(target.url)
    return (
        url_parts.url
        if url_parts.scheme == "https"
        else RequestUrl("https", url_parts.host, 443, "/").url
    )


def http_start(target: Target) -> str:
    """Return the URL where plain HTTP should answer, so that a redirect to HTTPS can be seen."""
    url_parts = request_url(target.http_url or target.url)
    return (
        url_parts.url
        if url_parts.scheme == "http"
        else RequestUrl("http", url_parts.host, 80, "/").url
    )


async def _contact(
    client: HttpClient, start: str
) -> tuple[str, tuple[Exchange, ...], Failure | None, Page | None]:
    """Follow redirects, and once the refresh of an otherwise empty page.

    robots.txt is not asked: it speaks to crawlers, and a knock is what any visitor does first.
    """
    redirects = await client.follow_redirects(start, use_robots=False)
    page = _page(redirects)
    exchanges = redirects.exchanges
    if page is not None and (onward := _refresh(page)) is not None:
        second = await client.follow_redirects(onward, use_robots=False)
        if second.answer is not None:
            exchanges, page = exchanges + second.exchanges, _page(second, start)
    return start, exchanges, redirects.failure, page


def _page(redirects: RedirectChain, asked: str | None = None) -> Page | None:
    if redirects.answer is None:
        return None
    return read_page(redirects.answer, asked=asked or redirects.start)


def _refresh(page: Page) -> str | None:
    """Return where a nearly empty page sends its visitor on the same site (HTML 4.2.5.3)."""
    content = page.meta_content("refresh")
    found = _REFRESH.fullmatch(content[:2_000]) if content else None
    if found is None or int(found[1]) > REFRESH_SECONDS or len(page.text) > REFRESH_TEXT:
        return None
    onward = join(page.base or page.url, found[3])
    try:
        here, there = request_url(page.url), request_url(onward)
    except NetError:
        return None
    same = here.host.removeprefix("www.") == there.host.removeprefix("www.")
    return there.url if same and there.url != here.url else None


def _is_page(contact: FirstContact) -> bool:
    return contact.last is not None and contact.last.status < 400


def _cause(*contacts: FirstContact) -> str:
    causes = {contact.failure.cause for contact in contacts if contact.failure is not None}
    return next((cause for cause in TELLING if cause in causes), min(causes, default="refused"))
