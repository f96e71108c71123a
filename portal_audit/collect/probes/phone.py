"""Ask for the front page once as a phone, where its own viewport would not suit one.

Some portals send phones another page, by the name of the device (RFC 9110 10.1.5).
"""

from __future__ import annotations

import re

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.redirects import leads_to
from portal_audit.collect.probes.page_reader import read_page
from portal_audit.errors import NetError
from portal_audit.evidence import PhoneView
from portal_audit.evidence.page import Page
from portal_audit.parse.http.urls import same_organisation

MAX_REDIRECTS = 3
_SUITS = re.compile(r"width\s*=\s*device-width", re.IGNORECASE)
_BOUND = re.compile(r"user-scalable|maximum-scale", re.IGNORECASE)


async def ask_as_phone(client: HttpClient, page: Page | None) -> PhoneView | None:
    """Return what a phone gets; ``None`` where there is no need to ask, or no page came.

    The name of the device is put before the scanner's own, which stays.
    """
    if page is None or page.status >= 400 or _suits_phones(page):
        return None
    headers = {"User-Agent": f"Mozilla/5.0 (Linux; Android 14; Mobile) {client.rules.user_agent}"}
    url = page.url
    try:
        answer = await client.get(url, headers=headers)
        for _ in range(MAX_REDIRECTS):
            onward = leads_to(answer)
            if onward is None or not same_organisation(onward, url):
                break
            answer = await client.get(onward, headers=headers)
    except NetError:
        return None
    shown = await read_page(client, answer, asked=url) if answer.status < 300 else None
    return None if shown is None else PhoneView(shown.url, shown.status, viewports(shown))


def viewports(page: Page) -> tuple[str, ...]:
    """Return the contents of the viewport elements of a page, in order."""
    return tuple(content for name, content in page.meta if name == "viewport")


def _suits_phones(page: Page) -> bool:
    contents = viewports(page)
    return bool(contents and _SUITS.search(contents[-1]) and not _BOUND.search(contents[-1]))
