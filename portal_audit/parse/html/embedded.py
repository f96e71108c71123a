"""Pictures, films and frames: what an element shows that has an address of its own."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from portal_audit.evidence.page import Frame, Image
from portal_audit.parse.html.srcset import image_candidates, replaces_src
from portal_audit.parse.html.style_conditions import media_met
from portal_audit.parse.html.visibility import hidden_how
from portal_audit.parse.html.walk import Attributes, Walk
from portal_audit.parse.html.walk_scope import Scope, clean, file_name, is_undrawn
from portal_audit.parse.http.shown_types import is_picture, is_played, is_shown

_PLUGIN_FILE = re.compile(r"\.(?:swf|class|jar|xap|wmv|wma|asf|dcr)(?:[?#]|$)", re.IGNORECASE)
_PLAYERS = frozenset({"video", "audio"})
_MOST_BESIDE = 20
"""Sources of one picture that are looked at."""
_MOST_AROUND = 10
"""Elements around an object that are looked at."""
_MOST_CANDIDATES = 4
"""Pictures of a ``srcset`` that are noted; of those without encryption, all."""


def image(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    """Note a picture; it names the link it stands in."""
    get = attributes.get
    raw = get("src") or ""
    lazy = get("data-src") or get("data-original") or ""
    waits = bool(lazy) and (not raw or raw.startswith("data:"))
    if waits:
        raw = lazy
    alt = get("alt")
    shown = None if alt is None else clean(alt, 200)
    if walk.link is not None:
        walk.link.has_image = True
        words = shown if alt else clean(get("title") or "", 200)
        walk.link.alts += (words or file_name(raw),)
    candidates = get("srcset") or ""
    replaced = _is_chosen_before(node)
    unused = replaced or (candidates and replaces_src(candidates))
    unused = unused or (is_undrawn(scope) and _is_lazy(attributes))
    note_image(walk, raw, "lazy" if waits or unused else "img", shown)
    if candidates and not replaced:
        _image_set(walk, candidates, "img")


def media(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    """Note what a film or a sound is loaded from; a ``source`` is one of something around it."""
    tag = node.tag or "source"
    around = node.parent.tag if node.parent is not None else ""
    if tag == "source" and around == "picture":
        before = _is_chosen_before(node)
        if not before and _can_be_chosen(attributes) and _is_before_image(node):
            _image_set(walk, attributes.get("srcset") or "", tag)
        return scope
    if tag == "source" and not (around in _PLAYERS and _is_tried(node, attributes)):
        return scope
    waits = (attributes.get("preload") or "").lower() == "none" and "autoplay" not in attributes
    note_image(walk, attributes.get("src") or "", "lazy" if waits else tag)
    if tag == "video":
        note_image(walk, attributes.get("poster") or "", "img")
    return scope


def _is_tried(source: LexborNode, attributes: Attributes) -> bool:
    """Tell whether a player may fetch one of its sources: it has no address of its own."""
    player = source.parent
    own = player is not None and "src" in player.attributes
    kind, queries = attributes.get("type") or "", attributes.get("media") or ""
    return not own and is_played(kind) and media_met(queries)


def _can_be_chosen(attributes: Attributes) -> bool:
    """Tell whether browsers may choose a source of a picture."""
    return is_picture(attributes.get("type") or "") and media_met(attributes.get("media") or "")


def _is_chosen_before(node: LexborNode) -> bool:
    """Tell whether browsers surely choose a source that stands before a part of a picture."""
    around = node.parent
    if around is None or around.tag != "picture":
        return False
    one, left = node.prev, _MOST_BESIDE
    while one is not None and left:
        if one.tag == "source" and one.attributes.get("srcset"):
            queries = (one.attributes.get("media") or "").strip().lower()
            if queries in ("", "all") and is_picture(one.attributes.get("type") or ""):
                return True
        one, left = one.prev, left - 1
    return False


def _is_before_image(source: LexborNode) -> bool:
    one, left = source.next, _MOST_BESIDE
    while one is not None and left:
        if one.tag == "img":
            return True
        one, left = one.next, left - 1
    return one is not None


def _is_lazy(attributes: Attributes) -> bool:
    return (attributes.get("loading") or "").strip().lower() == "lazy"


def note_image(walk: Walk, raw: str, tag: str, alt: str | None = None) -> None:
    """Note a picture, and how it is asked for."""
    if raw and walk.has_room("images"):
        walk.images.append(_known_image(walk.absolute(raw), alt, tag))


_known_image = lru_cache(maxsize=8192)(Image)
"""Nearly all pictures of a portal stand on many of its pages."""


def _image_set(walk: Walk, candidates: str, tag: str) -> None:
    if candidates:
        for place, raw in enumerate(image_candidates(candidates)):
            if place < _MOST_CANDIDATES or raw[:5].lower() == "http:":
                note_image(walk, raw, tag)


def frame(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope | None:
    """Note a document that stands in this one."""
    tag = node.tag or "iframe"
    raw = attributes.get("data" if tag == "object" else "src")
    if tag == "iframe" and (held := attributes.get("srcdoc")) is not None:
        walk.read_written(held, walk.hide(scope, "frame") if _is_unseen(attributes) else scope)
    elif raw and walk.has_room("frames") and _is_fetched(tag, raw, node, attributes, scope):
        title = clean(attributes.get("title") or "", 200)
        hidden = scope.hidden is not None or _is_unseen(attributes)
        walk.frames.append(Frame(walk.absolute(raw), title, tag, hidden))
        if tag in ("frame", "iframe"):
            walk.note_link(raw, attributes, scope, "frame")
    return scope if tag == "object" else None


def _is_fetched(tag: str, raw: str, node: LexborNode, attributes: Attributes, scope: Scope) -> bool:
    """Tell whether browsers fetch a frame or object, which they do not for a plug-in like Flash.

    They have none any more. An object that is not drawn is not fetched, nor is one that stands in
    for another; a frame that is not drawn is, unless it is lazy.
    """
    if tag not in ("object", "embed"):
        return not (_is_lazy(attributes) and is_undrawn(scope))
    kind = attributes.get("type") or ""
    plugin = not is_shown(kind) or (not kind and bool(_PLUGIN_FILE.search(raw)))
    old = tag == "object" and bool(attributes.get("classid"))
    return not (plugin or old or is_undrawn(scope) or _stands_in(node))


def _stands_in(node: LexborNode) -> bool:
    """Tell whether an object is shown only where what is around it cannot be."""
    around, left = node.parent, _MOST_AROUND
    while around is not None and left:
        if around.tag in _PLAYERS:
            return True
        if around.tag == "object" and around.attributes.get("data"):
            return not around.attributes.get("classid")
        around, left = around.parent, left - 1
    return False


def _is_unseen(attributes: Attributes) -> bool:
    """Tell whether a frame is a point at most, or its own style hides it."""
    sizes = [
        (attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height")
    ]
    if all(size in ("0", "1") for size in sizes):
        return True
    style = attributes.get("style") or ""
    return hidden_how("", style + ";overflow:hidden", "hidden" in attributes) is not None
