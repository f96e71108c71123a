"""The door of one site: every request of every probe passes here."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.net.limits import Limits, NetRules


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer, bounded."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    """Decompressed, cut at the limit."""
    truncated: bool
    wire_bytes: int
    elapsed: float
    http_version: str


class Door:
    """Opens connections to one site, politely and within bounds."""

    def __init__(self, limits: Limits, rules: NetRules) -> None:
        """Take the bounds of this site and the rules of the net."""
        self.limits = limits
        self.rules = rules
