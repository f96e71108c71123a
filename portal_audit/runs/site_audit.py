"""What a run asks of every site, and what comes of one; commands need no more to be prepared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.evidence import Evidence, TlsServer
from portal_audit.model import SiteResult, Target
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check
from portal_audit.rules.profile import Profile

if TYPE_CHECKING:
    from portal_audit.collect.http.request_log import RequestLog
    from portal_audit.runs.processes.fork_server import ForkServer
    from portal_audit.store.packed import PackedEvidence


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """What a run asks of every site."""

    catalog: Catalog
    profiles: Mapping[str, Profile]
    """By name; a target's kind is the name of its profile."""
    profile: Profile | None = None
    """Held to this one instead, whatever the kind (``--profile``)."""
    limits: VisitLimits = field(default_factory=VisitLimits)
    rules: AccessRules = field(default_factory=AccessRules)
    concurrency: int = 8
    """Sites in flight."""
    authorised_by: str | None = None
    staging: bool = False
    """Whether the portals are not yet open to the public."""
    browser: Path | None = None
    """Program to show pages with that have no text without JavaScript; ``None``: there is none."""
    screenshots: bool = False
    """Whether a picture is taken of every portal, not only of those that need a browser."""
    log: Callable[[RequestLog], None] | None = None
    """Called with every request, sent or refused."""
    on_start: Callable[[Target], None] | None = None
    processes: int = 1
    """That visit; as many more judge, where there are several."""
    forks: ForkServer | None = None
    """Starts them (``runs.processes.crew.in_processes``); ``None``: all happens in this one."""

    @property
    def looks_at_tls(self) -> bool:
        """Whether any check asks how servers speak TLS."""
        return any(TlsServer in check.needs.values() for check in self.catalog)

    def profile_of(self, target: Target) -> Profile:
        """Return the profile this target is judged by."""
        return self.profile or self.profiles[target.kind.value]

    def checks_of(self, target: Target) -> tuple[Check, ...]:
        """Return the checks that apply to this target."""
        profile = self.profile_of(target)
        return profile.select(self.catalog, profile.judged_as(target).kind)


@dataclass(frozen=True, slots=True)
class SiteAudit:
    """What came of one site."""

    target: Target
    evidence: Evidence | PackedEvidence
    """Packed, where another process gathered it."""
    result: SiteResult
    needs_browser: bool = False
    """Whether the site has no text without JavaScript, and no browser gave it any."""

    def unpacked(self) -> Evidence:
        """Return the evidence, read where it came packed."""
        return self.evidence if isinstance(self.evidence, Evidence) else self.evidence.unpack()
