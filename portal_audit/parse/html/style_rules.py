"""What style rules have browsers fetch (CSS Syntax 3, CSS Cascade 4, CSS Fonts 4).

A scanner of tokens, no parser: it knows comments, strings, blocks and declarations, which is what
tells an address that is fetched from one that only stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from portal_audit.parse.html.style_conditions import media_met, supports_met

MOST_CSS = 100_000
"""Characters of style rules that are read."""
_MOST_INSIDE = 10
"""Blocks inside one another."""
_TOKEN = re.compile(
    r"""/\*.*?(?:\*/|\Z)|<!--|-->
    |(?P<url>\burl\(\s*(?:"(?P<double>[^"\n]{0,2000})"|'(?P<single>[^'\n]{0,2000})'
        |(?P<bare>[^)\s"'(]{0,2000}))\s*\))
    |(?P<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?)
    |(?P<set>\b(?:-webkit-)?image-set\()
    |(?P<mark>[{};])""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_OF_INTEREST = re.compile(r"url\(|@import|image-set\(", re.IGNORECASE)
_BEFORE_IMPORTS = re.compile(r"@(?:charset|import|layer)\b", re.IGNORECASE)
_IMPORT = re.compile(
    r"""@import\s*(?:url\(\s*)?(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"')(;]+)\s*\))"""
    r"""\s*\)?(?:.*?\bsupports\((.*)\))?""",
    re.I | re.S,
)
_RULES_INSIDE = re.compile(r"@(media|supports|layer|scope|starting-style)\b(.*)", re.I | re.S)
_WAITS = re.compile(
    r":(?:hover|active|focus(?:-within|-visible)?|visited|target|checked)\b"
    r"|:(?::?selection|:-webkit-scrollbar-)|^\s*\*\s*\+?\s*html\b",
    re.IGNORECASE,
)
"""What a selector asks of the visitor first; ``* html``, which nothing but old browsers found."""
_UNKNOWN_PSEUDO = re.compile(r":-(?:ms|moz|o)-", re.IGNORECASE)
"""It makes browsers drop the whole rule."""
_MADE = re.compile(r":(?:before|after)\b", re.IGNORECASE)
_CONTENT = re.compile(r"\bcontent\s*:", re.IGNORECASE)
_PROPERTY = re.compile(r"\s*([\w*-]+)\s*:\s*(.*)", re.DOTALL)
_PICTURES = re.compile(
    r"(?:-webkit-)?((?:background|list-style|mask|border)(?=$|-image))(?:-image)?(?:-source)?"
    r"|(-webkit-mask-box-image|content|cursor|shape-outside|clip-path|(?:backdrop-)?filter|fill"
    r"|stroke|marker(?:-start|-mid|-end)?|--.+)",
    re.IGNORECASE,
)
"""Properties for which a picture is fetched; of those in the first group, each sets the others."""
_UNKNOWN_VALUE = re.compile(r"-(?:moz|ms|o)-|progid:|[^;]*\\\d", re.IGNORECASE)
"""A declaration that browsers of today pass over."""
_NOT_SHOWN = re.compile(r"\bdisplay\s*:\s*none\b", re.IGNORECASE)
_FAMILY = re.compile(r"\bfont-family\s*:\s*[\"']?([^\"';}]{1,100})", re.IGNORECASE)
_KNOWN_FONT = re.compile(
    r"\s*(?!\s*format\()|\s*format\(\s*['\"]?(?:woff2?|truetype|opentype|collection)\b"
    r"(?!.{0,40}tech\()",
    re.IGNORECASE | re.DOTALL,
)
_OLD_FONT_FILE = re.compile(r"\.eot(?:[?#]|$)", re.IGNORECASE)


def fetched(
    css: str, selects: Callable[[str], bool] = lambda _selector: True
) -> Iterator[tuple[str, str]]:
    """Yield (kind, address as written) of what a style sheet has fetched.

    Kinds are ``style`` (``@import``), ``media`` and, of a font, ``font:`` with its family.
    *selects* tells whether a selector finds anything on the page. A later rule of the same
    selector is stronger; whether one of another selector is, is not looked at.
    """
    if _OF_INTEREST.search(css):
        yield from _Scanner(css[:MOST_CSS], selects).run()


def fetched_by_attribute(css: str) -> Iterator[tuple[str, str]]:
    """Yield the same of a ``style`` attribute, which holds declarations only."""
    if _OF_INTEREST.search(css):
        yield from _Scanner(f"a{{{css[:MOST_CSS]}}}", lambda _selector: True).run()


class _Scanner:
    """Goes through the tokens of one style sheet."""

    def __init__(self, css: str, selects: Callable[[str], bool]) -> None:
        self._css, self._selects = css, selects
        self._blocks: list[str] = []
        """Of each open block: ``rules``, ``frames``, ``font``, ``style`` or ``nothing``."""
        self._selectors: list[str] = []
        """Of the innermost open rule, those that ask nothing of the visitor."""
        self._start = 0
        """Where the statement or declaration begins that is being read."""
        self._imports = True
        """Whether only what may stand before an ``@import`` was met."""
        self._urls: list[tuple[int, int, str]] = []
        """Addresses of this statement, each with its place."""
        self._font: list[tuple[str, str]] = []
        self._within: list[tuple[str, int]] = []
        """Of each open block, what stands before it, and where it begins."""
        self._media: dict[str, dict[str, tuple[list[str], bool]]] = {}
        """Pictures by selector and property, and whether they are said to be important."""
        self._has_content = _CONTENT.search(css) is not None

    def run(self) -> Iterator[tuple[str, str]]:
        """Yield what is fetched."""
        set_until = 0
        for token in _TOKEN.finditer(self._css):
            kind = token.lastgroup
            if kind == "mark":
                yield from self._mark(token[0], token.start(), token.end())
            elif token["url"] is not None:
                raw = token["double"] or token["single"] or token["bare"] or ""
                self._urls.append((token.start(), token.end(), raw))
            elif kind == "set":
                set_until = self._css.find(")", token.end())
            elif kind == "string" and token.start() < set_until:
                self._urls.append((token.start(), token.end(), token[0].strip("\"'")))
        self._declaration(len(self._css))
        if not self._blocks:
            yield from self._at_rule(self._statement(len(self._css)))
        for drawn in self._media.values():
            for pictures, _ in drawn.values():
                yield from (("media", raw) for raw in pictures)

    def _mark(self, mark: str, at: int, after: int) -> Iterator[tuple[str, str]]:
        if mark == "{":
            self._open(self._statement(at))
        elif self._blocks and self._blocks[-1] in ("style", "font"):
            self._declaration(at)
        elif mark == ";" and not self._blocks:
            yield from self._at_rule(self._statement(at))
        if mark == "}" and self._blocks:
            yield from self._close(at)
        self._start, self._urls = after, []

    def _close(self, at: int) -> Iterator[tuple[str, str]]:
        kind, (_, begun) = self._blocks.pop(), self._within[-1]
        if kind == "font" and (family := _FAMILY.search(self._css, begun, at)):
            yield from ((f"font:{family[1].strip().lower()}", raw) for _, raw in self._font)
        elif kind == "style" and self._media and _NOT_SHOWN.search(self._css, begun, at):
            self._media.pop(self._place(), None)
        self._font = []
        self._within.pop()

    def _place(self) -> str:
        """Return what tells the rules of one selector, under the same conditions, from others."""
        return "{".join(prelude for prelude, _ in self._within)

    def _statement(self, end: int) -> str:
        """Return the statement up to *end*, without comments."""
        text = self._css[self._start : end]
        return re.sub(r"/\*.*?\*/|<!--|-->", " ", text, flags=re.DOTALL).strip()

    def _open(self, prelude: str) -> None:
        outer = self._blocks[-1] if self._blocks else "rules"
        self._imports = False
        if outer in ("nothing", "font") or len(self._blocks) > _MOST_INSIDE:
            inner = "nothing"
        elif condition := _RULES_INSIDE.match(prelude):
            inner = outer if _is_met(condition[1].lower(), condition[2]) else "nothing"
        elif prelude[:1] == "@":
            name = prelude.lower()[:30]
            moving = "frames" if "keyframes" in name else "nothing"
            inner = "font" if name.startswith("@font-face") else moving
        else:
            written = prelude.split(",") if outer != "frames" else []
            read = [] if _UNKNOWN_PSEUDO.search(prelude) else written
            self._selectors = [one for one in read if self._is_at_once(one)]
            inner = "nothing" if written and not self._selectors else "style"
        self._blocks.append(inner)
        self._within.append((" ".join(prelude.split()).lower(), self._start + len(prelude)))

    def _is_at_once(self, selector: str) -> bool:
        """Tell whether a selector may find something before a visitor does anything."""
        made = _MADE.search(selector) is not None
        return not _WAITS.search(selector) and (self._has_content or not made)

    def _at_rule(self, text: str) -> Iterator[tuple[str, str]]:
        found = _IMPORT.match(text)
        if found and self._imports and (found[4] is None or supports_met(f"({found[4]})")):
            yield "style", found[1] or found[2] or found[3]
        self._imports = self._imports and (not text or bool(_BEFORE_IMPORTS.match(text)))

    def _declaration(self, end: int) -> None:
        """Take the addresses of a declaration; a later one replaces the earlier."""
        if not self._blocks or not (self._urls or self._media):
            return
        named = _PROPERTY.match(self._statement(end))
        if named is None:
            return
        name = named[1].lower()
        if self._blocks[-1] == "font":
            self._font = self._first_font() if name == "src" and self._urls else self._font
        elif self._blocks[-1] == "style" and (property_ := _PICTURES.fullmatch(name)):
            self._draw(property_[1] or name, named[2])

    def _draw(self, name: str, value: str) -> None:
        drawn = self._media.get(self._place(), {})
        important = "!important" in value.lower()
        if _UNKNOWN_VALUE.match(value) or (drawn.get(name, ([], False))[1] and not important):
            return
        drawn.pop(name, None)
        if not self._urls or not self._is_used(name):
            return
        if not self._selectors or any(map(self._selects, self._selectors)):
            drawn[name] = ([raw for _, _, raw in self._urls], important)
            self._media[self._place()] = drawn

    def _is_used(self, name: str) -> bool:
        """Whether a custom property is asked for anywhere: by itself it fetches nothing."""
        return not name.startswith("--") or f"var({name}" in self._css.lower()

    def _first_font(self) -> list[tuple[str, str]]:
        """Return the first file in a format that browsers know: they fetch no other."""
        for _, end, raw in self._urls:
            if _KNOWN_FONT.match(self._css, end) and not _OLD_FONT_FILE.search(raw):
                return [("font", raw)]
        return []


def _is_met(kind: str, condition: str) -> bool:
    if kind == "media":
        return media_met(condition)
    return kind != "supports" or supports_met(condition)
