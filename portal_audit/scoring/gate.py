"""Pass or fail, for CI. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal_audit.model import Finding, Severity, SiteResult, State, Status

PASSED = 0
NOT_JUDGED = 3
FAILED = 10


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of one site."""

    site: SiteResult
    exit_code: int
    """0 passed, 3 too little could be tested to judge, 10 failed."""
    level_too_low: bool = False
    failing: tuple[Finding, ...] = ()
    """Findings grave enough to fail the gate, gravest first."""


def decide(site: SiteResult, min_level: str | None, fail_on: Severity | None) -> Verdict:
    """Judge one site. A site that could not be judged never passes.

    *min_level* is the worst level (A–E) that passes; *fail_on* the mildest severity whose failed
    findings fail the gate; ``None`` leaves that condition out.
    """
    if site.state is State.NOT_SCANNED:
        return Verdict(site, NOT_JUDGED)
    failing = tuple(
        sorted(
            (
                finding
                for finding in site.findings
                if finding.status is Status.FAIL
                and finding.waiver is None
                and fail_on is not None
                and finding.severity.rank <= fail_on.rank
            ),
            key=lambda finding: (finding.severity.rank, -finding.points_lost, finding.check),
        )
    )
    too_low = min_level is not None and site.level != "N" and site.level > min_level.upper()
    if failing or too_low:
        return Verdict(site, FAILED, too_low, failing)
    return Verdict(site, NOT_JUDGED if site.level == "N" else PASSED)


def exit_code(verdicts: Sequence[Verdict]) -> int:
    """Return the code for several sites: failed beats not judged beats passed."""
    codes: Iterable[int] = (verdict.exit_code for verdict in verdicts)
    return max(codes, default=NOT_JUDGED)
