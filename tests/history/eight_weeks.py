"""Eight weeks of nightly runs over the sample province, on a clock that stands still.

Nobody is visited: what a night would have seen stands in the evidence as words, and ``judge`` turns
them into a result under the rules of before or of after. So runs are stored, judged again and
compared as real ones are. Write the table of the guide: ``python -m tests.history.eight_weeks``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from unittest.mock import patch

from portal_audit.cli import stored_history
from portal_audit.cli.diff import Diff, compare_runs
from portal_audit.cli.prepare import LoadedRules
from portal_audit.demo.province import PORTALS, PROVINCE
from portal_audit.evidence import Evidence, Visit
from portal_audit.history.comparison import Change
from portal_audit.history.waivers import Attestation, Decision, Waiver
from portal_audit.inventory.identity import keys_of
from portal_audit.model import (
    Cause,
    Criteria,
    Finding,
    Run,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
)
from portal_audit.rules.profile import Profile
from portal_audit.runs.decisions import with_decisions
from portal_audit.scoring.gate import FAILED, decide
from portal_audit.scoring.rank import rank
from portal_audit.scoring.score import score
from portal_audit.store import Store

GUIDE = Path(__file__).parents[2] / "docs" / "over-time.md"
NIGHTS = 56
FIRST = datetime(2026, 10, 4, 20, tzinfo=UTC)
"""Three in the morning in Vietnam, on 5 October."""
OLD, NEW = Criteria("2026.2", "sha256:old"), Criteria("2026.3", "sha256:new")
NEW_RULES = 30

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
    *("dongmay", "headers.hsts", "thay máy chủ", "Phòng CNTT", "Giám đốc Sở"),
    *(date(2026, 10, 10), date(2026, 11, 18)),
    outcome="missing",
)
ATTESTED = Attestation(
    *("hackhe", "information.budget-approved", "đăng trong tệp ảnh", "Văn phòng", "Chủ tịch xã"),
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
    scored = score(findings, PROFILE)
    return replace(
        blank, state=State.SCANNED, score=scored.score, uncapped=scored.uncapped,
        level=scored.level, coverage=scored.coverage, parts=scored.parts,
        part_coverage=scored.part_coverage, families=scored.families, findings=scored.findings,
        gains=scored.gains,
    )  # fmt: skip


def rules(criteria: Criteria) -> LoadedRules:
    """Return rules whose catalog is their criteria: enough for judging here."""
    loaded = SimpleNamespace(
        criteria=criteria,
        catalog=criteria,
        profile_of=lambda _kind: PROFILE,
        in_force={"night": PROFILE},
    )
    return cast("LoadedRules", loaded)


Hook = Callable[[Store, str, int], None]


@dataclass(slots=True)
class EightWeeks:
    """The stored runs, night by night."""

    store: Store
    runs: dict[int, str] = field(default_factory=dict)
    """Night → id of its run."""

    def live(self, after_each: Hook = lambda store, run, number: None) -> None:
        """Store a run a night; *after_each* is called once it is finished."""
        for number in range(1, NIGHTS + 1):
            at = FIRST + timedelta(days=number - 1)
            criteria = NEW if number >= NEW_RULES else OLD
            targets = [seen.target() for seen in night(number)]
            keys = keys_of(targets)
            run = self.store.begin_run(targets, started_at=at, criteria=criteria, settings={})
            for target in targets:
                keyed = replace(target, key=keys[target.id])
                evidence = Evidence(Visit(keyed, at))
                self.store.save_site(run, keyed, evidence, judge(keyed, evidence, criteria, None))
            self.store.finish_run(run, at + timedelta(hours=1))
            self.runs[number] = run
            after_each(self.store, run, number)

    def diff(self, before: int, after: int) -> Diff:
        """Compare two nights as ``history diff`` does, under the rules of the later one."""
        criteria = NEW if after >= NEW_RULES else OLD
        infos = [self.store.info(self.runs[number]) for number in (before, after)]
        with patch.object(stored_history, "judge_site", judge):
            return compare_runs(self.store, infos[0], infos[1], rules(criteria))

    def shown(self, number: int) -> Run:
        """Return a night's run as reports and the gate have it: with decisions, ranked."""
        day = (FIRST + timedelta(days=number - 1, hours=7)).date()
        run = self.store.run(self.runs[number])
        decisions = [replace(one, portal=f"{one.portal}.hacson.gov.test") for one in DECISIONS]
        return rank(with_decisions(run, decisions, day, {"night": PROFILE}))

    def gate(self, number: int) -> list[str]:
        """Return which portals fail the gate on high faults, and by which checks."""
        verdicts = [decide(site, None, Severity.HIGH) for site in self.shown(number).sites]
        return [
            f"{short(verdict.site.key)} {finding.check}"
            for verdict in verdicts
            if verdict.exit_code == FAILED
            for finding in verdict.failing
        ]


