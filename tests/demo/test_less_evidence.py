"""Less evidence never means more: pieces are taken out of what a run of the province stored.

What was not tested is out of the sum, so that a fault which nobody could see any more gives back
what it had cost: that, and no more. No cap goes with it, and no level rises.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from portal_audit.evidence import Evidence, Visit
from portal_audit.model import Finding, SiteResult, Status, hides_tls
from portal_audit.rules import catalog, profile_files
from portal_audit.rules.check import Check
from portal_audit.rules.profile import Profile
from portal_audit.scoring.judge import judge
from portal_audit.scoring.score import Score, score
from portal_audit.store import Store
from tests.demo.conftest import Audited
from tests.demo.missing_pieces import pieces

pytestmark = pytest.mark.testbed

FEWEST = {"TlsServer": 400, "Crawl": 200, "Samples": 90, "DnsRecords": 50, "HttpFront": 25}
"""How many pieces of each kind are taken out at least, so that the test does not run empty."""

ROUNDING = 0.11
"""Points by which two scores of one decimal may differ from what the findings cost."""


def given_back(before: Score, after: Score) -> float:
    """Return the points that the findings had cost which are another verdict now."""
    now = {finding.check: finding.outcome for finding in after.findings}
    return sum(f.points_lost for f in before.findings if now.get(f.check) != f.outcome)


def better(before: Score, after: Score) -> Iterator[str]:
    """Yield what is better than it was, beyond what a fault that nobody sees gives back."""
    if after.level == "N" or hides_tls(after.families):
        return  # it has no rank
    if after.level < before.level:
        yield f"level {before.level} → {after.level}"
    if (after.score or 0.0) - (before.score or 0.0) > given_back(before, after) + ROUNDING:
        yield f"score {before.score} → {after.score}"


def judged_anew(
    asked: Sequence[Check], before: Sequence[Finding], whole: Evidence, less: Evidence
) -> list[Finding]:
    """Judge what looks at the pieces that differ; all else is as it was."""
    changed = {type(piece) for piece in whole if less.get(type(piece)) is not piece}
    concerned = [check for check in asked if changed & set(check.needs.values())]
    anew = {finding.check: finding for finding in judge(concerned, less)}
    return [anew.get(finding.check, finding) for finding in before]


def rises(
    site: SiteResult, whole: Evidence, asked: Sequence[Check], profile: Profile, tried: Counter[str]
) -> Iterator[str]:
    """Yield what makes the site better by being missing.

    What passes cannot get better, so the rest is judged first; all, where that makes a difference.
    """
    findings = [replace(finding, points_lost=0.0) for finding in site.findings]
    before = score(findings, profile)
    open_checks = {f.check for f in findings if f.weight and f.status is not Status.PASS}
    not_passed = [check for check in asked if check.id in open_checks]
    for what, less in pieces(whole):
        tried[what.partition(".")[0]] += 1
        for concerned in (not_passed, asked):
            anew = judged_anew(concerned, findings, whole, less)
            rise = next(better(before, score(anew, profile)), "")
            if anew == findings or not rise:
                break
        else:
            yield f"{site.id}: {rise} without {what}"


def test_no_piece_that_is_missing_lifts_a_cap_or_a_level(audited: Audited) -> None:
    checks = catalog.read()
    profiles = profile_files.load_all(checks)
    tried = Counter[str]()
    found: list[str] = []
    with Store.open(str(audited.folder / "portal-audit.sqlite"), create=False) as store:
        run = store.run()
        for site in run.sites:
            whole = store.evidence(run.id, site.id)
            visit = whole.get(Visit) if whole is not None else None
            if whole is None or visit is None or site.level == "N":
                continue
            profile = profiles[site.profile]
            asked = profile.select(checks, site.kind, visit.day)
            found += rises(site, whole, asked, profile, tried)
    assert found == []
    assert not [kind for kind, least in FEWEST.items() if tried[kind] < least], tried
