"""The rows of history as commands need them: under today's keys, and under one set of rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from portal_audit.cli import prepare
from portal_audit.errors import BadInput
from portal_audit.history.run_changes import conclusive_at, succession, under_keys
from portal_audit.inventory.identity import default_key, former_keys, keys_of
from portal_audit.model import PortalScore, SiteResult, State, Target, Verdict
from portal_audit.runs.one_portal import judge_site
from portal_audit.store import RunInfo, Store
from portal_audit.texts import Message, did_you_mean


@dataclass(frozen=True, slots=True)
class Rejudged:
    """A stored verdict that today's rules would not give."""

    run: str
    portal: str
    check: str
    then: str
    """Outcome as it was stored; ``none`` where nothing was."""
    now: str


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """The rows of history, under the keys of today."""

    verdicts: list[Verdict]
    scores: list[PortalScore]
    names: Mapping[str, str]
    """Portal key → name."""
    kinds: Mapping[str, str]
    heirs: Mapping[str, str]
    """Old key → key of today."""
    merged: Mapping[str, tuple[str, ...]]
    """Key of today → the portals that became one with it."""
    rejudged: tuple[Rejudged, ...] = ()


LOOKBACK = 30
"""Runs before a comparison in which the last conclusive verdict is looked for."""


def stored_history(
    store: Store, runs: Sequence[RunInfo] = (), *, verdicts: bool = True
) -> StoredHistory:
    """Return all rows; those of runs stored before there were any are written first.

    Where *runs* are named, verdicts are those of these and of the ``LOOKBACK`` runs before; names
    and kinds are those of the latest run, and of *runs* where portals have gone since.
    """
    store.fill_history()
    info = store.info()
    targets = store.targets(info.id)
    scores = store.scores()
    passed = succession(scores, former_keys(targets))
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for run in dict.fromkeys([*(one.id for one in runs), info.id]):
        listed = store.targets(run)
        for target, key in _keyed(listed, passed.heirs):
            names[key], kinds[key] = target.title, target.kind.value
    rows = store.verdicts(runs=_near(store, runs)) if verdicts else ()
    return StoredHistory(
        under_keys(rows, passed.heirs),
        under_keys(scores, passed.heirs),
        names,
        kinds,
        passed.heirs,
        passed.merged,
    )


def _near(store: Store, runs: Sequence[RunInfo]) -> list[str] | None:
    if not runs:
        return None
    earliest, latest = min(run.started_at for run in runs), max(run.started_at for run in runs)
    until = [run for run in store.runs() if run.started_at <= latest]
    before = [run for run in until if run.started_at <= earliest]
    return [run.id for run in until[: len(until) - len(before) + LOOKBACK]]


def _keyed(targets: Sequence[Target], heirs: Mapping[str, str]) -> list[tuple[Target, str]]:
    keys = keys_of(targets)
    return [(target, heirs.get(keys[target.id], keys[target.id])) for target in targets]


def under_one_rule(
    store: Store, film: StoredHistory, runs: Sequence[RunInfo], rules: prepare.LoadedRules
) -> tuple[StoredHistory, list[Message]]:
    """Judge again, without keeping it, the stored evidence of runs that other rules judged.

    So is what the first of *runs* could not tell and a run before it could. A portal of which the
    evidence is gone is neutral: its verdicts under other rules are left out.
    """
    now = rules.criteria.fingerprint
    notes: list[Message] = []
    for run in runs:
        if run.criteria.fingerprint != now:
            notes.append(Message("rules-differ", run=run.id, version=run.criteria.version))
            film, gone = _judged_again(store, film, run, rules)
            notes += [Message("evidence-gone", run=run.id, n=gone)] if gone else []
    older = {run.id: run for run in store.runs() if run.criteria.fingerprint != now}
    stale: dict[str, set[str]] = {}
    for verdict in conclusive_at(film.verdicts, runs[0].id).values():
        if verdict.run in older and verdict.run not in {run.id for run in runs}:
            stale.setdefault(verdict.run, set()).add(verdict.portal)
    for run_id, portals in stale.items():
        film, _ = _judged_again(store, film, older[run_id], rules, portals)
    return film, notes


def _judged_again(
    store: Store,
    film: StoredHistory,
    run: RunInfo,
    rules: prepare.LoadedRules,
    only: Collection[str] | None = None,
) -> tuple[StoredHistory, int]:
    """Return the history with one run judged anew, and of how many portals the evidence is gone."""
    fresh: dict[str, SiteResult] = {}
    for target, key in _keyed(store.targets(run.id), film.heirs):
        if only is None or key in only:
            evidence = store.evidence(run.id, target.id)
            if evidence is not None and list(evidence):
                profile = rules.profile_of(target.kind.value)
                fresh[key] = judge_site(target, evidence, rules.catalog, profile)
    concerned = [
        score
        for score in film.scores
        if score.run == run.id and (only is None or score.portal in only)
    ]
    portals = {score.portal for score in concerned}
    scores = {score.portal: _rescored(score, fresh.get(score.portal)) for score in concerned}
    verdicts = [
        verdict for score in concerned for verdict in _verdicts(score, fresh.get(score.portal))
    ]
    stored = {
        (one.portal, one.check): one
        for one in film.verdicts
        if one.run == run.id and one.portal in fresh
    }
    rejudged = tuple(
        Rejudged(run.id, one.portal, one.check, was.outcome if was else "none", one.outcome)
        for one in verdicts
        if (was := stored.get((one.portal, one.check))) is None
        or (was.outcome, was.status) != (one.outcome, one.status)
    )
    others = [one for one in film.verdicts if one.run != run.id or one.portal not in portals]
    in_order = sorted([*others, *verdicts], key=lambda v: (v.at, v.run, v.portal, v.check))
    gone = sum(score.state is State.SCANNED and score.portal not in fresh for score in concerned)
    rescored = [
        scores[score.portal] if score.run == run.id and score.portal in scores else score
        for score in film.scores
    ]
    return (
        replace(film, verdicts=in_order, scores=rescored, rejudged=(*film.rejudged, *rejudged)),
        gone,
    )


def _rescored(score: PortalScore, result: SiteResult | None) -> PortalScore:
    if result is None:
        return replace(score, level="N", score=None)
    return replace(
        score,
        state=result.state,
        cause=result.cause,
        level=result.level,
        score=result.score,
        coverage=result.coverage,
    )


def _verdicts(score: PortalScore, result: SiteResult | None) -> list[Verdict]:
    if result is None:
        return []
    return [
        Verdict(
            run=score.run,
            at=score.at,
            portal=score.portal,
            check=finding.check,
            status=finding.status,
            outcome=finding.outcome,
            severity=finding.severity,
            points_lost=finding.points_lost,
        )
        for finding in result.findings
    ]


def key_of(portal: str, film: StoredHistory) -> str:
    """Return the key of a portal named by key, address or host; raises BadInput where none is."""
    keys = {score.portal for score in film.scores}
    for name in (portal, default_key(portal), default_key(f"https://{portal}")):
        now = film.heirs.get(name, name)
        if now in keys:
            return now
    raise BadInput(
        Message("no-such-portal", portal=portal, hint=did_you_mean(portal, sorted(keys)))
    )
