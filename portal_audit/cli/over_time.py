"""What the store knows of the runs before one, prepared for its report."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from portal_audit.cli.diff import Diff, compare_runs, run_before
from portal_audit.cli.prepare import LoadedRules
from portal_audit.cli.stored_history import LOOKBACK, StoredHistory, scores_of
from portal_audit.history.breaker import Suspicion, halved_runs
from portal_audit.history.comparison import FindingChange
from portal_audit.model import PortalScore, Run
from portal_audit.output.trend import (
    Doubt,
    ItemChange,
    OverTime,
    RunChange,
    SiteChange,
    Trend,
    TrendPoint,
)
from portal_audit.run_sites import outline
from portal_audit.store import RunInfo, Store
from portal_audit.store.earlier_runs import earlier_runs


def over_time(store: Store, run: Run, rules: LoadedRules) -> OverTime | None:
    """Return trends and changes for the report of a stored run; ``None`` for the first one.

    A run that was judged anew without being kept has none: what is stored of it tells of other
    verdicts. One before it that other rules judged is judged again for the comparison.
    """
    infos = {one.id: one for one in store.runs()}
    here = infos.get(run.id)
    if here is None or here.criteria != run.criteria:
        return None
    first = run_before(store, here)
    if first is None:
        return None
    earlier = earlier_runs(store, here.id)
    shown = [infos[id] for id in reversed((here.id, *earlier.comparable)[:LOOKBACK])]
    todays = run.criteria.fingerprint == rules.criteria.fingerprint
    compared = None
    if todays or first.criteria == run.criteria:
        compared = compare_runs(store, first, here, rules if todays else None)
    film = scores_of(store, here, [one.id for one in shown])
    ids = {film.heirs.get(site.key, site.key): site.id for site in outline(run.sites)}
    listed = shown if earlier.same_list else [here]
    return OverTime(
        whole=Trend(_points(listed, film.scores, halved_runs(film.scores))),
        sites=_trends(shown, film, ids),
        change=None if compared is None else _change(compared, ids, run.ranked_by == "total"),
    )


def _points(
    runs: Sequence[RunInfo], scores: Sequence[PortalScore], left_out: Container[str] = ()
) -> tuple[TrendPoint, ...]:
    values: dict[str, list[float]] = {}
    for score in scores:
        if score.score is not None and score.level != "N" and score.run not in left_out:
            values.setdefault(score.run, []).append(score.score)
    means = {run: round(sum(found) / len(found), 1) for run, found in values.items()}
    rules = [run.criteria.fingerprint for run in runs]
    return tuple(
        TrendPoint(run.started_at, means.get(run.id), other_rules=before != now)
        for run, before, now in zip(runs, [rules[0], *rules], rules, strict=False)
    )


def _trends(
    runs: Sequence[RunInfo], film: StoredHistory, ids: Mapping[str, str]
) -> dict[str, Trend]:
    own: dict[str, list[PortalScore]] = {}
    for score in film.scores:
        own.setdefault(score.portal, []).append(score)
    trends = {}
    for key, site in ids.items():
        begun = {score.run for score in own.get(key, ())}
        since = next((place for place, run in enumerate(runs) if run.id in begun), len(runs))
        if runs[since:]:
            trends[site] = Trend(_points(runs[since:], own[key]))
    return trends


def _change(compared: Diff, ids: Mapping[str, str], by_total: bool) -> RunChange:
    """Return what changed; history keeps total scores, so other rankings have no change of rank."""
    names, found = compared.film.names, compared.found
    by_total &= compared.same_list
    items: dict[str, list[ItemChange]] = {}
    for change in found.changes:
        if change.portal in ids:
            items.setdefault(change.portal, []).append(_item(change, ids, compared.ours))
    return RunChange(
        since=compared.first.started_at,
        run=compared.first.id,
        sites={
            ids[key]: SiteChange(
                score_before=was.score,
                score_now=compared.after[key].score,
                level_before=was.level,
                rank_before=was.rank if by_total else None,
                rank_now=compared.after[key].rank if by_total else None,
                items=tuple(items.get(key, ())),
            )
            for key, was in compared.before.items()
            if key in ids and key in compared.after
        },
        doubts=tuple(Doubt(one.check, one.portals, one.of) for one in compared.ours.mass),
        fallen_silent=compared.ours.silent,
        appeared=_named(found.appeared if compared.same_list else (), names),
        gone=_named(found.gone if compared.same_list else (), names),
        merged=tuple(
            (names.get(new, new), tuple(names.get(old, old) for old in olds))
            for new, olds in found.merged.items()
        ),
        rejudged=any(note.code == "rules-differ" for note in compared.notes),
    )


def _named(portals: Sequence[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names.get(key, key) for key in portals)


def _item(change: FindingChange, ids: Mapping[str, str], ours: Suspicion) -> ItemChange:
    return ItemChange(
        site=ids[change.portal],
        check=change.check,
        change=change.change.value,
        severity=(change.after if change.after.fault else change.before or change.after).severity,
        before=change.before.outcome if change.before else "",
        after=change.after.outcome,
        ours=change.check in ours.held,
    )
