"""The report as static pages: ranking, a scorecard per site, and the methodology.

The pages open from disk: no script, no request to anywhere, and everything that was scanned is
made visible and escaped before it is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal_audit import __version__
from portal_audit.model import Finding, SiteResult, State
from portal_audit.output.report import Report, cause_of, least_covered, sentence, worst
from portal_audit.output.sanitise import one_line, sanitise, shorten

from . import outside
from .front import front
from .information import required
from .links import command_gaps, data_address, href, page_name
from .method import method
from .scorecard import scorecard
from .trend import drawing
from .words import ReportWords

HERE = Path(__file__).parent


def render(report: Report, out: Path) -> list[Path]:
    """Write ``index.html``, ``methodology.html`` and ``sites/<id>.html``; return them all."""
    return list(_Pages(report, out).write())


@dataclass(frozen=True, slots=True)
class _Tied:
    """Which ranks are shared."""

    ranks: Counter[tuple[str, int | None]]

    def __call__(self, site: SiteResult) -> bool:
        return self.ranks[site.kind, site.rank] > 1


class _Pages:
    """The templates, ready for one report; a scorecard is made, written and forgotten."""

    def __init__(self, report: Report, out: Path) -> None:
        self.report = report
        self.out = out
        self.words = ReportWords(report.lang)
        self.checks = {check.id: check for check in report.catalog}
        self.pages = {site.id: page_name(site.id) for site in report.run.sites}
        self.jinja = self._environment()

    def write(self) -> Iterator[Path]:
        """Write page by page."""
        run = self.report.run
        yield self._page("index.html", "index", front=front(run), up="")
        yield self._page("methodology.html", "methodology", method=method(self.report), up="")
        (self.out / "sites").mkdir(exist_ok=True)
        for site in run.sites:
            card = scorecard(site, self.report.profiles.get(site.profile))
            commands = command_gaps(site.url, run.id, site.id)
            name = f"sites/{self.pages[site.id]}"
            picture = data_address(self.report.screenshot(site.id))
            yield self._page(
                name, "site", card=card, site=site, commands=commands, picture=picture, up="../"
            )

    def _page(self, name: str, template: str, **values: Any) -> Path:
        file = self.out / name
        text = self.jinja.get_template(f"{template}.html.j2").render(values)
        file.write_text(text, encoding="utf-8", newline="\n")
        return file

    def _environment(self) -> Environment:
        jinja = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            finalize=_printable,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        words, run = self.words, self.report.run
        jinja.filters |= {
            "href": href,
            "short": self._short,
            "clip": lambda text, most: shorten(one_line(text), most),
            "number": words.number,
            "percent": words.percent,
            "moment": words.moment,
            "cause_of": cause_of,
        }
        jinja.globals |= {
            "t": words,
            "lang": self.report.lang,
            "report": self.report,
            "run": run,
            "version": __version__,
            "style": Markup((HERE / "style.css").read_text(encoding="utf-8")),
            "trend_of": drawing,
            "page_names": self.pages,
            "site_of": {site.id: site for site in run.sites},
            "page_of": lambda site: self.pages[site.id],
            "title_of": self._title,
            "fault_of": self._fault,
            "heading_of": self._heading,
            "check_of": self.checks.get,
            "said": self._sentence,
            "worst": worst,
            "least_covered": least_covered,
            "tied": _Tied(Counter((site.kind, site.rank) for site in run.sites)),
            "outside": outside,
            "gains": lambda site, check: outside.gains(site, check, words),
            "named": self._gaps,
            "required": lambda site: required(site, self.report),
            "unread": lambda site: site.state is not State.SCANNED,
        }
        return jinja

    def _title(self, check_id: str) -> str:
        check = self.checks.get(check_id)
        return check.texts[self.report.lang].title if check else check_id

    def _fault(self, check_id: str) -> str:
        """Name what is wrong where a check is not met, for lists over many portals."""
        check = self.checks.get(check_id)
        return check.texts[self.report.lang].fault if check else check_id

    def _heading(self, finding: Finding) -> str:
        """Name a finding: by its fault, or by the requirement where it is met."""
        check = self.checks.get(finding.check)
        if check is None:
            return finding.check
        return check.texts[self.report.lang].heading(finding.outcome, finding.status)

    def _sentence(self, finding: Finding) -> str:
        facts = self.words.facts(finding)
        check = self.checks.get(finding.check)
        return sentence(self.report.catalog, check, finding, self.report.lang, facts)

    def _gaps(self, names: Iterable[object]) -> list[str]:
        """Name the evidence that a view lacked."""
        return [self.words.name("view_gap", str(name)) for name in names]

    def _short(self, text: str, most: int = 160) -> str:
        return shorten(one_line(text), most, self.words("more_text"))


def _printable(value: object) -> object:
    """Make scanned text visible wherever a template prints it; numbers and markup pass."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return sanitise(value)
    return value
