"""Whether any browser of today meets the condition of a style rule (Media Queries 4)."""

import re

_QUERY = re.compile(
    r"(?:(not|only)\s+)?([^\s(),]+)?(?:\s*\band\b)?\s*((?:\(.*)?)", re.IGNORECASE | re.DOTALL
)
_SHOWN_ON = frozenset({"", "all", "screen"})
_OLD_BROWSERS = re.compile(r"-ms-|-moz-|\\", re.IGNORECASE)
"""What only Internet Explorer and old versions of Firefox know."""
_WIDTH = re.compile(r"\b(min|max)-(?:device-)?width\s*:\s*([\d.]+)\s*(px|r?em)", re.IGNORECASE)
_NARROWEST, _WIDEST = 300.0, 5_000.0
"""Pixels; no screen that people read a page on is narrower, or wider."""
_KNOWN = re.compile(
    r"\(\s*(?:display\s*:\s*(?:grid|flex|flow-root|contents)|position\s*:\s*(?:-webkit-)?sticky"
    r"|object-fit\s*:\s*(?:cover|contain)|(?:-webkit-)?backdrop-filter\s*:[^()]*(?:\([^()]*\))?"
    r"|aspect-ratio\s*:[^()]*|gap\s*:[^()]*|--[\w-]*\s*:[^()]*)\)",
    re.IGNORECASE,
)
"""What every browser of today supports; of anything else it is not told."""


def media_met(queries: str) -> bool:
    """Tell whether any screen meets a list of media queries; an empty list is always met."""
    queries = queries[:1_000]
    return not queries.strip() or any(map(_is_met, queries.split(",")))


def supports_met(condition: str) -> bool:
    """Tell whether browsers surely support what ``@supports`` or ``supports()`` asks for."""
    left = _KNOWN.sub(" ", condition[:500])
    return re.fullmatch(r"(?:[\s()]|\band\b)*", left) is not None


def _is_met(query: str) -> bool:
    found = _QUERY.fullmatch(query.strip())
    if found is None or _OLD_BROWSERS.search(query):
        return False
    negated, kind, features = (part.lower() if part else "" for part in found.groups())
    if negated == "not":
        return bool(kind) and kind not in _SHOWN_ON and not features
    if kind not in _SHOWN_ON:
        return False
    widths = [(one[1], float(one[2]) * (1 if one[3] == "px" else 16)) for one in _widths(features)]
    return all(
        width >= _NARROWEST if bound == "max" else width <= _WIDEST for bound, width in widths
    )


def _widths(features: str) -> list[re.Match[str]]:
    return [one for one in _WIDTH.finditer(features) if one[2].count(".") < 2 and one[2] != "."]
