"""What a portal's robots.txt allows this scanner (RFC 9309)."""

from __future__ import annotations

import re

from protego import Protego

MAX_TEXT = 512 * 1024
"""Characters read; RFC 9309 2.5 asks for at least 500 KiB."""
MAX_DELAY = 2.0
"""Seconds of Crawl-delay that are honoured; it is no part of RFC 9309, and visits are short."""
_AGENT = re.compile(r"\s*user[-_ ]?agents?\s*[:=\s]\s*([^#]*)", re.IGNORECASE)


class RobotRules:
    """The rules for one product token."""

    def __init__(self, text: str, agent: str) -> None:
        """Read *text* for *agent*, such as ``portal-audit/1.0 (…)``."""
        self._token = agent.partition("/")[0].strip().lower()
        self._rules = Protego.parse(_renamed(text[:MAX_TEXT].lstrip("\ufeff"), self._token))

    def allow(self, url: str) -> bool:
        """Return whether *url* may be asked for."""
        return bool(self._rules.can_fetch(url, self._token))

    @property
    def delay(self) -> float:
        """Seconds to leave between requests, 0–``MAX_DELAY``."""
        return min(self._rules.crawl_delay(self._token) or 0.0, MAX_DELAY)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """URLs of Sitemap lines, at most 50."""
        return tuple(self._rules.sitemaps)[:50]


def names_us(value: str, token: str) -> bool:
    """Tell whether a ``User-agent`` line is meant for the crawler of this product token.

    The token ends with the first character that it cannot hold (RFC 9309 2.2.1), so a version or
    words may follow; operators also write it without its hyphen, or several names in one line.
    """
    ours = re.compile(token.replace("-", "[-_ ]?") + r"(?![a-z_-])", re.IGNORECASE)
    return any(ours.match(name.strip().strip("\"'")) for name in value.split(","))


def _renamed(text: str, token: str) -> str:
    """Give each group one of three names: ours, everybody's, somebody else's.

    The parser keeps each rule once for every agent of its group: a file of a thousand agents
    and a thousand rules would cost a million entries, and nobody needs them.
    """
    lines = []
    for line in text.splitlines():
        if agent := _AGENT.match(line):
            value = agent[1].strip()
            everybody = re.match(r"\*(?:\s|$)", value.strip("\"'")) or not value
            other = "*" if everybody else "somebody-else"
            line = f"User-agent: {token if names_us(value, token) else other}"
        lines.append(line)
    return "\n".join(lines)
