"""Where the walk through a document stands, and where the text met there goes."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote

from portal_audit.parse.text.vietnamese import nfc

_SHORT = 200
"""Characters of a text that is likely to be met again."""
_FILE_NAME = re.compile(r"([^/\\?#]*)(?:[?#].*)?$", re.DOTALL)


class Sink:
    """Takes text as it stands in the document, and bounds it when it is asked for."""

    __slots__ = ("limit", "parts", "put")

    def __init__(self, limit: int) -> None:
        """Bound the text to *limit* characters, spaces collapsed."""
        self.limit = limit
        self.parts: list[str] = []
        self.put = self.parts.append

    @property
    def text(self) -> str:
        """The text, made fit to show; made anew each time."""
        return clean("".join(self.parts)[: self.limit * 3], self.limit) if self.parts else ""


def clean(text: str, limit: int) -> str:
    """Return text fit to show: doubled entities undone, composed, spaces collapsed, cut."""
    return _short(text, limit) if len(text) <= _SHORT else _clean(text, limit)


def _clean(text: str, limit: int) -> str:
    if "&" in text:
        text = html.unescape(text)
    return nfc(text)[:limit].rstrip()


_short = lru_cache(maxsize=8192)(_clean)
"""The pages of a portal share their menus, so that most labels are met again and again."""


def file_name(url: str) -> str:
    """Return the name of a picture's file in one word; empty for data.

    The extension stays: it tells a file's name from words that somebody wrote.
    """
    if not url or url.startswith("data:"):
        return ""
    name = _FILE_NAME.search(url[:2_000])
    if name is None:
        return ""
    return clean(unquote(name[1]) if "%" in name[1] else name[1], 100).replace(" ", "-")


@dataclass(slots=True)
class HiddenDraft:
    """An element kept from view, while it is read."""

    how: str
    sink: Sink
    links: list[str] = field(default_factory=list)


class LinkDraft(Sink):
    """A link, while it is read, which takes its own words. No dataclass: for speed."""

    __slots__ = (
        *("alts", "background", "has_image", "hidden", "region", "rel", "source", "target"),
        *("title", "url"),
    )

    def __init__(self, url: str, source: str, region: str, hidden: bool, background: str) -> None:
        """*background* is the address of a picture drawn behind it by a style rule."""
        self.limit = 300
        self.parts = []
        self.put = self.parts.append
        self.url = url
        self.source = source
        self.region = region
        self.hidden = hidden
        self.background = background
        self.title = self.rel = self.target = ""
        self.alts: list[str] = []
        self.has_image = False

    @property
    def text(self) -> str:
        """The words, made fit to show; a page has hundreds of links, most of them short."""
        words = "".join(self.parts)
        return _short(words, 300) if len(words) <= _SHORT else _clean(words[:900], 300)


@dataclass(slots=True)
class BoxDraft:
    """A field for words, and what stands behind it, while it is read."""

    name: str
    words: str
    type: str
    action: str
    hidden: bool
    before: str
    beside: Sink
    elements_left: int
    """How many more elements are looked at for its button."""


@dataclass(slots=True)
class FormDraft:
    """A form, while it is read."""

    action: str
    method: str = "get"
    password: bool = False
    search: bool = False
    """Whether one of its fields is for a search."""
    fields: list[str] = field(default_factory=list)
    called: str = ""
    """Its address as written, ``id``, ``name``, ``class`` and ``role``."""


class Scope:
    """What holds for everything inside an element. Never changed, though not frozen: for speed."""

    __slots__ = ("background", "form", "hidden", "in_article", "link", "puts", "region", "sinks")

    def __init__(
        self,
        sinks: tuple[Sink, ...],
        region: str = "body",
        hidden: HiddenDraft | None = None,
        link: LinkDraft | None = None,
        form: FormDraft | None = None,
        in_article: bool = False,
        background: str = "",
    ) -> None:
        """Send text to *sinks*; *background* is the picture that is drawn behind links in here."""
        self.sinks = sinks
        self.puts = tuple([sink.put for sink in sinks])
        """What takes a piece of text, one of each sink: looked up once, for it is called often."""
        self.region = region
        self.hidden = hidden
        self.link = link
        self.form = form
        self.in_article = in_article
        self.background = background

    def replace(
        self,
        *,
        sinks: tuple[Sink, ...] | None = None,
        region: str | None = None,
        hidden: HiddenDraft | None = None,
        form: FormDraft | None = None,
        in_article: bool = False,
        background: str = "",
    ) -> Scope:
        """Return a scope inside this one; what is not given stays."""
        return Scope(
            self.sinks if sinks is None else sinks,
            region or self.region,
            hidden or self.hidden,
            self.link,
            form or self.form,
            in_article or self.in_article,
            background or self.background,
        )

    def inside_link(self, link: LinkDraft) -> Scope:
        """Return the scope that gathers a link's words; like ``replace``, but much quicker."""
        scope = Scope.__new__(Scope)
        scope.sinks = (*self.sinks, link)
        scope.puts = (*self.puts, link.put)
        scope.region = self.region
        scope.hidden = self.hidden
        scope.link = link
        scope.form = self.form
        scope.in_article = self.in_article
        scope.background = self.background
        return scope
