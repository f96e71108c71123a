"""What fixing one finding alone would change in each external rating. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from portal_audit.scoring.external import mozilla_tls, observatory, ssl_labs
from portal_audit.scoring.external.inputs import Inputs
from portal_audit.scoring.remediation import apply_fix


@dataclass(frozen=True, slots=True)
class ExternalRatings:
    """Every external rating of one site."""

    observatory: dict[int, observatory.Observatory] | None = None
    """By algorithm."""
    ssl_labs: ssl_labs.SslLabs | None = None
    mozilla_tls: dict[str, mozilla_tls.MozillaTls] | None = None
    """By guideline."""


def rate(inputs: Inputs) -> ExternalRatings:
    """Compute every rating that the inputs allow."""
    site = inputs.observatory
    return _rate_tls(inputs, ExternalRatings(None if site is None else observatory.rate_all(site)))


def _rate_tls(inputs: Inputs, ratings: ExternalRatings) -> ExternalRatings:
    server = inputs.server
    if server is None:
        return ratings
    profiles = {name: mozilla_tls.match(server, name) for name in mozilla_tls.guidelines()}
    return replace(ratings, ssl_labs=ssl_labs.rate(server, inputs.hsts_age), mozilla_tls=profiles)


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
        then = _rate_tls(fixed, then)
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
