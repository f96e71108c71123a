"""What each page says that the others do not: menus and side blocks taken away.

A section page of a Vietnamese portal often repeats hundreds of words of news boxes beside two
lines of its own. Runs of words that stand on several pages are taken for such boxes.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain, compress
from math import ceil

from portal_audit.analyse.placeholder import before_other_posts
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Crawl, DatedText, Page
from portal_audit.parse.http.urls import is_document, same_place
from portal_audit.parse.text.spaces import first_words, spaced
from portal_audit.parse.text.vietnamese import fold

_FURNITURE = [False] * THRESHOLDS.furniture_run
_MOST_WORDS = 1500
"""Of a page that are compared: a bound of what that costs, without which no verdict changes."""
_FILE_TYPE = re.compile(r"pdf|ms-?word|ms-excel|ms-powerpoint|officedocument|opendocument|rtf|zip")
"""Content types of documents."""
FETCHES = re.compile(
    r"p_p_resource_id|\$\.(?:ajax|get|post|getJSON)|\bfetch\s*\(|XMLHttpRequest|axios|\.load\s*\(|"
    r"ng-app|__NEXT_DATA__|createApp|ReactDOM|new Vue",
)
_APPLICATION = re.compile(
    r"/_(?:next|nuxt)/|/(?:runtime|polyfills|main|app|index|chunk-vendors)[.-](?=\w*\d)\w{4,}\.m?jsx?(?:\?|$)"
)
"""Scripts that a builder has made of a whole site (Next, Nuxt, Angular, Vite, Vue CLI, React)."""


@dataclass(frozen=True, slots=True)
class Content:
    """One page without the site's furniture."""

    page: Page
    text: str
    """Its own words, as written."""
    words: int
    links: tuple[tuple[str, str], ...]
    """(label, URL) of the links in its body that are its own, documents included."""
    documents: tuple[tuple[str, str], ...]
    """Those of them that lead to documents."""
    images: int
    same_as_home: bool = False
    """Whether nearly all it says stands on the home page too."""
    shows_loader: bool = False
    """Whether spinners or grey bars of its own stand where a script is to bring something."""
    has_empty_place: bool = False
    """Whether an empty element of its own has a name, by which a script may fill it."""
    asks_for_script: bool = False
    """Whether it says, and the home page does not, what visitors without JavaScript miss."""

    @property
    def empty(self) -> bool:
        """Whether it holds neither words, nor a list, nor a document."""
        return (
            self.words < THRESHOLDS.placeholder_words
            and len(self.links) < THRESHOLDS.list_links
            and not self.documents
        )

    @property
    def nearly_all(self) -> str:
        """Its own words; where the site repeats them elsewhere, what little the page says."""
        if not self.empty:
            return self.text
        whole = self.page.main_text
        whole = whole[: before_other_posts(whole)]
        return whole if len(whole.split()) <= THRESHOLDS.short_page else self.text

    @property
    def by_script(self) -> bool:
        """Whether scripts of the page seem to fetch what it shows."""
        return (
            self.shows_loader
            or self.asks_for_script
            or any(FETCHES.search(script.text) for script in self.page.scripts)
        )

    @property
    def may_be_filled(self) -> bool:
        """Whether a script may fill it: it has a place for that, or its site is one script."""
        return (self.has_empty_place and bool(self.page.scripts)) or any(
            _APPLICATION.search(script.url or "") for script in self.page.scripts
        )

    @property
    def folded(self) -> str:
        """Its own words and those of its links, folded."""
        return fold(" . ".join((self.text, *(label for label, _ in self.links))))

    @property
    def dates(self) -> tuple[DatedText, ...]:
        """Dates met on the page, but for those of its header."""
        return tuple(dated for dated in self.page.dates if dated.source != "header")


