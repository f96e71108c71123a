"""Whether a site could be read at all, and if not, why (design: level N). Pure."""

from __future__ import annotations

from portal_audit.analyse.block_pages import CHALLENGE, TINY
from portal_audit.analyse.default_pages import default_page_of
from portal_audit.evidence import Evidence, Failure, Front, HttpFront, HttpsFront, Page
from portal_audit.model import Cause, State
from portal_audit.parse.text.vietnamese import fold

FORBIDDEN = "forbidden"
"""Why nothing of a site was read where our own rules refuse its address, such as a private one."""
UNDER_CONSTRUCTION = ("website dang duoc xay dung",)
"""Words of a placeholder that somebody put there, folded."""
GRAVEST = ("local", "timeout", "tls", "not-http", "refused", "dns")
"""Which cause is given where https and http failed differently: the one that says most.

A fault of ours comes first: what the portal would have answered is open then.
"""


def reachability(evidence: Evidence) -> tuple[State, Cause | None]:
    """Return whether the site could be read, and the cause where it could not."""
    front = evidence.get(Front)
    if front is None:
        return State.NOT_SCANNED, _failed(evidence)
    cause = _blocked(front.last.status, front.page)
    return (State.NOT_SCANNED, cause) if cause else (State.SCANNED, None)


def forbidden(evidence: Evidence) -> Failure | None:
    """Return the refusal of our own rules, where that alone kept the site from being visited."""
    failures = _failures(evidence)
    refusals = [failure for failure in failures if failure.cause == FORBIDDEN]
    return refusals[0] if refusals and len(refusals) == len(failures) else None


def _failures(evidence: Evidence) -> list[Failure]:
    fronts = (evidence.get(HttpsFront), evidence.get(HttpFront))
    return [front.failure for front in fronts if front is not None and front.failure]


def _failed(evidence: Evidence) -> Cause:
    """Return why no front page came; what our own probes failed at is never the portal's doing."""
    missing = {evidence.gap(kind).reason for kind in (HttpsFront, HttpFront)}
    if any(reason.startswith("probe-failed") for reason in missing):
        return Cause.INTERRUPTED
    causes = {_cause(failure) for failure in _failures(evidence)} | (missing & {"local"})
    return next((Cause(name) for name in GRAVEST if name in causes), Cause.INTERRUPTED)


def _cause(failure: Failure) -> str:
    """Map a broken redirect chain to what it means for a visitor: no page.

    What our rules forbid is *refused*; ``SiteResult.stopped`` then says who refused it.
    """
    if failure.cause == FORBIDDEN:
        return Cause.REFUSED.value
    return "not-http" if "redirect" in failure.cause else failure.cause


def _blocked(status: int, page: Page | None) -> Cause | None:
    text = fold(f"{page.title} {page.text[:2000]}") if page else ""
    small = len(text) < TINY
    if status in (403, 429, 503) and (small or any(sign in text for sign in CHALLENGE)):
        return Cause.BLOCKED
    if status >= 500 or (status >= 400 and status not in (401, 403)):
        return Cause.SERVER_ERROR
    if small and any(sign in text for sign in CHALLENGE):
        return Cause.BLOCKED  # some walls answer 200
    empty = small and any(sign in text for sign in UNDER_CONSTRUCTION)
    if page and (empty or default_page_of(page)):
        return Cause.PARKED
    return None
