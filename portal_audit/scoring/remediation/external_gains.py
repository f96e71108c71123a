"""What fixing one finding alone would change in each external rating. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from portal_audit.scoring.external import observatory
from portal_audit.scoring.external.inputs import Inputs
from portal_audit.scoring.external.ratings import ExternalRatings, rate_tls
from portal_audit.scoring.remediation import apply_fix


def external_gains(
    inputs: Inputs, now: ExternalRatings, checks: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """Return check → what fixing it alone changes, as plain JSON values.

    ``observatory``: algorithm → points, and score and grade afterwards; ``ssl_labs``: grade from
    and to; ``mozilla_tls``: guideline → profile from and to. What stays as it is is left out.
    """
    return {check: _changes(now, _after(inputs, now, check)) for check in checks}


def _after(inputs: Inputs, now: ExternalRatings, check: str) -> ExternalRatings:
    """Compute anew the ratings whose inputs the fix has changed."""
    fixed = apply_fix(inputs, check)
    then = now
    if fixed.observatory is not None and fixed.observatory != inputs.observatory:
        then = replace(then, observatory=observatory.rate_all(fixed.observatory))
    if (fixed.server, fixed.hsts_age) != (inputs.server, inputs.hsts_age):
        then = rate_tls(fixed, then)
    return then


def _changes(now: ExternalRatings, then: ExternalRatings) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if points := _observatory(now, then):
        changes["observatory"] = points
    before, after = now.ssl_labs, then.ssl_labs
    if before and after and before.grade and after.grade and before.grade != after.grade:
        changes["ssl_labs"] = {"from": before.grade, "to": after.grade}
    if profiles := _mozilla(now, then):
        changes["mozilla_tls"] = profiles
    return changes


def _observatory(now: ExternalRatings, then: ExternalRatings) -> dict[str, Any]:
    if now.observatory is None or then.observatory is None:
        return {}
    return {
        str(algorithm): {
            "points": after.score - before.score,
            "score": after.score,
            "grade": after.grade,
        }
        for algorithm, before in now.observatory.items()
        for after in [then.observatory[algorithm]]
        if after.score != before.score
    }


def _mozilla(now: ExternalRatings, then: ExternalRatings) -> dict[str, Any]:
    if now.mozilla_tls is None or then.mozilla_tls is None:
        return {}
    return {
        guideline: {"from": before.profile, "to": after.profile}
        for guideline, before in now.mozilla_tls.items()
        for after in [then.mozilla_tls[guideline]]
        if before.profile and after.profile and before.profile != after.profile
    }
