"""What is noted of scripts, and of what stands in for them."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from selectolax.lexbor import LexborHTMLParser, LexborNode

from portal_audit.evidence.page import Script
from portal_audit.parse.html.noscript import ATTRIBUTE
from portal_audit.parse.html.walk import Attributes, Walk
from portal_audit.parse.html.walk_scope import HiddenDraft, Scope, Sink, clean
from portal_audit.parse.javascript import read_script
from portal_audit.parse.javascript.script_types import runs, script_type

_MAX_SCRIPT = 500
_RESOURCE_ID = "p_p_resource_id"
_RESOURCE = re.compile(rf"""["']([^"'\s<>]{{1,1200}}{_RESOURCE_ID}[^"'\s<>]{{1,800}})["']""")
_MOST_HOSTS = 50
_MOST_IN_SVG = 20
_MAX_REMEMBERED = 20_000
"""Characters of a script that is remembered."""
_known_script = lru_cache(maxsize=256)(read_script)
"""The pages of a portal share their scripts."""
_HOST = re.compile(r"//((?:[a-z0-9_-]{1,63}\.){2,5}(?:vn|test))(?![\w-])", re.IGNORECASE)


def script(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    """Note a script; where it is inline, what it does."""
    if not walk.has_room("scripts"):
        return
    raw = attributes.get("src")
    child = node.first_child
    code = "" if child is None else (child.text_content or "")
    _resources(walk, code)
    kind = script_type(attributes)
    if raw is None and code and "ld+json" in kind.lower():
        walk.loads.add_structured(code)
    walk.scripts.append(
        Script(
            url=None if raw is None else walk.absolute(raw),
            raw=(raw or "")[:500],
            integrity=(attributes.get("integrity") or "")[:300],
            crossorigin=cors(attributes),
            nonce="nonce" in attributes,
            type=kind,
            text=code[:_MAX_SCRIPT].strip(),
            hosts=_hosts(code),
        )
    )
    if raw is None and code and runs(kind):
        run(walk, code, scope, module=kind.lower() == "module")


def run(walk: Walk, code: str, scope: Scope, *, module: bool = False) -> None:
    """Note what an inline script does on every visit, and read what it writes into the page."""
    read = _known_script if len(code) <= _MAX_REMEMBERED else read_script
    effects = read(code, walk.addresses.page_url.partition(":")[0].lower(), module=module)
    for redirect in effects.redirects:
        walk.loads.add_redirect(redirect.url, conditional=redirect.conditional)
    if walk.rendered:
        return  # what was loaded and written is there to be seen
    for load in effects.loads:
        walk.loads.add(load.kind, load.url, "script")
    for write in effects.writes:
        if write.conditional:
            unshown(walk, "script", LexborHTMLParser(write.html.encode("utf-8", "replace")))
        else:
            walk.read_written(write.html, scope)


def template(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    """Pass a template by, unless it stands for a ``noscript``: note what that held."""
    index = attributes.get(ATTRIBUTE) or ""
    if index.isdecimal() and int(index) < len(walk.noscripts):
        held = walk.noscripts[int(index)].encode("utf-8", "replace")
        unshown(walk, "noscript", LexborHTMLParser(held))


def unshown(walk: Walk, how: str, node: LexborNode | LexborHTMLParser) -> None:
    """Note text and links that are no part of what a page shows to all its visitors."""
    text = node.text(separator=" ")
    links = [one.attributes.get("href") or "" for one in node.css("a[href]")[:50]]
    if len(walk.unscripted) < 50 and (links or text.strip()):
        draft = HiddenDraft(how, Sink(500), [walk.absolute(raw) for raw in links if raw])
        draft.sink.parts.append(text)
        walk.unscripted.append(draft)


def svg(walk: Walk, node: LexborNode, attributes: Attributes, scope: Scope) -> None:
    """Pass drawings by, but for their links, what is fetched and run in them, and their title.

    That is the name of a link that holds nothing else (SVG 2, 5.2).
    """
    if walk.link is not None and (title := node.css_first("title")) is not None:
        walk.link.alts += (clean(title.text(), 200),)
    if code := attributes.get("onload"):
        run(walk, code, scope)
    for one in node.css("a")[:_MOST_IN_SVG]:
        if raw := one.attributes.get("href") or one.attributes.get("xlink:href"):
            walk.note_link(raw, one.attributes, scope).insert(one.text(separator=" "))
    for one in node.css("foreignObject")[:_MOST_IN_SVG]:
        walk.read_written(one.inner_html or "", scope)
    for one in node.css("script,image,feImage,style")[:_MOST_IN_SVG]:
        inner = one.first_child
        code = "" if inner is None else (inner.text_content or "")
        raw = one.attributes.get("href") or one.attributes.get("xlink:href") or ""
        if one.tag == "style":
            walk.loads.add_style(code, one.attributes.get("media") or "")
        elif one.tag != "script":
            walk.loads.add("media", raw, "svg")
        elif runs(script_type(one.attributes)):
            walk.loads.add("script", raw, "svg")
            if not raw and code:
                run(walk, code, scope)


def _resources(walk: Walk, script: str) -> None:
    """Note the addresses of lists that Liferay's portlets bring later (JSR 286, PLT.13)."""
    if _RESOURCE_ID not in script:
        return
    for found in _RESOURCE.finditer(script):
        if not walk.has_room("resources"):
            return
        url = found[1]
        for escaped in ("\\x26", "\\u0026"):
            url = url.replace(escaped, "&")
        url = url.replace("\\x3d", "=").replace("\\u003d", "=").replace("\\/", "/")
        walk.resources.append(walk.absolute(url))


def _hosts(code: str) -> tuple[str, ...]:
    """Return the hosts of addresses in a script, whose slashes JSON may have escaped."""
    found = (host.lower() for host in _HOST.findall(code[:200_000].replace("\\/", "/")))
    return tuple(islice(dict.fromkeys(found), _MOST_HOSTS))


def cors(attributes: Attributes) -> str | None:
    """Return ``crossorigin`` as written; ``None`` where it is not there."""
    return (attributes["crossorigin"] or "")[:40] if "crossorigin" in attributes else None
