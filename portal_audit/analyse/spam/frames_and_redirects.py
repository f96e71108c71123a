"""Frames, scripts, forms and redirects that bring gambling hosts to a page without any link."""

from collections.abc import Iterator

from portal_audit.analyse.spam.terms_in_text import (
    is_brand,
    is_gambling_host,
    is_known_brand,
    is_outside,
    quote,
)
from portal_audit.analyse.spam.traces import SpamTrace
from portal_audit.evidence.page import Page
from portal_audit.parse.http.refresh import parse_refresh

_FOR_SEARCH = frozenset({"canonical", "amphtml", "alternate"})


def frame_traces(page: Page) -> Iterator[SpamTrace]:
    """Find frames of gambling hosts; one that nobody sees need only be named as a brand is."""
    for frame in page.frames:
        if not is_outside(frame.url, page.url):
            continue
        if frame.hidden and is_brand(frame.url):
            yield SpamTrace("hidden", page.url, "frame", quote(frame.url))
        elif is_gambling_host(frame.url):
            yield SpamTrace("link", page.url, "frame", quote(frame.url))


def script_traces(page: Page) -> Iterator[SpamTrace]:
    """Find scripts and other things that the page loads from gambling hosts."""
    urls = [script.url or "" for script in page.scripts]
    urls += [load.url for load in page.loads]
    for url in dict.fromkeys(urls):
        if is_outside(url, page.url) and is_gambling_host(url):
            yield SpamTrace("hidden", page.url, "script", quote(url))


def relation_traces(page: Page) -> Iterator[SpamTrace]:
    """Find what tells search engines that the page belongs to a gambling host."""
    for relation, url in page.relations:
        claims = not _FOR_SEARCH.isdisjoint(relation.split())
        if claims and is_outside(url, page.url) and is_known_brand(url):
            yield SpamTrace("hidden", page.url, "head", quote(f"{relation} → {url}"))


def form_traces(page: Page) -> Iterator[SpamTrace]:
    """Find forms that send to gambling hosts whoever presses the button, or a script that does."""
    for form in page.forms:
        if is_outside(form.action, page.url) and is_known_brand(form.action):
            yield SpamTrace("redirect", page.url, "form", quote(form.action))


def redirect_traces(page: Page) -> Iterator[SpamTrace]:
    """Find pages that send visitors, or some of them, to gambling hosts by themselves."""
    for redirect in page.redirects:
        if is_outside(redirect.url, page.url) and is_known_brand(redirect.url):
            place = "script-condition" if redirect.conditional else "script"
            yield SpamTrace("redirect", page.url, place, quote(redirect.url))
    refresh = parse_refresh(page.meta_content("refresh") or "")
    url = refresh.url if refresh else ""
    if url and is_outside(url, page.url) and is_known_brand(url):
        yield SpamTrace("redirect", page.url, "refresh", quote(url))
