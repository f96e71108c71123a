"""The rows of history as commands need them: under today's keys, and under one set of rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal_audit.cli import prepare
from portal_audit.errors import BadInput
from portal_audit.history.run_changes import conclusive_at, succession, under_keys
from portal_audit.inventory.identity import default_key, former_keys, keys_of
from portal_audit.model import PortalScore, SiteResult, State, Target, Verdict
from portal_audit.runs.site_result import judge_site
from portal_audit.store import RunInfo, Store
from portal_audit.store.earlier_runs import earlier_runs
from portal_audit.texts import Message, did_you_mean

SHOWN = 5
"""How many portals a message names."""


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
    listed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Run → its portals, also those that it was broken off before."""
    rejudged: tuple[Rejudged, ...] = ()


LOOKBACK = 60
"""Runs before a comparison that are looked through: for the last conclusive verdict, for trends."""


def stored_history(store: Store) -> StoredHistory:
    """Return all rows; those of runs stored before there were any are written first.

    Names and kinds are those of the latest run.
    """
    store.fill_history()
    return _history(store, store.verdicts(), store.scores(), [store.info()])


def history_between(store: Store, first: RunInfo, second: RunInfo) -> StoredHistory:
    """Return the rows that a comparison of two runs needs, under the keys of the latest run.

    Of most portals two runs are enough, and one before them, which tells what lasted; of those
    that differ, the runs before are read too. Portals that have gone since keep their names.
    """
    store.fill_history()
    until = [run for run in store.runs() if run.started_at <= second.started_at]
    before = earlier_runs(store, first.id).comparable[:1]
    older = {run.id for run in until if run.started_at < first.started_at}
    scores = store.scores(runs=[*(run.id for run in until[:LOOKBACK]), *before, first.id])
    near = store.verdicts(runs=[second.id, first.id, *before])
    film = _history(store, near, scores, [first, second])
    doubtful = _doubtful(film.verdicts, first.id, second.id)
    doubtful |= {old for old, new in film.heirs.items() if new in doubtful}
    others = [run.id for run in until if run.id in older and run.id not in before][:LOOKBACK]
    past = store.verdicts(runs=others, portals=sorted(doubtful)) if doubtful else ()
    rows = [*under_keys(past, film.heirs), *film.verdicts]
    return replace(film, verdicts=sorted(rows, key=lambda one: (one.at, one.run)))


def scores_of(store: Store, run: RunInfo, earlier: Sequence[str]) -> StoredHistory:
    """Return the scores of a run and of those before it, without verdicts."""
    return _history(store, (), store.scores(runs=[*earlier, run.id]), [run])


def _doubtful(verdicts: Sequence[Verdict], first: str, second: str) -> set[str]:
    """Return the portals of which older runs must be asked.

    Those are portals of which the first run could not tell what the second tells, and those with a
    fault that it did not have: it may be an old one.
    """
    before = {(one.portal, one.check): one for one in verdicts if one.run == first}
    asked = {check for _, check in before}
    found = set()
    for verdict in verdicts:
        if verdict.run == second and verdict.conclusive and verdict.check in asked:
            was = before.get((verdict.portal, verdict.check))
            if was is None or not was.conclusive or (verdict.fault and not was.fault):
                found.add(verdict.portal)
    return found


def _history(
    store: Store,
    verdicts: Sequence[Verdict],
    scores: Sequence[PortalScore],
    runs: Sequence[RunInfo],
) -> StoredHistory:
    info = store.info()
    passed = succession(scores, former_keys(store.targets(info.id)))
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    listed: dict[str, frozenset[str]] = {}
    for run in dict.fromkeys([*(one.id for one in runs), info.id]):
        keyed = _keyed(store.targets(run), passed.heirs)
        listed[run] = frozenset(key for _, key in keyed)
        for target, key in keyed:
            names[key], kinds[key] = target.title, target.kind.value
    return StoredHistory(
        under_keys(verdicts, passed.heirs),
        under_keys(scores, passed.heirs),
        names,
        kinds,
        passed.heirs,
        passed.merged,
        listed,
    )


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
    both = {run.id for run in runs}
    older = {
        run.id: run
        for run in store.runs()
        if run.criteria.fingerprint != now and run.id not in both
    }
    compared = {score.portal for score in film.scores if score.run == runs[-1].id}
    stale: dict[str, set[str]] = {}
    for verdict in conclusive_at(film.verdicts, runs[0].id).values() if older else ():
        if verdict.run in older and verdict.portal in compared:
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
    listed = sorted(keys)
    shown, left = ", ".join(listed[:SHOWN]), len(listed) - SHOWN
    portals = Message("and-more", shown=shown, n=left) if left > 0 else shown
    # A key may be asked for by its host alone, and a name by what it begins with.
    hint = did_you_mean(portal, listed) or did_you_mean(default_key(f"https://{portal}"), listed)
    raise BadInput(Message("no-such-portal", portal=portal, hint=hint, portals=portals))
