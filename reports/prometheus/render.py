"""Prometheus text format for the textfile collector: levels, scores, certificates."""

from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

from portal_audit.model import SiteResult, State
from portal_audit.output.faults import sites_in_order
from portal_audit.output.report import Report
from portal_audit.output.sanitise import one_line

LEVELS = "ABCDE"
HELP = {
    "portal_audit_score": "Score of a portal, 0 to 100, caps included.",
    "portal_audit_part_score": "Score of one part (security, publication) of a portal, 0 to 100.",
    "portal_audit_level": "Level of a portal: 5 is A, 1 is E, 0 is not judged.",
    "portal_audit_coverage_ratio": "Share of the applicable weight that could be tested.",
    "portal_audit_scanned": "1 where the portal could be read, 0 where it could not.",
    "portal_audit_failed_checks": "Failed checks of a portal, by severity.",
    "portal_audit_certificate_expiry_seconds": "When the certificate runs out, as unix time.",
    "portal_audit_last_success_seconds": "When the run ended, as unix time.",
}


def render(report: Report, out: Path) -> list[Path]:
    """Write ``portal-audit.prom``; no label grows with time."""
    file = out / "portal-audit.prom"
    head = [f"# {one_line(report.filter_line())}"] if report.selection else []
    file.write_text("\n".join([*head, *_lines(report)]) + "\n", encoding="utf-8")
    return [file]


def _lines(report: Report) -> Iterator[str]:
    sites = sites_in_order(report)
    samples = [sample for site in sites for sample in _samples(site)]
    if report.run.finished_at is not None:
        ended = report.run.finished_at.timestamp()
        samples.append(("portal_audit_last_success_seconds", {}, ended))
    for name, text in HELP.items():
        mine = [(labels, value) for metric, labels, value in samples if metric == name]
        if mine:
            yield f"# HELP {name} {text}"
            yield f"# TYPE {name} gauge"
            for labels, value in mine:
                yield (
                    f"{name}{_shown(labels)} {value:g}"
                    if value < 1e6
                    else (f"{name}{_shown(labels)} {value:.0f}")
                )


Sample = tuple[str, dict[str, str], float]


def _samples(site: SiteResult) -> Iterator[Sample]:
    labels = {"portal": site.id, "kind": site.kind.value}
    yield "portal_audit_scanned", labels, float(site.state is State.SCANNED)
    level = LEVELS.find(site.level)
    yield "portal_audit_level", labels, 0.0 if level < 0 else 5.0 - level
    if site.state is not State.SCANNED:
        return
    yield "portal_audit_coverage_ratio", labels, site.coverage
    if site.score is not None:
        yield "portal_audit_score", labels, site.score
    for part, score in sorted(site.parts.items()):
        if score is not None:
            yield "portal_audit_part_score", {**labels, "part": part}, score
    for severity in ("critical", "high", "medium", "low"):
        failed = sum(f.status.value == "fail" and f.severity == severity for f in site.findings)
        yield "portal_audit_failed_checks", {**labels, "severity": severity}, float(failed)
    expiry = _expiry(site)
    if expiry is not None:
        yield "portal_audit_certificate_expiry_seconds", labels, expiry


def _expiry(site: SiteResult) -> float | None:
    """Return the end of the certificate's last day, from the facts of the check that read it."""
    for finding in site.findings:
        day = finding.facts.get("not_after")
        if finding.check == "tls.cert_expiry" and isinstance(day, str):
            try:
                read = datetime.fromisoformat(day)
            except ValueError:
                return None
            at = read if read.tzinfo else datetime.combine(read.date(), time.max, UTC)
            return float(int(at.timestamp()))
    return None


def _shown(labels: dict[str, str]) -> str:
    if not labels:
        return ""
    pairs = (f'{name}="{_escape(value)}"' for name, value in labels.items())
    return "{" + ",".join(pairs) + "}"


def _escape(value: str) -> str:
    return one_line(value).replace("\\", "\\\\").replace('"', '\\"')
