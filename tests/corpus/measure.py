"""Measure how well the checks of required information read portals: ``make accuracy``.

Run as ``python -m tests.corpus.measure``: writes ``docs/accuracy.md``. With the names of sets, such
as ``development second``, it only prints what is wrong there, for work on the rules.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from portal_audit.model import Finding
from portal_audit.rules import catalog, profile_files
from tests.corpus.comparison import Score, Verdict
from tests.corpus.portal import ABSENT, HERE, UNREADABLE, Portal, Truth, portals
from tests.corpus.visit import ITEMS, Auditor

REPORT = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"


def auditor() -> Auditor:
    """Return the auditor with the checks and profiles as they are installed."""
    checks = catalog.read()
    return Auditor(checks, profile_files.load_all(checks))


def measure(name: str, with_checks: Auditor) -> Score:
    """Visit every portal of a set and compare. Raises ValueError on a truth nobody asks about."""
    verdicts: list[Verdict] = []
    for portal in portals(name):
        findings, _ = with_checks.findings(portal)
        known = {finding.check.removeprefix(ITEMS) for finding in findings}
        if strange := set(portal.truth) - known:
            raise ValueError(f"{portal.id}: not scored for this kind: {', '.join(strange)}")
        verdicts += [_verdict(portal, finding) for finding in findings]
    return Score(tuple(verdicts))


def together(scores: Iterable[Score]) -> Score:
    """Return the score over the verdicts of several sets."""
    return Score(tuple(verdict for score in scores for verdict in score.verdicts))


def digest(name: str) -> str:
    """Return ``sha256:…`` over the files of a set, so that a change of it is seen."""
    total = sha256()
    for file in sorted((HERE / name).rglob("*.toml")):
        total.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"sha256:{total.hexdigest()}"


def _verdict(portal: Portal, finding: Finding) -> Verdict:
    item = finding.check.removeprefix(ITEMS)
    truth = portal.truth.get(item, Truth(UNREADABLE if portal.all_unreadable else ABSENT))
    return Verdict(
        portal=portal.id,
        item=item,
        truth=truth.verdict,
        placeholder=truth.placeholder,
        status=finding.status,
        outcome=finding.outcome,
        label=str(finding.facts.get("label", "")),
        where=next(iter(finding.where), ""),
    )


def main() -> None:
    """Write the report, or print what is wrong in the sets named on the command line."""
    if len(sys.argv) > 1:
        score = together(measure(name, auditor()) for name in sys.argv[1:])
        for one in score.mistakes:
            print(
                f"{one.portal:22} {one.item:28} {one.truth:10} {one.status:10} {one.outcome:15} "
                f"“{one.label}” {one.where}"
            )
        print(f"precision {score.precision:.3f} recall {score.recall:.3f}")
        return
    from tests.corpus.report import measure_all, report

    REPORT.write_text(report(measure_all(auditor())), encoding="utf-8")
    print(f"wrote {REPORT}")


if __name__ == "__main__":
    main()
