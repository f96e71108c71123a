"""What is noted of each kind of element."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from portal_audit.evidence.page import Stylesheet
from portal_audit.parse.html.click_targets import GOES_TO
from portal_audit.parse.html.embedded import frame, image, media, note_image
from portal_audit.parse.html.script_elements import cors, run, script, svg, template, unshown
from portal_audit.parse.html.srcset import image_candidates
from portal_audit.parse.html.walk import Attributes, Reader, Walk
from portal_audit.parse.html.walk_scope import (
    FormDraft,
    Passage,
    Scope,
    clean,
)
from portal_audit.parse.text.vietnamese import nfc

_ADDRESS = re.compile(r"(?:https?:)?//\S|/\S|\S+\.(?:html?|aspx|php)\b|[\w-]+(?:\.[\w-]+)*\.vn\b")
_BARE_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.(?:gov\.)?vn(?:[:/]|$)")
_LEADS_ON = frozenset("/hH?.")
"""What nearly every address begins with."""
_NO_ADDRESS = re.compile(r"\s*(?:#|javascript:)", re.IGNORECASE)
_CSP = "content-security-policy"
_LONGEST_DRAFT = 5_000
"""Characters of a text area that are read."""
_MOST_SCRIPTS = 20
"""Scripts inside one list of options that are read."""
_TYPED_INTO = frozenset({"", "text", "search", "textarea"})
_FORM_NAMES = ("action", "id", "name", "class", "role")


def _html(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    if walk.lang is None:
        lang = attributes.get("lang", attributes.get("xml:lang"))
        walk.lang = None if lang is None else lang.strip()[:40]
    return scope


def _base(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    if walk.base is None and attributes.get("href"):
        walk.base = walk.addresses.set_base(attributes["href"] or "")


def _body(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    """Note what the page does as soon as it is there."""
    if code := attributes.get("onload"):
        run(walk, code, scope)
    return scope


def _title(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    if not walk.title:
        walk.title = clean(node.text(), 300)


def _meta(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    if not walk.has_room("meta"):
        return
    if "charset" in attributes:
        walk.meta.append(("charset", (attributes["charset"] or "")[:60]))
    for key in ("name", "property", "http-equiv", "itemprop"):
        if attributes.get(key):
            name = (attributes[key] or "").strip().lower()[:100]
            if name == _CSP and not (key == "http-equiv" and _in_head(node)):
                return  # browsers ignore it there (HTML Standard 4.2.5.3)
            walk.meta.append((name, (attributes.get("content") or "").strip()[:2_000]))
            return


def _in_head(node: LexborNode) -> bool:
    return node.parent is not None and node.parent.tag == "head"


def _link(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    raw = attributes.get("href") or ""
    rel = (attributes.get("rel") or "").lower().split()
    if "preload" in rel and (candidates := attributes.get("imagesrcset")):
        for one in image_candidates(candidates):
            walk.loads.add_preload(one, "image", *_kind_and_media(attributes))
    if not raw:
        return
    url = walk.absolute(raw)
    if "stylesheet" in rel:
        if walk.has_room("stylesheets") and _is_applied(attributes):
            sheet = Stylesheet(url, raw[:500], attributes.get("integrity") or "", cors(attributes))
            walk.stylesheets.append(sheet)
    elif "modulepreload" in rel:
        walk.loads.add("script", raw, "preload")
    elif "preload" in rel:
        walk.loads.add_preload(raw, attributes.get("as") or "", *_kind_and_media(attributes))
    elif "icon" in rel:
        walk.loads.add("media", raw, "icon")
    elif "prefetch" in rel:
        walk.loads.add("prefetch", raw, "prefetch")
    if "stylesheet" not in rel and rel and walk.has_room("relations"):
        kind = attributes.get("hreflang") or attributes.get("type") or ""
        walk.relations.append((" ".join([*rel, kind]).strip()[:100], url))


def _kind_and_media(attributes: Attributes) -> tuple[str, str]:
    return attributes.get("type") or "", attributes.get("media") or ""


def _is_applied(attributes: Attributes) -> bool:
    """Tell whether browsers fetch a style sheet: not one for Less, or that waits for a script."""
    kind = (attributes.get("type") or "").partition(";")[0].strip().lower()
    return kind in ("", "text/css") and "disabled" not in attributes


def _anchor(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    raw = attributes.get("href")
    if raw is None or raw[:1] not in _LEADS_ON:
        if raw is None and "href" not in attributes:
            raw = attributes.get("xlink:href")
        if raw is None or _NO_ADDRESS.match(raw):  # What a click does says more than “#”.
            goes_to = GOES_TO.search(attributes.get("onclick") or "") or GOES_TO.search(raw or "")
            raw = goes_to[1] if goes_to else raw
    if walk.box is not None:
        scope = scope.also(walk.box.beside.put)
    if raw is not None:
        walk.begin_link(raw, attributes, scope)
    return scope


def _area(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    if attributes.get("href"):
        link = walk.note_link(attributes["href"] or "", attributes, scope, "area")
        link.alts += (clean(attributes.get("alt") or "", 200),)


def _form(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    action = walk.absolute(attributes.get("action") or "")
    method = (attributes.get("method") or "get").strip().lower()[:20]
    called = " ".join(attributes.get(key) or "" for key in _FORM_NAMES)
    form = FormDraft(action, method, called=clean(called, 200))
    if walk.has_room("forms"):
        walk.forms.append(form)
    return scope.replace(form=form)


def _field(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    form = scope.form or walk.stray
    kind = (attributes.get("type") or "").lower()
    if kind in ("submit", "image"):
        _send(walk, attributes, scope)
    if kind == "password":
        form.password = True
    name = attributes.get("name") or ""
    if form is walk.stray and not form.search and _is_for_search(attributes):
        form.search, name = True, name or "search"
    if name and len(form.fields) < 50:
        form.fields.append(name[:100])
    if walk.link is not None and kind in ("button", "submit"):
        walk.link.insert(attributes.get("value") or "")
    if kind in _TYPED_INTO:
        walk.open_box(kind, attributes, scope)
    source = attributes.get("src")
    if source and kind == "image":
        note_image(walk, source, "input")


def _textarea(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    """Note what stands in it, in which markup is text."""
    _field(walk, node, {**attributes, "type": "textarea"}, scope)
    if text := node.text()[:_LONGEST_DRAFT]:
        unshown(walk, "textarea", LexborHTMLParser(text.encode("utf-8", "replace")))


def _button(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    if (attributes.get("type") or "").strip().lower() not in ("button", "reset"):
        _send(walk, attributes, scope)
    return scope if walk.box is None else scope.also(walk.box.beside.put)


def _send(walk: Walk, attributes: Attributes, scope: Scope) -> None:
    """Note where a button sends its form to, if it is of any."""
    if scope.form is not None or attributes.get("form"):
        walk.loads.add("form", attributes.get("formaction") or "", "formaction")


def _is_for_search(attributes: Attributes) -> bool:
    """A field that stands in no form may be a search box all the same: a script reads it."""
    if (attributes.get("type") or "").strip().lower() == "search":
        return True
    words = " ".join(attributes.get(key) or "" for key in ("placeholder", "aria-label", "title"))
    return "tìm kiếm" in nfc(words[:200]).lower()


def _select(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    """Options that hold addresses are a menu; their words are no text of the page."""
    _field(walk, node, {**attributes, "type": "select"}, scope)
    for one in node.css("script")[:_MOST_SCRIPTS]:
        script(walk, one, one.attributes, scope)
    for option in node.css("option")[:300]:
        raw = (option.attributes.get("value") or "").strip()
        if _ADDRESS.match(raw):
            if _BARE_HOST.match(raw):
                raw = f"//{raw}"  # scripts of such menus put the scheme in front
            walk.note_link(raw, option.attributes, scope, "option").insert(option.text())


def _heading(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    if scope.hidden is not None or not walk.has_room("headings"):
        return scope
    heading = Passage(scope.parts, 200)
    walk.headings.append(heading)
    walk.begin(heading)
    return scope


def _time(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    value = attributes.get("datetime")
    if value and scope.hidden is None and walk.has_room("times"):
        walk.times.append(value[:60])
    return scope


def _rows(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> Scope:
    """Note a table, or a place for rows, that has a name and no rows: it is for a script."""
    name = attributes.get("id") or attributes.get("data-url")
    if name and node.css_first("td") is None:
        walk.unfilled.note(f"table#{name}", scope)
    return scope


def _style(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    child = node.first_child
    if child is not None:
        walk.backgrounds.add(child.text_content or "")
        if (attributes.get("type") or "text/css").strip().lower() == "text/css":
            walk.loads.add_style(child.text_content or "", attributes.get("media") or "")


def _noframes(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    """Note what stands there for programs that show no frames, as of a ``noscript``."""
    if text := node.text()[:_LONGEST_DRAFT]:
        unshown(walk, "noscript", LexborHTMLParser(text.encode("utf-8", "replace")))


def _pass_by(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    return None


READERS: dict[str, Reader] = {
    "html": _html,
    "body": _body,
    "base": _base,
    "title": _title,
    "meta": _meta,
    "link": _link,
    "script": script,
    "a": _anchor,
    "area": _area,
    "img": image,
    "form": _form,
    "input": _field,
    "textarea": _textarea,
    "button": _button,
    "select": _select,
    "time": _time,
    **dict.fromkeys(("table", "tbody"), _rows),
    "style": _style,
    **dict.fromkeys(("video", "audio", "source"), media),
    **dict.fromkeys(("iframe", "frame", "object", "embed"), frame),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    "template": template,
    "svg": svg,
    "noframes": _noframes,
    **dict.fromkeys(("noscript", "math"), _pass_by),
}
