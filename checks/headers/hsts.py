"""HSTS: the site tells browsers to come back over HTTPS only (RFC 6797)."""

from dataclasses import dataclass

from portal_audit.api import Front, Outcome


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``hsts.toml``, in seconds."""

    min_age: int
    low_age: int


def judge(front: Front, limits: Limits) -> Outcome:
    """Read the header as a browser would: the first counts, a repeated one is invalid."""
    sent = front.all("strict-transport-security")
    where = [front.url]
    if not front.https:
        return Outcome("only-http" if sent else "no-https", where=where)
    if not sent:
        return Outcome("missing", where=where)
    if len(sent) > 1 or "," in sent[0]:
        return Outcome("repeated", where=where, value=" | ".join(sent)[:200])
    directives = front.directives("strict-transport-security") or {}
    age = directives.get("max-age", "")
    if not (age.isascii() and age.isdecimal()):
        return Outcome("unreadable", where=where, value=sent[0][:200])
    seconds = int(age[:12])
    if seconds < limits.low_age:
        return Outcome("too-short", where=where, age=seconds, min_age=limits.min_age)
    if seconds < limits.min_age:
        return Outcome("short", where=where, age=seconds, min_age=limits.min_age)
    return Outcome("strong", where=where, age=seconds)
