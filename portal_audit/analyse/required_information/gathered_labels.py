"""Every candidate label of a crawl, in the order of the pages.

Candidates come from link texts, titles, alternative texts, image file names, options, headings,
page titles and slugs. There are thousands: their words are folded for the whole site at once.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from portal_audit.analyse.feeds import is_feed
from portal_audit.analyse.menus import menu_places
from portal_audit.analyse.required_information.abbreviations import words_of_file, written_out
from portal_audit.analyse.required_information.address_names import (
    IMAGE_FILE,
    last_part,
    that_may_name,
    words_of_address,
)
from portal_audit.analyse.required_information.labels import (
    GENERIC,
    Label,
    words_of,
    words_of_many,
)
from portal_audit.evidence import Crawl, Link, Page
from portal_audit.parse.http.urls import same_place
from portal_audit.parse.text.vietnamese import composed, nfc

_TITLE_BREAK = re.compile(r"\s[-–|:»]\s|\|")
_MOST_WORDS = 24
_LONGEST = 300
"""Characters of a label that are looked at; what is longer is no label."""
_SHOWN, _COMPARED = 160, 200
"""Characters of a label that are kept, and of which the words are compared."""


def gathered(crawl: Crawl) -> list[Label]:
    """Return every candidate of a crawl, once each."""
    gathering = _Gathering(crawl)
    for page, links in gathering.fresh:
        gathering.read(page, links)
    return list(gathering.labels.values())


class _Words(dict[str, str]):
    """Label → its folded words."""

    def __init__(self, labels: Iterable[str], change: Callable[[str], str]) -> None:
        """Fold many labels at once; *change* is what to do with each before."""
        distinct = list(dict.fromkeys(labels))
        cut = [label[:_COMPARED] for label in distinct]
        super().__init__(zip(distinct, words_of_many(cut, change), strict=True))
        self._change = change

    def __missing__(self, label: str) -> str:
        """Fold one that was not among them."""
        self[label] = words_of(self._change(label[:_COMPARED]))
        return self[label]


class _Gathering:
    """The links and headings of a crawl, their words read once for all pages."""

    def __init__(self, crawl: Crawl) -> None:
        self.labels: dict[tuple[str, str, str], Label] = {}
        """Words, where they lead, what carries them → the first such candidate."""
        self.fresh = list(_fresh_links(crawl))
        self._menus = menu_places(crawl)
        links = [link for _, fresh in self.fresh for link in fresh]
        self._named = that_may_name(list({link.url for link in links}))
        written = {heading for page, _ in self.fresh for heading in _headings(page)}
        for link in links:
            written |= {link.text[:_LONGEST], link.title[:_LONGEST], link.alt[:_LONGEST]}
        self._shown = _fit_to_show(list(written))
        self._keys = _Words(self._shown.values(), written_out)
        shown = (link.text[:_LONGEST] for link in links if link.url in self._named)
        self._plain = _Words((self._shown[text][:_SHOWN] for text in shown), str)

    def read(self, page: Page, links: list[Link]) -> None:
        """Note the candidates of a page: its links and what is beside them, its headings."""
        here = same_place(page.url)
        for link in links:
            text = self._shown[link.text[:_LONGEST]]
            place, named = same_place(link.url), link.url in self._named
            away = self._menus is not None and place not in self._menus
            region = "body" if away else link.region
            if text:
                kind = "option" if link.source == "option" else "text"
                self._words(page, text, link.url, kind, region, place, place == here)
            if link.alt or not text or named or self._keys[text] in GENERIC:
                self._beside(page, link, text, region, place, place == here)
        for heading in _headings(page):
            self._words(page, self._shown[heading], page.url, "heading", "body", here, True)

    def _words(
        self, page: Page, label: str, url: str, kind: str, region: str, place: str, own: bool
    ) -> None:
        key = self._keys[label]
        if key and key.count(" ") < _MOST_WORDS:
            # A label that leads to its own page does so on every page: once is enough.
            mark = (key, "#" if own and kind != "heading" else place, kind)
            if mark not in self.labels:
                words = label[:_SHOWN]
                self.labels[mark] = Label(words, key, url, place, page, kind, region, own)

    def _beside(
        self, page: Page, link: Link, text: str, region: str, place: str, own: bool
    ) -> None:
        """Note what a link's title, pictures and address make, beside its words."""
        url, named = link.url, link.url in self._named
        title, alt = self._shown[link.title[:_LONGEST]], self._shown[link.alt[:_LONGEST]]
        files = IMAGE_FILE.findall(link.alt[:_LONGEST]) if "." in alt else []
        if files:
            alt = nfc(IMAGE_FILE.sub(" ", link.alt[:_LONGEST]))
        # A title may contradict the words it belongs to; it speaks only where they say nothing.
        if not text or self._keys[text] in GENERIC:
            self._words(page, title, url, "title", region, place, own)
            if " " in alt or not files:
                self._words(page, alt, url, "alt", region, place, own)
        if files and not text:
            key = words_of(" ".join(map(words_of_file, files))[:_COMPARED])
            label = " ".join(files)[:_SHOWN]
            drawn = Label(label, key, url, place, page, "file-name", region, False, True)
            self.labels.setdefault((key, place, "file-name"), drawn)
        label = (text or alt or title or " ".join(files) or last_part(url))[:_SHOWN]
        if label and (named or (files and not text)):
            key = f"{self._plain[label]} {words_of_address(url)}".strip()
            slug = Label(label, key, url, place, page, "slug", region, False, not text)
            self.labels.setdefault((key, place, "slug"), slug)


def _fresh_links(crawl: Crawl) -> Iterator[tuple[Page, list[Link]]]:
    """Yield each page with its links; one that an earlier page has too says nothing new.

    A list of feeds names the sections that they are of, but does not lead to them.
    """
    met: set[tuple[str, ...]] = set()
    for page in crawl.pages:
        fresh: list[Link] = []
        lists_feeds = is_feed(page.url)
        for link in page.links:
            if lists_feeds and is_feed(link.url):
                continue
            words = (link.url, link.text, link.title, link.alt, link.region)
            if (words not in met or link.url == page.url) and (
                not link.hidden or link.region in ("nav", "header")
            ):
                met.add(words)
                fresh.append(link)
        yield page, fresh


def _headings(page: Page) -> list[str]:
    """Return what a page is called: its title without the portal's name, and its headings."""
    title = _TITLE_BREAK.split(nfc(page.title[:_LONGEST]))[0]
    return [heading[:_LONGEST] for heading in (title, *page.headings[:60])]


def _fit_to_show(texts: list[str]) -> dict[str, str]:
    """Return texts composed, with single spaces; those of our own reader are so already."""
    whole = "\n".join(["", *texts, ""])
    fit = (
        whole.count("\n") == len(texts) + 1
        and not any(space in whole for space in ("  ", " \n", "\n "))
        and composed(whole) is whole
        and whole.replace("\n", "").isprintable()
    )
    return {text: text if fit else nfc(text) for text in texts}
