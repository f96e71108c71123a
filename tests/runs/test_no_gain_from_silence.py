"""Less evidence never means more points: a portal gains nothing by keeping silent to a probe."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from portal_audit.evidence import (
    Evidence,
    Exchange,
    Front,
    HttpFront,
    HttpsFront,
    SecurityTxt,
    SecurityTxtAnswer,
    Visit,
)
from portal_audit.model import Finding, Kind, Status, Target, hides_tls
from portal_audit.rules.check import Check
from portal_audit.scoring.judge import judge
from portal_audit.scoring.score import score
from tests.scoring.test_archetypes import CATALOG, PORTALS, PROFILES, findings_of

URL = "https://x.example/"
ALWAYS_THERE = (Visit, HttpsFront, HttpFront, Front)
"""Without these a portal is not read at all, and level N."""
TESTED = (Status.PASS, Status.PARTIAL, Status.FAIL)


def kinds() -> list[str]:
    needed = {kind for check in CATALOG for kind in check.needs.values()}
    return sorted(kind.__name__ for kind in needed if kind not in ALWAYS_THERE)


def needs(check: Check, kind: str) -> bool:
    return any(need.__name__ == kind for need in check.needs.values())


def silent(finding: Finding, kind: str) -> Finding:
    """Return what is found where the portal did not answer those who asked for *kind*.

    Silence about security.txt is evidence, not a lack of it: the file is asked for on every visit.
    """
    check = CATALOG.get(finding.check)
    if check is None or not needs(check, kind) or finding.status not in TESTED:
        return finding
    if kind != "SecurityTxt":
        return replace(finding, status=Status.NOT_TESTED, outcome="no-evidence")
    silence = SecurityTxt(SecurityTxtAnswer(URL, URL, None, failure="timeout"))
    https = HttpsFront(URL, (Exchange(URL, 200, (), 0.1),))
    visit = Visit(Target("x", URL), datetime(2026, 11, 1, tzinfo=UTC))
    (judged,) = judge([check], Evidence(silence, https, visit))
    return judged


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal["what"])
def test_no_score_rises_where_a_kind_of_evidence_is_missing(
    portal: Mapping[str, Any], kind: str
) -> None:
    profile = PROFILES[Kind(portal["kind"]).value]
    whole = findings_of(portal)
    before = score(whole, profile)
    after = score([silent(finding, kind) for finding in whole], profile)
    if after.level != "N" and not hides_tls(after.families):  # which are never ranked
        assert (after.score or 0) <= (before.score or 0)
