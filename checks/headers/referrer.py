"""Referrer-Policy: other sites do not learn which page the visitor came from (W3C)."""

from portal_audit.api import Front, Outcome
from portal_audit.parse.http import referrer

STRICT = frozenset(
    {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
)
ORIGIN_ONLY = frozenset({"origin", "origin-when-cross-origin"})


def judge(front: Front) -> Outcome:
    """Read the headers, then the page's meta elements: the last valid word is in force."""
    where = [front.url]
    headers = front.all("referrer-policy")
    page = front.page if referrer.parse(headers) else front.readable_page()
    metas = [value for name, value in page.meta if name == "referrer"] if page else []
    if not headers and not metas:
        return Outcome("missing", where=where)
    policy = referrer.parse(headers, metas)
    if policy is None:
        return Outcome("invalid", where=where, value=", ".join([*headers, *metas])[:200])
    if policy in STRICT:
        return Outcome("strict", where=where, value=policy)
    if policy in ORIGIN_ONLY:
        return Outcome("origin-only", where=where, value=policy)
    return Outcome("unsafe", where=where, value=policy)
