"""The page on a run: how many portals, at which levels, in which order, with which faults."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean, median

from portal_audit.model import Kind, SiteResult, State
from portal_audit.output.faults import faults_of, sites_in_order
from portal_audit.output.report import Report, cause_of, least_covered, worst

from ..documents.words import DocumentWords  # noqa: TID252  (packs are mounted under varying names)
from .escape import link, plain, row, table
from .names import page_of

MOST_FAULTS = 20
LEVELS = "ABCDEN"


@dataclass(frozen=True, slots=True)
class Summary:
    """What the page is made of."""

    report: Report
    say: DocumentWords

    def lines(self) -> Iterator[str]:
        """Yield the page line by line."""
        yield f"# {plain(self.say.heading())}"
        yield ""
        yield plain(self.say.about())
        yield ""
        if self.report.selection is not None:
            yield f"> {plain(self.report.filter_line())}"
            yield ""
        yield from self._figures()
        yield from self._ranking()
        yield from self._unranked()
        yield from self._faults()

    def _figures(self) -> Iterator[str]:
        sites = self.report.run.sites
        read = sum(site.state is State.SCANNED for site in sites)
        scores = [site.score for site in sites if site.rank is not None and site.score is not None]
        levels = Counter(site.level for site in sites)
        titles = (self.say("portals"), self.say("read"), self.say("ranked"))
        cells = (str(len(sites)), str(read), str(len(scores)))
        averages = (
            self.say.number(round(fmean(scores), 1) if scores else None),
            self.say.number(round(median(scores), 1) if scores else None),
        )
        yield from table(
            (*titles, self.say("mean"), self.say("median"), *LEVELS),
            [row(*cells, *averages, *(str(levels[letter]) for letter in LEVELS))],
        )

    def _ranking(self) -> Iterator[str]:
        ordered = sites_in_order(self.report)
        for kind in Kind:
            ranked = [site for site in ordered if site.kind is kind and site.rank is not None]
            if not ranked:
                continue
            yield f"## {plain(self.say.name('kind', kind.value))}"
            yield ""
            names = ("rank", "site", "level", "score", "worst")
            yield from table(
                tuple(plain(self.say(f"ranking.{name}")) for name in names),
                [self._ranked(site) for site in ranked],
            )

    def _ranked(self, site: SiteResult) -> str:
        return row(
            str(site.rank), self._named(site), site.level, self.say.number(site.score),
            self._worst(site),
        )  # fmt: skip

    def _named(self, site: SiteResult) -> str:
        return f"[{plain(site.name or site.url)}](sites/{page_of(site)}) {link(site.url)}"

    def _worst(self, site: SiteResult) -> str:
        finding = worst(site)
        if finding is None:
            return plain(self.say("ranking.nothing"))
        check = self.report.catalog.get(finding.check)
        texts = check.texts[self.report.lang] if check else None
        return plain(texts.heading(finding.outcome, finding.status) if texts else finding.check)

    def _unranked(self) -> Iterator[str]:
        rest = [site for site in sites_in_order(self.report) if site.rank is None]
        if not rest:
            return
        yield f"## {plain(self.say('without-rank'))}"
        yield ""
        titles = (plain(self.say("ranking.site")), plain(self.say("unranked.why")))
        yield from table(titles, [row(self._named(site), self._reason(site)) for site in rest])

    def _reason(self, site: SiteResult) -> str:
        if site.state is not State.SCANNED:
            return plain(self.say.name("cause", cause_of(site)))
        part, coverage = least_covered(site)
        what = self.say.name("part", part) if part else self.say("site.coverage")
        return plain(f"{self.say('level.unsure')} ({what}: {self.say.coverage(coverage)})")

    def _faults(self) -> Iterator[str]:
        """Yield what is wrong on most portals."""
        portals: dict[str, set[str]] = defaultdict(set)
        names: dict[str, str] = {}
        for site in self.report.run.sites:
            if site.state is State.SCANNED:
                for fault in faults_of(self.report, site):
                    portals[fault.finding.check].add(site.id)
                    names[fault.finding.check] = fault.check_fault
        if not portals:
            return
        yield f"## {plain(self.say('most-common'))}"
        yield ""
        ordered = sorted(portals, key=lambda check: (-len(portals[check]), check))
        titles = (plain(self.say("fault")), plain(self.say("affected")))
        rows = [row(plain(names[check]), str(len(portals[check]))) for check in ordered]
        yield from table(titles, rows[:MOST_FAULTS])
