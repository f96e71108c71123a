"""HSTS: the site tells browsers to come back over HTTPS only (RFC 6797)."""

from dataclasses import dataclass

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import hsts


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``hsts.toml``, in seconds."""

    min_age: int
    low_age: int


def judge(front: Front, limits: Limits) -> Outcome:
    """Read the first field line, as browsers do; one that breaks the grammar counts for nothing."""
    sent = front.all("strict-transport-security")
    where = [front.url]
    if not front.https:
        return Outcome("only-http" if sent else "no-https", where=where)
    if not sent:
        return Outcome("missing", where=where)
    policy = hsts.read(sent[0])
    if isinstance(policy, hsts.IgnoredHsts):
        name = "repeated" if policy.fault == "repeated" else "unreadable"
        return Outcome(name, where=where, value=sent[0][:200])
    age = policy.max_age
    if age < limits.low_age:
        return Outcome("too-short", where=where, age=age, min_age=limits.min_age)
    if age < limits.min_age:
        return Outcome("short", where=where, age=age, min_age=limits.min_age)
    return Outcome("strong", where=where, age=age)
