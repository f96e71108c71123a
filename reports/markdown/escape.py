"""Write any text so that Markdown (CommonMark, GitHub's) shows it and does nothing else with it."""

from __future__ import annotations

import re

from portal_audit.output.sanitise import one_line

from ..html.links import href  # noqa: TID252  (packs are mounted under varying names)

_SIGNS = re.compile(r"[\\`*_\[\]<>|~&$#!@^{}]")
_OPENING = re.compile(r"[-+=:]|\d+(?=[.)])")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.", re.IGNORECASE)


def plain(text: str) -> str:
    """Return *text* on one line, nothing in it markup, a link, a mention or HTML."""
    shown = _ADDRESS.sub(r"\\\g<0>", _SIGNS.sub(r"\\\g<0>", one_line(text)))
    opening = _OPENING.match(shown)
    if opening is None:
        return shown
    end = opening.end()
    sign = shown[:end] if shown[:end].isdigit() else ""
    return f"{sign}\\{shown[len(sign) :]}"


def link(url: str) -> str:
    """Return an address as a link where it is a safe one of the web, else as plain text."""
    safe = href(url)
    return f"<{safe}>" if safe and "|" not in safe else plain(url)


def row(*cells: str) -> str:
    """Return a row of a table; cells are Markdown already."""
    return f"| {' | '.join(cells)} |"


def table(titles: tuple[str, ...], rows: list[str]) -> list[str]:
    """Return a table with its titles, and an empty line after it; nothing where it has no rows."""
    if not rows:
        return []
    return [row(*titles), row(*("---" for _ in titles)), *rows, ""]
