"""Injected spam: nobody has pushed gambling, pills or loans into the portal's pages.

The commonest trace of a break-in on small portals (warnings of the information security
authority, 2020–2024). Words alone are no proof; hidden blocks and links that leave are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from portal_audit.api import Crawl, Outcome, Page
from portal_audit.read.spam import is_brand, is_gambling_host, is_outside, quote, read_words


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``injected_spam.toml``."""

    many_links: int
    """Visible spam links on one page from which it is a block and no longer a stray comment."""
    many_addresses: int
    """Addresses of the site map that name gambling, from which they are a section."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One trace of spam, with its place."""

    how: str
    page: str
    quote: str
    term: str = ""


def judge(crawl: Crawl, limits: Limits) -> Outcome:
    """Weigh the traces on every page read: hidden or repeated ones are an injection."""
    if not crawl.pages or crawl.needs_browser:
        return Outcome("unread", where=[page.url for page in crawl.pages[:1]])
    hits = [hit for page in crawl.pages for hit in _hits(page)]
    if any(hit.how == "hidden" for hit in hits):
        return _outcome("hidden", [hit for hit in hits if hit.how == "hidden"])
    if doorways := [hit for hit in hits if hit.how == "doorway"]:
        return _outcome("doorway", doorways)
    links = [hit for hit in hits if hit.how == "link"]
    pages = {hit.page for hit in links}
    if len(pages) > 1 or len(links) >= limits.many_links:
        return _outcome("repeated", links)
    if links:
        return _outcome("links", links)
    addresses = list(_addresses(crawl))
    if len(addresses) >= limits.many_addresses:
        return _outcome("indexed", addresses)
    if strays := [hit for page in crawl.pages for hit in _hidden_links(page)]:
        return _outcome("hidden-link", strays)
    return Outcome("none", where=[crawl.pages[0].url], pages=len(crawl.pages))


def _outcome(name: str, hits: list[Hit]) -> Outcome:
    pages = list(dict.fromkeys(hit.page for hit in hits))
    return Outcome(name, where=pages[:10], quote=hits[0].quote, pages=len(pages), hits=len(hits))


def _hits(page: Page) -> Iterator[Hit]:
    yield from _hidden(page)
    yield from _doorway(page)
    for link in page.links:
        words = f"{link.text} {link.title}"
        reading = read_words(words)
        if link.hidden or not is_outside(link.url, page.url) or reading.official:
            continue
        if reading.suspicious or is_gambling_host(link.url):
            yield Hit("link", page.url, quote(f"{words.strip()} → {link.url}"))


def _hidden(page: Page) -> Iterator[Hit]:
    """Hidden words with links that leave, or words that only an advertisement would hide."""
    for block in page.hidden:
        reading = read_words(block.text)
        leaving = [url for url in block.links if is_outside(url, page.url)]
        brands = [url for url in leaving if is_brand(url)]
        proof = leaving and not reading.official
        if (reading.suspicious and proof) or len(brands) > 1:
            yield Hit("hidden", page.url, quote(block.text or brands[0], _first(reading.terms)))
        elif len(reading.terms) > 1 and reading.suspicious and not reading.official:
            yield Hit("hidden", page.url, quote(block.text, reading.terms[0]))
    for link in page.links:
        if link.hidden and is_outside(link.url, page.url):
            reading = read_words(link.text)
            if reading.suspicious and not reading.official:
                yield Hit("hidden", page.url, quote(f"{link.text} → {link.url}"))


def _doorway(page: Page) -> Iterator[Hit]:
    """A page of the portal's own that advertises: term in the title, several in the text."""
    title = " ".join((page.title, page.meta_content("og:title") or "", *page.headings[:2]))
    headline = read_words(title)
    if not headline.suspicious or headline.official:
        return
    body = read_words(page.main_text or page.text)
    if body.promotes and not body.official and len(set(body.terms) | set(headline.terms)) > 1:
        yield Hit("doorway", page.url, quote(title, headline.terms[0]))


def _addresses(crawl: Crawl) -> Iterator[Hit]:
    """Addresses in the site map that no honest section would have."""
    for url in crawl.sitemap.urls if crawl.sitemap else ():
        path = unquote(url.partition("?")[0]).rpartition("/")[2].replace("-", " ")
        reading = read_words(path)
        if reading.suspicious and not reading.official:
            yield Hit("indexed", url, quote(path))


def _hidden_links(page: Page) -> Iterator[Hit]:
    for link in page.links:
        if link.hidden and is_outside(link.url, page.url):
            yield Hit("hidden-link", page.url, quote(f"{link.text} → {link.url}"))
    for block in page.hidden:
        for url in block.links:
            if is_outside(url, page.url):
                yield Hit("hidden-link", page.url, quote(f"{block.text[:60]} → {url}"))


def _first(terms: tuple[str, ...]) -> str:
    return terms[0] if terms else ""
