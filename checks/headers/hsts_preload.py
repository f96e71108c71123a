"""HSTS preload: whether browsers may know of https before the first visit (hstspreload.org)."""

from dataclasses import dataclass

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import hsts


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``hsts_preload.toml``."""

    min_age: int
    """Seconds that the list asks for."""


def judge(front: Front, limits: Limits) -> Outcome:
    """Report whether the header asks for the list, and whether the list would take it."""
    where = [front.url]
    policy = hsts.parse(front.all("strict-transport-security")) if front.https else None
    if policy is None:
        return Outcome("no-hsts", where=where)
    if not policy.preload:
        return Outcome("not-asked", where=where)
    if policy.max_age < limits.min_age or not policy.include_subdomains:
        return Outcome("asked-in-vain", where=where, age=policy.max_age)
    return Outcome("eligible", where=where, age=policy.max_age)