@dataclass(slots=True)
class SiteContents:
    """The own content of every page of a crawl, worked out when first asked for."""

    crawl: Crawl
    _words: dict[str, tuple[Page, str, str]] = field(default_factory=dict)
    """Address of a page → the page, its first words, and these in small letters; until asked."""
    _runs: dict[str, list[int]] = field(default_factory=dict)
    """Address of a page → its runs of words, as numbers, in their order."""
    _at_home: frozenset[int] = frozenset()
    """Runs of the home page."""
    _shared: frozenset[int] = frozenset()
    """Runs that are furniture."""
    _places: dict[str, str] = field(default_factory=dict)
    """Where links amid pages lead, but for furniture that is no file: address → place."""
    _files: frozenset[tuple[str, ...]] | None = None
    _contents: dict[str, Content] = field(default_factory=dict)
    _pictures: frozenset[str] = field(init=False)
    """Those of the home page, and those that stand on several pages."""
    _loaders: frozenset[str] = field(init=False)
    """Those of the site: they stand on nearly every page, whether it shows something or not."""

    def __post_init__(self) -> None:
        """Note which pictures and loaders are no page's own."""
        home = self.crawl.home
        of_pages = [{image.url for image in page.images} for page in self.crawl.pages]
        counts = Counter(chain.from_iterable(of_pages))
        shared = {url for url, count in counts.items() if count > 1}
        at_home = {image.url for image in home.images} if home else set()
        self._pictures = frozenset(shared | at_home)
        loaders = Counter(chain.from_iterable(page.loaders for page in self.crawl.pages))
        most = max(THRESHOLDS.furniture_pages, THRESHOLDS.loader_share * len(self.crawl.pages))
        self._loaders = frozenset(name for name, count in loaders.items() if count >= most)

    def content(self, page: Page) -> Content:
        """Return what the page itself says."""
        if page.url not in self._contents:
            self._contents[page.url] = self._content(page)
        return self._contents[page.url]

    def _compare(self) -> None:
        """Tell, once, which runs of words and which links are furniture."""
        if self._runs:
            return
        pages = {page.url: page for page in self.crawl.pages}
        for url, page in pages.items():
            words = _first_words(page)
            self._words[url] = page, words, words.lower()
        self._runs = {url: _runs(small) for url, (_, _, small) in self._words.items()}
        if (home := self.crawl.home) is not None:
            self._at_home = frozenset(self._runs[home.url])
        enough = max(THRESHOLDS.furniture_pages, THRESHOLDS.furniture_share * len(pages))
        self._shared = on_many(list(self._runs.values()), ceil(enough))
        self._note_links(enough)

    def _note_links(self, enough: float) -> None:
        of_pages = [
            (page.url, {link.url for link in page.links if link.region == "body"})
            for page in self.crawl.pages
        ]
        places = {url: same_place(url) for _, urls in of_pages for url in urls}
        counts: Counter[str] = Counter()
        for urls in dict(of_pages).values():
            counts.update({places[url] for url in urls})
        self._places = {url: place for url, place in places.items() if counts[place] < enough}

    def _content(self, page: Page) -> Content:
        self._compare()
        home = self.crawl.home
        whole, small = self._words_of(page)
        if page.url not in self._runs:  # a file, read as a page
            self._runs[page.url] = _runs(small)
        own = whole
        if home is not None and page.url != home.url:
            own = self._without_furniture(page, whole)
        here = same_place(page.url)
        in_body = [link for link in page.links if link.region == "body" and not link.hidden]
        urls = {link.url for link in in_body}
        leading = {url for url in urls if self._places.get(url, here) != here}
        links = tuple(
            dict.fromkeys(
                (link.text or link.title, link.url) for link in in_body if link.url in leading
            )
        )
        text = own[: before_other_posts(own, small if own is whole else own.lower())]
        if len(text) < len(own):
            links = tuple(link for link in links if link[0] in text or link[0] not in own)
        pictures = self._pictures if home is not page else frozenset()
        loaders = [name for name in page.loaders if name not in self._loaders]
        return Content(
            page=page,
            text=text.rstrip(),
            words=len(text.split()) if len(text) < len(own) else own.count(" ") + bool(own),
            links=links,
            documents=tuple(link for link in links if self.is_file(link[1])),
            images=sum(1 for image in page.images if image.url not in pictures),
            same_as_home=home is not None and home is not page and self._copies(page, home),
            shows_loader=any(name[0] != "#" for name in loaders),
            has_empty_place=any(name[0] == "#" for name in loaders),
            asks_for_script=home is not page
            and _without_script(page) - _without_script(home) != set(),
        )

    def _words_of(self, page: Page) -> tuple[str, str]:
        """Return the first words of a page, and in small letters; they are asked for once."""
        same, words, small = self._words.pop(page.url, (None, "", ""))
        if same is page:
            return words, small
        words = _first_words(page)
        return words, words.lower()

    def is_file(self, url: str) -> bool:
        """Tell a file by its address, or by the answer that came for it or for one of its form.

        A system that hands out one file at ``download?id=7`` does so at ``download?id=8``.
        """
        if self._files is None:
            files = (
                unread
                for unread in self.crawl.unread
                if unread.reason == "not-html"
                and (_FILE_TYPE.search(unread.content_type) or is_document(unread.file_name))
            )
            self._files = frozenset(chain.from_iterable(_forms(unread.url) for unread in files))
        return is_document(url) or (bool(self._files) and not self._files.isdisjoint(_forms(url)))

    def _without_furniture(self, page: Page, text: str) -> str:
        """Leave out the words of runs that are furniture."""
        if not self._shared or self._shared.isdisjoint(self._runs[page.url]):
            return text
        words, runs = text.split(" "), self._runs[page.url]
        kept = [True] * len(words)
        for at in [at for at, run in enumerate(runs) if run in self._shared]:
            kept[at : at + THRESHOLDS.furniture_run] = _FURNITURE
        return " ".join(compress(words, kept))

    def says_what_home_says(self, page: Page) -> bool:
        """Tell whether most of what stands on a page stands on the home page too."""
        self._compare()
        home = self.crawl.home
        runs = {*self._runs.get(page.url, ())}
        return home is not None and 2 * len(runs & self._at_home) > len(runs)

    def _copies(self, page: Page, home: Page) -> bool:
        if page.url == home.url:
            return True
        alike = len(self._at_home.intersection(self._runs[page.url]))
        if not alike or alike < THRESHOLDS.copied_share * len(self._at_home):
            return False
        here = len({*self._runs[page.url]})
        return here >= THRESHOLDS.copy_runs and alike >= THRESHOLDS.copy_share * here


