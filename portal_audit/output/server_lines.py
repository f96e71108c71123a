"""Configuration to paste: the lines of several checks as one text for one server.

What a check says of its lines (``[config]`` in its TOML) stays: the first comment names the place
where they go, and lines of one place stand together, each once. A whole block of a server comes
last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from portal_audit.model import SiteResult
from portal_audit.output.xml_lines import merged_xml
from portal_audit.rules.check import Check

NAMES = {
    "nginx": "nginx",
    "apache": "Apache",
    "iis": "IIS",
    "haproxy": "HAProxy",
    "tomcat": "Tomcat",
}
"""Servers that checks have lines for, as people write them."""
USUAL = "nginx"
"""Whose lines are shown where a portal does not tell."""
DISCLOSURE = "headers.disclosure"
SIGNS = (
    ("nginx", "nginx"),
    ("openresty", "nginx"),
    ("microsoft-iis", "iis"),
    ("asp.net", "iis"),
    ("tomcat", "tomcat"),
    ("coyote", "tomcat"),
    ("apache", "apache"),
    ("haproxy", "haproxy"),
)
"""What software calls itself in its headers → server; the first that is there counts."""
XML = ("iis", "tomcat")
BLOCK = re.compile(r"^(?:server \{|<VirtualHost )", re.MULTILINE)
OPENING = re.compile(r"\{\s*$|^\s*<[A-Za-z][^/>]*>\s*$|\\\s*$")
CLOSING = re.compile(r"^\s*(?:\}|</)")


def shown_server(site: SiteResult) -> str:
    """Return the server that a portal's own headers name; empty where they name none."""
    told = " ".join(
        str(value).lower()
        for finding in site.findings
        if finding.check == DISCLOSURE
        and isinstance(sent := finding.facts.get("sent"), list | tuple)
        for value in sent
    )
    return next((server for sign, server in SIGNS if sign in told), "")


def server_lines(checks: Iterable[Check], server: str) -> str:
    """Return the lines of these checks for a server as one text; empty where there are none."""
    texts = [lines.strip() for check in checks if (lines := check.config.get(server))]
    return merged_xml(texts) if server in XML else _by_place(texts)


def _by_place(texts: Iterable[str]) -> str:
    places: dict[str, list[str]] = {}
    blocks: dict[str, None] = {}
    for text in texts:
        if BLOCK.search(text):
            blocks[text] = None
            continue
        first, *others = _units(text)
        lines = places.setdefault(first, [first])
        lines += [unit for unit in others if unit not in lines]
    return "\n\n".join(["\n".join(lines) for lines in places.values()] + [*blocks])


def _units(text: str) -> Iterator[str]:
    """Yield lines, those of a nested block or a continued line as one."""
    waiting: list[str] = []
    depth = 0
    for line in text.splitlines():
        waiting.append(line)
        if CLOSING.match(line):
            depth -= 1
        elif OPENING.search(line) and not line.rstrip().endswith("\\"):
            depth += 1
        if depth <= 0 and not line.rstrip().endswith("\\"):
            yield "\n".join(waiting)
            waiting, depth = [], 0
    if waiting:
        yield "\n".join(waiting)
