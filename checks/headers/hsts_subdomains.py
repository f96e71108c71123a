"""HSTS for sub-domains: whether the promise reaches every name below (RFC 6797 §6.1.2)."""

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import hsts


def judge(front: Front) -> Outcome:
    """Report only: many portals have sub-sites that still lack https."""
    where = [front.url]
    policy = hsts.parse(front.all("strict-transport-security")) if front.https else None
    if policy is None:
        return Outcome("no-hsts", where=where)
    return Outcome("included" if policy.include_subdomains else "left-out", where=where)
