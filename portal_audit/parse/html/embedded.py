"""Pictures, films and frames: what an element shows that has an address of its own."""

from __future__ import annotations

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from portal_audit.evidence.page import Frame, Image
from portal_audit.parse.html.srcset import image_candidates
from portal_audit.parse.html.visibility import hidden_how
from portal_audit.parse.html.walk import Attributes, Walk
from portal_audit.parse.html.walk_scope import Scope, clean, file_name

_PLUGIN = re.compile(r"\s*[\w-]+/(?:x-|vnd\.)", re.IGNORECASE)
_PLUGIN_FILE = re.compile(r"\.(?:swf|class|jar|xap|wmv|wma|asf|dcr)(?:[?#]|$)", re.IGNORECASE)
_WITH_SOURCES = frozenset({"picture", "video", "audio"})
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
    note_image(walk, raw, "lazy" if waits else "img", shown)
    _image_set(walk, attributes, "img")


def media(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    """Note what a film or a sound is loaded from; a ``source`` is one of something around it."""
    tag = node.tag or "source"
    if tag == "source" and (node.parent is None or node.parent.tag not in _WITH_SOURCES):
        return scope
    waits = (attributes.get("preload") or "").lower() == "none" and "autoplay" not in attributes
    note_image(walk, attributes.get("src") or "", "lazy" if waits else tag)
    if tag == "video":
        note_image(walk, attributes.get("poster") or "", "img")
    _image_set(walk, attributes, tag)
    return scope


def note_image(walk: Walk, raw: str, tag: str, alt: str | None = None) -> None:
    """Note a picture, and how it is asked for."""
    if raw and walk.has_room("images"):
        walk.images.append(_known_image(walk.absolute(raw), alt, tag))


_known_image = lru_cache(maxsize=8192)(Image)
"""Nearly all pictures of a portal stand on many of its pages."""


def _image_set(walk: Walk, attributes: Attributes, tag: str) -> None:
    if candidates := attributes.get("srcset"):
        for place, raw in enumerate(image_candidates(candidates)):
            if place < _MOST_CANDIDATES or raw[:5].lower() == "http:":
                note_image(walk, raw, tag)


def frame(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope | None:
    """Note a document that stands in this one."""
    tag = node.tag or "iframe"
    raw = attributes.get("data" if tag == "object" else "src")
    if tag == "iframe" and (held := attributes.get("srcdoc")) is not None:
        walk.read_written(held, walk.hide(scope, "frame") if _is_unseen(attributes) else scope)
    elif raw and walk.has_room("frames") and not _is_plugin(tag, raw, attributes):
        title = clean(attributes.get("title") or "", 200)
        hidden = scope.hidden is not None or _is_unseen(attributes)
        walk.frames.append(Frame(walk.absolute(raw), title, tag, hidden))
        if tag in ("frame", "iframe"):
            walk.note_link(raw, attributes, scope, "frame")
    return scope if tag == "object" else None


def _is_plugin(tag: str, raw: str, attributes: Attributes) -> bool:
    """Tell whether an object is for a plug-in, such as Flash: browsers have none any more."""
    if tag not in ("object", "embed"):
        return False
    kind = attributes.get("type") or ""
    return bool(_PLUGIN.match(kind)) or (not kind and bool(_PLUGIN_FILE.search(raw)))


def _is_unseen(attributes: Attributes) -> bool:
    """Tell whether a frame is a point at most, or its own style hides it."""
    sizes = [
        (attributes.get(side) or "").strip().removesuffix("px") for side in ("width", "height")
    ]
    if all(size in ("0", "1") for size in sizes):
        return True
    style = attributes.get("style") or ""
    return hidden_how("", style + ";overflow:hidden", "hidden" in attributes) is not None
