"""Where the walk through a document stands, and where the text met there goes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import unquote

from portal_audit.parse.text.spaces import spaced
from portal_audit.parse.text.vietnamese import composed, nfc

Place = Literal["main", "header", "footer"]
"""The three parts of a page that its visible text is told apart by."""
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


class PageText(Sink):
    """Takes everything that is not hidden, and tells the parts of the page apart."""

    __slots__ = ("_places", "place")

    def __init__(self, limit: int) -> None:
        """Begin in the main part."""
        super().__init__(limit)
        self.place: Place = "main"
        self._places: list[tuple[int, Place]] = [(0, "main")]

    def enter(self, place: Place) -> None:
        """Note that the text from here on stands in another part of the page."""
        if self.place != place:
            self.place = place
            self._places.append((len(self.parts), place))

    def told_apart(self, limits: Mapping[Place, int]) -> tuple[str, dict[Place, str]]:
        """Return the whole text, and that of each part of the page, made fit to show."""
        starts = [start for start, _ in self._places]
        ends = [*starts[1:], len(self.parts)]
        pieces = ["".join(self.parts[start:end]) for start, end in zip(starts, ends, strict=True)]
        shown = list(map(_clean, pieces))
        places = [place for _, place in self._places]
        texts = {
            place: _joined(
                [piece for piece, found in zip(pieces, places, strict=True) if found == place],
                [piece for piece, found in zip(shown, places, strict=True) if found == place],
                limit,
            )
            for place, limit in limits.items()
        }
        return _joined(pieces, shown, self.limit), texts


def _joined(pieces: list[str], shown: list[str], limit: int) -> str:
    """Return what ``clean`` makes of all pieces together, of what it made of each.

    Nothing that it does reaches over the end of a line; where pieces meet elsewhere, or are more
    than it looks at, it is asked again.
    """
    apart = all(one[-1:] == "\n" or next_one[:1] == "\n" for one, next_one in pairwise(pieces))
    if apart and sum(map(len, pieces)) <= limit * 3:
        return " ".join(filter(None, shown))[:limit].rstrip()
    return clean("".join(pieces)[: limit * 3], limit)


class Passage:
    """A stretch of the text that a sink takes: of a heading or a panel, from tag to tag."""

    limit = 300
    end = 0
    """Where it ends, once it has ended."""
    outer: Passage | None = None
    """The one that it stands in."""

    def __init__(self, parts: list[str], limit: int) -> None:
        """Begin where *parts* end so far."""
        self.limit = limit
        self.parts = parts
        self.start = len(parts)

    @property
    def words(self) -> str:
        """The text as it stands in the document."""
        return "".join(self.parts[self.start : self.end])

    @property
    def text(self) -> str:
        """The text, made fit to show; made anew each time."""
        return clean(self.words[: self.limit * 3], self.limit)


def clean(text: str, limit: int) -> str:
    """Return text fit to show: doubled entities undone, composed, spaces collapsed, cut."""
    return (_short(text) if len(text) <= _SHORT else _clean(text))[:limit].rstrip()


def clean_all(texts: list[str], limit: int) -> list[str]:
    """Return what ``clean`` makes of each text, quicker: new words are composed all at once."""
    if not texts:
        return []
    together = "\0".join(texts)  # NUL stands in no text of a parsed document
    if "&" in together:
        together = "\0".join([html.unescape(text) if "&" in text else text for text in texts])
    shown = composed(together).split("\0")
    if len(shown) != len(texts):
        return [clean(text, limit) for text in texts]
    return [spaced(text)[:limit].rstrip() for text in shown]


def _clean(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    return nfc(text)


_short = lru_cache(maxsize=8192)(_clean)
"""The pages of a portal share their menus, so that most labels are met again and again."""


def file_name(url: str) -> str:
    """Return the name of a picture's file in one word; empty for data.

    The extension stays: it tells a file's name from words that somebody wrote.
    """
    return "" if not url or url.startswith("data:") else _file_name(url[:2_000])


@lru_cache(maxsize=4096)
def _file_name(url: str) -> str:
    name = _FILE_NAME.search(url)
    if name is None:
        return ""
    return clean(unquote(name[1]) if "%" in name[1] else name[1], 100).replace(" ", "-")


@dataclass(slots=True)
class HiddenDraft:
    """An element kept from view, while it is read."""

    how: str
    sink: Sink
    links: list[str] = field(default_factory=list)


def is_undrawn(scope: Scope) -> bool:
    """Tell whether nothing is drawn here: browsers fetch no picture behind it."""
    return scope.hidden is not None and scope.hidden.how in ("hidden", "display-none")


class LinkDraft(Passage):
    """A link, while it is read. What most links have not stands with the class: for speed."""

    title = rel = target = source = background = ""
    alts: tuple[str, ...] = ()
    has_image = False
    outer_link: LinkDraft | None = None
    """The link that it stands in."""
    inserted: tuple[tuple[int, str], ...] = ()
    """Words that are no text of the page: the place in ``parts`` that they stand before."""

    def __init__(self, scope: Scope, url: str) -> None:
        """*scope* is what holds where it stands."""
        self.parts = scope.parts
        self.start = len(scope.parts)
        self.scope = scope
        self.url = url

    def note_names(self, attributes: Mapping[str, str | None]) -> None:
        """Note what its attributes say of it beside its address."""
        get = attributes.get
        if title := get("title"):
            self.title = clean(title, 200)
        if rel := get("rel"):
            self.rel = rel[:100].lower()
        if target := get("target"):
            self.target = target[:50]
        if label := get("aria-label"):
            self.alts += (clean(label, 200),)

    def insert(self, words: str) -> None:
        """Add words that stand in no text node, such as those of a button."""
        self.inserted += ((len(self.parts), words),)

    @property
    def words(self) -> str:
        """The text as it stands in the document; nothing of a link that holds none."""
        if not self.inserted and self.end == self.start + 1:  # as most are
            return self.parts[self.start]
        start, pieces = self.start, []
        for place, words in self.inserted:
            pieces += self.parts[start:place]
            pieces.append(words)
            start = place
        return "".join(pieces + self.parts[start : self.end])


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

    __slots__ = ("background", "form", "hidden", "in_article", "parts", "place", "put", "region")

    def __init__(
        self,
        parts: list[str],
        put: Callable[[str], None],
        place: Place = "main",
        region: str = "body",
        hidden: HiddenDraft | None = None,
        form: FormDraft | None = None,
        in_article: bool = False,
        background: str = "",
    ) -> None:
        """Send text to *put*, which adds it to *parts*.

        *background* is the picture that is drawn behind links in here.
        """
        self.parts = parts
        self.put = put
        self.place = place
        self.region = region
        self.hidden = hidden
        self.form = form
        self.in_article = in_article
        self.background = background

    def replace(self, **changes: Any) -> Scope:
        """Return a scope inside this one; what is not given stays."""
        inner = Scope(
            self.parts,
            self.put,
            self.place,
            self.region,
            self.hidden,
            self.form,
            self.in_article,
            self.background,
        )
        for name, value in changes.items():
            setattr(inner, name, value)
        return inner

    def also(self, put: Callable[[str], None]) -> Scope:
        """Return a scope whose text goes to *put* too."""
        first = self.put

        def put_both(text: str) -> None:
            first(text)
            put(text)

        return self.replace(put=put_both)
