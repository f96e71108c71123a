"""The sites of a run as ``sites.jsonl``, one JSON object a line, for streams and databases."""

from pathlib import Path

from portal_audit.output import record
from portal_audit.output.report import Report


def render(report: Report, out: Path) -> list[Path]:
    """Write ``sites.jsonl``."""
    file = out / "sites.jsonl"
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(record.lines(report.run, report.selection))
    return [file]
