"""All views of one site, as the run record shows them. Pure."""

from __future__ import annotations

from typing import Any

from portal_audit.scoring.external import mozilla_tls, observatory, ssl_labs
from portal_audit.scoring.remediation.external_gains import ExternalRatings


def summarise(views: ExternalRatings) -> dict[str, Any]:
    """Return every view that the evidence allows, as plain JSON values."""
    shown: dict[str, Any] = {}
    if views.observatory is not None:
        shown["observatory"] = {str(n): _observatory(v) for n, v in views.observatory.items()}
    if views.ssl_labs is not None:
        shown["ssl_labs"] = _ssl_labs(views.ssl_labs)
    if views.mozilla_tls is not None:
        latest = views.mozilla_tls[mozilla_tls.LATEST]
        shown["mozilla_tls"] = _mozilla(latest) | {
            "guidelines": {name: _mozilla(view) for name, view in views.mozilla_tls.items()}
        }
    return shown


def _observatory(view: observatory.Observatory) -> dict[str, Any]:
    return {
        "score": view.score,
        "grade": view.grade,
        "results": dict(view.results),
        "modifiers": dict(view.modifiers),
    }


def _ssl_labs(view: ssl_labs.SslLabs) -> dict[str, Any]:
    return {
        "guide": view.guide,
        "score": view.score,
        "grade": view.grade,
        "protocol": view.protocol,
        "key_exchange": view.key_exchange,
        "cipher": view.cipher,
        "override": view.override,
        "caps": [f"{grade}: {reason}" for grade, reason in view.caps],
        "warnings": list(view.warnings),
        "unknown": list(view.unknown),
        "address": view.address,
    }


def _mozilla(view: mozilla_tls.MozillaTls) -> dict[str, Any]:
    return {
        "guideline": view.guideline,
        "profile": view.profile,
        "next": view.next,
        "lacks": list(view.lacks),
        "unknown": list(view.unknown),
    }
