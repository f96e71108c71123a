"""One walk through a parsed document, which gathers every fact of a page on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from portal_audit.evidence.page import Frame, Image, Script, Stylesheet
from portal_audit.parse.html.addresses import Addresses
from portal_audit.parse.html.background_pictures import Backgrounds
from portal_audit.parse.html.click_targets import FOLDED, opens, unfolds
from portal_audit.parse.html.element_kinds import (
    HANDLERS,
    KINDS,
    MARKED_TAGS,
    NO_ELEMENT,
    TEXT,
    kind_of,
)
from portal_audit.parse.html.loads import Loads
from portal_audit.parse.html.text_boxes import BoxDraft, box_of
from portal_audit.parse.html.unfilled import BUSY, PLACES, Unfilled, is_empty
from portal_audit.parse.html.visibility import inner_region, marks, says_nothing
from portal_audit.parse.html.walk_scope import (
    FormDraft,
    HiddenDraft,
    LinkDraft,
    PageText,
    Passage,
    Scope,
    Sink,
    is_undrawn,
)

Attributes = Mapping[str, str | None]
Reader = Callable[["Walk", LexborNode, Attributes, Scope], Scope | None]
"""Notes one element; returns what holds inside it, or ``None`` to pass its content by."""

MAX_NODES = 100_000
_MARKS = frozenset({"class", "id", "role", "style", "hidden", "onclick", "background"})
_DRAWN_BEHIND = frozenset({"body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"})
"""Elements whose ``background`` is fetched (WHATWG HTML 15.3.7 and 15.3.11)."""
_TELLING = _MARKS | HANDLERS | {BUSY}
"""Attributes that are looked at whatever the element; most elements have none of them."""
_MOST_PANELS = 40
_OPENERS = frozenset({"onclick", "aria-controls", "data-toggle", "data-bs-toggle"})
_TELLING_MORE = (_TELLING | _OPENERS) - {"class", "id"}
"""Attributes that say something whatever their value is."""
_MOST_BOXES = 20
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
        self.readers = readers
        self.absolute = addresses.__getitem__
        """Makes an address as written absolute."""
        self.base: str | None = None
        self.lang: str | None = None
        self.title = ""
        self.cut = False
        self.text = PageText(20_000)
        self.meta: list[tuple[str, str]] = []
        self.relations: list[tuple[str, str]] = []
        self.headings: list[Passage] = []
        self.links: list[LinkDraft] = []
        self.scripts: list[Script] = []
        self.stylesheets: list[Stylesheet] = []
        self.frames: list[Frame] = []
        self.images: list[Image] = []
        self.forms: list[FormDraft] = []
        self.times: list[str] = []
        self.hidden: list[HiddenDraft] = []
        self.resources: list[str] = []
        self.unfilled = Unfilled()
        self.panels: dict[str, Passage] = {}
        self.boxes: list[BoxDraft] = []
        self.box: BoxDraft | None = None
        """The field for words met last, while its button may still come."""
        self.link: LinkDraft | None = None
        """The link that the walk stands in."""
        self._innermost: Passage | None = None
        """What ends with an element that the walk stands in; that it stands in ends later."""
        self._opened: set[str] = set()
        """Ids that links met so far open."""
        self.stray = FormDraft(addresses.page_url)
        """Fields that stand in no form."""
        self.inline_handlers = 0
        self.backgrounds = Backgrounds()

    def read(self, document: LexborHTMLParser, hidden: str | None = None) -> None:
        """Walk through the document; *hidden* says how all of it is kept from view, if it is."""
        scope = Scope(self.text.parts, self.text.put)
        if hidden is not None:
            scope = self.hide(scope, hidden)
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

        What an element's reader returns holds for all that is inside it.
        """
        waiting: list[tuple[LexborNode | None, Scope, bool, Passage | None]] = []
        place_before, begun_before = self.text.place, self._innermost
        self.text.enter(scope.place)
        reader_of = self.readers.get
        put, begun, left = scope.put, begun_before, MAX_NODES
        while True:
            while node is not None:
                left -= 1
                if left < 0:
                    self.cut = True
                    break
                tag_id = node.tag_id
                if tag_id == TEXT:
                    text = node.text_content
                    if text:
                        put("\n" if text.isspace() else text)
                elif (kind := KINDS.get(tag_id) or kind_of(node)) is not NO_ELEMENT:
                    tag, block, marked = kind
                    if block:
                        put("\n")
                    attributes: Attributes = node.attributes
                    inside: Scope = scope
                    if marked or (attributes and not _TELLING.isdisjoint(attributes)):
                        inside = self._marked(tag, node, attributes, scope)
                    if self.box is not None and not self.box.stands_beside(attributes):
                        self.box = None
                    reader = reader_of(tag)
                    inner = inside if reader is None else reader(self, node, attributes, inside)
                    if inner is not None and (child := node.first_child) is not None:
                        waiting.append((node.next, scope, block, begun))
                        node, begun = child, self._innermost
                        if inner is not scope:
                            scope, put = inner, inner.put
                            self.text.enter(scope.place)
                        continue
                    if self._innermost is not begun:
                        self._end(begun)
                node = node.next
            if not waiting or left < 0:
                break
            node, outer, block, begun = waiting.pop()
            if self._innermost is not begun:
                self._end(begun)
            if outer is not scope:
                scope, put = outer, outer.put
                self.text.enter(scope.place)
            if block:
                put("\n")
        self._end(begun_before)
        self.text.enter(place_before)

    def begin(self, passage: Passage) -> None:
        """Gather the text of an element; it ends where the element does."""
        passage.outer, self._innermost = self._innermost, passage

    def begin_link(self, raw: str, attributes: Attributes, scope: Scope) -> None:
        """Note a link, and stand in it until its element ends."""
        link = self.note_link(raw, attributes, scope)
        link.outer_link, self.link = self.link, link
        link.outer, self._innermost = self._innermost, link

    def _end(self, begun: Passage | None) -> None:
        """End what was begun since *begun*."""
        passage = self._innermost
        while passage is not None and passage is not begun:
            passage.end = len(passage.parts)
            if passage is self.link:
                self.link = self.link.outer_link
            passage = passage.outer
        self._innermost = passage

    def _marked(self, tag: str, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
        """Take account of what a tag, its class, id, role, style and event attributes say."""
        get = attributes.get
        names, ident = get("class") or "", get("id") or ""
        if ident and tag in PLACES and is_empty(node) and "hidden" not in attributes:
            self.unfilled.note_place(names, ident, get("style"), scope)
        if (
            _TELLING_MORE.isdisjoint(attributes)
            and tag not in MARKED_TAGS
            and not self.backgrounds.has_rules
            and says_nothing(names)
            and (not ident or (says_nothing(ident) and ident not in self._opened))
        ):  # most elements
            return scope
        style = get("style") or ""
        if not HANDLERS.isdisjoint(attributes):
            self.inline_handlers += len(HANDLERS.intersection(attributes))
        if tag == "marquee":
            style += f";width:{get('width')};height:{get('height')}"
        region, how = marks(tag, get("role") or "", names, ident, style, "hidden" in attributes)
        if region is not None or tag == "article":
            scope = self._within(tag, region, scope)
        if how is not None and scope.hidden is None:
            folded = scope.region == "body" and how in FOLDED and unfolds(tag, node)
            scope = self.hide(scope, how, folded=folded)
        self.unfilled.note_loader(tag, names, get(BUSY), scope)
        if self.backgrounds.has_rules or "(" in style:
            scope = self._drawn(names, ident, style, scope)
        if "background" in attributes and tag in _DRAWN_BEHIND:
            self.loads.add("media", attributes["background"] or "", "css")
        if ident and ident in self._opened and ident not in self.panels:
            panel = self.panels[ident] = Passage(scope.parts, 1_500)
            self.begin(panel)
        if tag != "a" and self.link is None and not _OPENERS.isdisjoint(attributes):
            target = "" if _MARKS.isdisjoint(attributes) else opens(attributes)
            if target:
                self.begin_link(target, attributes, scope)
        return scope

    def _drawn(self, names: str, ident: str, style: str, scope: Scope) -> Scope:
        """Take account of a picture that style rules draw behind an element."""
        if "(" in style and not is_undrawn(scope):
            self.loads.add_declarations(style)
        inside = self.backgrounds.inside(names, ident)
        if self.link is not None and not self.link.background:
            self.link.background = self.backgrounds.own(names, ident, style) or inside
        elif inside:
            return scope.replace(background=inside)
        return scope

    def _within(self, tag: str, found: str | None, scope: Scope) -> Scope:
        """Enter a region of the page, or an article, which has a header and a footer of its own."""
        in_article = scope.in_article or tag == "article"
        region = inner_region(scope.region, found, in_article=in_article)
        if region == scope.region and in_article == scope.in_article:
            return scope
        place = scope.place
        if region != scope.region and scope.hidden is None:
            place = "footer" if region == "footer" else "header"
        return scope.replace(region=region, in_article=in_article, place=place)

    def hide(self, scope: Scope, how: str, *, folded: bool = False) -> Scope:
        """Enter what is kept from view; *folded* is text of the page all the same."""
        draft = HiddenDraft(how, Sink(500))
        self.hidden.append(draft)
        if folded:
            return scope.also(draft.sink.put)
        return scope.replace(hidden=draft, parts=draft.sink.parts, put=draft.sink.put)

    def note_link(
        self, raw: str, attributes: Attributes, scope: Scope, source: str = ""
    ) -> LinkDraft:
        """Note a link that has no words of its own."""
        link = LinkDraft(scope, self.absolute(raw))
        if source:
            link.source = source
        if scope.background:
            link.background = scope.background
        if len(attributes) > 1:  # most have an address only
            self._named(link, attributes)
        if raw[:1] == "#" and len(self._opened) < _MOST_PANELS:
            self._opened.add(unquote(raw[1:200]))
        if len(self.links) < 3_000:
            self.links.append(link)
            if (hidden := scope.hidden) is not None and len(hidden.links) < 50:
                hidden.links.append(link.url)
        return link

    def _named(self, link: LinkDraft, attributes: Attributes) -> None:
        """Note what the attributes of a link say beside its address."""
        link.note_names(attributes)
        get = attributes.get
        style = get("style") or ""
        if "(" in style or self.backgrounds.has_rules:
            drawn = self.backgrounds.own(get("class") or "", get("id") or "", style)
            link.background = drawn or link.background

    def open_box(self, kind: str, attributes: Attributes, scope: Scope) -> None:
        """Note a field for words; what stands behind it is gathered from now on."""
        if len(self.boxes) < _MOST_BOXES:
            self.box = box_of(kind, attributes, scope)
            self.boxes.append(self.box)

    def has_room(self, kind: str) -> bool:
        """Tell whether another fact of this kind may be kept."""
        return len(getattr(self, kind)) < _LIMITS[kind]
