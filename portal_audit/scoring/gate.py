"""Pass or fail, for CI. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal_audit.model import Finding, Severity, SiteResult, State, Status

PASSED = 0
NOT_JUDGED = 3
FAILED = 10
LACKING = frozenset({Status.FAIL, Status.PARTIAL, Status.NOT_TESTED})
"""What does not do for a required check; what does not apply does."""


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the gate says of one site."""

    site: SiteResult
    exit_code: int
    """0 passed, 3 too little could be tested to judge, 10 failed."""
    level_too_low: bool = False
    score_too_low: bool = False
    failing: tuple[Finding, ...] = ()
    """Findings grave enough to fail the gate, gravest first."""
    asked: SiteResult | None = None
    """The site without what is waived, of which level and score were asked; ``None``: as it is."""


def decide(
    site: SiteResult,
    min_level: str | None,
    fail_on: Severity | None,
    *,
    min_score: float | None = None,
    required: frozenset[str] = frozenset(),
    worse: frozenset[str] | None = None,
    without_waived: SiteResult | None = None,
) -> GateVerdict:
    """Judge one site. A site that could not be judged never passes.

    *min_level* is the worst level (A–E) that passes, *min_score* the lowest score; *fail_on* the
    mildest severity whose failed findings fail the gate; ``None`` leaves that condition out. Checks
    that are *required* must pass. With *worse*, the checks that got worse since a baseline, nothing
    else fails the gate: level and score are old debt too. What is waived fails nothing: level and
    score are asked of the site *without_waived*, where something is.
    """
    if site.state is State.NOT_SCANNED:
        return GateVerdict(site, NOT_JUDGED)
    failing = tuple(
        sorted(
            (
                finding
                for finding in site.findings
                if finding.waiver is None
                and (worse is None or finding.check in worse)
                and (_grave(finding, fail_on) or _lacking(finding, required))
            ),
            key=lambda finding: (finding.severity.rank, -finding.points_lost, finding.check),
        )
    )
    judged = worse is None and site.level != "N"
    asked = without_waived or site
    level_too_low = judged and min_level is not None and asked.level > min_level.upper()
    score_too_low = judged and min_score is not None and (asked.score or 0.0) < min_score
    code = NOT_JUDGED if site.level == "N" else PASSED
    if failing or level_too_low or score_too_low:
        code = FAILED
    return GateVerdict(site, code, level_too_low, score_too_low, failing, without_waived)


def _grave(finding: Finding, fail_on: Severity | None) -> bool:
    failed = finding.status is Status.FAIL
    return failed and fail_on is not None and finding.severity.rank <= fail_on.rank


def _lacking(finding: Finding, required: frozenset[str]) -> bool:
    return finding.check in required and finding.status in LACKING


def exit_code(verdicts: Sequence[GateVerdict]) -> int:
    """Return the code for several sites: failed beats not judged beats passed."""
    codes: Iterable[int] = (verdict.exit_code for verdict in verdicts)
    return max(codes, default=NOT_JUDGED)