@contextmanager
def eight_weeks(after_each: Hook = lambda store, run, number: None) -> Iterator[EightWeeks]:
    """Live through all nights in a store of its own."""
    with Store.open(":memory:") as store:
        weeks = EightWeeks(store)
        weeks.live(after_each)
        yield weeks


def short(key: str) -> str:
    """Return the short name of a portal."""
    return key.partition(".")[0]


def says(diff: Diff) -> list[str]:
    """Return what a comparison says, in the words of the guide's table."""
    found, ours = diff.found, diff.ours
    lines = [
        f"{one.portals} of {one.of} portals stopped answering: probably ours"
        if one.check == "unreachable"
        else f"`{one.check}` changed on {one.portals} of {one.of} portals at once: probably ours"
        for one in ours.mass
    ]
    lines += [f"`{check}` finds nothing any more: is it broken?" for check in ours.silent]
    lines += [
        f"{WORDS.get(change.change, change.change.value)}: {short(change.portal)} `{change.check}`"
        for change in found.changes
        if change.check not in ours.held
    ]
    lines += [f"no longer listed: {short(portal)}" for portal in found.gone]
    lines += [f"new in the list: {short(portal)}" for portal in found.appeared]
    lines += [
        f"became one: {' + '.join(short(old) for old in olds)} → {short(new)}"
        for new, olds in found.merged.items()
    ]
    if again := {(one.check, one.then, one.now) for one in diff.film.rejudged}:
        checks = ", ".join(sorted({f"`{check}`" for check, _, _ in again}))
        lines.append(f"compared under the new rules, which judge {checks} otherwise")
    return lines or ["nothing changed"]


WORDS = {Change.REOPENED: "back again"}
"""Changes that the guide names otherwise than programs do."""

STORY: tuple[tuple[int, str], ...] = (
    (2, "a night like the one before"),
    (5, "sotaichinh loses HSTS"),
    (9, "sotaichinh has it back"),
    (11, "thungsuong drops its frame protection for a night"),
    (12, "… and has it again"),
    (13, "… and drops it again"),
    (15, "our network is bad; meanwhile nganthong shortens HSTS, unseen"),
    (16, "the network is well again"),
    (22, "thungsuong moves to another address (`formerly`)"),
    (24, "nganthong drops HSTS altogether"),
    (27, "suoinga and bentram become one commune, ngatram"),
    (30, "the criteria change: what was half met is not met now"),
    (34, "deosim stops answering"),
    (41, "deosim is taken off the list"),
    (47, "sokhcn sets HSTS"),
    (50, "a rule of ours breaks: five portals fail at once"),
    (51, "it is repaired"),
    (53, "another rule breaks: it finds nothing any more"),
    (54, "it is repaired, too"),
    (56, "the last night"),
)


def table(weeks: EightWeeks) -> str:
    """Return the story as the guide has it."""
    rows = [
        f"| {number} | {what} | {'; '.join(says(weeks.diff(number - 1, number)))} |"
        for number, what in STORY
    ]
    return "\n".join(["| night | what happens | `history diff` says |", "|---|---|---|", *rows])


TABLE = re.compile(r"(?<=<!-- eight weeks -->\n).*?(?=\n<!-- end -->)", re.DOTALL)


def main() -> None:
    """Write the table into the guide."""
    with eight_weeks() as weeks:
        text = table(weeks)
    page = GUIDE.read_text(encoding="utf-8")
    GUIDE.write_text(TABLE.sub(lambda _match: text, page), encoding="utf-8")


if __name__ == "__main__":
    main()
