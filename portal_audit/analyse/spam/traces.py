"""Traces of injected advertising on a page that was read, each with its place.

Words alone are no trace: it takes words together with where they lead, how they are hidden, where
they stand, or how the page is to be found.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from portal_audit.analyse.spam.declared_language import declares_foreign_language
from portal_audit.analyse.spam.doorways import Sign, sign_of
from portal_audit.analyse.spam.terms import SOFTWARE_MAKERS
from portal_audit.analyse.spam.terms_in_text import (
    TermsFound,
    are_several,
    is_brand,
    is_gambling_host,
    is_outside,
    quote,
    read_words,
)
from portal_audit.evidence.page import HiddenBlock, Link, Page
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.parse.text.scripts import foreign_parts, foreign_script

MANY_ANCHORS = 5
"""Links of a footer to other hosts, beyond which they are a block."""
_FIELDS = (
    *("description", "keywords", "og:title", "og:description", "og:site_name"),
    *("twitter:title", "twitter:description"),
)
"""What search engines show of a page."""
UNSCRIPTED = frozenset({"noscript", "script", "textarea"})
"""How a block is kept from most visitors, where that alone is nothing unusual."""
_ADDRESSES = frozenset({"url", "sameas", "target"})
"""Properties of JSON-LD that hold addresses."""
_BARE_ADDRESS = re.compile(
    r"(?<![\w@./-])(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10})(?![\w-])", re.I
)
_DOT = re.compile(r"\.[a-z]{2}", re.IGNORECASE)
"""Every such address has one before its last label."""
_LONGEST_HOST = len("https://") + 4 * 64 + 10
_AROUND, _MOST_ADDRESSES = 200, 200
_BLOCK_WORDS = 80
"""Characters of a hidden block that are quoted, before where it leads."""
_FEWEST_LETTERS = 200
"""Of a page whose text can be compared with its title."""


@dataclass(frozen=True, slots=True)
class SpamTrace:
    """One trace of spam, with its place."""

    how: str
    """``hidden``, ``redirect``, ``link``, ``footer``, ``title``, ``doorway``, ``foreign``,
    ``stray`` or, where only a list names the page, ``address``."""
    page: str
    place: str
    """Where on the page: how it is hidden, a region, ``text``, ``title``, ``json-ld``, ``frame``,
    ``script``, ``refresh`` or the name of a meta element."""
    quote: str
    orphan: bool = False
    """Whether no page that was read links to the page."""


def hidden_traces(page: Page) -> Iterator[SpamTrace]:
    """Find hidden words with links that leave, or such as only an advertisement would hide."""
    reported: set[str] = set()
    for block in page.hidden:
        reading = _reading_of(block)
        leaving = [url for url in block.links if is_outside(url, page.url)]
        brands = [url for url in leaving if is_brand(url)]
        term = next(iter(reading.terms), "")
        sells = reading.suspicious and not _warns(reading, leaving)
        foreign = _long_foreign(block) and not reading.official
        if len(brands) > 1 or (leaving and (sells or foreign)) or (sells and reading.several):
            reported.update(block.links)
            words = quote(block.text, term)[:_BLOCK_WORDS]
            leads = f"{words} → {leaving[0]}" if leaving else words
            yield SpamTrace("hidden", page.url, block.how, quote(leads))
    for link in page.links:
        if link.hidden and link.url not in reported and is_outside(link.url, page.url):
            reading = read_words(link.text)
            if reading.suspicious and not reading.official:
                yield SpamTrace("hidden", page.url, _how_hidden(page, link), _shown(link))


def stray_traces(page: Page) -> Iterator[SpamTrace]:
    """Find hidden links that leave but name nothing bad: a vendor's, perhaps.

    Links of an editor's ribbon to its maker's help are none, nor is what a page shows to visitors
    without scripts.
    """
    for block in page.hidden:
        for url in block.links:
            if block.how not in UNSCRIPTED and _is_stray(url, page.url):
                yield SpamTrace("stray", page.url, block.how, quote(f"{block.text[:60]} → {url}"))
    blocks = {url for block in page.hidden for url in block.links}
    for link in page.links:
        if link.hidden and link.url not in blocks and _is_stray(link.url, page.url):
            yield SpamTrace("stray", page.url, _how_hidden(page, link), _shown(link))


def link_traces(page: Page) -> Iterator[SpamTrace]:
    """Find links in view that sell, and a footer stuffed with links to such hosts."""
    found, text = False, read_words(page.main_text or page.text)
    leaving = [link for link in _leaving(page) if not link.hidden]
    for link in leaving:
        reading = read_words(f"{link.text} {link.title} {link.alt}")
        if not (reading.suspicious or is_gambling_host(link.url)) or _warns(reading, [link.url]):
            continue
        if host_of(link.url) in link.text.lower() and text.authority:
            continue  # the police name the site they warn of, and the editor makes it a link
        found = True
        yield SpamTrace("link", page.url, link.region, _shown(link))
    if not found:
        yield from _stuffed_footer(page, leaving)
        yield from _bare_addresses(page)


def _bare_addresses(page: Page) -> Iterator[SpamTrace]:
    """Find addresses of gambling hosts in the text, no links: two, or one among words that sell.

    An article that warns of such a host names it too.
    """
    text = page.main_text or page.text
    found: dict[str, str] = {}
    for match in islice(_addresses_in(text), _MOST_ADDRESSES):
        around = text[max(match.start() - _AROUND, 0) : match.end() + _AROUND]
        url = f"https://{match[1].lower()}/"
        if is_gambling_host(url) and is_outside(url, page.url) and not read_words(around).official:
            found.setdefault(match[1].lower(), around)
    if len(found) > 1 or any(read_words(around).promotes for around in found.values()):
        for host, around in found.items():
            yield SpamTrace("link", page.url, "text", quote(around, host))


def _addresses_in(text: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a host; only around dots, as most of a text has none within words."""
    end = 0
    for dot in _DOT.finditer(text):
        if dot.start() >= end:
            around = max(end, dot.start() - _LONGEST_HOST), dot.start() + 2 * _LONGEST_HOST
            match = _BARE_ADDRESS.search(text, *around)
            if match is not None and match.start() < dot.start():
                end = match.end()
                yield match