def _without_script(page: Page | None) -> set[str]:
    """Return what a page tells visitors without JavaScript about JavaScript."""
    texts = (block.text for block in page.hidden if block.how == "noscript") if page else ()
    return {text for text in texts if "javascript" in text.lower()}


def _forms(url: str) -> tuple[tuple[str, ...], ...]:
    """Return the place an address names and, where it has parameters, which ones of which path."""
    place = same_place(url)
    path, _, query = place.partition("?")
    names = sorted({one.partition("=")[0] for one in query.split("&")} - {""})
    return ((place,), (path, *names)) if names else ((place,),)


def on_many(pages: list[list[int]], enough: int) -> frozenset[int]:
    """Return the runs that stand on so many pages.

    Most stand on one page alone, and only the others need to be counted. What stands on enough
    pages stands twice among any that are two more than those without it can be.
    """
    met: set[int] = set()
    repeated: set[int] = set()
    for runs in sorted(pages, key=len)[: max(len(pages) - enough + 2, 0)]:
        repeated |= met.intersection(runs)
        met.update(runs)
    counts = Counter(chain.from_iterable(map(repeated.intersection, pages)))
    return frozenset(run for run, count in counts.items() if count >= enough)


def _first_words(page: Page) -> str:
    """Return the words of a page that are compared, with single spaces."""
    return first_words(spaced(page.main_text or page.text), _MOST_WORDS)


def _runs(small: str) -> list[int]:
    """Return the runs of words of a text in small letters as numbers."""
    words = small.split()
    shifted = (words[at:] for at in range(THRESHOLDS.furniture_run))
    return list(map(hash, zip(*shifted, strict=False)))
