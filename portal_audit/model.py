"""The nouns every layer shares: target, outcome, finding, site result, run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from types import MappingProxyType

Fact = str | int | float | bool | None | Sequence[str] | Sequence[int]
"""What may stand in a finding: plain values that JSON and a sentence can both hold."""

VIETNAM = timezone(timedelta(hours=7))
"""The time in which the days of a law are counted; it has no summer time."""


def day_in_vietnam(at: datetime) -> date:
    """Return the day that counts for a law; a time without a zone is UTC."""
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(VIETNAM).date()


class Kind(StrEnum):
    """What sort of portal a target is; peers are of the same kind."""

    PROVINCE = "province"
    DEPARTMENT = "department"
    COMMUNE = "commune"
    PUBLIC_SERVICE = "public-service"
    WEB = "web"


class Status(StrEnum):
    """What a finding says about one site and one check."""

    PASS = "pass"
    PARTIAL = "partial"
    FAIL = "fail"
    NOT_APPLICABLE = "not-applicable"
    NOT_TESTED = "not-tested"
    INFO = "info"

    @property
    def value_of(self) -> float | None:
        """Share of the weight that is earned; ``None`` where the status is outside the sum."""
        return {"pass": 1.0, "partial": 0.5, "fail": 0.0}.get(self.value)


class Severity(StrEnum):
    """How much harm the fault can do. The order is that of the members, gravest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for critical … 4 for info."""
        return _RANKS[self]


_RANKS = {severity: place for place, severity in enumerate(Severity)}


class State(StrEnum):
    """Whether a site could be read at all."""

    SCANNED = "scanned"
    NOT_SCANNED = "not-scanned"


class Cause(StrEnum):
    """Why a site could not be read."""

    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    BLOCKED = "blocked"
    PARKED = "parked"
    SERVER_ERROR = "server-error"
    NOT_HTTP = "not-http"
    LOCAL = "local"
    """It failed on our side: no route, no name server, too many open files."""
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Target:
    """One portal to audit, as the inventory has it."""

    id: str
    """Unique in an inventory, made from the URL; safe as a file name."""
    url: str
    """Always with scheme and path, such as ``https://sotuphap.example/``."""
    name: str = ""
    kind: Kind = Kind.WEB
    organisation: str = ""
    province: str = ""
    parent: str = ""
    """URL of the provincial portal."""
    contact: str = ""
    tags: tuple[str, ...] = ()
    address: str | None = None
    """IP address to connect to in place of DNS; the host name stays in SNI and Host."""
    http_url: str | None = None
    """Where plain HTTP answers, when not on port 80 of the same host."""
    key: str = ""
    """The portal's lasting name from run to run; empty: made from its host."""
    formerly: tuple[str, ...] = ()
    """Addresses it had before."""
    zone: str = ""
    """Which workers reach it, such as those inside the government network."""

    @property
    def title(self) -> str:
        """The name, or the URL where there is no name."""
        return self.name or self.url


@dataclass(frozen=True, slots=True, init=False)
class Outcome:
    """What a rule concluded: an outcome its text file names, where it was seen, and the facts."""

    name: str
    where: tuple[str, ...]
    facts: Mapping[str, Fact]

    def __init__(self, name: str, *, where: Sequence[str] = (), **facts: Fact) -> None:
        """Name the outcome. ``where`` holds URLs or addresses; facts fill its sentence."""
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "where", tuple(where))
        object.__setattr__(self, "facts", MappingProxyType(facts))


@dataclass(frozen=True, slots=True)
class AttestedPlace:
    """Where an officer says that something stands which a machine could not see."""

    place: str
    words: str
    """Why, who confirms it, document and last day."""
    observed: Status
    """What the machine found; the finding itself is partial for it, never more."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's verdict on one site (field names are those of the run record)."""

    check: str
    family: str
    status: Status
    outcome: str
    severity: Severity
    weight: float
    points_lost: float = 0.0
    """Points of the site score (0–100, before caps) that fixing this would bring back."""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    where: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    waiver: str | None = None
    waiver_mode: str | None = None
    """``report-only``: kept out of gates; ``accept``: the risk is accepted."""
    lapsed: str | None = None
    """What a waiver said that has run out, or ended with the outcome that was accepted."""
    attested: AttestedPlace | None = None


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """Score of one family on one site."""

    score: float | None
    """0–100; ``None`` where nothing of the family could be tested."""
    weight: float
    coverage: float
    """Share (0–1) of the applicable weight that was tested."""


