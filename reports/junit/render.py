"""JUnit XML: a test suite a portal, a test case a check, for CI servers that show test results."""

import xml.etree.ElementTree as ET
from pathlib import Path

from portal_audit.model import Finding, SiteResult, State, Status
from portal_audit.output.faults import faults_of, sites_in_order
from portal_audit.output.report import Report
from portal_audit.output.sanitise import one_line, sanitise

SKIPPED = (Status.NOT_TESTED, Status.NOT_APPLICABLE)


def render(report: Report, out: Path) -> list[Path]:
    """Write ``junit.xml``; a site that could not be read is one erroneous case."""
    filtered = f" ({one_line(report.filter_line())})" if report.selection else ""
    root = ET.Element("testsuites", name="portal-audit" + filtered)
    for site in sites_in_order(report):
        _suite(report, site, root)
    ET.indent(root)
    file = out / "junit.xml"
    ET.ElementTree(root).write(file, encoding="utf-8", xml_declaration=True)
    return [file]


def _suite(report: Report, site: SiteResult, root: ET.Element) -> None:
    scored = [finding for finding in site.findings if finding.weight > 0]
    read = site.state is State.SCANNED
    faults = {fault.finding.check: fault for fault in faults_of(report, site)} if read else {}
    suite = ET.SubElement(
        root,
        "testsuite",
        name=one_line(site.url),
        tests=str(len(scored) if read else 1),
        failures=str(sum(fault.finding.waiver is None for fault in faults.values())),
        errors="0" if read else "1",
        skipped=str(sum(_skipped(finding) for finding in scored) if read else 0),
    )
    if not read:
        case = ET.SubElement(suite, "testcase", classname=one_line(site.id), name="scan")
        cause = str(site.cause or "unknown")
        ET.SubElement(case, "error", message=cause, type=cause)
        return
    for finding in sorted(scored, key=lambda one: one.check):
        case = ET.SubElement(suite, "testcase", classname=one_line(site.id), name=finding.check)
        if _skipped(finding):
            why = one_line(finding.waiver) if finding.waiver else finding.outcome
            ET.SubElement(case, "skipped", message=why)
        elif finding.check in faults:
            fault = faults[finding.check]
            failure = ET.SubElement(
                case, "failure", message=fault.sentence, type=f"{finding.severity} {finding.status}"
            )
            failure.text = sanitise("\n".join(_lines(finding, fault.fix)))


def _skipped(finding: Finding) -> bool:
    """Tell whether a check was not judged, or what it found is waived: it fails no build."""
    return finding.status in SKIPPED or finding.waiver is not None


def _lines(finding: Finding, fix: str) -> list[str]:
    return [*map(one_line, finding.where), fix]
