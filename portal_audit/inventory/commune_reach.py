"""Which communes of a province have a portal, and what a run found of each portal. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from portal_audit.evidence import DnsRecords
from portal_audit.inventory.commune_host import HostForm, host_form
from portal_audit.inventory.communes import Commune
from portal_audit.inventory.matching import CommuneMatch, match
from portal_audit.inventory.provinces import Province
from portal_audit.model import Cause, Finding, Kind, SiteResult, State, Status, Target
from portal_audit.parse.http.urls import domain_of, host_of

MEASURES = ("portal", "host", "reachable", "https", "ipv6", "information")
"""What is counted, in this order."""
BY_INVENTORY = frozenset({"portal", "host"})
"""What needs no run."""
COULD_NOT_TELL = frozenset({Cause.BLOCKED, Cause.INTERRUPTED, Cause.LOCAL})
"""A firewall answers, and so does the portal, perhaps; none is no proof that it is down."""


FORBIDDEN = "forbidden"
"""``SiteResult.stopped`` where the scanner's own rules refused the address."""


@dataclass(frozen=True, slots=True)
class CommuneRow:
    """What is known of one commune."""

    commune: Commune
    state: str
    """``has``; ``none``; ``several``: more than one, and nothing says which; ``ambiguous``: what
    fits it fits another commune as well."""
    target: Target | None = None
    """Its portal, where that is one."""
    by: str = ""
    """What matched; see :class:`CommuneMatch`."""
    remarks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """URLs of the further or doubtful portals."""
    shared: tuple[str, ...] = ()
    """Names of the other communes that they fit."""
    form: HostForm | None = None
    cause: str = ""
    """Why the portal could not be read, or ``not-in-run``."""
    level: str = ""
    score: float | None = None
    information: float | None = None
    """Score of the information family (0–100)."""
    met: int = 0
    """Items of information that are met in full."""
    items: int = 0
    """Items that apply and could be tested."""
    untested: int = 0
    answers: Mapping[str, bool | None] = field(default_factory=dict)
    """Measure → yes, no, or could not tell."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many communes meet one measure."""

    measure: str
    yes: int
    no: int
    unknown: int

    @property
    def of(self) -> int:
        """All communes of the list."""
        return self.yes + self.no + self.unknown

    @property
    def share(self) -> float:
        """Share (0–1) that is proven."""
        return self.yes / self.of if self.of else 0.0

    @property
    def most(self) -> float:
        """Share (0–1) if all that is unclear were met."""
        return (self.yes + self.unknown) / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class ReachRun:
    """Which run the results are of."""

    id: str
    started_at: datetime
    complete: bool
    criteria: str


@dataclass(frozen=True, slots=True)
class PortalSummary:
    """What a run found."""

    facts: ReachRun
    sites: Mapping[str, SiteResult]
    """By id."""
    dns: Mapping[str, DnsRecords]
    """By id of the site; sites whose names were not looked up are missing."""


@dataclass(frozen=True, slots=True)
class CommuneReach:
    """The communes of a province, and their portals."""

    province: str
    domain: str
    """Of the province, such as ``hacson.gov.vn``; empty where it is not known."""
    rows: tuple[CommuneRow, ...]
    figures: tuple[Figure, ...]
    levels: Mapping[str, int]
    """Letter → communes, of those whose portal is in the run."""
    unlisted: tuple[Target, ...]
    """Portals of communes that the list does not have."""
    official: Province | None
    run: ReachRun | None

    def figure(self, measure: str) -> Figure:
        """Return one of the figures."""
        return next(one for one in self.figures if one.measure == measure)

    @property
    def other_count(self) -> bool:
        """Whether the list has another number of communes than the official table."""
        return self.official is not None and self.official.communes != len(self.rows)


def commune_reach(
    communes: Sequence[Commune],
    targets: Sequence[Target],
    *,
    province: str = "",
    official: Province | None = None,
    results: PortalSummary | None = None,
) -> CommuneReach:
    """Compare a list of communes with an inventory and, where there is one, with a run."""
    matches = match(communes, targets)
    domain = _domain(targets, official)
    rows = tuple(_row(one, matches.of[one], domain, results) for one in communes)
    measures = [name for name in MEASURES if results is not None or name in BY_INVENTORY]
    return CommuneReach(
        province=province,
        domain=domain,
        rows=rows,
        figures=tuple(_figure(name, rows) for name in measures),
        levels=dict(sorted(Counter(row.level for row in rows if row.level).items())),
        unlisted=tuple(matches.unlisted),
        official=official,
        run=results.facts if results is not None else None,
    )


