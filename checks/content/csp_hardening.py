"""CSP hardening: the directives that close what sources alone leave open (CSP3, Internet.nl)."""

from dataclasses import dataclass

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import csp


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``csp_hardening.toml``."""

    directives: list[str]
    least: int
    """How many of them still earn half."""


def judge(front: Front, limits: Limits) -> Outcome:
    """Count the directives that any enforced policy has, meta elements included."""
    where = [front.url]
    page = front.page if front.header("content-security-policy") else front.readable_page()
    metas = [
        value for name, value in (page.meta if page else ()) if name == "content-security-policy"
    ]
    policies = csp.parse_all(front.all("content-security-policy"), metas)
    if not policies:
        return Outcome("no-csp", where=where)
    absent = [name for name in limits.directives if not any(name in p.directives for p in policies)]
    if not absent:
        return Outcome("all", where=where, directives=limits.directives)
    if len(limits.directives) - len(absent) >= limits.least:
        return Outcome("some", where=where, absent=absent)
    return Outcome("few", where=where, absent=absent)
