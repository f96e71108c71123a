"""Every candidate label of a crawl that anything may ask for, in the order of the pages.

Candidates come from link texts, titles, alternative texts, image file names, options, headings,
page titles and slugs. There are thousands, and most lead to no item: which words can matter is
told for the whole site at once (``telling_words``), and only links with such words are looked at.
"""

from collections.abc import Iterator

from portal_audit.analyse.feeds import is_feed
from portal_audit.analyse.menus import menu_places, unmarked_menu
from portal_audit.analyse.required_information.abbreviations import words_of_file, written_out
from portal_audit.analyse.required_information.address_names import (
    IMAGE_FILE,
    last_part,
    words_of_address,
)
from portal_audit.analyse.required_information.labels import GENERIC, Label, words_of, words_of_many
from portal_audit.analyse.required_information.telling_words import (
    COMPARED,
    LONGEST,
    SHOWN,
    TellingWords,
    headings_of,
    without_files,
)
from portal_audit.evidence import Crawl, Link, Page
from portal_audit.parse.http.urls import same_place

_MOST_WORDS = 24
_Position = tuple[Page, str, str, str, bool]
"""The page a link stands on, its address, its region, its place, whether that is the page's own."""


def gathered(crawl: Crawl, telling: TellingWords) -> list[Label]:
    """Return the candidates of a crawl, once each.

    Of the home page every one; of other pages those that may name or hint at an item, stand in a
    menu or lead to a page that was read.
    """
    gathering = _Gathering(crawl, telling)
    for page, links in gathering.fresh:
        gathering.read(page, links)
    return list(gathering.labels.values())


class _Gathering:
    """The links and headings of a crawl, their words read once for all pages."""

    def __init__(self, crawl: Crawl, telling: TellingWords) -> None:
        self.labels: dict[tuple[str, str, str], Label] = {}
        """Words, where they lead, what carries them → the first such candidate."""
        self.fresh = list(_fresh_links(crawl, telling))
        self._home = crawl.home
        self._menus = menu_places(crawl)
        self._unmarked = unmarked_menu(crawl) if self._menus is None else frozenset()
        self._telling = telling
        links = [link for _, fresh in self.fresh for link in fresh if link.url in telling.named]
        texts = list({telling.shown[link.text][:SHOWN] for link in links})
        self._plain = dict(zip(texts, words_of_many(texts), strict=True))
        """Texts of links whose addresses may name something → folded, nothing written out."""

    def read(self, page: Page, links: list[Link]) -> None:
        """Note the candidates of a page: its links and what is beside them, its headings."""
        here, menus, named = same_place(page.url), self._menus, self._telling.named
        places, shown, keys = self._telling.places, self._telling.shown, self._telling.keys
        for link in links:
            text, url = link.text, link.url
            place, key = places[url], keys[text]
            region = "body" if menus is not None and place not in menus else link.region
            if place in self._unmarked:
                region = "nav"
            position = (page, url, region, place, place == here)
            if shown[text]:
                kind = "option" if link.source == "option" else "text"
                self._note(position, shown[text], key, kind)
            if link.alt or not shown[text] or url in named or key in GENERIC:
                self._beside(position, link)
        position = (page, page.url, "body", here, True)
        for heading in headings_of(page):
            if page is self._home or keys[heading] in self._telling.naming:
                self._note(position, shown[heading], keys[heading], "heading")

    def _note(self, position: _Position, label: str, key: str, kind: str) -> None:
        page, url, region, place, own = position
        telling = self._telling
        if not key or key.count(" ") >= _MOST_WORDS:
            return
        if key in telling.telling or place in telling.read or page is self._home:
            # A label that leads to its own page does so on every page: once is enough.
            mark = (key, "#" if own and kind != "heading" else place, kind)
            if mark not in self.labels:
                words = label[:SHOWN]
                self.labels[mark] = Label(words, key, url, place, page, kind, region, own)

    def _beside(self, position: _Position, link: Link) -> None:
        """Note what a link's title, pictures and address make, beside its words."""
        page, url, region, place, _ = position
        shown, keys = self._telling.shown, self._telling.keys
        text, title, alt, key = shown[link.text], shown[link.title], shown[link.alt], keys[link.alt]
        files = IMAGE_FILE.findall(link.alt[:LONGEST]) if "." in alt else []
        if files:
            alt = without_files(link.alt)
            key = words_of(written_out(alt[:COMPARED]))
        # A title may contradict the words it belongs to; it speaks only where they say nothing.
        if not text or keys[link.text] in GENERIC:
            self._note(position, title, keys[link.title], "title")
            if " " in alt or not files:
                self._note(position, alt, key, "alt")
        if files and not text:
            key = words_of(" ".join(map(words_of_file, files))[:COMPARED])
            label = " ".join(files)[:SHOWN]
            drawn = Label(label, key, url, place, page, "file-name", region, False, True)
            self.labels.setdefault((key, place, "file-name"), drawn)
        if page is not self._home and place not in self._telling.named_places:
            return
        label = (text or alt or title or " ".join(files) or last_part(url))[:SHOWN]
        if label and (url in self._telling.named or (files and not text)):
            plain = self._plain[label] if text else words_of(label)
            key = f"{plain} {words_of_address(url)}".strip()
            slug = Label(label, key, url, place, page, "slug", region, False, not text)
            self.labels.setdefault((key, place, "slug"), slug)


def _fresh_links(crawl: Crawl, telling: TellingWords) -> Iterator[tuple[Page, list[Link]]]:
    """Yield each page with its links; one that an earlier page has too says nothing new.

    A list of feeds names the sections that they are of, but does not lead to them.
    """
    met: set[tuple[str, ...]] = set()
    home, words, urls = crawl.home, telling.written, telling.urls
    for page in crawl.pages:
        fresh: list[Link] = []
        lists_feeds = is_feed(page.url)
        for link in (
            page.links
            if page is home
            else [
                link
                for link in page.links
                if link.text in words
                or link.url in urls
                or link.alt in words
                or link.title in words
            ]
        ):
            if lists_feeds and is_feed(link.url):
                continue
            mark = (link.url, link.text, link.title, link.alt, link.region)
            if (mark not in met or link.url == page.url) and (
                not link.hidden or link.region in ("nav", "header")
            ):
                met.add(mark)
                fresh.append(link)
        yield page, fresh
