"""The report as pages: entry page, decision makers, methodology, checks, scorecards."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from portal_audit.model import Finding, SiteResult
from portal_audit.output.overview import Overview, PortalRow, medians
from portal_audit.output.report import Report
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.output.shared_causes import shared_causes, shared_faults
from portal_audit.parse.text.vietnamese import fold
from portal_audit.run_sites import outline
from portal_audit.scoring.rank import in_order

from .check_pages import check_file, check_pages, family_file
from .environment import Wording, environment, sheets
from .fitting import MOST_BYTES, Telling, fitted
from .leadership import LeaderMessage, leadership
from .links import command_gaps, page_name
from .method import method
from .processes import in_parts
from .ranking import LARGE, FilterCodes, organisations, tables
from .scorecard import Scorecard, peer_medians, scorecard

JPEG = b"\xff\xd8\xff"
FOLDERS = ("sites", "letters", "checks", "organisations")


def render(report: Report, out: Path) -> list[Path]:
    """Write the pages of a run; return them all, the entry page first.

    Beside ``index.html`` stand ``leadership.html``, ``shared.html`` and the methodology; below it
    ``sites/`` with a letter for the provider of each in ``letters/``, ``checks/`` and
    ``organisations/``, and the style sheets that all pages share.
    """
    pages = _Pages(report, out)
    for folder in FOLDERS:
        (out / folder).mkdir(exist_ok=True)
    for sheet in sheets():
        shutil.copyfile(sheet, out / sheet.name)
    scorecards = list(pages.scorecards())  # first: they are read one by one, and counted
    return [*pages.overviews(), *scorecards]


class _Pages:
    """The templates, ready for one report; a result is read, written and forgotten."""

    def __init__(self, report: Report, out: Path) -> None:
        self.report = report
        self.out = out
        self.overview = Overview()
        self.method = method(report)
        self.asked = {check.id for checks in self.method.checks.values() for check in checks}
        self.wording = Wording(report)
        self.jinja = environment(self.wording)
        self.middle = peer_medians(outline(report.run.sites))
        self.jinja.globals |= {"check_page": self._check_page, "family_page": family_file}

    def scorecards(self) -> Iterator[Path]:
        """Write the scorecards, best first."""
        sites = in_order(self.report.run.sites)
        for template in self.jinja.list_templates():
            self.jinja.get_template(template)  # once, for all processes

        def write(numbers: Sequence[int]) -> tuple[Overview, list[Path]]:
            part = Overview()
            files: list[Path] = []
            for number in numbers:
                site = sites[number]
                part.add(site)
                files += self._scorecard(site)
            return part, files

        for part, files in in_parts(write, len(sites)):
            self.overview.merge(part)
            yield from files

    def overviews(self) -> Iterator[Path]:
        """Write the pages about the whole run, once every result has been seen."""
        overview, causes = self.overview, shared_causes(self.overview.rows)
        families = [f for f in self.method.families if f in self.method.scored]
        groups = organisations(overview.rows)
        shared = {"overview": overview, "causes": causes, "families": families, "up": ""}
        slugs = {name: slug(name) for name in groups}
        self.jinja.globals["organisation_page"] = slugs.get
        yield self._page(
            "index.html",
            "index",
            **shared,
            tables=tables(overview, families),
            codes=FilterCodes(overview),
            medians=medians(overview.ranked),
            medians_of=medians,
            members=groups,
            of_province=_by_province(overview.rows),
            large=len(overview.rows) > LARGE,
        )
        page = leadership(overview, causes, self.report)
        yield self._page("leadership.html", "leadership", **shared, page=page, say=self._say)
        yield self._page("shared.html", "shared", **shared)
        yield from self._methodology()
        for check_id, shown in check_pages(self.method, overview).items():
            yield self._page(
                check_file(check_id), "check", page=shown, method=self.method, up="../"
            )
        for name, rows in groups.items():
            yield self._page(
                f"organisations/{slugs[name]}.html",
                "organisation",
                name=name,
                rows=rows,
                families=families,
                medians=medians(rows, families),
                faults=shared_faults(rows),
                up="../",
            )

    def _methodology(self) -> Iterator[Path]:
        yield self._page("methodology.html", "methodology", method=self.method, up="")
        for group in self.method.basis_groups:
            yield self._page(
                f"methodology-basis-{group}.html", "basis", method=self.method, group=group, up=""
            )
        for family, checks in self.method.checks.items():
            yield self._page(
                family_file(family),
                "family",
                method=self.method,
                family=family,
                checks=checks,
                up="",
            )

    def _scorecard(self, site: SiteResult) -> Iterator[Path]:
        """Write a scorecard, and the letter to the provider where there is something to ask for."""
        card = scorecard(site, self.report, self.middle)
        name = page_name(site.id)
        picture = self.report.screenshot(site.id)
        shown = self.out / f"sites/{name.removesuffix('.html')}.jpg"
        if picture is not None and picture.startswith(JPEG):
            shown.write_bytes(picture)
        else:
            picture = None
        values = {
            "site": site,
            "commands": command_gaps(site.url, self.report.run.id, site.id),
            "picture": shown.name if picture else None,
            "up": "../",
        }
        yield self._write(f"sites/{name}", self._fitted(card, values))
        if picture:
            yield shown
        if card.letter:
            yield self._page(f"letters/{name}", "letter", card=card, site=site, up="../")

    def _fitted(self, card: Scorecard, values: dict[str, Any]) -> str:
        """Return a scorecard; where it is too large, with less of what its check's page has."""
        macros: Any = self.jinja.get_template("findings.html.j2").make_module(values)
        kept: dict[tuple[str, Telling], str] = {}

        def piece(finding: Finding, telling: Telling) -> str:
            key = finding.check, telling
            if key not in kept:
                kept[key] = macros.finding_as(finding, card, card.site, telling)
            return kept[key]

        findings = macros.section(card, piece)
        text = self._text("site", card=card, findings=findings, **values)
        over = len(text.encode("utf-8")) - MOST_BYTES
        if over <= 0:
            return text

        sizes = [[len(piece(each, t).encode("utf-8")) for t in Telling] for each in card.lost]
        room = sum(own[Telling.WHOLE] for own in sizes) - over
        lighter = macros.section(replace(card, tellings=fitted(sizes, room)), piece)
        return text.replace(findings, lighter)

    def _say(self, message: LeaderMessage) -> str:
        """Put a message into words; scanned text in it is made visible."""
        words, facts = self.wording.words, dict(message.facts)
        if message.check:
            facts["fault"] = self.wording.fault(message.check)
        if "sort" in facts:
            value = shorten(one_line(str(facts["value"])), 60)
            facts["cause"] = words(f"shared_trait.{facts['sort']}", value=value)
        elif isinstance(causes := facts.get("causes"), list):
            named = ((words(f"cause.{cause}").rstrip("."), n) for cause, n in causes)
            facts["causes"] = "; ".join(f"{text[:1].lower()}{text[1:]} ({n})" for text, n in named)
        return words(message.key, **facts)

    def _check_page(self, check_id: str) -> str | None:
        """Return the address of a check's page; ``None`` where the run has none of it."""
        return check_file(check_id) if check_id in self.asked else None

    def _page(self, place: str, template: str, /, **values: Any) -> Path:
        return self._write(place, self._text(template, **values))

    def _text(self, template: str, /, **values: Any) -> str:
        return self.jinja.get_template(f"{template}.html.j2").render(values)

    def _write(self, place: str, text: str) -> Path:
        file = self.out / place
        file.write_text(text, encoding="utf-8", newline="\n")
        return file


def _by_province(rows: Iterable[PortalRow]) -> dict[str, list[PortalRow]]:
    found: dict[str, list[PortalRow]] = {}
    for row in rows:
        found.setdefault(row.site.province, []).append(row)
    return found


def slug(name: str) -> str:
    """Return a file name for an organisation, plain and never that of another."""
    plain = re.sub("[^a-z0-9]+", "-", fold(name)).strip("-")[:60]
    digest = sha256(name.encode("utf-8", "replace")).hexdigest()[:6]
    return f"{plain}-{digest}" if plain else digest
