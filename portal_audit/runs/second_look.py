"""Looking again before it is a verdict: what could not be read, and critical findings that are new.

Of 2,790 timeouts of a nightly scan a second pass cleared 218 and a third 98 (GSA/site-scanning
issue 1448): one failed connection must neither fail a portal nor raise an alarm.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from time import monotonic

from portal_audit.model import Cause, SecondLook, Severity, SiteResult, State, Status, Target
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.scoring.reachability import FORBIDDEN

FEWEST = 5
"""Of fewer portals somebody is waiting for the result: they are not looked at a third time."""
LASTING = frozenset({Cause.PARKED})
"""Was read: looking again tells nothing else."""
PASSING = frozenset({"timeout", "refused", "dns", "local"})
"""Reasons of missing evidence that may be gone a moment later."""

Audit = Callable[[Sequence[Target], AuditSettings], AsyncGenerator[SiteAudit, None]]


@dataclass(frozen=True, slots=True)
class LookRules:
    """How often a doubtful portal is looked at again, and what is no news about it."""

    looks: int = 0
    """The first of them at the end of the run, the others after a while each."""
    delay: float = 600.0
    """Seconds before each of the others; never more than the looks before it took, so that a short
    run does not wait long."""
    faults_before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Site id → its critical faults of before. A portal that was never judged is not in it: all
    about it is new, and nothing is looked at again for that."""

    def doubts(self, site: SiteResult) -> bool:
        """Tell whether a result is looked at again before it is a verdict."""
        before = self.faults_before.get(site.id)
        return _unread(site) or (before is not None and not _critical(site) <= before)

    def looks_at(self, portals: int) -> int:
        """Return how many looks a run of so many portals has."""
        return self.looks if portals >= FEWEST else min(self.looks, 1)

    def pause_before(self, number: int, taken: float) -> float:
        """Return the seconds to wait before a look, counted from 0; *taken* those of the run."""
        return min(self.delay, taken) if number else 0.0


@dataclass(slots=True)
class SecondLooks:
    """The looks of one run."""

    rules: LookRules
    again: Audit
    """Visits the doubtful ones: without asking whether anybody answers at all."""
    held: Callable[[SiteAudit], None] = lambda audit: None
    """Called with each portal of which the verdict has to wait."""
    begun: Callable[[int, float], None] = lambda portals, seconds: None
    """Called before each look, with how many portals are looked at in how many seconds."""
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    looked_at: set[str] = field(default_factory=set)
    """Site ids."""
    cleared: set[str] = field(default_factory=set)

    async def confirmed(
        self, audits: AsyncGenerator[SiteAudit, None], portals: int, job: AuditSettings
    ) -> AsyncGenerator[SiteAudit, None]:
        """Yield the sites of a first look at so many portals, the doubtful ones last.

        Of a run that ends before, the doubtful ones are not kept: they are still to do.
        """
        started, doubtful = monotonic(), dict[str, SiteAudit]()
        async with aclosing(audits):
            async for audit in audits:
                if self.rules.looks and self.rules.doubts(audit.result):
                    doubtful[audit.target.id] = audit
                    self.held(audit)
                else:
                    yield audit
        for number in range(self.rules.looks_at(portals)):
            if not doubtful:
                break
            delay = self.rules.pause_before(number, monotonic() - started)
            self.begun(len(doubtful), delay)
            if delay:
                await self.pause(delay)
            async for audit in self._look(doubtful, job):
                yield audit
        for audit in doubtful.values():
            yield audit

    async def _look(
        self, doubtful: dict[str, SiteAudit], job: AuditSettings
    ) -> AsyncGenerator[SiteAudit, None]:
        """Yield what is no longer doubtful, and take it out; keep the better look of the others."""
        self.looked_at |= doubtful.keys()
        targets = [audit.target for audit in doubtful.values()]
        async with aclosing(self.again(targets, job)) as audits:
            async for audit in audits:
                site = audit.target.id
                if not self.rules.doubts(audit.result):
                    del doubtful[site]
                    self.cleared.add(site)
                    yield audit
                elif tells_more(audit.result, doubtful[site].result):
                    doubtful[site] = audit

    @property
    def total(self) -> SecondLook | None:
        """What came of the looks; ``None`` where none was needed."""
        if not self.looked_at:
            return None
        return SecondLook(len(self.looked_at), len(self.cleared))


def _unread(site: SiteResult) -> bool:
    """Tell whether a site, or a part of it that counts, could not be read for a passing reason."""
    if site.state is State.NOT_SCANNED:
        return site.cause not in LASTING and site.stopped != FORBIDDEN
    return any(
        finding.status is Status.NOT_TESTED
        and finding.weight > 0
        and finding.facts.get("reason") in PASSING
        for finding in site.findings
    )


def _critical(site: SiteResult) -> frozenset[str]:
    return frozenset(
        finding.check
        for finding in site.findings
        if finding.status is Status.FAIL and finding.severity is Severity.CRITICAL
    )


def tells_more(later: SiteResult, earlier: SiteResult) -> bool:
    """Tell whether a later look replaces an earlier one: what was read beats what was not."""
    if later.state is not State.SCANNED:
        return earlier.state is not State.SCANNED and later.cause is not Cause.INTERRUPTED
    return earlier.state is not State.SCANNED or later.coverage >= earlier.coverage
