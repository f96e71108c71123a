"""Spreadsheets of a run: ``sites.csv`` (a row a site) and ``findings.csv`` (a row a finding)."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from portal_audit.model import Finding, SiteResult
from portal_audit.output.faults import FAULTS
from portal_audit.output.report import Report, sentence
from portal_audit.output.sanitise import plain_facts, sanitise, shorten
from portal_audit.output.tasks import gains_of
from portal_audit.rules.check import Texts
from portal_audit.run_sites import ordered, outline

Cell = str | int | float | None

SITES = [
    "rank",
    "peers",
    "kind",
    "name",
    "url",
    "organisation",
    "province",
    "state",
    "cause",
    "level",
    "score",
    "uncapped",
    "caps",
    "coverage",
    "security",
    "publication",
    "security_coverage",
    "publication_coverage",
    "ranked",
    "profile",
    "pages_read",
    "stopped",
    "visited_at",
    "id",
]
FINDINGS = [
    "site",
    "url",
    "name",
    "kind",
    "check",
    "title",
    "family",
    "status",
    "severity",
    "outcome",
    "weight",
    "points_lost",
    "gain",
    "sentence",
    "where",
    "basis",
    "waiver",
    "fault",
    "attested",
    "lapsed",
    "gain_in_turn",
]
LONGEST = 32_000
"""Characters; Excel refuses a cell of more than 32,767."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(report: Report, out: Path) -> list[Path]:
    """Write both files: UTF-8 with BOM and CRLF, as Excel wants them; column names never change."""
    sites = report.run.sites
    return [
        _write(out / "sites.csv", SITES, map(_site, sorted(outline(sites), key=_order))),
        _write(out / "findings.csv", FINDINGS, _findings(report, ordered(sites, _order))),
    ]


def _order(site: SiteResult) -> tuple[str, bool, int, str]:
    return (site.kind, site.rank is None, site.rank or 0, site.id)


def _write(file: Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([safe(cell) for cell in row] for row in rows)
    return file


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula; hidden characters become visible.

    A text that a spreadsheet might calculate gets a leading apostrophe (OWASP, CSV injection).
    Numbers are ours and stay numbers.
    """
    return _safe(cell) if isinstance(cell, str) else cell


@lru_cache(maxsize=4_096)
def _safe(cell: str) -> str:
    guarded = f"'{cell}" if cell.lstrip(" \ufeff\u00a0").startswith(FORMULA) else cell
    return shorten(sanitise(guarded), LONGEST)


def _site(site: SiteResult) -> Sequence[Cell]:
    return (
        site.rank,
        site.peers,
        site.kind,
        site.name,
        site.url,
        site.organisation,
        site.province,
        site.state,
        site.cause,
        site.level,
        _number(site.score),
        _number(site.uncapped),
        " ".join(site.caps),
        _number(site.coverage, 4),
        _number(site.parts.get("security")),
        _number(site.parts.get("publication")),
        _number(site.part_coverage.get("security"), 4),
        _number(site.part_coverage.get("publication"), 4),
        "yes" if site.rank is not None else "no",
        site.profile,
        site.pages_read,
        site.stopped,
        site.visited_at.isoformat(timespec="seconds") if site.visited_at else None,
        site.id,
    )


def _findings(report: Report, sites: Iterable[SiteResult]) -> Iterator[Sequence[Cell]]:
    checks = {check.id: check for check in report.catalog}
    for site in sites:
        lost = [found.check for found in site.findings if found.status in FAULTS and found.weight]
        alone = dict(zip(lost, gains_of(report, site, [{check} for check in lost]), strict=True))
        in_turn = {gain.check: gain.points for gain in site.gains}
        for found in sorted(site.findings, key=lambda found: found.check):
            check = checks.get(found.check)
            texts = check.texts[report.lang] if check else None
            title = texts.title if texts else found.check
            fault = _fault(found, texts)
            shown = sentence(report.catalog, check, found, report.lang, plain_facts(found.facts))
            basis = report.basis(found)
            row = _finding(site, found, title, shown, alone.get(found.check), basis)
            yield (
                *(*row, fault, found.attested.place if found.attested else None, found.lapsed),
                _number(in_turn.get(found.check), 2),
            )


def _fault(found: Finding, texts: Texts | None) -> str | None:
    """Return the name of what is wrong; nothing where nothing is."""
    if found.status not in FAULTS:
        return None
    return texts.heading(found.outcome, found.status) if texts else found.check


def _finding(
    site: SiteResult,
    found: Finding,
    title: str,
    shown: str,
    gain: float | None,
    basis: Sequence[str],
) -> Sequence[Cell]:
    return (
        site.id,
        site.url,
        site.name,
        site.kind,
        found.check,
        title,
        found.family,
        found.status,
        found.severity,
        found.outcome,
        found.weight,
        _number(found.points_lost, 2),
        _number(gain, 2),
        shown,
        " ".join(found.where),
        "; ".join(basis),
        found.waiver,
    )


def _number(value: float | None, digits: int = 1) -> float | None:
    return None if value is None else round(value, digits) + 0.0
