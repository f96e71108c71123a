"""GitLab code quality: faults for the widget of a merge request."""

import json
from pathlib import Path
from typing import Any

from portal_audit.model import Severity
from portal_audit.output.faults import Fault, faults, sites_in_order
from portal_audit.output.report import Report
from portal_audit.output.sanitise import one_line, shorten

SEVERITY = {
    Severity.CRITICAL: "blocker",
    Severity.HIGH: "critical",
    Severity.MEDIUM: "major",
    Severity.LOW: "minor",
    Severity.INFO: "info",
}
PORTALS = "portals.txt"
LONGEST = 500


def render(report: Report, out: Path) -> list[Path]:
    """Write ``gl-code-quality-report.json``; a location is the portal's place in the run."""
    row = {site.id: number for number, site in enumerate(sites_in_order(report), 1)}
    file = out / "gl-code-quality-report.json"
    # The form has no head: receivers pass over a key that they do not know.
    head = {"filter": one_line(report.filter_line())} if report.selection else {}
    issues = [_issue(fault, row[fault.site.id]) | head for fault in faults(report)]
    file.write_text(json.dumps(issues, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return [file]


def _issue(fault: Fault, row: int) -> dict[str, Any]:
    return {
        "description": shorten(f"{one_line(fault.site.name)}: {fault.sentence}", LONGEST),
        "check_name": fault.finding.check,
        "fingerprint": fault.identity,
        "severity": "info" if fault.finding.waiver else SEVERITY[fault.finding.severity],
        "location": {"path": PORTALS, "lines": {"begin": row}},
    }
