"""Evidence of one page: what stands on it, parsed once."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Link:
    """Something a visitor can follow, with every word that names it."""

    url: str
    """Absolute, without fragment; as written where it cannot be resolved (``javascript:…``)."""
    text: str = ""
    """Visible text, spaces collapsed."""
    title: str = ""
    alt: str = ""
    """``alt`` of an image inside, or its file name with extension (of a style rule's picture, where
    nothing else names the link), and ``aria-label``."""
    source: str = "text"
    """What carries the words: ``text``, ``image``, ``option``, ``area``, ``frame``, ``empty``."""
    region: str = "body"
    """``nav``, ``header``, ``footer`` or ``body``."""
    hidden: bool = False
    """Inside an element that is not shown (``display:none``, off-screen, ``hidden``, zero size)."""
    rel: str = ""
    target: str = ""
    through: str = ""
    """The address as it stands on the page, where that only sends on to ``url``: a click counter,
    a banner, a redirect to another site. Empty where the link leads there itself."""


@dataclass(frozen=True, slots=True)
class Script:
    """A script element."""

    url: str | None
    """Absolute; ``None`` for an inline script."""
    raw: str = ""
    """``src`` as written."""
    integrity: str = ""
    crossorigin: str | None = None
    nonce: bool = False
    type: str = ""
    """As written, else of ``language``; ``nomodule`` where it has that attribute."""
    text: str = ""
    """First 500 characters of an inline script."""
    hosts: tuple[str, ...] = ()
    """Host names below ``.vn`` that an inline script names, at most 50."""


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A linked style sheet."""

    url: str
    raw: str = ""
    integrity: str = ""
    crossorigin: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """An ``iframe``, ``frame``, ``object`` or ``embed``."""

    url: str
    title: str = ""
    tag: str = "iframe"
    hidden: bool = False
    """Whether no visitor sees it: one pixel at most, or inside what is not shown."""


@dataclass(frozen=True, slots=True)
class Image:
    """An image, audio or video source."""

    url: str
    alt: str | None = None
    tag: str = "img"
    """Of the element; ``lazy`` where browsers fetch it only when a script or a click asks."""


@dataclass(frozen=True, slots=True)
class Load:
    """Something that browsers fetch for a page beside its script, style, frame and image elements.

    Without a click, and on every visit.
    """

    kind: str
    """``script``, ``style``, ``frame``, ``font``, ``media``, ``request``, ``prefetch`` (for a later
    page) or, where a button sends what was typed elsewhere than its form, ``form``."""
    url: str
    source: str
    """What has it fetched: ``css``, ``preload``, ``prefetch``, ``svg``, ``icon``, ``formaction`` or
    ``script``."""


@dataclass(frozen=True, slots=True)
class ScriptRedirect:
    """Where an inline script sends the visitor by itself."""

    url: str
    conditional: bool = False
    """Whether it depends on something, such as the referrer or the kind of browser."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form, or the page's password fields that stand in none."""

    action: str
    """Absolute; the page's own URL where there is no ``action``."""
    method: str = "get"
    password: bool = False
    fields: tuple[str, ...] = ()
    """Names of its fields."""


@dataclass(frozen=True, slots=True)
class TextBox:
    """A field that a visitor can type words into, whether or not it stands in a form."""

    name: str = ""
    """Its ``name``, ``id`` and ``class``, apart by spaces, at most 200 characters."""
    words: str = ""
    """What it says of itself: ``placeholder``, ``title``, ``value``, ``aria-label``, ``alt``."""
    beside: str = ""
    """Names and words of the few elements behind it, where its button stands."""
    action: str = ""
    """Where its form leads, and what that form is called; empty where it stands in none."""
    type: str = ""
    """Its ``type`` in small letters; empty where it has none, ``textarea`` of such an element."""
    hidden: bool = False
    before: str = ""
    """The words that stand right before it, at most 60 characters."""


@dataclass(frozen=True, slots=True)
class DatedText:
    """A date met on the page."""

    date: str
    """ISO 8601, ``YYYY-MM-DD``."""
    source: str
    """``posted`` (labelled as publication), ``text``, ``url``, ``time`` (element), ``header``."""
    text: str
    """The words around it, at most 120 characters."""


