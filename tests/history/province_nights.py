"""The sample province on each of 56 nights: who breaks, mends, moves, merges and dies.

Nobody is visited: what a night would have seen stands in the evidence as words, and ``judge`` turns
them into a result under the rules of before or of after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from types import SimpleNamespace
from typing import cast

from portal_audit.cli.prepare import LoadedRules
from portal_audit.demo.province import PORTALS, PROVINCE
from portal_audit.evidence import Evidence, Visit
from portal_audit.history.waivers import Attestation, Decision, Waiver
from portal_audit.model import (
    Cause,
    Criteria,
    Finding,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
)
from portal_audit.rules.profile import Profile
from portal_audit.scoring.score import score

OLD, NEW = Criteria("2026.2", "sha256:old"), Criteria("2026.3", "sha256:new")

CHECKS: Mapping[str, tuple[Severity, float]] = {
    "tls.cert_expiry": (Severity.HIGH, 8),
    "headers.hsts": (Severity.HIGH, 8),
    "headers.framing": (Severity.MEDIUM, 4),
    "headers.xcto": (Severity.LOW, 2),
    "content.csp": (Severity.MEDIUM, 5),
    "information.budget-approved": (Severity.MEDIUM, 3),
    "information.contact": (Severity.MEDIUM, 3),
}
PROFILE = Profile(
    "night",
    "1",
    {"vi": "Đêm", "en": "Night"},
    families={"tls": 2.0, "headers": 2.0, "content": 1.0, "information": 3.0},
    parts={"security": ("tls", "headers", "content"), "publication": ("information",)},
    caps=(),
    levels=(("A", 85.0), ("B", 70.0), ("C", 55.0), ("D", 40.0), ("E", 0.0)),
)
PORTAL = {portal.slug: portal for portal in PORTALS}
WAIVER = Waiver(
    *("dongmay.hacson.gov.test", "headers.hsts", "thay máy chủ", "Phòng CNTT", "Giám đốc Sở"),
    *(date(2026, 10, 10), date(2026, 11, 18)),
    outcome="missing",
)
ATTESTED = Attestation(
    *("hackhe.hacson.gov.test", "information.budget-approved", "tệp ảnh", "Văn phòng", "Chủ tịch"),
    *(date(2026, 11, 14), date(2027, 3, 31)),
    place="https://hackhe.hacson.gov.test/ngan-sach",
)
DECISIONS: tuple[Decision, ...] = (WAIVER, ATTESTED)


@dataclass(slots=True)
class Seen:
    """One portal on one night."""

    slug: str
    faults: dict[str, str] = field(default_factory=dict)
    """Check → outcome."""
    cause: str = ""
    host: str = ""
    formerly: tuple[str, ...] = ()

    def target(self) -> Target:
        """Return its row of the inventory; the words of the night stand where tags would."""
        portal = PORTAL[self.slug] if self.slug in PORTAL else PORTAL["suoinga"]
        host = self.host or f"{self.slug}.hacson.gov.test"
        return Target(
            host.replace(".", "-"),
            f"https://{host}/",
            name=self.slug,
            kind=portal.kind,
            province=PROVINCE,
            tags=(f"cause={self.cause}", *(f"{k}={v}" for k, v in sorted(self.faults.items()))),
            formerly=self.formerly,
        )


def night(number: int) -> list[Seen]:
    """Return the province as it is on a night, the first is 1."""
    portals = {slug: Seen(slug) for slug in PORTAL}
    for slug in ("lungxanh", "dongmay", "vanchai"):
        portals[slug].faults["tls.cert_expiry"] = "expired"
    for slug in ("sokhcn", "dongmay"):
        portals[slug].faults["headers.hsts"] = "missing"
    for slug in ("hackhe", "sotuphap"):
        portals[slug].faults["information.budget-approved"] = "missing"
    for slug in list(portals)[::3]:
        portals[slug].faults["content.csp"] = "unsafe"
    portals["motcua"].cause = "refused"
    for change in (_work, _accidents, _inventory):
        change(number, portals)
    return list(portals.values())


def _work(number: int, portals: dict[str, Seen]) -> None:
    """Break and mend."""
    if 5 <= number < 9:
        portals["sotaichinh"].faults["headers.hsts"] = "missing"
    if number in (11, 13, 17):
        portals["thungsuong"].faults["headers.framing"] = "missing"
    if number >= 15:
        portals["nganthong"].faults["headers.hsts"] = "too-short"
    if number >= 24:
        portals["nganthong"].faults["headers.hsts"] = "missing"
    if number >= 47:
        del portals["sokhcn"].faults["headers.hsts"]


def _accidents(number: int, portals: dict[str, Seen]) -> None:
    """Let our own network, resolver and rules fail."""
    if number == 15:
        for slug in ("sonoivu", "sokhcn", "lungxanh", "nganthong", "hackhe", "vanchai", "bentram"):
            portals[slug].cause = "timeout"
    if number == 50:
        for slug in ("sonoivu", "sokhcn", "lungxanh", "hackhe", "vanchai"):
            portals[slug].faults["headers.xcto"] = "missing"
    if number == 53:
        for seen in portals.values():
            seen.faults.pop("tls.cert_expiry", None)


def _inventory(number: int, portals: dict[str, Seen]) -> None:
    """Move, merge and die."""
    if number >= 22:
        old = "https://thungsuong.hacson.gov.test/"
        portals["thungsuong"].host, portals["thungsuong"].formerly = "thungsuong.gov.test", (old,)
    if number >= 27:
        gone = ("suoinga", "bentram")
        for slug in gone:
            del portals[slug]
        olds = tuple(f"https://{slug}.hacson.gov.test/" for slug in gone)
        portals["ngatram"] = Seen("ngatram", {"headers.hsts": "missing"}, formerly=olds)
    if number >= 34:
        portals["deosim"].cause = "dns"
    if number >= 41:
        del portals["deosim"]


def judge(target: Target, evidence: Evidence, catalog: object, _profile: object) -> SiteResult:
    """Return what the rules *catalog* (``OLD`` or ``NEW``) make of a night's words."""
    visit = evidence.get(Visit)
    assert visit is not None
    words = dict(word.split("=") for word in visit.target.tags)
    return replace(
        _judged(tuple(sorted(words.items())), catalog is NEW),
        id=target.id, url=target.url, name=target.title, kind=target.kind,
        province=target.province, key=target.key,
    )  # fmt: skip


@cache
def _judged(words: tuple[tuple[str, str], ...], new: bool) -> SiteResult:
    seen = dict(words)
    blank = SiteResult("", "", "", PORTALS[0].kind, "", "", State.NOT_SCANNED, profile="night")
    if seen["cause"]:
        return replace(blank, cause=Cause(seen["cause"]))
    findings = []
    for check, (severity, weight) in CHECKS.items():
        outcome = seen.get(check, "good")
        status = Status.PASS if outcome == "good" else Status.FAIL
        if outcome == "unsafe" and not new:
            status = Status.PARTIAL  # the rules of before were lenient here
        findings.append(Finding(check, check.split(".")[0], status, outcome, severity, weight))
    return score(findings, PROFILE).on(replace(blank, state=State.SCANNED))


def rules(criteria: Criteria) -> LoadedRules:
    """Return rules whose catalog is their criteria: enough for judging here."""
    loaded = SimpleNamespace(
        criteria=criteria,
        catalog=criteria,
        profile_of=lambda _kind: PROFILE,
        in_force={"night": PROFILE},
    )
    return cast("LoadedRules", loaded)
