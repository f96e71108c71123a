"""All external ratings of one site, as the run record shows them. Pure."""

from __future__ import annotations

from typing import Any

from portal_audit.scoring.external import mozilla_tls, observatory, ssl_labs
from portal_audit.scoring.external.ratings import ExternalRatings


def summarise(ratings: ExternalRatings) -> dict[str, Any]:
    """Return every rating that the evidence allows, as plain JSON values."""
    values: dict[str, Any] = {}
    if ratings.observatory is not None:
        values["observatory"] = {str(n): _observatory(v) for n, v in ratings.observatory.items()}
    if ratings.ssl_labs is not None:
        values["ssl_labs"] = _ssl_labs(ratings.ssl_labs)
    if ratings.mozilla_tls is not None:
        latest = ratings.mozilla_tls[mozilla_tls.LATEST]
        values["mozilla_tls"] = _mozilla(latest) | {
            "guidelines": {name: _mozilla(rating) for name, rating in ratings.mozilla_tls.items()}
        }
    return values


def _observatory(rating: observatory.Observatory) -> dict[str, Any]:
    return {
        "score": rating.score,
        "grade": rating.grade,
        "results": dict(rating.results),
        "modifiers": dict(rating.modifiers),
    }


def _ssl_labs(rating: ssl_labs.SslLabs) -> dict[str, Any]:
    return {
        "guide": rating.guide,
        "score": rating.score,
        "grade": rating.grade,
        "protocol": rating.protocol,
        "key_exchange": rating.key_exchange,
        "cipher": rating.cipher,
        "override": rating.override,
        "caps": [f"{grade}: {reason}" for grade, reason in rating.caps],
        "warnings": list(rating.warnings),
        "unknown": list(rating.unknown),
        "address": rating.address,
    }


def _mozilla(rating: mozilla_tls.MozillaTls) -> dict[str, Any]:
    return {
        "guideline": rating.guideline,
        "profile": rating.profile,
        "next": rating.next,
        "lacks": list(rating.lacks),
        "unknown": list(rating.unknown),
    }
