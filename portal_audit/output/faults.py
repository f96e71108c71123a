"""The faults of a run as every format tells them: in one order, with the same words and gains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from portal_audit.model import Finding, SiteResult, State, Status
from portal_audit.output.report import Report, sentence
from portal_audit.output.sanitise import one_line, plain_facts
from portal_audit.output.tasks import gains_of
from portal_audit.rules.check import Check
from portal_audit.run_sites import ordered

FAULTS = (Status.FAIL, Status.PARTIAL)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to fix on one site, in the report's language; plain text: escape it."""

    site: SiteResult
    finding: Finding
    name: str
    """What is wrong, in a few words."""
    check_fault: str
    """The same for whatever way in which the check is not met."""
    title: str
    """The requirement that is not met."""
    sentence: str
    """What was seen."""
    want: str
    why: str
    fix: str
    basis: tuple[str, ...]
    gain: float
    """Points of the site score, caps included, that fixing it alone brings."""

    @property
    def identity(self) -> str:
        """Return what stays the same from run to run: portal and check, hashed."""
        portal = self.site.key or self.site.id
        return sha256(f"{portal} {self.finding.check}".encode("utf-8", "replace")).hexdigest()[:32]


def sites_in_order(report: Report) -> Sequence[SiteResult]:
    """Return the sites by kind, best rank first, those without a rank last."""
    return ordered(
        report.run.sites,
        lambda site: (site.kind, site.rank is None, site.rank or 0, site.id),
    )


def faults_of(report: Report, site: SiteResult) -> list[Fault]:
    """Return what counts and is wrong on a site, the gravest first."""
    lost = [f for f in site.findings if f.status in FAULTS and f.weight > 0]
    points = gains_of(report, site, [{finding.check} for finding in lost])
    gains = {finding.check: gain for finding, gain in zip(lost, points, strict=True)}
    ordered = sorted(
        lost,
        key=lambda f: (
            f.severity.rank,
            f.status is not Status.FAIL,
            -gains.get(f.check, 0),
            f.check,
        ),
    )
    return [_fault(report, site, finding, gains.get(finding.check, 0.0)) for finding in ordered]


def faults(report: Report) -> Iterator[Fault]:
    """Yield every fault of the run, site by site."""
    for site in sites_in_order(report):
        if site.state is State.SCANNED:
            yield from faults_of(report, site)


def _fault(report: Report, site: SiteResult, finding: Finding, gain: float) -> Fault:
    check: Check | None = report.catalog.get(finding.check)
    texts = check.texts[report.lang] if check else None
    said = sentence(report.catalog, check, finding, report.lang, plain_facts(finding.facts))
    return Fault(
        site=site,
        finding=finding,
        name=texts.heading(finding.outcome, finding.status) if texts else finding.check,
        check_fault=texts.fault if texts else finding.check,
        title=texts.title if texts else finding.check,
        sentence=one_line(said),
        want=texts.want if texts else "",
        why=texts.why if texts else "",
        fix=texts.fix if texts else "",
        basis=report.basis(finding),
        gain=gain,
    )