def title_traces(page: Page) -> Iterator[SpamTrace]:
    """Find titles and descriptions that sell, above a text that speaks of nothing of the kind."""
    text = page.main_text or page.text
    if len(text) < _FEWEST_LETTERS and page.via:
        return  # too little to compare with; the home page needs no comparison
    body = read_words(text)
    fields = [("title", page.title), *((n, c) for n, c in page.meta if n in _FIELDS)]
    fields += [("json-ld", words) for name, words in page.structured if name not in _ADDRESSES]
    for name, words in fields:
        reading = read_words(words)
        if not reading.suspicious or reading.official:
            continue
        topics = name == "keywords" and not reading.promotes  # what the site writes about
        if not topics and set(body.terms).isdisjoint(reading.terms):
            yield SpamTrace("title", page.url, name, quote(words, reading.terms[0]))
    for name, url in page.structured:
        if name in _ADDRESSES and is_outside(url, page.url) and is_gambling_host(url):
            yield SpamTrace("title", page.url, "json-ld", quote(url))


def doorway_traces(page: Page, pages: Iterable[Page], *, orphan: bool) -> Iterator[SpamTrace]:
    """Find pages of the portal's own that advertise.

    A term in the title and an advertising text with several terms, or one odd sign beside them:
    its address, a link to a gambling host, a script that the site does not declare, or that no
    page links to it. Who speaks as police do is believed, unless such a page links to gambling.
    """
    title = " ".join((page.title, page.meta_content("og:title") or "", *page.headings[:2]))
    headline, body = read_words(title), read_words(page.main_text or page.text)
    script = foreign_script(title)
    hidden_tongue = bool(script) and not declares_foreign_language(page, script, pages)
    if headline.suspicious and not headline.official:
        brands = sum(map(is_gambling_host, {link.url for link in _leaving(page)}))
        signed = sign_of(page.url) not in (None, Sign.WORD, Sign.TERM)  # its title says as much
        odd = orphan or signed or hidden_tongue or brands > 0
        several = are_several((*body.terms, *headline.terms))
        sells = body.promotes and not body.official and several
        if sells or (odd and _advertises(headline, body, brands)):
            yield SpamTrace("doorway", page.url, "title", quote(title, headline.terms[0]), orphan)
            return
    yield from _in_other_scripts(page, pages, title if hidden_tongue else "", orphan)


def _in_other_scripts(
    page: Page, pages: Iterable[Page], title: str, orphan: bool
) -> Iterator[SpamTrace]:
    """Find text that sells in a script the site does not declare; else such a *title*."""
    parts = foreign_parts(page.main_text or page.text)
    sold = read_words(parts)
    sells = sold.suspicious and sold.several and not sold.official
    if sells and not declares_foreign_language(page, foreign_script(parts), pages):
        yield SpamTrace("doorway", page.url, "body", quote(parts, sold.terms[0]), orphan)
    elif title:
        yield SpamTrace("foreign", page.url, "title", quote(title), orphan)


def _advertises(headline: TermsFound, body: TermsFound, brands: int) -> bool:
    if brands > 0:
        return True
    if body.authority or (body.official and not headline.promotes):
        return False
    return body.promotes or headline.promotes or body.several


def _warns(reading: TermsFound, leaving: list[str]) -> bool:
    """Whether words are those of a warning: “không lừa đảo” beside a link to a brand is none."""
    if any(map(is_gambling_host, leaving)):
        return False
    return reading.authority or (reading.official and not any(map(is_brand, leaving)))


def _stuffed_footer(page: Page, leaving: list[Link]) -> Iterator[SpamTrace]:
    """Find a block of links to other hosts, of which several bear names as gambling brands do."""
    anchors = [link for link in leaving if link.region == "footer"]
    hosts = {host for link in anchors if not (host := host_of(link.url)).endswith(".vn")}
    brands = [link for link in anchors if is_brand(link.url)]
    if len(hosts) > MANY_ANCHORS and len({host_of(link.url) for link in brands}) > 1:
        yield SpamTrace("footer", page.url, "footer", quote(" ".join(map(_shown, brands[:2]))))


def _reading_of(block: HiddenBlock) -> TermsFound:
    """Read a hidden block, also backwards, as style rules may turn it round."""
    reading = read_words(block.text)
    return reading if reading.terms else read_words(block.text[::-1])


def _is_stray(url: str, page: str) -> bool:
    return is_outside(url, page) and domain_of(host_of(url)) not in SOFTWARE_MAKERS


def _leaving(page: Page) -> list[Link]:
    """Return the links that leave; most do not, which their beginning tells."""
    end = page.url.find("/", len("https://")) + 1
    own = page.url[:end] if end else "\n"
    links = (link for link in page.links if not link.url.startswith(own))
    return [link for link in links if is_outside(link.url, page.url)]


def _long_foreign(block: HiddenBlock) -> bool:
    """Whether a block is a text in another script, not the name of a language."""
    return len(block.text) >= 25 and bool(foreign_script(block.text))


def _how_hidden(page: Page, link: Link) -> str:
    blocks = (block.how for block in page.hidden if link.url in block.links)
    return next(blocks, "hidden")


def _shown(link: Link) -> str:
    return quote(f"{(link.text or link.title or link.alt)[:70]} → {link.url}")
