"""Pictures that style rules draw behind an element, where a menu shows its words as pictures only.

Only what stands in the page itself is read: ``style`` attributes, and rules of ``style`` elements
whose selector ends with classes or an id. Where an element stands in the tree is not looked at.
"""

import re
from collections.abc import Iterator

_MOST_TEXT, _MOST_RULES, _MOST_SELECTORS = 100_000, 400, 20
"""Characters of style rules that are read, rules with a picture, selectors of one rule."""
_MOST_ALIKE = 8
_URL = re.compile(
    r"background(?:-image)?\s{0,5}:[^;]{0,200}?url\(\s{0,5}['\"]?([^'\")\s;]{1,500})", re.I
)
_BESIDE = re.compile(r"[\s>+~]+")
_NAMES = re.compile(r"[.#][\w-]+")
_BARE = frozenset({"a", "span", "i", "em", "b", "strong", "img", "div", "p"})
_MOMENTS = (":hover", ":active", ":focus", ":visited", ":not(")
"""What holds only at times, or for others."""
_Rules = dict[str, list[tuple[frozenset[str], str]]]
"""The last class or id of a selector → every one it asks for, and the picture's address."""


class Backgrounds:
    """The pictures that the rules of one page name."""

    def __init__(self) -> None:
        """Begin without rules."""
        self._own: _Rules = {}
        self._inside: _Rules = {}
        self._found: dict[tuple[str, str, bool], str] = {}
        self._left, self._rules = _MOST_TEXT, _MOST_RULES
        self.has_rules = False
        """Whether any rule names a picture."""

    def add(self, css: str) -> None:
        """Take the rules of a ``style`` element."""
        if self._left <= 0:
            return
        self._found.clear()
        css = _without_comments(css[: self._left])
        self._left -= len(css)
        for chunk in css.split("}"):
            head, _, body = chunk.rpartition("{")
            if self._rules <= 0 or "(" not in body or (url := _URL.search(body)) is None:
                continue
            self._rules -= 1
            selectors = head.rpartition("{")[2].rpartition(";")[2][:2_000]
            for selector in selectors.split(",")[:_MOST_SELECTORS]:
                self._add_selector(selector, url[1])

    def own(self, names: str, ident: str, style: str) -> str:
        """Return the address of what is drawn behind an element itself; empty where nothing is."""
        if "(" in style and (url := _URL.search(style[:2_000])):
            return url[1]
        return self._look_up(names, ident, False) if self._own else ""

    def inside(self, names: str, ident: str) -> str:
        """Return the address of what is drawn behind the links inside an element."""
        return self._look_up(names, ident, True) if self._inside else ""

    def _look_up(self, names: str, ident: str, inside: bool) -> str:
        key = names, ident, inside
        found = self._found.get(key)
        if found is None:
            rules = self._inside if inside else self._own
            found = self._found[key] = _first(rules, names, ident)
        return found

    def _add_selector(self, selector: str, url: str) -> None:
        if any(moment in selector for moment in _MOMENTS):
            return
        compounds = [part.partition(":")[0] for part in _BESIDE.split(selector.strip()) if part]
        inside = False
        while compounds and compounds[-1].lower() in _BARE:
            compounds.pop()
            inside = True
        names = _NAMES.findall(compounds[-1]) if compounds else []
        if names:
            self.has_rules = True
            alike = (self._inside if inside else self._own).setdefault(names[-1], [])
            if len(alike) < _MOST_ALIKE:
                alike.append((frozenset(names), url))


def _first(rules: _Rules, names: str, ident: str) -> str:
    marks = {f".{name}" for name in names.split()[:20]}
    if ident:
        marks.add(f"#{ident}")
    return next(_matching(rules, marks), "")


def _matching(rules: dict[str, list[tuple[frozenset[str], str]]], marks: set[str]) -> Iterator[str]:
    for mark in sorted(marks & rules.keys()):
        for wanted, url in rules[mark]:
            if wanted <= marks:
                yield url


def _without_comments(css: str) -> str:
    parts, rest = [], css
    while "/*" in rest:
        before, _, rest = rest.partition("/*")
        parts.append(before)
        rest = rest.partition("*/")[2]
    return "".join([*parts, rest])
