"""How a test pastes lines: where a comment in them says, with the example's names made real.

The rule, and all of it:

1. ``tenmien.gov.vn`` and the paths of the examples become the host, the files and the folder of the
   test (``NAMES``), and ports 80 and 443 of all addresses become two free ports of loopback.
2. A block (``server { … }``, ``<VirtualHost>``) stands beside the others, and replaces
   the block that had its port.
3. Lines behind a comment that says so (``GENERAL``) go into the general part: outside
   ``<VirtualHost>``, or in HAProxy's ``global``.
4. All other lines go into the site's block of port 443 (nginx ``server``, Apache ``<VirtualHost>``,
   HAProxy ``frontend``).
5. A comment that says that DocumentRoot and ProxyPass follow as for port 80 is replaced by them.

Nothing else is changed: what is tested is what is printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

GENERAL = re.compile(r"\s*#.*\b(?:outside <VirtualHost>|in global\b)")
SITE = re.compile(r"\s*#.*\bin (?:the frontend|the server block|<VirtualHost>)")
FOLLOW = re.compile(r"^\s*#.*\bthen DocumentRoot, ProxyPass\b.*$", re.MULTILINE)
BLOCK = re.compile(r"^(?:server \{|<VirtualHost )", re.MULTILINE)
HOST = "tenmien.gov.vn"


@dataclass(frozen=True, slots=True)
class Pasted:
    """The lines of one or more texts, sorted by where they go."""

    general: str = ""
    site: str = ""
    blocks: Mapping[int, str] = field(default_factory=dict)
    """Whole blocks, by the port (80 or 443) that they listen on."""

    def __add__(self, other: Pasted) -> Pasted:
        """Paste *other* after this one; a line that stands there already is not pasted twice."""
        return Pasted(
            _joined(self.general, other.general),
            _joined(self.site, other.site),
            {**self.blocks, **other.blocks},
        )


def _joined(before: str, after: str) -> str:
    there = before.splitlines()
    return "\n".join([*there, *(line for line in after.splitlines() if line not in there)])


def sort(text: str) -> Pasted:
    """Say where the lines of a text go (rules 2 to 4)."""
    if found := BLOCK.search(text):
        block = text[found.start() :]
        port = 443 if re.search(r"(?:listen |:)443\b", block) else 80
        return Pasted(blocks={port: block}) + sort(text[: found.start()])
    general: list[str] = []
    site: list[str] = []
    here = site
    for line in text.splitlines():
        here = general if GENERAL.match(line) else site if SITE.match(line) else here
        here.append(line)
    return Pasted("\n".join(general), "\n".join(site))


def followed(block: str, lines: str) -> str:
    """Put *lines* where a block says that they follow (rule 5)."""
    return FOLLOW.sub(lambda _: lines, block)


def made_real(text: str, names: Mapping[str, str], ports: Mapping[int, int]) -> str:
    """Put the names and ports of the test in place of the example's (rule 1)."""
    for name, real in names.items():
        text = text.replace(name, real)
    for port, real_port in ports.items():
        # Loopback of this test may have no IPv6, and a block that listens once answers as well.
        text = re.sub(rf"^ *listen \[::\]:{port}\b.*\n", "", text, flags=re.MULTILINE)
        text = re.sub(rf"\b([Ll]isten) {port}\b", rf"\1 127.0.0.1:{real_port}", text)
        text = text.replace(f"<VirtualHost *:{port}>", f"<VirtualHost 127.0.0.1:{real_port}>")
        text = re.sub(rf"\bbind :{port}\b", f"bind 127.0.0.1:{real_port}", text)
    return text
