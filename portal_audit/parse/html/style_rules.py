"""What style rules have browsers fetch (CSS Syntax 3, CSS Cascade 4, CSS Fonts 4).

A scanner of tokens, no parser: it knows comments, strings, blocks and declarations, which is what
tells an address that is fetched from one that only stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

MOST_CSS = 100_000
"""Characters of style rules that are read."""
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
    r"""@import\s*(?:url\(\s*)?(?:"([^"\n]+)"|'([^'\n]+)'|([^\s"')(;]+)\s*\))""", re.I
)
_RULES_INSIDE = re.compile(r"@(?:media|supports|layer|container|scope|starting-style)\b", re.I)
_PRINT_ONLY = re.compile(r"@media\s+print\s*", re.IGNORECASE)
_WAITS = re.compile(r":(?:hover|active|focus(?:-within|-visible)?|visited|target)\b", re.IGNORECASE)
"""What a selector asks of the visitor first."""
_PROPERTY = re.compile(r"\s*([\w*-]+)\s*:")
_NOTHING_FETCHED = re.compile(r"behavior|-moz-binding|-ms-|[*_]", re.IGNORECASE)
"""Properties that browsers of today do not know, and the hacks that old ones did."""
_OLD_FONT = re.compile(r"\s*format\(\s*['\"]?(?:embedded-opentype|svg)", re.IGNORECASE)
_OLD_FONT_FILE = re.compile(r"\.eot(?:[?#]|$)", re.IGNORECASE)


def fetched(
    css: str, selects: Callable[[str], bool] = lambda _selector: True
) -> Iterator[tuple[str, str]]:
    """Yield (kind, address as written) of what a style sheet has fetched.

    Kinds are ``style`` (``@import``), ``font`` and ``media``. *selects* tells whether a selector
    finds anything on the page. Whether another rule is stronger is not looked at.
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
        yield from self._declaration(len(self._css))
        if not self._blocks:
            yield from self._at_rule(self._statement(len(self._css)))

    def _mark(self, mark: str, at: int, after: int) -> Iterator[tuple[str, str]]:
        if mark == "{":
            self._open(self._statement(at))
        elif self._blocks and self._blocks[-1] in ("style", "font"):
            yield from self._declaration(at)
        elif mark == ";" and not self._blocks:
            yield from self._at_rule(self._statement(at))
        if mark == "}" and self._blocks and self._blocks.pop() == "font":
            yield from self._font
            self._font = []
        self._start, self._urls = after, []

    def _statement(self, end: int) -> str:
        """Return the statement up to *end*, without comments."""
        text = self._css[self._start : end]
        return re.sub(r"/\*.*?\*/|<!--|-->", " ", text, flags=re.DOTALL).strip()

    def _open(self, prelude: str) -> None:
        outer = self._blocks[-1] if self._blocks else "rules"
        self._imports = False
        if outer in ("nothing", "font"):
            inner = "nothing"
        elif _RULES_INSIDE.match(prelude):
            inner = "nothing" if _PRINT_ONLY.fullmatch(prelude) else outer
        elif prelude[:1] == "@":
            name = prelude.lower()[:30]
            moving = "frames" if "keyframes" in name else "nothing"
            inner = "font" if name.startswith("@font-face") else moving
        else:
            written = prelude.split(",") if outer != "frames" else []
            self._selectors = [one for one in written if not _WAITS.search(one)]
            inner = "nothing" if written and not self._selectors else "style"
        self._blocks.append(inner)

    def _at_rule(self, text: str) -> Iterator[tuple[str, str]]:
        found = _IMPORT.match(text)
        if found and self._imports:
            yield "style", found[1] or found[2] or found[3]
        self._imports = self._imports and (not text or bool(_BEFORE_IMPORTS.match(text)))

    def _declaration(self, end: int) -> Iterator[tuple[str, str]]:
        """Take the addresses of a declaration; a later ``src`` of a font replaces the earlier."""
        named = _PROPERTY.match(self._statement(end)) if self._urls else None
        if named is None or not self._blocks or self._blocks[-1] not in ("style", "font"):
            return
        name = named[1].lower()
        if self._blocks[-1] == "font":
            self._font = self._first_font() if name == "src" else self._font
        elif not _NOTHING_FETCHED.match(name) and self._is_used(name):
            applies = not self._selectors or any(map(self._selects, self._selectors))
            yield from (("media", raw) for _, _, raw in self._urls if applies)

    def _is_used(self, name: str) -> bool:
        """Whether a custom property is asked for anywhere: by itself it fetches nothing."""
        return not name.startswith("--") or f"var({name}" in self._css.lower()

    def _first_font(self) -> list[tuple[str, str]]:
        """Return the first file in a format that browsers know: they fetch no other."""
        for _, end, raw in self._urls:
            if not _OLD_FONT.match(self._css, end) and not _OLD_FONT_FILE.search(raw):
                return [("font", raw)]
        return []
