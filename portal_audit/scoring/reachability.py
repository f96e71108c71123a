"""Whether a site could be read at all, and if not, why (checks.md section 0). Pure."""

from __future__ import annotations

from portal_audit.analyse.block_pages import CHALLENGE, TINY
from portal_audit.analyse.default_pages import default_page_of
from portal_audit.evidence import Evidence, Failure, Front, HttpFront, HttpsFront, Page
from portal_audit.model import Cause, State
from portal_audit.parse.text.vietnamese import fold

UNDER_CONSTRUCTION = ("website dang duoc xay dung",)
"""Words of a placeholder that somebody put there, folded."""
GRAVEST = ("timeout", "tls", "not-http", "refused", "dns")
"""Which cause is told where https and http failed differently: the one that says most."""


def reachability(evidence: Evidence) -> tuple[State, Cause | None]:
    """Return whether the site could be read, and the cause where it could not."""
    front = evidence.get(Front)
    if front is None:
        return State.NOT_SCANNED, _failed(evidence)
    cause = _barred(front.last.status, front.page)
    return (State.NOT_SCANNED, cause) if cause else (State.SCANNED, None)


def _failed(evidence: Evidence) -> Cause:
    fronts = (evidence.get(HttpsFront), evidence.get(HttpFront))
    failures = [front.failure for front in fronts if front is not None and front.failure]
    causes = {_cause(failure) for failure in failures}
    return next((Cause(name) for name in GRAVEST if name in causes), Cause.INTERRUPTED)


def _cause(failure: Failure) -> str:
    """Map a broken redirect chain to what it means for a visitor: no page."""
    return "not-http" if "redirect" in failure.cause else failure.cause


def _barred(status: int, page: Page | None) -> Cause | None:
    words = fold(f"{page.title} {page.text[:2000]}") if page else ""
    small = len(words) < TINY
    if status in (403, 429, 503) and (small or any(sign in words for sign in CHALLENGE)):
        return Cause.BLOCKED
    if status >= 500 or (status >= 400 and status not in (401, 403)):
        return Cause.SERVER_ERROR
    if small and any(sign in words for sign in CHALLENGE):
        return Cause.BLOCKED  # some walls answer 200
    empty = small and any(sign in words for sign in UNDER_CONSTRUCTION)
    if page and (empty or default_page_of(page)):
        return Cause.PARKED
    return None
