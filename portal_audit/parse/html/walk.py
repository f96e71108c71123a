"""One walk through a parsed document, which gathers every fact of a page on its way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from portal_audit.evidence.page import Frame, Image, Script, Stylesheet
from portal_audit.parse.html.addresses import Addresses
from portal_audit.parse.html.background_pictures import Backgrounds
from portal_audit.parse.html.click_targets import opens
from portal_audit.parse.html.loads import Loads
from portal_audit.parse.html.visibility import inner_region, marks
from portal_audit.parse.html.walk_scope import (
    BoxDraft,
    FormDraft,
    HiddenDraft,
    LinkDraft,
    Scope,
    Sink,
    clean,
)

Attributes = Mapping[str, str | None]
Reader = Callable[["Walk", LexborNode, Attributes, Scope], Scope | None]
"""Notes one element; returns what holds inside it, or ``None`` to pass its content by."""

MAX_NODES = 100_000
_INLINE = frozenset(
    re.findall(
        r"\w+",
        "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q s "
        "samp small span strike strong sub sup time tt u var wbr",
    )
)
_MARKS = frozenset({"class", "id", "role", "style", "hidden", "onclick"})
_MARKED_TAGS = frozenset({"nav", "header", "footer", "article", "marquee"})
"""Tags that say where on the page their content stands, or how it is shown."""
_HANDLERS = frozenset(
    re.findall(
        r"\w+",
        "onabort onbeforeunload onblur onchange onclick oncontextmenu ondblclick onerror onfocus "
        "onfocusin onfocusout onhashchange oninput onkeydown onkeypress onkeyup onload onmousedown "
        "onmouseenter onmouseleave onmousemove onmouseout onmouseover onmouseup onpaste "
        "onpointerdown onpointerup onreset onresize onscroll onselect onsubmit ontoggle ontouchend "
        "ontouchmove ontouchstart onunload onwheel",
    )
)
"""Event handler content attributes (WHATWG HTML 8.1.8.2) that are met on pages."""
_TELLING = _MARKS | _HANDLERS
"""Attributes that are looked at whatever the element; most elements have none of them."""
_MOST_PANELS = 40
_OPENERS = frozenset({"onclick", "aria-controls", "data-toggle", "data-bs-toggle"})
_MOST_BOXES = 20
_BESIDE = 6
"""Elements behind a field for words that are looked at for its button."""
_BOX_NAMES = ("name", "id", "class")
_BOX_WORDS = ("placeholder", "title", "value", "aria-label", "alt")
_BESIDE_NAMES = ("class", "id", "title", "value", "alt", "aria-label", "onclick")
_LIMITS = {
    "meta": 100,
    "headings": 100,
    "scripts": 200,
    "stylesheets": 100,
    "frames": 100,
    "images": 400,
    "forms": 50,
    "times": 80,
    "relations": 60,
    "resources": 5,
}


class Walk:
    """Reads a document once; afterwards its attributes hold what was met."""

    def __init__(
        self,
        addresses: Addresses,
        readers: Mapping[str, Reader],
        noscripts: Sequence[str] = (),
        *,
        rendered: bool = False,
    ) -> None:
        """Resolve addresses with *addresses*; *readers* say what is noted of which element.

        *noscripts* is what was taken out of ``noscript`` elements. Where the document was
        *rendered*, its scripts have run already.
        """
        self.noscripts = noscripts
        self.addresses = addresses
        self.rendered = rendered
        self.loads = Loads(addresses)
        self.unscripted: list[HiddenDraft] = []
        """What only visitors without scripts see, or only some visitors."""
        self._nodes = 0
        self.readers = readers
        self.base: str | None = None
        self.lang: str | None = None
        self.title = ""
        self.cut = False
        self.text, self.main = Sink(20_000), Sink(40_000)
        self.footer, self.header = Sink(6_000), Sink(6_000)
        self.meta: list[tuple[str, str]] = []
        self.relations: list[tuple[str, str]] = []
        self.headings: list[Sink] = []
        self.links: list[LinkDraft] = []
        self.scripts: list[Script] = []
        self.stylesheets: list[Stylesheet] = []
        self.frames: list[Frame] = []
        self.images: list[Image] = []
        self.forms: list[FormDraft] = []
        self.times: list[str] = []
        self.hidden: list[HiddenDraft] = []
        self.resources: list[str] = []
        self.panels: dict[str, Sink] = {}
        self.boxes: list[BoxDraft] = []
        self.box: BoxDraft | None = None
        """The field for words met last, while its button may still come."""
        self._opened: set[str] = set()
        """Ids that links met so far open."""
        self.stray = FormDraft(addresses.page_url)
        """Fields that stand in no form."""
        self.inline_handlers = 0
        self.backgrounds = Backgrounds()

    def read(self, document: LexborHTMLParser, hidden: str | None = None) -> None:
        """Walk through the document; *hidden* says how all of it is kept from view, if it is."""
        scope = Scope((self.text, self.main))
        if hidden is not None:
            scope = self._hide(scope, hidden)
        self._walk_from(document.root, scope)

    def read_written(self, source: str, scope: Scope) -> None:
        """Read HTML that a script writes where it stands."""
        body = LexborHTMLParser(f"<body>{source}".encode("utf-8", "replace")).body
        if body is not None:
            self._walk_from(body.first_child, scope)

    def _walk_from(  # noqa: C901 (a call for each node is what costs here)
        self, node: LexborNode | None, scope: Scope
    ) -> None:
        """Visit every node below and beside *node*, depth first, without recursion.

        One loop without calls for the many nodes of which nothing is noted.
        """
        waiting: list[tuple[LexborNode | None, Scope, bool]] = []
        puts = scope.puts
        left = MAX_NODES
        reader_of = self.readers.get
        while True:
            while node is not None:
                left -= 1
                if left < 0:
                    self.cut = True
                    return
                tag = node.tag
                if tag == "-text":
                    text = node.text_content or ""
                    if text.isspace():
                        text = " "
                    for put in puts:
                        put(text)
                elif tag is not None and tag[0] != "-":
                    block = tag not in _INLINE
                    if block:
                        for put in puts:
                            put(" ")
                    attributes: Attributes = node.attributes
                    inside = scope
                    if tag in _MARKED_TAGS or (attributes and not _TELLING.isdisjoint(attributes)):
                        inside = self._marked(tag, attributes, scope)
                    if self.box is not None:
                        self._note_beside(self.box, attributes)
                    reader = reader_of(tag)
                    inner = inside if reader is None else reader(self, node, attributes, inside)
                    if inner is not None and (child := node.first_child) is not None:
                        waiting.append((node.next, scope, block))
                        node = child
                        if inner is not scope:
                            scope, puts = inner, inner.puts
                        continue
                node = node.next
            if not waiting:
                return
            node, outer, block = waiting.pop()
            if outer is not scope:
                scope, puts = outer, outer.puts
            if block:
                for put in puts:
                    put(" ")

    def _marked(self, tag: str, attributes: Attributes, scope: Scope) -> Scope:
        """Take account of what a tag, its class, id, role, style and event attributes say."""
        get = attributes.get
        names, ident, style = get("class") or "", get("id") or "", get("style") or ""
        if len(attributes) == 1 and names and not self.backgrounds.has_rules:  # most elements
            region, how = marks(tag, "", names, "", "", False)
            if region is how is None and tag not in _MARKED_TAGS:
                return scope
        if not _HANDLERS.isdisjoint(attributes):
            self.inline_handlers += len(_HANDLERS.intersection(attributes))
        if tag == "marquee":
            style += f";width:{get('width')};height:{get('height')}"
        region, how = marks(tag, get("role") or "", names, ident, style, "hidden" in attributes)
        if region is not None or tag == "article":
            scope = self._within(tag, region, scope)
        if how is not None and scope.hidden is None:
            scope = self._hide(scope, how)
        if style and "url(" in style.lower():
            self.loads.add_style(style)
        if self.backgrounds.has_rules or "(" in style:
            scope = self._drawn(names, ident, style, scope)
        if ident and ident in self._opened and ident not in self.panels:
            panel = self.panels[ident] = Sink(1_500)
            scope = scope.replace(sinks=(*scope.sinks, panel))
        if tag != "a" and scope.link is None and not _OPENERS.isdisjoint(attributes):
            target = "" if _MARKS.isdisjoint(attributes) else opens(attributes)
            scope = self.open_link(target, attributes, scope) if target else scope
        return scope

    def _drawn(self, names: str, ident: str, style: str, scope: Scope) -> Scope:
        """Take account of a picture that style rules draw behind an element."""
        inside = self.backgrounds.inside(names, ident)
        if scope.link is not None and not scope.link.background:
            scope.link.background = self.backgrounds.own(names, ident, style) or inside
        elif inside:
            return scope.replace(background=inside)
        return scope

    def _within(self, tag: str, found: str | None, scope: Scope) -> Scope:
        """Enter a region of the page, or an article, which has a header and a footer of its own."""
        in_article = scope.in_article or tag == "article"
        region = inner_region(scope.region, found, in_article=in_article)
        if region == scope.region and in_article == scope.in_article:
            return scope
        sinks = scope.sinks
        if region != scope.region and scope.hidden is None:
            place = self.footer if region == "footer" else self.header
            by_region = (self.main, self.header, self.footer)
            sinks = (*(sink for sink in sinks if sink not in by_region), place)
        return scope.replace(region=region, in_article=in_article, sinks=sinks)

    def _hide(self, scope: Scope, how: str) -> Scope:
        draft = HiddenDraft(how, Sink(500))
        self.hidden.append(draft)
        return scope.replace(hidden=draft, sinks=(draft.sink,))

    def open_link(self, raw: str, attributes: Attributes, scope: Scope, source: str = "") -> Scope:
        """Begin a link; return the scope that gathers its words."""
        hidden, background = scope.hidden, scope.background
        url = self.addresses.absolute(raw)
        link = LinkDraft(url, source, scope.region, hidden is not None, background)
        if len(attributes) > 1:  # most have an address only
            self._named(link, attributes)
        if raw[:1] == "#" and len(self._opened) < _MOST_PANELS:
            self._opened.add(unquote(raw[1:200]))
        if len(self.links) < 3_000:
            self.links.append(link)
            if hidden is not None and len(hidden.links) < 50:
                hidden.links.append(url)
        return scope.inside_link(link)

    def _named(self, link: LinkDraft, attributes: Attributes) -> None:
        """Note what the attributes of a link say beside its address."""
        get = attributes.get
        if title := get("title"):
            link.title = clean(title, 200)
        if rel := get("rel"):
            link.rel = rel[:100].lower()
        if target := get("target"):
            link.target = target[:50]
        style = get("style") or ""
        if "(" in style or self.backgrounds.has_rules:
            drawn = self.backgrounds.own(get("class") or "", get("id") or "", style)
            link.background = drawn or link.background
        if label := get("aria-label"):
            link.alts.append(clean(label, 200))

    def open_box(self, kind: str, attributes: Attributes, scope: Scope) -> None:
        """Note a field for words; what stands behind it is gathered from now on."""
        if len(self.boxes) >= _MOST_BOXES:
            return
        form = scope.form
        self.box = BoxDraft(
            name=_joined(attributes, _BOX_NAMES),
            words=_joined(attributes, _BOX_WORDS),
            type=kind[:20],
            action="" if form is None else f"{form.called}"[:200],
            hidden=scope.hidden is not None,
            before=clean("".join(scope.sinks[0].parts[-12:])[-60:], 60),
            beside=Sink(200),
            elements_left=_BESIDE,
        )
        self.boxes.append(self.box)

    def _note_beside(self, box: BoxDraft, attributes: Attributes) -> None:
        box.elements_left -= 1
        if box.elements_left < 0:
            self.box = None
        elif attributes:
            box.beside.put(f" {_joined(attributes, _BESIDE_NAMES)} ")

    def has_room(self, kind: str) -> bool:
        """Tell whether another fact of this kind may be kept."""
        return len(getattr(self, kind)) < _LIMITS[kind]


def _joined(attributes: Attributes, names: tuple[str, ...]) -> str:
    return clean(" ".join(value for name in names if (value := attributes.get(name))), 200)
