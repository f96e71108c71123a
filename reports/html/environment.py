"""The templates and everything that they may call: words, links, numbers, names of checks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal_audit import __version__
from portal_audit.model import Finding, SiteResult, State, day_in_vietnam
from portal_audit.output.citation_notes import marked
from portal_audit.output.overview import PortalRow
from portal_audit.output.report import Report, cause_of, least_covered, sentence, worst
from portal_audit.output.sanitise import one_line, sanitise, shorten
from portal_audit.output.server_lines import NAMES
from portal_audit.run_sites import outline
from portal_audit.texts import without_facts
from portal_audit.texts.compiled_templates import CompiledTemplates

from . import outside
from .information import required
from .links import href, jump, near_name, page_name, reachable
from .policy import policy, script
from .trend import drawing
from .words import ReportWords

HERE = Path(__file__).parent
QUOTING = ("quote", "label")
"""Facts that hold words of the page."""
BASE = "style.css"
"""The sheet that the others build on."""


def sheets() -> list[Path]:
    """Return the style sheets in the order in which pages load them."""
    return sorted(HERE.glob("*.css"), key=lambda sheet: (sheet.name != BASE, sheet.name))


@dataclass(frozen=True, slots=True)
class _Tied:
    """Which ranks are shared."""

    ranks: Counter[tuple[str, int | None]]

    def __call__(self, site: SiteResult) -> bool:
        return self.ranks[site.kind, site.rank] > 1


class Wording:
    """What the report calls things, in its language."""

    def __init__(self, report: Report) -> None:
        """Look up checks by their id."""
        self.report = report
        self.words = ReportWords(report.lang)
        self.checks = {check.id: check for check in report.catalog}

    def title(self, check_id: str) -> str:
        """Name the requirement of a check."""
        check = self.checks.get(check_id)
        return check.texts[self.report.lang].title if check else check_id

    def fault(self, check_id: str) -> str:
        """Name what is wrong where a check is not met, for lists over many portals."""
        check = self.checks.get(check_id)
        return check.texts[self.report.lang].fault if check else check_id

    def heading(self, finding: Finding) -> str:
        """Name a finding: by its fault, or by the requirement where it is met."""
        check = self.checks.get(finding.check)
        if check is None:
            return finding.check
        return check.texts[self.report.lang].heading(finding.outcome, finding.status)

    def sentence(self, finding: Finding) -> str:
        """Say what was seen."""
        facts = self.words.facts(finding)
        check = self.checks.get(finding.check)
        return sentence(self.report.catalog, check, finding, self.report.lang, facts)

    def gaps(self, names: Iterable[object]) -> list[str]:
        """Name the evidence that a view lacked."""
        return [self.words.name("view_gap", str(name)) for name in names]

    def short(self, text: str, most: int = 160) -> str:
        """Return a text on one line, cut where it is long."""
        return shorten(one_line(text), most, self.words("more_text"))


def finding_link(site: SiteResult, check: str = "") -> str:
    """Return the address of a scorecard, or of a finding on it, from the report's folder."""
    return f"sites/{page_name(site.id)}" + (f"#{check}" if check else "")


_COMPILED = CompiledTemplates(__file__)


def environment(wording: Wording) -> Environment:
    """Return the templates, ready for one report."""
    jinja = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        auto_reload=False,
        bytecode_cache=_COMPILED,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    words, report = wording.words, wording.report
    jinja.filters |= {
        "href": href,
        "jump": jump,
        "reachable": reachable,
        "short": wording.short,
        "clip": lambda text, most: shorten(one_line(text), most),
        "number": words.number,
        "percent": words.percent,
        "coverage": words.coverage,
        "without_facts": without_facts,
        "moment": words.moment,
        "day": day_in_vietnam,
        "cause_of": cause_of,
        "marked": lambda citations: marked(citations, report.lang),
    }
    jinja.globals |= {
        "t": words,
        "lang": report.lang,
        "report": report,
        "run": report.run,
        "heading": report.title or words("title"),
        "version": __version__,
        "sheets": [sheet.name for sheet in sheets()],
        "policy": Markup(policy()),
        "script": Markup(script()),
        "trend_of": drawing,
        "site_of": {site.id: site for site in outline(report.run.sites)},
        "page_of": lambda site: page_name(site.id),
        "link_of": finding_link,
        "title_of": wording.title,
        "fault_of": wording.fault,
        "heading_of": wording.heading,
        "check_of": wording.checks.get,
        "said": wording.sentence,
        "words_of": quoted,
        "first_step": first_step,
        "first_sentence": first_sentence,
        "steps": steps,
        "near_name": lambda url, site: near_name(url, site.url),
        "server_name": lambda server: NAMES.get(server, server),
        "worst": worst,
        "least_covered": least_covered,
        "tied": _Tied(Counter((site.kind, site.rank) for site in outline(report.run.sites))),
        "outside": outside,
        "gains": lambda site, check: outside.gains(site, check, words),
        "named": wording.gaps,
        "required": lambda site: required(site, report),
        "unread": lambda site: site.state is not State.SCANNED,
        "band": _band,
        "by_cause": _by_cause,
    }
    return jinja


@cache
def _band(score: float | None) -> str:
    """Return the class of a score's cell; the number stands in it all the same."""
    if score is None:
        return "none"
    return "good" if score >= GOOD else "fair" if score >= FAIR else "poor"


GOOD, FAIR = 85.0, 55.0
"""Scores from which a cell is green, and from which it is yellow: those of levels A and C."""


def _by_cause(rows: Sequence[PortalRow]) -> list[tuple[str, list[PortalRow]]]:
    """Return cause → the portals that could not be read for it, the most frequent first."""
    found: dict[str, list[PortalRow]] = {}
    for row in rows:
        found.setdefault(cause_of(row.site), []).append(row)
    return sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def quoted(finding: Finding) -> str:
    """Return words that stand on the page where a finding was seen; empty where none were noted."""
    quotes = (finding.facts.get(name) for name in QUOTING)
    text = next((one for one in quotes if isinstance(one, str) and len(one) > 1), "")
    return text.partition(" → ")[0]  # what follows is where the words lead


def steps(fix: str) -> list[str]:
    """Return the numbered steps of how to fix something, without numbers; none: it has none."""
    found, number, rest = [], 1, fix
    while rest.startswith(f"{number}. "):
        step, more, after = rest.removeprefix(f"{number}. ").partition(f" {number + 1}. ")
        found.append(step)
        number, rest = number + 1, f"{number + 1}. {after}" if more else ""
    return found


def first_step(fix: str) -> str:
    """Return the first of numbered steps, or the first sentence; the check's page has all."""
    return first_sentence(next(iter(steps(fix)), fix))


def first_sentence(text: str) -> str:
    """Return what stands before the first full stop that a blank follows, with it."""
    sentence, more, _ = text.partition(". ")
    return f"{sentence}." if more else text


def _printable(value: object) -> object:
    """Make scanned text visible wherever a template prints it; numbers and markup pass."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return sanitise(value)
    return value
