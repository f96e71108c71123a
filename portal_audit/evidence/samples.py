"""Evidence of a few single requests beside the crawl: an error page, an asset, a foreign origin."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.evidence.http import Exchange
from portal_audit.evidence.page import ErrorPage


@dataclass(frozen=True, slots=True)
class NotFound:
    """What a path answered that surely does not exist."""

    asked: str
    """The made-up URL."""
    exchanges: tuple[Exchange, ...]
    """The answer, and that of the one redirect that was followed; never empty."""
    html: bool = False
    """Whether the last answer is an HTML page; the facts below are about that page."""
    title: str = ""
    text_length: int = 0
    """Characters of visible text."""
    similarity: float | None = None
    """How much of its text is that of the home page, 0–1; ``None`` where there is nothing to
    compare."""
    lang: str | None = None
    """``lang`` of the html element."""
    vietnamese: bool | None = None
    """Whether its text is Vietnamese; ``None`` where there is too little of it to tell."""
    navigation: bool = False
    """Whether it has links in a menu, header or footer."""
    meta: tuple[tuple[str, str], ...] = ()
    """Its ``content-security-policy`` and ``referrer`` meta elements: name, content."""
    error: ErrorPage | None = None
    """What it says, where its status is that of an error."""

    @property
    def last(self) -> Exchange:
        """The answer at the end."""
        return self.exchanges[-1]


@dataclass(frozen=True, slots=True)
class CrossOrigin:
    """What the home page answers to requests that name the site they come from."""

    origin: str
    """The foreign origin that was sent."""
    foreign: Exchange | None = None
    """GET with that origin."""
    null: Exchange | None = None
    """GET with ``Origin: null``, as from a sandboxed frame or a local file."""
    preflight: Exchange | None = None
    """OPTIONS with that origin; sent only where somebody has authorised it."""


@dataclass(frozen=True, slots=True)
class ForeignHost:
    """A host of another organisation that pages load scripts, frames or style sheets from."""

    host: str
    tag: str
    """What is loaded: ``script``, ``frame`` or ``style``."""
    page: str
    """The first page it was seen on."""
    resolves: bool | None = None
    """Whether the name has an address; ``None`` where that is not known."""


@dataclass(frozen=True, slots=True)
class Samples:
    """The answers to at most six requests; a part is ``None`` where it could not be had."""

    not_found: NotFound | None = None
    asset: Exchange | None = None
    """The head of one script or style sheet of the home page, of the same origin."""
    cors: CrossOrigin | None = None
    foreign_hosts: tuple[ForeignHost, ...] | None = None
    """At most ten, scripts first. No connection was made to them."""
    more_hosts: int = 0
    """Foreign hosts beyond those."""
