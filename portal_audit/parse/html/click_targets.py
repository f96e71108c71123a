"""Where a click on an element leads that is no link: buttons, tabs and accordions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborNode

GOES_TO = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*['"]([^'"]{1,500})['"]"""
)
_TOGGLES = frozenset({"tab", "pill", "collapse"})
FOLDED = frozenset({"display-none", "hidden"})
"""How what a click unfolds is kept from view."""
_UNFOLDED = frozenset({"div", "dd", "section", "article", "p", "table"})
"""Elements that a click on what stands before them opens; lists are more often sub-menus."""
_LONGEST_HEAD = 200
"""Characters of a question or heading that a click on opens something."""
_UNFOLDS = "button,[onclick],a[href='#'],a[href^='javascript:'],a:not([href])"


def opens(attributes: Mapping[str, str | None]) -> str:
    """Return where a click on an element that is no link leads: an address, or ``#id``.

    Tabs and accordions are buttons that name what they open (WAI-ARIA 1.2, Bootstrap 3–5).
    """
    get = attributes.get
    if goes_to := GOES_TO.search(get("onclick") or ""):
        return goes_to[1]
    if get("role") == "tab":
        return f"#{get('aria-controls')}" if get("aria-controls") else ""
    if (get("data-bs-toggle") or get("data-toggle")) in _TOGGLES:
        named = get("data-bs-target") or get("data-target") or ""
        return named if named.startswith("#") else ""
    return ""


def unfolds(tag: str, node: LexborNode) -> bool:
    """Tell whether a click on what stands right before an element opens it, as in accordions.

    Many are written without a name: ``<h3><a href="#">2026</a></h3><div style="display:none">``.
    """
    if tag not in _UNFOLDED:
        return False
    before = node.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is None or before.css_first(_UNFOLDS) is None:
        return False
    return 0 < len(before.text().strip()) <= _LONGEST_HEAD  # not a whole page, with a box behind it