@dataclass(frozen=True, slots=True)
class Gain:
    """What fixing one finding would bring, caps included."""

    check: str
    score: float
    """The site score afterwards."""
    points: float


LEAST_TLS = 0.8
"""Share of the TLS checks' weight (0–1) below which a site has a level, but no rank: who keeps
silent to those checks, and answers visitors, is not put before who has nothing to hide."""


def hides_tls(families: Mapping[str, FamilyScore]) -> bool:
    """Tell whether too little of a site's TLS was tested for a rank."""
    tls = families.get("tls")
    return tls is not None and tls.coverage < LEAST_TLS


@dataclass(frozen=True, slots=True)
class SiteResult:
    """One site in a run (field names are those of the run record)."""

    id: str
    url: str
    name: str
    kind: Kind
    organisation: str
    province: str
    state: State
    cause: Cause | None = None
    score: float | None = None
    """After caps, 0–100, one decimal; ``None`` where not scanned."""
    uncapped: float | None = None
    caps: tuple[str, ...] = ()
    """Ids of the checks whose cap holds the score down, the tightest first."""
    level: str = "N"
    coverage: float = 0.0
    parts: Mapping[str, float | None] = field(default_factory=dict)
    part_coverage: Mapping[str, float] = field(default_factory=dict)
    """Coverage (0–1) of each part that applies."""
    rank: int | None = None
    peers: int = 0
    """How many ranked sites of the same kind there are."""
    families: Mapping[str, FamilyScore] = field(default_factory=dict)
    views: Mapping[str, object] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    gains: tuple[Gain, ...] = ()
    """What fixing each lost finding would bring, the largest gain first."""
    profile: str = "web"
    visited_at: datetime | None = None
    pages_read: int = 0
    """Different pages of the site."""
    key: str = ""
    stopped: str = ""
    """Why no more were read, as in ``Crawl.stopped``; empty where none was, ``forbidden`` where our
    own rules refused the address, such as a private one."""
    tags: tuple[str, ...] = ()
    """Of the inventory."""
    contact: str = ""
    """Of the inventory: whom to write to about the portal."""
    traits: Mapping[str, str] = field(default_factory=dict)
    """What it may share with other portals (``analyse.shared_traits``); no verdict reads it."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """Which rules a run was judged under; scores under different ones are not comparable."""

    version: str
    fingerprint: str
    """``sha256:`` and the hash of every rule, text and profile in force."""


@dataclass(frozen=True, slots=True)
class Group:
    """Roll-up of the sites of one organisation or province."""

    name: str
    sites: int
    scanned: int
    ranked: int
    """How many have a score that counts: scanned, with enough coverage."""
    score: float | None
    """Mean of the ranked sites' scores, one decimal; ``None`` where there are none."""
    level: str
    levels: Mapping[str, int]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class SecondLook:
    """How many portals were looked at again before they were kept, and how many that cleared."""

    portals: int
    cleared: int


@dataclass(frozen=True, slots=True)
class Run:
    """One audit of an inventory."""

    id: str
    started_at: datetime
    finished_at: datetime | None
    complete: bool
    criteria: Criteria
    sites: Sequence[SiteResult]
    """A tuple, or results that are read from a store one at a time (``run_sites``)."""
    authorised_by: str | None = None
    ranked_by: str = "total"
    organisations: tuple[Group, ...] = ()
    provinces: tuple[Group, ...] = ()
    second_look: SecondLook | None = None


FAULTS = frozenset({Status.FAIL, Status.PARTIAL})
CONCLUSIVE = FAULTS | {Status.PASS, Status.NOT_APPLICABLE}
"""Verdicts that say something; ``info`` reports only, ``not-tested`` could not tell."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One narrow row of history: what one run said of one check on one portal."""

    run: str
    at: datetime
    portal: str
    check: str
    status: Status
    outcome: str
    severity: Severity
    points_lost: float = 0.0

    @property
    def conclusive(self) -> bool:
        """Whether it says anything about the portal."""
        return self.status in CONCLUSIVE

    @property
    def fault(self) -> bool:
        """Whether it says that something is wrong."""
        return self.status in FAULTS


@dataclass(frozen=True, slots=True)
class PortalScore:
    """A portal's score in one run, as history keeps it."""

    run: str
    at: datetime
    portal: str
    state: State
    cause: Cause | None
    level: str
    score: float | None
    coverage: float
