"""The required information of one site as a table: item, law, verdict, where, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from portal_audit.model import Finding, SiteResult, Status
from portal_audit.output.report import Report
from portal_audit.rules.check import Check, Texts

FAMILY = "information"
ITEM_OUTCOMES = frozenset({"found", "missing"})
"""What tells an item of required information from other checks of the family."""
WORK_ORDER = (
    Status.FAIL,
    Status.PARTIAL,
    Status.NOT_TESTED,
    Status.PASS,
    Status.NOT_APPLICABLE,
    Status.INFO,
)
"""What an officer has to do comes first."""
UNNAMED = ("", "–")
LACKING = ("incomplete", "unrelated")
"""Outcomes that say for sure which fields are not there."""
NOTHING_THERE = ("missing", "grace")
"""Outcomes where no place on the portal names the item."""


@dataclass(frozen=True, slots=True)
class InformationRow:
    """One row: an item that the law asks of this kind of portal."""

    finding: Finding
    verdict: Status
    """As it would count; an item that is only reported has one too."""
    label: str
    """The words that name it on the portal, as written; empty where nothing does."""
    url: str
    """Where the label leads or stands; empty where nothing names the item."""
    via: str
    """Path of clicks from the home page; empty where it is not known or is the label alone."""
    missing: str
    """Fields that are not there, in the report's language."""
    absent: bool
    """Whether nothing on the portal names it."""
    looked: int | None
    """How many labels were looked behind; ``None`` where that was not written down."""


@dataclass(frozen=True, slots=True)
class Required:
    """The items that count, and those only reported."""

    scored: tuple[InformationRow, ...]
    reported: tuple[InformationRow, ...]

    @property
    def open(self) -> tuple[InformationRow, ...]:
        """What counts and is not there, or not wholly, or could not be tested."""
        return tuple(item for item in self.scored if item.verdict is not Status.PASS)

    def open_by_verdict(self) -> list[tuple[InformationRow, ...]]:
        """Return the same in groups of one verdict each, what nothing names apart."""

        def group(item: InformationRow) -> tuple[int, bool]:
            return WORK_ORDER.index(item.verdict), not item.absent

        return [tuple(own) for _, own in groupby(sorted(self.open, key=group), key=group)]

    @property
    def met(self) -> tuple[InformationRow, ...]:
        """What counts and is there."""
        return tuple(item for item in self.scored if item.verdict is Status.PASS)

    def counts(self) -> Mapping[Status, int]:
        """Return how many of the items that count have each verdict."""
        return Counter(item.verdict for item in self.scored)


def required(site: SiteResult, report: Report) -> Required | None:
    """Return the items that a site must publish; ``None`` where none are."""
    items = [
        _item(finding, check, site, report)
        for finding in site.findings
        if is_item(finding, report) and (check := report.catalog.get(finding.check)) is not None
    ]
    if not items:
        return None
    return Required(
        scored=_in_order(item for item in items if item.finding.weight),
        reported=_in_order(item for item in items if not item.finding.weight),
    )


def is_item(finding: Finding, report: Report) -> bool:
    """Whether a finding is about an item of required information."""
    check = report.catalog.get(finding.check)
    return finding.family == FAMILY and check is not None and {*check.outcomes} >= ITEM_OUTCOMES


def _in_order(items: Iterable[InformationRow]) -> tuple[InformationRow, ...]:
    def place(item: InformationRow) -> tuple[int, float, str]:
        finding = item.finding
        return WORK_ORDER.index(item.verdict), -finding.weight, finding.check

    return tuple(sorted(items, key=place))


def _item(finding: Finding, check: Check, site: SiteResult, report: Report) -> InformationRow:
    facts, lang = finding.facts, report.lang
    verdict = finding.status
    if verdict is Status.INFO and finding.outcome in check.outcomes:
        verdict = check.outcomes[finding.outcome].status
    nothing = finding.outcome in NOTHING_THERE
    label = _words(facts.get("label"))
    url = finding.where[0] if finding.where and label and not nothing else ""
    return InformationRow(
        finding=finding,
        verdict=verdict,
        label=label,
        url=url,
        via="" if (via := _words(facts.get("via"))) == label else via,
        missing=_lacking(finding, check.texts[lang]),
        absent=nothing,
        looked=looked if isinstance(looked := facts.get("looked"), int) else None,
    )


def _lacking(finding: Finding, texts: Texts) -> str:
    fact = finding.facts.get("missing") if finding.outcome in LACKING else ()
    names = fact if isinstance(fact, list | tuple) else ()
    return ", ".join(texts.word("missing", name) for name in names)


def _words(fact: object) -> str:
    text = fact if isinstance(fact, str) else ""
    return "" if text in UNNAMED else text
