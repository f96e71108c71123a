"""Reads a case, as the oracle gets it, the way our view takes it."""

from __future__ import annotations

from typing import Any

from portal_audit.evidence.answer import HttpResponse as Fetched
from portal_audit.parse.html import read_page
from portal_audit.scoring.external.observatory import ObservatoryInput, ObservatoryResponse
from tests.oracles.observatory_cases import Case


def as_seen(case: Case) -> ObservatoryInput:
    """Return a case as our view takes it, its HTML read by our own reader."""
    html = case["html"].encode()
    fetched = Fetched(
        case["auto_url"], 200, (("Content-Type", "text/html"),), html, False, 0, 0, ""
    )
    page = read_page(fetched, asked=case["auto_url"])
    assert page is not None
    referrers = [content for name, content in page.meta if name == "referrer" and content]
    return ObservatoryInput(
        host=case["host"],
        auto=as_answer(case["auto"]),
        auto_url=case["auto_url"],
        https=as_answer(case["https"]),
        http=as_answer(case["http"]),
        route=tuple(case["route"]),
        cookies=tuple((case["host"], line) for line in case["cookies"]),
        meta_csp=tuple(c for n, c in page.meta if n == "content-security-policy" and c),
        meta_referrer=referrers[-1] if referrers else None,
        scripts=tuple((script.raw, script.integrity) for script in page.scripts),
        cors=as_answer(case["cors"]),
        cors_origin=(case["cors"] or {}).get("origin", ""),
    )


def as_answer(given: dict[str, Any] | None) -> ObservatoryResponse | None:
    """Return an answer as our view takes it."""
    if given is None:
        return None
    headers: list[tuple[str, str]] = []
    for name, value in given["headers"].items():
        headers += [(name, each) for each in ([value] if isinstance(value, str) else value)]
    return ObservatoryResponse(tuple(headers), given["verified"])
