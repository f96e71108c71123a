"""The result of a portal, and of a run over many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal_audit.model.finding import Finding
from portal_audit.model.portal import Cause, Kind, State


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
