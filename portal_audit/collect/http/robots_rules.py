"""What a portal's robots.txt allows this scanner (RFC 9309)."""

from __future__ import annotations

import re

from protego import Protego

MAX_TEXT = 512 * 1024
"""Characters read; RFC 9309 2.5 asks for at least 500 KiB."""
MAX_DELAY = 2.0
"""Seconds of Crawl-delay that are honoured; it is no part of RFC 9309, and visits are short."""
_AGENT = re.compile(r"\s*user[- ]?agent\s*[:\s]\s*([^#]*)", re.IGNORECASE)


class RobotRules:
    """The rules for one product token."""

    def __init__(self, text: str, agent: str) -> None:
        """Read *text* for *agent*, such as ``portal-audit/1.0 (…)``."""
        self._token = agent.partition("/")[0].strip().lower()
        self._rules = Protego.parse(_ours(text[:MAX_TEXT].lstrip("\ufeff"), self._token))

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


def _ours(text: str, token: str) -> str:
    """Give every group that is not ours one name.

    The parser keeps each rule once for every agent of its group: a file of a thousand agents
    and a thousand rules would cost a million entries, and nobody needs them.
    """
    lines = []
    for line in text.splitlines():
        if agent := _AGENT.match(line):
            name = agent[1].strip().lower()
            line = f"User-agent: {name if name.strip('*') in ('', token) else 'somebody-else'}"
        lines.append(line)
    return "\n".join(lines)
