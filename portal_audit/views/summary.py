"""All views of one site, as the run record shows them."""

from __future__ import annotations

from typing import Any

from portal_audit.evidence import Evidence, Front, TlsServer
from portal_audit.read.hsts import parse as parse_hsts
from portal_audit.views import mozilla_tls, observatory, ssl_labs
from portal_audit.views.observatory.seen import look


def summarise(evidence: Evidence) -> dict[str, Any]:
    """Return every view that the evidence allows, as plain JSON values."""
    views: dict[str, Any] = {}
    seen = look(evidence)
    if seen is not None:
        views["observatory"] = {
            str(number): _observatory(observatory.rate(seen, number))
            for number in observatory.ALGORITHMS
        }
    server = evidence.get(TlsServer)
    if server is not None:
        views["ssl_labs"] = _ssl_labs(ssl_labs.rate(server, _hsts_age(evidence.get(Front))))
        views["mozilla_tls"] = _mozilla(mozilla_tls.match(server))
    return views


def _hsts_age(front: Front | None) -> int | None:
    if front is None or not front.https:
        return None
    header = parse_hsts(front.all("strict-transport-security"))
    return header.max_age if header else None


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
