"""Permissions-Policy: embedded pages cannot reach camera, microphone and location (W3C)."""

from dataclasses import dataclass

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import permissions


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``permissions.toml``."""

    features: list[str]
    """What has to be limited."""


def judge(front: Front, limits: Limits) -> Outcome:
    """Read the header as a structured dictionary (RFC 8941): one mistake and browsers ignore it."""
    where = [front.url]
    sent = front.all("permissions-policy")
    if not sent:
        old = front.header("feature-policy")
        if old is not None:
            return Outcome("old-name", where=where, value=old[:200])
        return Outcome("missing", where=where)
    shown = ", ".join(sent)[:200]
    try:
        features = permissions.parse(sent)
    except ValueError:
        return Outcome("invalid", where=where, value=shown)
    if not features:
        return Outcome("empty", where=where)
    if loose := [name for name in limits.features if "*" in features.get(name, ())]:
        return Outcome("open-to-all", where=where, features=loose, value=shown)
    if absent := [name for name in limits.features if name not in features]:
        return Outcome("loose", where=where, features=absent, value=shown)
    return Outcome("restricts", where=where, value=shown)
