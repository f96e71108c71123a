"""HTML: the bytes of a page read once into facts.

Takes one HTTP answer; gives a ``Page``, bounded in size, the same for the same bytes. ``hazards``
counts what would cost the parser too much, ``encoding`` makes text of bytes, ``walk`` visits every
node once and ``elements`` says what is noted of each. Raises nothing, fetches nothing, and has no
opinion on what a page says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from portal_audit.evidence.page import DatedText, Form, HiddenBlock, Link, Page, TextBox
from portal_audit.parse.html.addresses import Addresses
from portal_audit.parse.html.elements import READERS
from portal_audit.parse.html.encoding import decode
from portal_audit.parse.html.hazards import MAX_CHARS, harmless_part
from portal_audit.parse.html.noscript import without_noscript
from portal_audit.parse.html.oversized_tags import without_oversized_tags
from portal_audit.parse.html.repair import after_end, needs_repair, repaired
from portal_audit.parse.html.selected import Selected
from portal_audit.parse.html.walk import Walk
from portal_audit.parse.html.walk_scope import (
    FormDraft,
    HiddenDraft,
    LinkDraft,
    Passage,
    Place,
    clean_all,
    file_name,
)
from portal_audit.parse.http.content_type import essence, media_type
from portal_audit.parse.text.dates import find_dates

if TYPE_CHECKING:
    from portal_audit.evidence.answer import HttpResponse

__all__ = ["read_page"]

MAX_LINKS = 600
_MAX_HIDDEN = 200
_FIRST_TAG = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|meta|div|script)[\s>]", re.I)
_OTHER_FILE = re.compile(
    rb"%PDF-|PK\x03\x04|\xd0\xcf\x11\xe0|\{\\rtf|\x89PNG|GIF8|\xff\xd8\xff|Rar!"
)
_UNKNOWN = frozenset({"", "unknown/unknown", "application/unknown"})
"""What has browsers look into the body (MIME Sniffing 7)."""
_LD_DATES = re.compile(r'"datePublished"\s*:\s*"([\dT:.+Z -]{10,35})"')
# When something was changed is not when it was posted: plug-ins stamp old pages anew.
_PUBLISHED = frozenset(
    {
        "article:published_time",
        "datepublished",
        "pubdate",
        "publishdate",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
    }
)


def read_page(
    answer: HttpResponse,
    *,
    asked: str,
    depth: int = 0,
    via: tuple[str, ...] = (),
    rendered: bool = False,
) -> Page | None:
    """Read an answer as a page; return ``None`` where it is no HTML.

    *asked* is the URL first asked for, *depth* the number of clicks from the home page and *via*
    the labels of the links clicked. Where *rendered* by a browser, ``#/…`` leads to a page too, as
    its script has it. The same bytes give the same page; nothing is raised.
    """
    content_type = media_type(answer.all("content-type"))
    if not _is_html(content_type, answer.body):
        return None
    source, encoding = decode(answer.body, content_type)
    whole = len(source)
    source, cut = harmless_part(without_oversized_tags(source[:MAX_CHARS]))
    cut = cut or ("size" if whole > MAX_CHARS else "")
    walk, broken = _walk(source, answer.url, routes=rendered)
    text, by_place = walk.text.told_apart({"main": 40_000, "header": 6_000, "footer": 6_000})
    main, footer = by_place["main"], by_place["footer"]
    return Page(
        url=answer.url,
        asked=asked,
        status=answer.status,
        content_type=content_type,
        encoding=encoding,
        depth=depth,
        via=via,
        elapsed=answer.elapsed,
        size=len(answer.body),
        truncated=answer.truncated or walk.cut or len(source) < whole,
        cut=cut or ("elements" if walk.cut else ""),
        headers=answer.headers,
        lang=walk.lang,
        title=walk.title,
        meta=tuple(walk.meta),
        headings=_headings(walk.headings),
        text=text,
        main_text=main[:12_000],
        footer_text=footer or _last_part(text),
        links=_links(walk.links),
        scripts=tuple(walk.scripts),
        stylesheets=tuple(walk.stylesheets),
        frames=tuple(walk.frames),
        images=tuple(walk.images),
        forms=_forms(walk),
        text_boxes=_boxes(walk),
        dates=_dates(walk, by_place, answer.url, source),
        hidden=(
            *_hidden(walk.hidden),
            *_after_end(source, answer.url),
            *_hidden(walk.unscripted),
        ),
        base=walk.base,
        repaired=broken,
        relations=tuple(walk.relations),
        inline_handlers=walk.inline_handlers,
        rendered=rendered,
        panels=tuple((name, held) for name, panel in walk.panels.items() if (held := panel.text)),
        resources=tuple(dict.fromkeys(walk.resources)),
        loaders=tuple(walk.unfilled.signs),
        loads=walk.loads.loads,
        redirects=tuple(walk.loads.redirects),
        structured=tuple(walk.loads.structured),
    )


def _walk(source: str, url: str, *, routes: bool = False) -> tuple[Walk, bool]:
    """Walk through the document; through a repaired one where there was nothing to be met."""
    broken = needs_repair(source)
    walk = _read(repaired(source) if broken else source, url, routes=routes)
    empty = not (walk.links or walk.scripts or walk.images or walk.hidden or walk.text.text)
    if not broken and empty and len(source) > 200:
        again = _read(repaired(source), url, routes=routes)
        if again.links or again.text.text:
            return again, True
    return walk, broken


def _read(source: str, url: str, hidden: str | None = None, *, routes: bool = False) -> Walk:
    source, noscripts = without_noscript(source)
    walk = Walk(Addresses(url, routes=routes), READERS, noscripts, rendered=routes)
    # A lone surrogate, which some decoders let through, is nothing that the parser takes.
    body = source.encode("utf-8", "replace")
    # Events serve scripts; without them a long list of options takes no quadratic time.
    document = LexborHTMLParser(body, options=LexborDocumentOptions.WO_EVENTS)
    walk.loads.selects = Selected(document)
    walk.read(document, hidden)
    walk.loads.add_fonts(source)
    return walk


def _is_html(content_type: str, body: bytes) -> bool:
    kind = essence(content_type)
    if _OTHER_FILE.match(body):
        return False
    if kind in ("text/html", "application/xhtml+xml"):
        return True
    return kind in _UNKNOWN and _looks_like_html(body[:5_000])


def _looks_like_html(start: bytes) -> bool:
    """Tell whether a document begins as HTML does, behind comments (MIME Sniffing 7.1)."""
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    while start.startswith((b"<!--", b"<?xml")):
        start = start.partition(b"-->" if start.startswith(b"<!--") else b">")[2].lstrip()
    return bool(_FIRST_TAG.match(start))


def _last_part(text: str) -> str:
    """Where nothing is marked as the footer, the last 15% of the page stand for it."""
    return text[-max(len(text) * 15 // 100, 400) :]


def _headings(drafts: list[Passage]) -> tuple[str, ...]:
    return tuple(filter(None, clean_all([draft.words[:600] for draft in drafts], 200)))


def _links(drafts: list[LinkDraft]) -> tuple[Link, ...]:
    texts = clean_all([draft.words[:900] for draft in drafts], 300)
    links = [_link(draft, text) for draft, text in zip(drafts, texts, strict=True)]
    if len(links) > MAX_LINKS:
        links = list(dict.fromkeys(links))
    if len(links) > MAX_LINKS:  # the footer's links are worth more than those amid a long list
        links = links[: MAX_LINKS - 150] + links[-150:]
    return tuple(links)


def _link(draft: LinkDraft, text: str) -> Link:
    alt = " ".join(dict.fromkeys(filter(None, draft.alts)))[:300] if draft.alts else ""
    source = draft.source
    if not text and not alt and draft.background:
        alt, source = file_name(draft.background), source or "image"
    if not source:
        source = "text" if text else "image" if draft.has_image else "empty"
    return _known_link(
        draft.url,
        text,
        draft.title,
        alt,
        source,
        draft.scope.region,
        draft.scope.hidden is not None,
        draft.rel,
        draft.target,
    )


_known_link = lru_cache(maxsize=8192)(Link)
"""Nearly all links of a portal stand on many of its pages."""


def _forms(walk: Walk) -> tuple[Form, ...]:
    drafts: list[FormDraft] = [
        *walk.forms,
        *([walk.stray] if walk.stray.password or walk.stray.search else []),
    ]
    return tuple(
        Form(form.action, form.method, form.password, tuple(form.fields)) for form in drafts
    )


def _boxes(walk: Walk) -> tuple[TextBox, ...]:
    return tuple(
        TextBox(box.name, box.words, box.beside.text, box.action, box.type, box.hidden, box.before)
        for box in walk.boxes
    )


def _dates(walk: Walk, texts: Mapping[Place, str], url: str, source: str) -> tuple[DatedText, ...]:
    published = [value for name, value in walk.meta if name in _PUBLISHED]
    if '"datePublished"' in source:
        published += _LD_DATES.findall(source)[:10]
    return (
        *find_dates(texts["main"], url, times=walk.times, published=published),
        *find_dates(texts["header"], source="header"),
        *(dated for dated in find_dates(texts["footer"]) if dated.source != "text"),
    )


def _hidden(drafts: list[HiddenDraft]) -> tuple[HiddenBlock, ...]:
    blocks = (HiddenBlock(draft.how, draft.sink.text, tuple(draft.links)) for draft in drafts)
    telling = (block for block in blocks if block.text or block.links)
    return tuple(islice(telling, _MAX_HIDDEN))


def _after_end(source: str, url: str) -> tuple[HiddenBlock, ...]:
    tail = after_end(source)
    return _hidden(_read(tail, url, "after-html").hidden)[:1] if tail else ()
