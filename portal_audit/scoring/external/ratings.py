"""Compute every external rating of one site. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal_audit.scoring.external import mozilla_tls, observatory, ssl_labs
from portal_audit.scoring.external.inputs import Inputs


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
    return rate_tls(inputs, ExternalRatings(None if site is None else observatory.rate_all(site)))


def rate_tls(inputs: Inputs, ratings: ExternalRatings) -> ExternalRatings:
    """Return the ratings with those of TLS computed anew."""
    server = inputs.server
    if server is None:
        return ratings
    profiles = {name: mozilla_tls.match(server, name) for name in mozilla_tls.guidelines()}
    return replace(ratings, ssl_labs=ssl_labs.rate(server, inputs.hsts_age), mozilla_tls=profiles)
