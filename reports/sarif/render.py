"""SARIF 2.1.0 for code scanning: a result a fault, at the portal's row of a list of portals.

GitHub refuses an ``https`` address as location ("URI scheme did not match"): a small list of the
portals is written beside the results, and each result points at its portal's line.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from portal_audit import __version__
from portal_audit.model import Severity
from portal_audit.output.faults import Fault, faults, sites_in_order
from portal_audit.output.report import Report
from portal_audit.output.sanitise import one_line, shorten

PORTALS = "portals.txt"
LEVEL = {
    Severity.CRITICAL: "error",
    Severity.HIGH: "error",
    Severity.MEDIUM: "warning",
    Severity.LOW: "note",
    Severity.INFO: "none",
}
SECURITY_SEVERITY = {
    Severity.CRITICAL: "9.5",
    Severity.HIGH: "8.0",
    Severity.MEDIUM: "5.5",
    Severity.LOW: "2.5",
    Severity.INFO: "0.0",
}
"""GitHub's bands: over 9 critical, 7 high, 4 medium, 0.1 low."""
MOST_RESULTS = 25_000
"""GitHub takes no more in a run: a larger one has a file an organisation."""
MOST_LOCATIONS = 100
LONGEST = 1_000


def render(report: Report, out: Path) -> list[Path]:
    """Write ``portal-audit.sarif`` and the list of portals that its locations point into.

    A run of too many results has a file for each organisation instead, named by a hash of its name.
    """
    sites = sites_in_order(report)
    listed = out / PORTALS
    listed.write_text("".join(f"{one_line(site.url)}\n" for site in sites), encoding="utf-8")
    row = {site.id: number for number, site in enumerate(sites, 1)}
    found = list(faults(report))
    if len(found) <= MOST_RESULTS:
        return [_write(out / "portal-audit.sarif", _log(report, found, row, "")), listed]
    files = []
    for organisation, own in _by_organisation(found).items():
        name = sha256(organisation.encode("utf-8", "replace")).hexdigest()[:8]
        log = _log(report, own, row, organisation, f"/{name}")
        files.append(_write(out / f"portal-audit-{name}.sarif", log))
    return [*files, listed]


def _by_organisation(found: Sequence[Fault]) -> dict[str, list[Fault]]:
    parts: dict[str, list[Fault]] = {}
    for fault in found:
        parts.setdefault(fault.site.organisation or fault.site.name, []).append(fault)
    return parts


def _write(file: Path, log: dict[str, Any]) -> Path:
    file.write_text(json.dumps(log, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file


def _log(
    report: Report, found: Sequence[Fault], row: dict[str, int], organisation: str, part: str = ""
) -> dict[str, Any]:
    used = {fault.finding.check: fault for fault in reversed(found)}
    order = {check: number for number, check in enumerate(sorted(used))}
    results = [_result(fault, row, order) for fault in found[:MOST_RESULTS]]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "portal-audit",
                "version": __version__,
                "rules": [_rule(check, used[check]) for check in order],
            }
        },
        "automationDetails": {"id": f"portal-audit{part}/{one_line(report.run.id)}"},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "criteria": report.run.criteria.version,
            "resultsLeftOut": len(found) - len(results),
        },
    }
    if organisation:
        run["properties"]["organisation"] = one_line(organisation)
    if report.selection is not None:
        run["properties"]["filter"] = one_line(report.filter_line())
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    }


def _rule(check: str, fault: Fault) -> dict[str, Any]:
    severity = fault.finding.severity
    return {
        "id": check,
        "name": "".join(part.title() for part in check.replace(".", "_").split("_")),
        "shortDescription": {"text": fault.check_fault},
        "fullDescription": {"text": fault.want or fault.title},
        "help": {"text": f"{fault.why}\n\n{fault.fix}".strip() or fault.title},
        "defaultConfiguration": {"level": LEVEL[severity]},
        "properties": {
            "security-severity": SECURITY_SEVERITY[severity],
            "tags": [fault.finding.family, "portal"],
        },
    }


def _result(fault: Fault, row: dict[str, int], order: dict[str, int]) -> dict[str, Any]:
    finding, site = fault.finding, fault.site
    text = shorten(f"{one_line(site.name)} ({one_line(site.url)}): {fault.sentence}", LONGEST)
    location = {
        "physicalLocation": {
            "artifactLocation": {"uri": PORTALS},
            "region": {"startLine": row[site.id]},
        }
    }
    waived = finding.waiver and {"justification": one_line(finding.waiver)}
    return {
        "ruleId": finding.check,
        "ruleIndex": order[finding.check],
        "level": LEVEL[finding.severity],
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {"portalAndCheck/v1": fault.identity},
        "suppressions": [{"kind": "external", "status": "accepted", **waived}] if waived else [],
        "properties": {
            "portal": one_line(site.url),
            "outcome": finding.outcome,
            "where": [one_line(place) for place in finding.where[:MOST_LOCATIONS]],
            "pointsLost": round(finding.points_lost, 2),
        },
    }
