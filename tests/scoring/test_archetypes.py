"""What a level promises: kinds of portals, each with the level a careful person would give it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from portal_audit.model import Finding, Kind, Outcome, Severity, Status
from portal_audit.rules import catalog
from portal_audit.rules.check import Check
from portal_audit.rules.profile import Profile
from portal_audit.rules.profile_files import load_all
from portal_audit.scoring.caps import Held, held, shown
from portal_audit.scoring.judge import finding
from portal_audit.scoring.score import Score, alone, score

ROOT = Path(__file__).parents[2]
FILE = ROOT / "tests" / "fixtures" / "archetypes.toml"
PORTALS: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["portal"]
CATALOG = catalog.read()
PROFILES = load_all(CATALOG)
NAMED = 3
"""Findings that the guide's table names for a portal."""
OPEN = (Status.FAIL, Status.PARTIAL)
every_portal = pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal["what"])


def findings_of(portal: Mapping[str, Any]) -> list[Finding]:
    """Return what the catalog and the profile make of the outcomes that the file names."""
    kind = Kind(portal["kind"])
    checks = [c for c in PROFILES[kind.value].select(CATALOG, kind) if not c.active]
    outcomes = {check.id: _good(check) for check in checks}
    outcomes |= portal.get("findings", {})
    for name, share in portal.get("information", {}).items():
        published = [c for c in checks if c.family == "information" and name in c.outcomes]
        outcomes |= dict.fromkeys(_share(published, share), name)
    untested = {c.id for c in checks if {c.family, c.id} & set(portal.get("untested", ()))}
    for family in {check.family for check in checks}:
        within = [check for check in checks if check.family == family]
        untested |= set(_share(within, portal.get("untested_share", 0.0)))
    assert set(outcomes) == {check.id for check in checks}
    return [_finding(c, "no-evidence" if c.id in untested else outcomes[c.id]) for c in checks]


def _good(check: Check) -> str:
    order = (Status.PASS, Status.NOT_APPLICABLE, Status.INFO)
    return min(
        (name for name, rule in check.outcomes.items() if rule.status in order),
        key=lambda name: order.index(check.outcomes[name].status),
    )


def _share(checks: Sequence[Check], share: float) -> Iterator[str]:
    """Yield checks, the weightiest first, until they are that share of the weight of all."""
    left = share * sum(check.weight for check in checks)
    for check in sorted(checks, key=lambda check: (-check.weight, check.id)):
        if 0 < check.weight <= left + 1e-9:
            left -= check.weight
            yield check.id


def _finding(check: Check, outcome: str) -> Finding:
    rule = check.outcomes.get(outcome)
    return finding(check, rule.status if rule else Status.NOT_TESTED, Outcome(outcome))


def judged(portal: Mapping[str, Any]) -> tuple[Score, tuple[Held, ...]]:
    """Return the score of a portal, and the caps that are worth a word."""
    profile: Profile = PROFILES[portal["kind"]]
    scored = score(findings_of(portal), profile)
    assert scored.uncapped is not None
    caps = held(scored.findings, scored.families, scored.coverage, profile)
    return scored, shown(caps, scored.uncapped)


@every_portal
def test_a_portal_has_the_level_that_a_careful_person_gives(portal: dict[str, Any]) -> None:
    scored, _ = judged(portal)
    assert scored.level == portal["level"], (scored.score, scored.uncapped, scored.caps)


@every_portal
def test_a_level_keeps_its_promise(portal: dict[str, Any]) -> None:
    scored, _ = judged(portal)
    open_findings = [f for f in scored.findings if f.status in OPEN]
    grave = [f for f in open_findings if f.severity.rank <= Severity.HIGH.rank]
    critical = [f for f in grave if f.severity is Severity.CRITICAL]
    most = {"A": 0, "B": 1, "C": 3}
    assert len(grave) <= most.get(scored.level, 99)
    assert not critical or scored.level not in most


@every_portal
def test_whatever_holds_a_level_down_is_named(portal: dict[str, Any]) -> None:
    scored, caps = judged(portal)
    named = {finding.check for cap in caps for finding in cap.findings}
    assert named <= set(scored.caps)
    assert bool(named) == (scored.score != scored.uncapped)


@every_portal
def test_fixing_everything_lifts_every_cap_that_a_fault_brought(portal: dict[str, Any]) -> None:
    scored, caps = judged(portal)
    unread = any(cap.cap.on_coverage for cap in caps)
    if scored.gains:
        assert scored.gains[-1].score == pytest.approx(100, abs=0.06) or unread


def test_a_partial_outcome_of_a_grave_check_says_how_grave_it_is_itself() -> None:
    """A finding shows the severity of its outcome: half a fault is not as grave by silence."""
    silent = [
        f"{check.id}/{name}"
        for check in CATALOG
        if check.severity.rank <= Severity.HIGH.rank
        for name, rule in check.outcomes.items()
        if rule.status is Status.PARTIAL and rule.severity is None
    ]
    assert silent == []


def test_the_guide_shows_this_table() -> None:
    guide = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    assert "\n".join(table()) in guide, "docs/scoring.md lacks:\n" + "\n".join(table())


def test_the_guide_shows_how_caps_give_way() -> None:
    guide = (ROOT / "docs" / "scoring.md").read_text(encoding="utf-8")
    (portal,) = (each for each in PORTALS if each["what"].startswith("Not one security header"))
    scored, _ = judged(portal)
    first, second, *smaller = scored.gains
    for part in (
        f"the sum gives **{scored.uncapped}**, but two high findings hold it at "
        f"**{scored.score}**, level **{scored.level}**",
        f"Fixing `{first.check}` leaves one of them and\n"
        f"brings **{first.points}** ({scored.score} → {first.score})",
        f"then `{second.check}` lifts the last cap and brings **{second.points}** "
        f"({first.score} → {second.score})",
    ):
        assert part in guide
    by_itself = alone(scored, PROFILES[portal["kind"]])
    assert by_itself[first.check] == by_itself[second.check] == 15.0
    assert {by_itself[gain.check] for gain in smaller} == {0.0}
    assert len(smaller) == 4


def table() -> Iterator[str]:
    """Yield the lines of the table in ``docs/scoring.md``."""
    yield "| portal | kind | level | capped by |"
    yield "|---|---|:-:|---|"
    for portal in PORTALS:
        scored, caps = judged(portal)
        words = "; ".join(map(_words, caps)) or "–"
        yield f"| {portal['what']} | {portal['kind']} | {scored.level} | {words} |"


def _words(cap: Held) -> str:
    checks = [f"`{finding.check}`" for finding in cap.findings]
    more = f" and {len(checks) - NAMED} more" if len(checks) > NAMED else ""
    return f"at most {cap.most:g}: {', '.join(checks[:NAMED])}{more}"
