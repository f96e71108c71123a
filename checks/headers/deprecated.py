"""Deprecated headers: none that browsers dropped, and none that does harm (OWASP, RFC 9110)."""

from dataclasses import dataclass

from portal_audit.api import Front, Outcome


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``deprecated.toml``."""

    pins: list[str]
    """Headers that can lock visitors out."""
    dropped: list[str]
    """Headers that browsers no longer read."""


def judge(front: Front, limits: Limits) -> Outcome:
    """Name the most harmful; ``X-XSS-Protection: 0`` is the one good value of that header."""
    where = [front.url]
    if pins := [name for name in limits.pins if front.all(name)]:
        return Outcome("key-pins", where=where, headers=pins)
    for value in front.all("x-xss-protection"):
        if value.partition(";")[0].strip() != "0":
            return Outcome("xss-filter", where=where, value=value[:200])
    if dropped := [name for name in limits.dropped if front.all(name)]:
        return Outcome("dropped", where=where, headers=dropped)
    return Outcome("none", where=where)
