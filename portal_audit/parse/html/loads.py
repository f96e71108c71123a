"""What browsers fetch for a page beside its script, style, frame and image elements."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from portal_audit.evidence.page import Load, ScriptRedirect
from portal_audit.parse.html.addresses import Addresses

MOST_LOADS = 150
_MOST_CSS = 100_000
_MOST_JSON = 100_000
_MOST_FACTS = 60
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?['"]?([^'")\s;]{1,2000})""", re.IGNORECASE)
_URL = re.compile(r"""\burl\(\s*['"]?([^'")\s]{1,2000})""", re.IGNORECASE)
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]{0,4000}", re.IGNORECASE)
_PRELOADS = {
    "script": "script",
    "worker": "script",
    "style": "style",
    "font": "font",
    "image": "media",
    "audio": "media",
    "video": "media",
    "fetch": "request",
    "track": "request",
}
"""``as`` of a preload (WHATWG HTML 4.6.7.18) → kind."""
_FACTS = frozenset(
    {
        *("name", "headline", "alternatename", "legalname", "description", "slogan", "keywords"),
        *("url", "sameas", "target"),
    }
)
_JAVASCRIPT = re.compile(
    r"(?:module|(?:text|application)/(?:x-)?(?:java|ecma|live|j)script)?", re.IGNORECASE
)


class Loads:
    """Gathers them while a document is read."""

    def __init__(self, addresses: Addresses) -> None:
        """Resolve addresses with *addresses*."""
        self._addresses = addresses
        self._loads: dict[Load, None] = {}
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

    def add_style(self, css: str) -> None:
        """Note what the rules of a ``style`` element or attribute have fetched."""
        for kind, raw in css_urls(css):
            self.add(kind, raw, "css")

    def add_preload(self, raw: str, wanted: str, *, module: bool) -> None:
        """Note a ``preload`` or ``modulepreload``."""
        kind = "script" if module else _PRELOADS.get(wanted.strip().lower())
        if kind:
            self.add(kind, raw, "preload")

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


def css_urls(css: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, address as written) of what style rules have fetched."""
    if "url(" not in css.lower() and "@import" not in css.lower():
        return
    css = _COMMENT.sub(" ", css[:_MOST_CSS])
    for found in _IMPORT.finditer(css):
        yield "style", found[1]
    css = _IMPORT.sub(" ", css)
    for face in _FONT_FACE.finditer(css):
        for found in _URL.finditer(face[0]):
            yield "font", found[1]
    for found in _URL.finditer(_FONT_FACE.sub(" ", css)):
        yield "media", found[1]


def is_javascript(kind: str) -> bool:
    """Tell whether browsers run a script of this ``type`` (WHATWG HTML 4.12.1)."""
    return bool(_JAVASCRIPT.fullmatch(kind.partition(";")[0].strip()))


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
