"""Framing: no foreign page shows this one inside itself (CSP3 frame-ancestors, HTML Standard)."""

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import csp
from portal_audit.parse.http.x_frame_options import read_x_frame_options


def judge(front: Front) -> Outcome:
    """Read frame-ancestors first: where it is enforced, browsers ignore X-Frame-Options."""
    where = [front.url]
    policies = csp.parse_all(front.all("content-security-policy"))
    if csp.limited(policies, "frame-ancestors"):
        if csp.allowed_by_all(policies, "frame-ancestors", _anyone):
            value = "; ".join(" ".join(p.sources("frame-ancestors") or ()) for p in policies)
            return Outcome("wildcard", where=where, value=value.strip("; ")[:200])
        return Outcome("via-csp", where=where, value=_ancestors(policies)[:200])
    return _x_frame_options(front)


def _x_frame_options(front: Front) -> Outcome:
    """All values are taken together: browsers refuse every frame where they contradict."""
    where = [front.url]
    sent = front.all("x-frame-options")
    if not sent:
        return Outcome("missing", where=where)
    shown = ", ".join(sent)[:200]
    framing = read_x_frame_options(sent)
    if framing == "ignored":
        old = all(value.strip().lower().startswith("allow-from ") for value in sent)
        return Outcome("allow-from" if old else "invalid", where=where, value=shown)
    return Outcome(
        "contradictory" if framing == "contradictory" else "xfo", where=where, value=shown
    )


def _anyone(sources: csp.Sources) -> bool:
    return any(csp.is_broad(source) for source in sources)


def _ancestors(policies: tuple[csp.Policy, ...]) -> str:
    lists = (policy.sources("frame-ancestors") for policy in policies)
    return "; ".join(" ".join(sources) or "'none'" for sources in lists if sources is not None)
