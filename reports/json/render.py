"""The run record as ``run.json``: everything that was found, for other programs."""

from pathlib import Path

from portal_audit.output import record
from portal_audit.output.report import Report


def render(report: Report, out: Path) -> list[Path]:
    """Write ``run.json``, one site at a time."""
    file = out / "run.json"
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(record.pieces(report.run, report.selection))
    return [file]
