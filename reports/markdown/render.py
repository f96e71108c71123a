"""Markdown: a summary of the run and a page a portal, for issues, wikis and chats."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from portal_audit.output.report import Report

from ..documents.words import DocumentWords  # noqa: TID252  (packs are mounted under varying names)
from .names import page_of
from .site import SitePage
from .summary import Summary

TEXTS = Path(__file__).with_name("texts")


def render(report: Report, out: Path) -> list[Path]:
    """Write ``summary.md`` and ``sites/<id>.md``."""
    say = DocumentWords(report, TEXTS)
    (out / "sites").mkdir(exist_ok=True)
    return [
        _write(out / "summary.md", Summary(report, say).lines()),
        *(
            _write(out / "sites" / page_of(site), SitePage(report, say, site).lines())
            for site in report.run.sites
        ),
    ]


def _write(file: Path, lines: Iterable[str]) -> Path:
    text = "\n".join(lines).strip() + "\n"
    file.write_text(text, encoding="utf-8", newline="\n")
    return file
