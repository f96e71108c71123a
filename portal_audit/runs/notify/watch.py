"""Watch a run: what each portal's result changes, for the transaction that keeps the result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from portal_audit.evidence import Evidence, TlsServer
from portal_audit.history.apply import waive_site
from portal_audit.history.notices.events import (
    Earlier,
    ExpiringCertificate,
    Look,
    Notice,
    of_portal,
)
from portal_audit.history.waivers import Decision
from portal_audit.inventory.identity import default_key, former_keys
from portal_audit.model import (
    Criteria,
    SiteResult,
    State,
    Target,
    Verdict,
    day_in_vietnam,
)
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.profile import Profile
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.runs.site_result import judge_site
from portal_audit.store import Store
from portal_audit.store.outbox import Flip, write_flips
from portal_audit.store.portal_past import OURS, PortalPast, past_of

NEAR = timedelta(days=31)
"""Certificates that end later are of no interest yet."""


class Watch:
    """Compares the portals of one run with what earlier runs knew of them."""

    def __init__(
        self,
        store: Store,
        run_id: str,
        targets: Sequence[Target],
        catalog: Catalog,
        profiles: Mapping[str, Profile],
        decisions: Sequence[Decision] = (),
        profile: Profile | None = None,
    ) -> None:
        """Know the run, and under which rules it and all others were judged."""
        self._store, self._run = store, run_id
        self._catalog, self._profiles, self._profile = catalog, profiles, profile
        self._decisions = decisions
        runs = {info.id: info for info in store.runs()}
        self._began = runs[run_id].started_at
        self._criteria: Mapping[str, Criteria] = {id: info.criteria for id, info in runs.items()}
        self._complete = {id for id, info in runs.items() if info.complete}
        here = {target.key or default_key(target.url) for target in targets}
        former = {old: new for old, new in former_keys(targets).items() if old not in here}
        heirs = Counter(former.values())
        self._former = {new: old for old, new in former.items() if heirs[new] == 1}

    def flips(self, audit: SiteAudit, now: datetime) -> tuple[Flip, ...]:
        """Return what this result changes; nothing where a later run has been here already."""
        target, result = audit.target, audit.result
        if result.cause is not None and result.cause.value in OURS:
            return ()
        key = target.key or default_key(target.url)
        past = past_of(self._store.engine, key, self._began, self._former.get(key, ""))
        if past.overtaken:
            return ()
        earlier = Earlier(
            conclusive=self._under_these_rules(target, past),
            audited=bool(past.conclusive),
            failing_since=past.failing_since,
            failed_before=past.failed_before,
            level=past.level if self._same_rules(past) else "N",
            # A run that broke off did so because hardly anybody answered, or was stopped.
            silent=tuple(run for run in past.silent if run in self._complete),
        )
        look = self._look(key, audit, result)
        organisation = organisation_of(target)
        return tuple(flip(one, self._run, organisation, now) for one in of_portal(earlier, look))

    def note_stored(self, targets: Sequence[Target], now: datetime) -> None:
        """Write down what results that others have kept changed: workers know no earlier run."""
        wanted = {target.id: target for target in targets}
        for result in self._store.run(self._run, streamed=True).sites:
            target = wanted.get(result.id)
            evidence = self._store.evidence(self._run, result.id) if target is not None else None
            if target is None or evidence is None:  # somebody else's, or still to do
                continue
            key = target.key or default_key(target.url)
            flips = self.flips(SiteAudit(target, evidence, result), now)
            with self._store.session() as session:
                write_flips(session, self._run, key, flips)

    def _look(self, key: str, audit: SiteAudit, result: SiteResult) -> Look:
        day: date = day_in_vietnam(self._began)
        waived = {
            finding.check
            for finding in waive_site(result, key, self._decisions, day).findings
            if finding.waiver is not None
        }
        return Look(
            run=self._run,
            at=self._began,
            portal=key,
            scanned=result.state is State.SCANNED,
            level=result.level,
            verdicts=tuple(_verdicts(self._run, self._began, key, result)),
            certificates=_certificates(audit, self._began),
            waived=frozenset(waived),
        )

    def _same_rules(self, past: PortalPast) -> bool:
        mine = self._criteria[self._run].fingerprint
        return all(
            verdict.run in self._criteria and self._criteria[verdict.run].fingerprint == mine
            for verdict in past.conclusive.values()
        )

    def _under_these_rules(self, target: Target, past: PortalPast) -> Mapping[str, Verdict]:
        """Return the earlier verdicts, those under other rules judged again from their evidence.

        Where the evidence is gone nothing is known: a change of rules is no news about a portal.
        """
        if self._same_rules(past):
            return past.conclusive
        mine = self._criteria[self._run].fingerprint
        again: dict[str, dict[str, Verdict]] = {}
        found: dict[str, Verdict] = {}
        for check, verdict in past.conclusive.items():
            run = verdict.run
            if run in self._criteria and self._criteria[run].fingerprint == mine:
                found[check] = verdict
                continue
            if run not in again:
                again[run] = self._judged(target, run, verdict)
            if check in again[run]:
                found[check] = again[run][check]
        return found

    def _judged(self, target: Target, run: str, old: Verdict) -> dict[str, Verdict]:
        evidence = self._store.evidence(run, target.id)
        if evidence is None or not list(evidence):
            return {}
        profile = self._profile or self._profiles[target.kind.value]
        result = judge_site(target, evidence, self._catalog, profile)
        verdicts = _verdicts(run, old.at, old.portal, result)
        return {verdict.check: verdict for verdict in verdicts if verdict.conclusive}


def organisation_of(target: Target) -> str:
    """Return who is told of a portal; one that names no organisation stands for itself."""
    return target.organisation or target.title


def flip(notice: Notice, run_id: str, organisation: str, now: datetime) -> Flip:
    """Return a notice as the outbox keeps it."""
    return Flip(
        key=f"{organisation}:{notice.key}"[:900] if not notice.portal else notice.key[:900],
        subject=notice.subject[:500],
        run_id=run_id,
        portal=notice.portal,
        organisation=organisation,
        check=notice.check,
        reason=notice.event.value,
        old=notice.old[:200],
        new=notice.new[:200],
        severity=notice.severity,
        created_at=now,
    )


def _verdicts(run: str, at: datetime, key: str, result: SiteResult) -> Iterator[Verdict]:
    for finding in result.findings:
        yield Verdict(
            run,
            at,
            key,
            finding.check,
            finding.status,
            finding.outcome,
            finding.severity,
            finding.points_lost,
        )


def _certificates(audit: SiteAudit, at: datetime) -> tuple[ExpiringCertificate, ...]:
    """Return the leaf certificates; evidence is only unpacked where one of them ends soon."""
    if not any(_ends_soon(finding.facts.get("not_after"), at) for finding in audit.result.findings):
        return ()
    evidence: Evidence = audit.unpacked()
    server = evidence.get(TlsServer)
    addresses = server.addresses if server is not None else ()
    chains = [address.chain for address in addresses]
    chains += [one.chain for address in addresses for one in address.deployments]
    leaves = {chain[0].fingerprint: chain[0] for chain in chains if chain}
    return tuple(ExpiringCertificate(name, leaf.not_after) for name, leaf in sorted(leaves.items()))


def _ends_soon(day: object, at: datetime) -> bool:
    try:
        ends = datetime.fromisoformat(str(day)).replace(tzinfo=UTC)
    except ValueError:
        return False
    return at - NEAR < ends < at + NEAR
