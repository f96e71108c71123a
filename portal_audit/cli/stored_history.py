"""The rows of history as commands need them: under today's keys, and under one set of rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from portal_audit.cli import prepare
from portal_audit.errors import BadInput
from portal_audit.history.run_changes import renamed
from portal_audit.inventory.identity import default_key, former_keys, keys_of
from portal_audit.model import PortalScore, Verdict
from portal_audit.runs.one_portal import judge_site
from portal_audit.store import RunInfo, Store
from portal_audit.texts import Message, did_you_mean

SHOWN = 5
"""How many portals a message names."""


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """The rows of history, under the keys of today."""

    verdicts: list[Verdict]
    scores: list[PortalScore]
    names: Mapping[str, str]
    """Portal key → name."""


def stored_history(store: Store) -> StoredHistory:
    """Return all rows; those of runs stored before there were any are written first."""
    store.fill_history()
    info = store.info()
    targets = store.targets(info.id)
    keys = keys_of(targets)
    former = former_keys(targets)
    return StoredHistory(
        renamed(store.verdicts(), former),
        list(store.scores()),
        {keys[target.id]: target.title for target in targets},
    )


def under_one_rule(
    store: Store, film: StoredHistory, runs: Sequence[RunInfo], rules: prepare.LoadedRules
) -> tuple[StoredHistory, list[Message]]:
    """Judge the stored evidence of runs that other rules judged again, without keeping it."""
    notes: list[Message] = []
    verdicts = film.verdicts
    for run in runs:
        if run.criteria.fingerprint == rules.criteria.fingerprint:
            continue
        again, gone = _judged(store, run, rules)
        notes.append(Message("rules-differ", run=run.id, version=run.criteria.version))
        if gone:
            notes.append(Message("evidence-gone", run=run.id, n=gone))
        portals = {verdict.portal for verdict in again}
        at = next((v.at for v in verdicts if v.run == run.id), run.started_at)
        rest = [v for v in verdicts if v.run != run.id or v.portal not in portals]
        fresh = [replace(verdict, at=at) for verdict in again]
        verdicts = sorted([*rest, *fresh], key=lambda v: (v.at, v.run, v.portal, v.check))
    return replace(film, verdicts=verdicts), notes


def _judged(store: Store, run: RunInfo, rules: prepare.LoadedRules) -> tuple[list[Verdict], int]:
    targets = store.targets(run.id)
    keys = keys_of(targets)
    found: list[Verdict] = []
    gone = 0
    for target in targets:
        evidence = store.evidence(run.id, target.id)
        if evidence is None or not list(evidence):
            gone += 1
            continue
        result = judge_site(target, evidence, rules.catalog, rules.profile_of(target.kind.value))
        found += [
            Verdict(
                run.id,
                run.started_at,
                keys[target.id],
                finding.check,
                finding.status,
                finding.outcome,
                finding.severity,
                finding.points_lost,
            )
            for finding in result.findings
        ]
    return found, gone


def key_of(portal: str, film: StoredHistory) -> str:
    """Return the key of a portal named by key, address or host; raises BadInput where none is."""
    keys = {score.portal for score in film.scores}
    for name in (portal, default_key(portal), default_key(f"https://{portal}")):
        if name in keys:
            return name
    listed = sorted(keys)
    shown, left = ", ".join(listed[:SHOWN]), len(listed) - SHOWN
    portals = Message("and-more", shown=shown, n=left) if left > 0 else shown
    # A key may be asked for by its host alone, and a name by what it begins with.
    hint = did_you_mean(portal, listed) or did_you_mean(default_key(f"https://{portal}"), listed)
    raise BadInput(Message("no-such-portal", portal=portal, hint=hint, portals=portals))
