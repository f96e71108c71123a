"""Where a click on an element leads that is no link: buttons, tabs and accordions."""

from __future__ import annotations

import re
from collections.abc import Mapping

GOES_TO = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*['"]([^'"]{1,500})['"]"""
)
_TOGGLES = frozenset({"tab", "pill", "collapse"})


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
