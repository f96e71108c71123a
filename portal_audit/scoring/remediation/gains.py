"""The external ratings, and what fixing one finding alone would bring in them and in ours. Pure."""

from __future__ import annotations

from typing import Any

from portal_audit.evidence import Evidence
from portal_audit.model import Status
from portal_audit.rules.profile import Profile
from portal_audit.scoring.external.inputs import inputs
from portal_audit.scoring.external.ratings import rate
from portal_audit.scoring.external.summary import summarise
from portal_audit.scoring.remediation.external_gains import external_gains
from portal_audit.scoring.score import Score, alone

LOST = (Status.FAIL, Status.PARTIAL)


def external_ratings(evidence: Evidence, scored: Score, profile: Profile) -> dict[str, Any]:
    """Return every rating that the evidence allows, as plain JSON values.

    ``if_fixed`` holds, for each fault, what fixing it and nothing else would change: ``score`` in
    points of ours, and the ratings that would differ.
    """
    given = inputs(evidence)
    now = rate(given)
    lost = sorted(f.check for f in scored.findings if f.status in LOST and f.weight)
    ours = alone(scored, profile)
    gains = {
        check: {"score": ours.get(check, 0.0), **changes}
        for check, changes in external_gains(given, now, lost).items()
    }
    return summarise(now) | ({"if_fixed": gains} if gains else {})