def _domain(targets: Iterable[Target], official: Province | None) -> str:
    """Return the province's domain, as the inventory or else the table of provinces has it."""
    listed = list(targets)
    portals = [one.url for one in listed if one.kind is Kind.PROVINCE]
    portals = portals or [one.parent for one in listed if one.parent]
    domains = {domain_of(host_of(url)) for url in portals}
    if len(domains) == 1:
        return domains.pop()
    return official.host if official is not None else ""


def _row(
    commune: Commune, candidates: Sequence[CommuneMatch], domain: str, results: PortalSummary | None
) -> CommuneRow:
    if not candidates:
        return CommuneRow(commune, "none", answers=dict.fromkeys(MEASURES, False))
    certain = [one for one in candidates if not one.shared]
    chosen = _choose(commune, certain, domain)
    if chosen is None:
        state = "several" if certain else "ambiguous"
        names = dict.fromkeys(other.title for one in candidates for other in one.shared)
        unknown: dict[str, bool | None] = dict.fromkeys(MEASURES, None)
        return CommuneRow(
            commune,
            state,
            others=tuple(one.target.url for one in candidates),
            shared=() if certain else tuple(names),
            answers=unknown | {"portal": True if certain else None},
        )
    target = chosen.target
    row = CommuneRow(
        commune,
        "has",
        target=target,
        by=chosen.by,
        remarks=chosen.remarks,
        others=tuple(one.target.url for one in candidates if one is not chosen),
        form=host_form(commune, target.url, domain),
    )
    return _judged(row, target, results)


def _choose(
    commune: Commune, candidates: Sequence[CommuneMatch], domain: str
) -> CommuneMatch | None:
    """Return the one portal that is meant; ``None`` where nothing says which."""
    if len(candidates) == 1:
        return candidates[0]
    listed = [one for one in candidates if one.by == "listed-host"]
    right = [one for one in candidates if host_form(commune, one.target.url, domain).right]
    for some in (listed, right):
        if len(some) == 1:
            return some[0]
    return None


def _judged(row: CommuneRow, target: Target, results: PortalSummary | None) -> CommuneRow:
    """Add what the run found of the portal."""
    answers: dict[str, bool | None] = dict.fromkeys(MEASURES, None)
    answers |= {"portal": True, "host": row.form.right if row.form else None}
    site = results.sites.get(target.id) if results is not None else None
    if site is None or results is None:
        return replace(row, answers=answers, cause="not-in-run" if results is not None else "")
    items = [one for one in site.findings if one.family == "information" and one.weight]
    counts = Counter(one.status for one in items)
    tested = counts[Status.PASS] + counts[Status.PARTIAL] + counts[Status.FAIL]
    family = site.families.get("information")
    answers |= {
        "reachable": _reachable(site),
        "https": _passed(site.findings, "tls.https"),
        "ipv6": _ipv6(results.dns.get(target.id)),
        "information": _complete(counts, tested),
    }
    return replace(
        row,
        answers=answers,
        cause=_cause(site),
        level=site.level,
        score=site.score,
        information=family.score if family is not None else None,
        met=counts[Status.PASS],
        items=tested,
        untested=counts[Status.NOT_TESTED],
    )


def _cause(site: SiteResult) -> str:
    if site.stopped == FORBIDDEN:
        return FORBIDDEN
    return site.cause.value if site.cause is not None else ""


def _reachable(site: SiteResult) -> bool | None:
    if site.state is State.SCANNED:
        return True
    if site.stopped == FORBIDDEN:  # refused by our own rules
        return None
    return None if site.cause is None or site.cause in COULD_NOT_TELL else False


def _passed(findings: Iterable[Finding], check: str) -> bool | None:
    """Return whether a check is met; ``None`` where it did not apply or could not be tested."""
    status = next((one.status for one in findings if one.check == check), None)
    if status is None or status.value_of is None:
        return None
    return status is Status.PASS


def _ipv6(records: DnsRecords | None) -> bool | None:
    """Return whether the name has an AAAA record; an address that was given says nothing."""
    if records is None or records.source != "dns":
        return None
    if records.aaaa:
        return True
    answered = "AAAA" not in records.unanswered
    return False if answered and records.error in (None, "no-answer", "nxdomain") else None


def _complete(counts: Mapping[Status, int], tested: int) -> bool | None:
    """Return whether every item is met: one that is not settles it, one unread leaves it open."""
    if counts[Status.FAIL] or counts[Status.PARTIAL]:
        return False
    return True if tested and not counts[Status.NOT_TESTED] else None


def _figure(measure: str, rows: Sequence[CommuneRow]) -> Figure:
    counts = Counter(row.answers[measure] for row in rows)
    return Figure(measure, counts[True], counts[False], counts[None])
