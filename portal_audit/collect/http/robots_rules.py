"""What a portal's robots.txt allows this scanner (RFC 9309)."""

from __future__ import annotations

import re

from protego import Protego

MAX_TEXT = 512 * 1024
"""Characters read; RFC 9309 2.5 asks for at least 500 KiB."""
MAX_DELAY = 2.0
"""Seconds of Crawl-delay that are honoured; it is no part of RFC 9309, and visits are short."""
_AGENT = re.compile(r"\s*user[-_ ]?agents?\s*[:=\s]\s*([^#]*)", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:allow|dis+all?ow|diasllow|disallaw)\s*[:\s]", re.IGNORECASE)
"""Misspelt as the parser, and Google's, take it."""


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
    return any(map(ours.match, _names(value)))


def _names(value: str) -> list[str]:
    """Return the names of a ``User-agent`` line, as some operators write several in one.

    A whole User-Agent field, which has a comment in brackets, is one name.
    """
    parts = [value] if "(" in value else re.split("[,;|]", value)
    return [name.strip(" \t\"'") for name in parts]


def _renamed(text: str, token: str) -> str:
    """Give each group one of three names: ours, everybody's, somebody else's.

    The parser keeps each rule once for every agent of its group: a file of a thousand agents
    and a thousand rules would cost a million entries, and nobody needs them. It also begins a
    group anew where anything stands between two agents; only a rule ends them (RFC 9309 2.2.1).
    """
    lines: list[str] = []
    others: list[str] = []
    has_rules = False
    for line in text.splitlines():
        agent = _AGENT.match(line)
        if agent is None and not _RULE.match(line):
            others.append(line)
            continue
        if has_rules or agent is None:
            lines += others
            others = []
        has_rules = agent is None
        lines.append(line if agent is None else f"User-agent: {_renamed_agent(agent[1], token)}")
    return "\n".join([*lines, *others])


def _renamed_agent(value: str, token: str) -> str:
    if names_us(value, token):
        return token
    everybody = not value.strip() or any(re.match(r"\*(?:\s|$)", one) for one in _names(value))
    return "*" if everybody else "somebody-else"
