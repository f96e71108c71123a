"""What could not be read, and a critical fault that is new, are looked at again first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import pytest

from portal_audit.evidence import Evidence
from portal_audit.model import (
    Cause,
    Finding,
    Kind,
    SecondLook,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
)
from portal_audit.runs.second_look import LookRules, SecondLooks
from portal_audit.runs.site_audit import AuditSettings, SiteAudit

JOB = cast("AuditSettings", None)  # nobody is visited


def fault(check: str, severity: Severity = Severity.CRITICAL) -> Finding:
    return Finding(check, "tls", Status.FAIL, "wrong", severity, 1)


def result(site: str, what: str) -> SiteResult:
    """Return a portal that is ``sound``, ``expired`` (critical), or silent for a cause."""
    causes = {cause.value for cause in Cause}
    findings = {
        "expired": (fault("tls.expiry"),),
        "half": (
            Finding(
                "tls.x",
                "tls",
                Status.NOT_TESTED,
                "no-evidence",
                Severity.HIGH,
                1,
                facts={"reason": "timeout"},
            ),
        ),
    }.get(what, ())
    return SiteResult(
        site,
        f"https://{site}/",
        site,
        Kind.WEB,
        "",
        "",
        State.NOT_SCANNED if what in causes else State.SCANNED,
        Cause(what) if what in causes else None,
        findings=findings,
        stopped="forbidden" if what == "refused" and site.startswith("private") else "",
    )


@dataclass
class Nights:
    """Portals, each with what every look at it sees; the last stays."""

    seen: Mapping[str, Sequence[str]]
    visits: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    async def look(
        self, targets: Sequence[Target], _job: AuditSettings
    ) -> AsyncGenerator[SiteAudit, None]:
        for target in targets:
            number = self.visits.count(target.id)
            self.visits.append(target.id)
            what = self.seen[target.id]
            yield SiteAudit(target, Evidence(), result(target.id, what[min(number, len(what) - 1)]))

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)

    def run(self, rules: LookRules) -> tuple[dict[str, str], SecondLook | None]:
        """Return what is kept of each portal, in the order in which it is kept."""
        looks = SecondLooks(rules, again=self.look, pause=self.pause)
        targets = [Target(site, f"https://{site}/") for site in self.seen]

        async def kept() -> dict[str, str]:
            audits = looks.confirmed(self.look(targets, JOB), len(targets), JOB)
            return {one.target.id: _word(one.result) async for one in audits}

        return asyncio.run(kept()), looks.total


def _word(site: SiteResult) -> str:
    if site.cause is not None:
        return site.cause.value
    return "faulty" if site.findings else "sound"


MANY = {f"x{number}": ["sound"] for number in range(5)}
TWICE = LookRules(2, 600.0)


def test_a_portal_that_answers_at_a_later_look_was_never_unreachable() -> None:
    nights = Nights({**MANY, "late": ["timeout", "timeout", "sound"], "soon": ["dns", "sound"]})
    kept, total = nights.run(TWICE)
    assert (kept["late"], kept["soon"]) == ("sound", "sound")
    assert total == SecondLook(portals=2, cleared=2)
    assert (nights.visits.count("soon"), nights.visits.count("late")) == (2, 3)


def test_what_stays_unread_is_a_verdict_after_the_last_look() -> None:
    nights = Nights({"dead": ["timeout"], **MANY})
    kept, total = nights.run(TWICE)
    assert kept["dead"] == "timeout"
    assert list(kept)[-1] == "dead", "kept last, once it is a verdict"
    assert nights.visits.count("dead") == 3
    assert total == SecondLook(portals=1, cleared=0)


@pytest.mark.parametrize(
    ("known", "visits"),
    [({"x": frozenset[str]()}, 3), ({"x": frozenset({"tls.expiry"})}, 1), ({}, 1)],
    ids=["new", "known", "portal never judged before"],
)
def test_only_a_critical_fault_that_is_new_is_doubted(
    known: Mapping[str, frozenset[str]], visits: int
) -> None:
    nights = Nights({"x": ["expired"], **MANY})
    kept, _ = nights.run(LookRules(2, 600.0, known))
    assert kept["x"] == "faulty"
    assert nights.visits.count("x") == visits


def test_a_critical_fault_that_is_not_seen_again_is_none() -> None:
    nights = Nights({"x": ["expired", "sound"], **MANY})
    assert nights.run(LookRules(2, 0, {"x": frozenset()}))[0]["x"] == "sound"


def test_a_silent_second_look_leaves_what_the_first_one_read() -> None:
    nights = Nights({"x": ["expired", "timeout", "timeout"], **MANY})
    assert nights.run(LookRules(2, 0, {"x": frozenset()}))[0]["x"] == "faulty"


def test_what_was_read_in_part_is_read_again() -> None:
    nights = Nights({"x": ["half", "sound"], **MANY})
    assert nights.run(TWICE)[0]["x"] == "sound"


@pytest.mark.parametrize(("site", "what"), [("x", "parked"), ("private", "refused")])
def test_what_a_second_look_cannot_change_is_left_alone(site: str, what: str) -> None:
    nights = Nights({site: [what], **MANY})
    nights.run(TWICE)
    assert nights.visits.count(site) == 1


def test_nothing_is_waited_for_where_nothing_is_doubtful_or_few_portals_are_asked() -> None:
    sound, few, many = Nights(MANY), Nights({"x": ["timeout"]}), Nights({"x": ["dns"], **MANY})
    for nights in (sound, few, many):
        nights.run(TWICE)
    assert (sound.waited, few.waited, len(many.waited)) == ([], [], 1)
    assert many.waited[0] < 1, "no longer than the looks before it took"
    assert few.visits == ["x", "x"]


def test_without_looks_the_first_one_counts() -> None:
    nights = Nights({"x": ["timeout"], **MANY})
    assert nights.run(LookRules())[1] is None
    assert nights.visits.count("x") == 1
