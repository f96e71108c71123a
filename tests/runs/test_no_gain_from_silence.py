"""Less evidence never means more points: a portal gains nothing by keeping silent to a probe."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from portal_audit.evidence import Front, HttpFront, HttpsFront, Visit
from portal_audit.model import Kind, Status, hides_tls
from portal_audit.rules.check import Check
from portal_audit.scoring.score import score
from tests.scoring.test_archetypes import CATALOG, PORTALS, PROFILES, findings_of

ALWAYS_THERE = (Visit, HttpsFront, HttpFront, Front)
"""Without these a portal is not read at all, and level N."""
SILENCE_PAYS = {("Small things only", "SecurityTxt")}
"""Known faults of the score, each of which must go: a strict xfail fails once it is corrected."""


def kinds() -> list[str]:
    needed = {kind for check in CATALOG for kind in check.needs.values()}
    return sorted(kind.__name__ for kind in needed if kind not in ALWAYS_THERE)


def needs(check: Check, kind: str) -> bool:
    return any(need.__name__ == kind for need in check.needs.values())


def cases() -> Iterator[Any]:
    for portal in PORTALS:
        for kind in kinds():
            pays = any(portal["what"].startswith(what) and kind == of for what, of in SILENCE_PAYS)
            why = "what is not tested leaves the mean and the caps (scoring/score.py)"
            marks = [pytest.mark.xfail(strict=True, reason=why)] if pays else []
            yield pytest.param(portal, kind, marks=marks, id=f"{portal['what']}-{kind}")


@pytest.mark.parametrize(("portal", "kind"), list(cases()))
def test_no_score_rises_where_a_kind_of_evidence_is_missing(
    portal: Mapping[str, Any], kind: str
) -> None:
    profile = PROFILES[Kind(portal["kind"]).value]
    whole = findings_of(portal)
    silenced = [
        replace(finding, status=Status.NOT_TESTED, outcome="no-evidence")
        if needs(check, kind) and finding.status in (Status.PASS, Status.PARTIAL, Status.FAIL)
        else finding
        for finding in whole
        if (check := CATALOG.get(finding.check)) is not None
    ]
    before, after = score(whole, profile), score(silenced, profile)
    if after.level != "N" and not hides_tls(after.families):  # which are never ranked
        assert (after.score or 0) <= (before.score or 0)
