"""What browsers fetch for a page beside its script, style, frame and image elements."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from portal_audit.evidence.page import Load, ScriptRedirect
from portal_audit.parse.html.addresses import Addresses
from portal_audit.parse.html.style_conditions import media_met
from portal_audit.parse.html.style_rules import fetched, fetched_by_attribute
from portal_audit.parse.http.shown_types import PICTURE_TYPE

MOST_LOADS = 150
_MOST_JSON = 100_000
_MOST_FACTS = 60
_PRELOADS = {
    "script": ("script", ".*"),
    "style": ("style", "text/css"),
    "font": ("font", r"font/(?:woff2?|ttf|otf|sfnt|collection)|application/font-woff2?"),
    "image": ("media", PICTURE_TYPE),
    "fetch": ("request", ".*"),
    "track": ("request", "text/vtt"),
}
"""``as`` of a preload (WHATWG HTML 4.6.7.18) → kind, and the types that browsers fetch."""
_MOST_FONTS = 30
_MOST_NAMED = 2_000
_FONT_NAMED = re.compile(
    r"(?:\bfont(?:-family)?|--[\w-]{1,60})\s{0,5}:([^;{}<>]{1,300})|\bface\s{0,5}=([^<>]{1,100})",
    re.IGNORECASE,
)
_FACTS = frozenset(
    {
        *("name", "headline", "alternatename", "legalname", "description", "slogan", "keywords"),
        *("url", "sameas", "target"),
    }
)


class Loads:
    """Gathers them while a document is read."""

    def __init__(self, addresses: Addresses) -> None:
        """Resolve addresses with *addresses*."""
        self._addresses = addresses
        self.selects: Callable[[str], bool] = lambda _selector: True
        """Tells whether the selector of a style rule finds anything on the page."""
        self._loads: dict[Load, None] = {}
        self._fonts: list[tuple[str, str]] = []
        """Family and address of fonts that style rules describe."""
        self.redirects: dict[ScriptRedirect, None] = {}
        self.structured: dict[tuple[str, str], None] = {}

    @property
    def loads(self) -> tuple[Load, ...]:
        """Everything gathered, each once."""
        return tuple(self._loads)

    def add(self, kind: str, raw: str, source: str) -> None:
        """Note one address as written."""
        if raw and len(self._loads) < MOST_LOADS and raw.lstrip()[:5].lower() != "data:":
            self._loads[Load(kind, self._addresses[raw], source)] = None

    def add_style(self, css: str, media: str = "") -> None:
        """Note what the rules of a ``style`` element for *media* have fetched."""
        shown = media_met(media)
        for kind, raw in fetched(css, self.selects):
            if kind.startswith("font:") and shown and len(self._fonts) < _MOST_FONTS:
                self._fonts.append((kind.removeprefix("font:"), raw))
            elif kind == "style" or (kind == "media" and shown):
                self.add(kind, raw, "css")

    def add_fonts(self, source: str) -> None:
        """Note the fonts that the page asks for: by itself a description fetches nothing."""
        if not self._fonts:
            return
        found = islice(_FONT_NAMED.finditer(source), _MOST_NAMED)
        named = [(one[1] or one[2]).lower() for one in found]
        described = Counter(family for family, _ in self._fonts)
        for family, raw in self._fonts:
            whole = re.compile(rf"(?<![\w-]){re.escape(family)}(?![\w-])")
            if sum(1 for one in named if whole.search(one)) > described[family]:
                self.add("font", raw, "css")

    def add_declarations(self, css: str) -> None:
        """Note what a ``style`` attribute has fetched."""
        for kind, raw in fetched_by_attribute(css):
            self.add(kind, raw, "css")

    def add_preload(self, raw: str, wanted: str, kind: str = "", media: str = "") -> None:
        """Note a ``preload`` as *wanted*, of this type and for *media*."""
        as_, types = _PRELOADS.get(wanted.strip().lower(), ("", ""))
        fits = not kind or re.fullmatch(types, kind.strip(), re.IGNORECASE)
        if as_ and fits and media_met(media):
            self.add(as_, raw, "preload")

    def add_redirect(self, raw: str, *, conditional: bool) -> None:
        """Note where a script sends the visitor."""
        self.redirects[ScriptRedirect(self._addresses[raw], conditional)] = None

    def add_structured(self, code: str) -> None:
        """Note the names and addresses in a block of JSON-LD."""
        if len(code) > _MOST_JSON:
            return
        try:
            data = json.loads(code)
        except (ValueError, RecursionError):
            return
        for name, text in _facts(data):
            if len(self.structured) < _MOST_FACTS:
                self.structured[(name, text[:300])] = None


def _facts(data: Any, depth: int = 0) -> Iterator[tuple[str, str]]:
    if depth > 8:
        return
    if isinstance(data, list):
        for one in data[:100]:
            yield from _facts(one, depth + 1)
    elif isinstance(data, dict):
        for key, value in list(data.items())[:100]:
            name = str(key).lower()
            listed = value if isinstance(value, list) else [value]
            for one in listed[:50]:
                if isinstance(one, str) and name in _FACTS:
                    yield name, one
                else:
                    yield from _facts(one, depth + 1)