@dataclass(frozen=True, slots=True)
class HiddenBlock:
    """An element that is not shown although it holds text or links."""

    how: str
    """``display-none``, ``visibility``, ``off-screen``, ``zero-size``, ``hidden``, ``noscript``,
    ``script`` (written under a condition) …"""
    text: str
    """First 500 characters."""
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML page as read: facts, bounded in size."""

    url: str
    """Where it was read, after redirects."""
    asked: str
    """The URL that was asked for."""
    status: int
    content_type: str = ""
    encoding: str = ""
    """The encoding it was decoded with."""
    depth: int = 0
    """Clicks from the home page."""
    via: tuple[str, ...] = ()
    """Labels of the links followed from the home page."""
    elapsed: float = 0.0
    """Seconds to the last header."""
    size: int = 0
    """Bytes of the decoded body."""
    truncated: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    """Headers of the answer, as sent."""
    lang: str | None = None
    title: str = ""
    meta: tuple[tuple[str, str], ...] = ()
    """(name, property or http-equiv in lower case, content) of every meta element, in order."""
    headings: tuple[str, ...] = ()
    text: str = ""
    """Visible text, spaces collapsed, at most 20,000 characters."""
    main_text: str = ""
    """Visible text outside header, nav and footer, at most 12,000 characters."""
    footer_text: str = ""
    links: tuple[Link, ...] = ()
    scripts: tuple[Script, ...] = ()
    stylesheets: tuple[Stylesheet, ...] = ()
    frames: tuple[Frame, ...] = ()
    images: tuple[Image, ...] = ()
    forms: tuple[Form, ...] = ()
    dates: tuple[DatedText, ...] = ()
    hidden: tuple[HiddenBlock, ...] = ()
    base: str | None = None
    repaired: bool = False
    """Whether the document was so broken that it had to be repaired before reading."""
    relations: tuple[tuple[str, str], ...] = ()
    """(``rel``, then ``hreflang`` or ``type``; absolute URL) of link elements that are no style
    sheets, such as ``("canonical", …)`` and ``("alternate application/rss+xml", …)``."""
    rendered: bool = False
    """Whether it is what a browser made of it with JavaScript; ``size``, ``encoding`` and
    ``headers`` are those of the answer all the same."""
    inline_handlers: int = 0
    """Event attributes such as ``onclick``, which a strict Content-Security-Policy would stop."""
    panels: tuple[tuple[str, str], ...] = ()
    """(``id``, text of at most 1,500 characters) of what links of the page open by ``#id``: tabs
    and accordions, shown or not."""
    resources: tuple[str, ...] = ()
    """Addresses that inline scripts fetch lists from (Liferay's ``p_p_resource_id``)."""
    loaders: tuple[str, ...] = ()
    """At most 10 signs amid the page that a script is still to bring something: classes of spinners
    and grey bars (``animate-pulse``, ``skeleton``), ``aria-busy``, ``table#id`` without rows; and
    ``#id`` of an empty element, which may only be for an advertisement.
    """
    text_boxes: tuple[TextBox, ...] | None = None
    """At most 20; ``None`` on pages read before they were noted."""
    cut: str = ""
    """Why not all of it was parsed: ``size``, ``elements``, ``end-tags``, ``formatting``; see
    ``parse.html.hazards``. Empty where all of it was, or where the answer itself was cut."""
    filled_from: str = ""
    """The one of them that was read; its words and links stand on this page as if they had come
    with it."""

    loads: tuple[Load, ...] = ()
    """At most 150."""
    redirects: tuple[ScriptRedirect, ...] = ()
    structured: tuple[tuple[str, str], ...] = ()
    """(property, text) of the names, descriptions and addresses in its JSON-LD (schema.org), at
    most 60."""
    requested: tuple[tuple[str, str], ...] | None = None
    """(resource type, URL) of what the browser that showed the page asked for, refused or not;
    ``None`` where it was not shown in one."""

    def meta_content(self, name: str) -> str | None:
        """Return the content of the first meta element of this name."""
        wanted = name.lower()
        return next((content for key, content in self.meta if key == wanted), None)

    @property
    def needs_browser(self) -> bool:
        """Whether the page has scripts but next to no text of its own."""
        return bool(self.scripts) and len(self.text) < 200 and len(self.links) < 5


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What was answered with an error status (400 and above), bounded."""

    url: str
    status: int
    title: str = ""
    text: str = ""
    """Its beginning, at most 3,000 characters, spaces collapsed."""
    scripts: tuple[str, ...] = ()
    """Addresses of its scripts, at most 20."""
    label: str = ""
    """The words of the link that led there; empty for an address that nothing links to."""
