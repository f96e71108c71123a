"""``portal-audit history diff``: what changed between two runs, and what explains it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from portal_audit.cli import options, prepare
from portal_audit.cli.settings import Settings
from portal_audit.cli.stored_history import StoredHistory, history_between, under_one_rule
from portal_audit.cli.words import words
from portal_audit.errors import BadInput
from portal_audit.history.breaker import UNREACHABLE, Suspicion, suspicion
from portal_audit.history.comparison import Comparison, FindingChange, explain_score
from portal_audit.history.ranks import PortalRank, standings
from portal_audit.history.run_changes import changes, histories
from portal_audit.output.sanitise import one_line
from portal_audit.rules.catalog import Catalog
from portal_audit.store import RunInfo, Store
from portal_audit.store.earlier_runs import earlier_runs
from portal_audit.texts import Message, TextTable

BECAUSE = 3
"""Findings named for a change of score."""


@dataclass(frozen=True, slots=True)
class Diff:
    """Two runs compared under one set of rules."""

    first: RunInfo
    second: RunInfo
    film: StoredHistory
    notes: tuple[Message, ...]
    found: Comparison
    ours: Suspicion
    before: Mapping[str, PortalRank]
    after: Mapping[str, PortalRank]

    @property
    def same_list(self) -> bool:
        """Tell whether both runs are of the same list: else no portal of one is gone, nor new."""
        both = len(self.before.keys() & self.after.keys())
        return 2 * both > max(len(self.before), len(self.after))

    @property
    def moved(self) -> list[str]:
        """Return the portals whose score or rank is another, in order of their keys."""
        return [
            portal
            for portal in sorted(self.before.keys() & self.after.keys())
            if (was := self.before[portal]).score is not None
            and (now := self.after[portal]).score is not None
            and (was.score != now.score or (self.same_list and was.rank != now.rank))
        ]

    def others(self, portal: str) -> list[str]:
        """Return the peers that explain a change of rank: those that passed it, or fell behind it.

        A peer that is only in the later run, or has no score in the earlier one, came from below.
        """
        was, now, kinds = self.before[portal].rank, self.after[portal].rank, self.film.kinds
        if was is None or now is None or was == now or not self.same_list:
            return []
        last = len(self.after) + len(self.before)
        found = []
        for peer in sorted(self.before.keys() | self.after.keys()):
            if peer == portal or kinds.get(peer) != kinds.get(portal):
                continue
            earlier = (self.before[peer].rank if peer in self.before else None) or last
            later = (self.after[peer].rank if peer in self.after else None) or last
            if (earlier < was) != (later < now) and (later < now) == (now > was):
                found.append(peer)
        return found

    def because(self, portal: str) -> tuple[FindingChange, ...]:
        """Return the findings that explain a change of score, the largest effect first."""
        was, now = self.before[portal].score, self.after[portal].score
        explained = explain_score(portal, was, now, self.found).findings
        return tuple(change for change in explained if change.points)


def diff(
    before: Annotated[str | None, typer.Argument(metavar="BEFORE")] = None,
    after: Annotated[str, typer.Argument(metavar="AFTER")] = "latest",
    store: options.Store = None,
    lang: options.Lang = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON on stdout instead of a table.")
    ] = False,
) -> None:
    """Show what changed between two runs: by default the latest and the one before it.

    A finding is compared with its last conclusive verdict; what could not be tested is no change.

    Example: portal-audit history diff 20261129 latest
    """
    settings = Settings.gather(options.given(locals(), "before", "after", "as_json"))
    with Store.open(settings.store, create=False) as opened:
        first, second = _pair(opened, before, after)
        rules = prepare.rules(prepare.like(second, {"store": settings.store}))
        compared = compare_runs(opened, first, second, rules)
    if as_json:
        typer.echo(json.dumps(_as_json(compared), ensure_ascii=False, indent=2))
        return
    say = words(settings.lang)
    typer.echo(say("history.compared", before=first.id, after=second.id))
    for note in compared.notes:
        typer.echo(note.text(settings.lang))
    for line in [*_ours(compared.ours, say), *_rejudged(compared, say)]:
        typer.echo(line)
    _print_changes(compared, rules.everything, settings.lang)
    for line in [*_scores(compared, say), *_lists(compared, say)]:
        typer.echo(line)


def compare_runs(
    store: Store, first: RunInfo, second: RunInfo, rules: prepare.LoadedRules | None
) -> Diff:
    """Compare two stored runs under *rules*; what others judged is judged again, not kept.

    ``None``: both were judged under the same rules, which are not those of today.
    """
    film, notes = history_between(store, first, second), list[Message]()
    if rules is not None:
        film, notes = under_one_rule(store, film, (first, second), rules)
    places = {
        run.id: standings([one for one in film.scores if one.run == run.id], film.kinds)
        for run in (first, second)
    }
    past = histories(film.verdicts, first.id)
    found = changes(film.verdicts, film.scores, first.id, second.id, film.merged, past)
    return Diff(
        first,
        second,
        film,
        tuple(notes),
        replace(  # what a run that was broken off has still to do is neither new nor gone
            found,
            appeared=tuple(one for one in found.appeared if one not in film.listed[first.id]),
            gone=tuple(one for one in found.gone if one not in film.listed[second.id]),
        ),
        suspicion(film.verdicts, film.scores, first.id, second.id, past),
        places[first.id],
        places[second.id],
    )


def _pair(store: Store, before: str | None, after: str) -> tuple[RunInfo, RunInfo]:
    second = store.info(after)
    if before is not None:
        return store.info(before), second
    older = run_before(store, second)
    if older is None:
        raise BadInput(Message("only-one-run", run=second.id))
    return older, second


def run_before(store: Store, run: RunInfo) -> RunInfo | None:
    """Return the run before another, of the same list if any; ``None``: none has its portals."""
    store.fill_history()
    older = earlier_runs(store, run.id).comparable[:1]
    return store.info(older[0]) if older else None


def _ours(ours: Suspicion, say: TextTable) -> Iterator[str]:
    for one in ours.mass:
        kind = "history.mass-unreachable" if one.check == UNREACHABLE else "history.mass"
        yield say(kind, check=one.check, n=one.portals, of=one.of)
    for check in ours.silent:
        yield say("history.silent", check=check)


def _rejudged(compared: Diff, say: TextTable) -> Iterator[str]:
    for one in compared.film.rejudged:
        name = one_line(compared.film.names.get(one.portal, one.portal))
        yield say(
            "history.rejudged",
            run=one.run,
            portal=name,
            check=one.check,
            then=one.then,
            now=one.now,
        )


def _print_changes(compared: Diff, catalog: Catalog, lang: str) -> None:
    say, names = words(lang), compared.film.names
    if not compared.found.changes:
        typer.echo(say("history.nothing"))
        return
    table = Table()
    for name in ("change", "portal", "check", "was", "is"):
        table.add_column(say(f"history.{name}"))
    for change in compared.found.changes:
        check = catalog.get(change.check)
        kind = say(f"history.kind.{change.change.value}")
        held = change.check in compared.ours.held
        table.add_row(
            say("history.held", kind=kind) if held else kind,
            one_line(names.get(change.portal, change.portal)),
            check.texts[lang].title if check else change.check,
            change.before.outcome if change.before else "–",
            change.after.outcome,
        )
    Console().print(table)


def _scores(compared: Diff, say: TextTable) -> Iterator[str]:
    for portal in compared.moved:
        was, now = compared.before[portal], compared.after[portal]
        assert was.score is not None
        assert now.score is not None
        name = one_line(compared.film.names.get(portal, portal))
        line = say(
            "history.score", portal=name, before=say.number(was.score), after=say.number(now.score)
        )
        if was.rank != now.rank and compared.same_list:
            line += " · " + say("history.rank", before=was.rank or "–", after=now.rank or "–")
        reasons = compared.because(portal)
        listed = ", ".join(_effect(one, say) for one in reasons[:BECAUSE])
        if listed:
            line += f" ({listed}{', …' if len(reasons) > BECAUSE else ''})"
        yield line + _others(compared, portal, say)


def _others(compared: Diff, portal: str, say: TextTable) -> str:
    """Return which peers moved past a portal, each with what explains it most."""
    peers = compared.others(portal)
    if not peers:
        return ""
    named = []
    for peer in peers[:BECAUSE]:
        name = one_line(compared.film.names.get(peer, peer))
        both = peer in compared.before and peer in compared.after
        reasons = compared.because(peer)[:1] if both else ()
        named += [f"{name} ({_effect(one, say)})" for one in reasons] or [name]
    more = ", …" if len(peers) > BECAUSE else ""
    return f" – {say('history.others-moved')}: {', '.join(named)}{more}"


def _effect(one: FindingChange, say: TextTable) -> str:
    return f"{one.check} {'+' if one.points > 0 else '−'}{say.number(abs(one.points))}"


def _lists(compared: Diff, say: TextTable) -> Iterator[str]:
    names, found = compared.film.names, compared.found
    for name, portals in (("appeared", found.appeared), ("gone", found.gone)):
        if portals and not compared.same_list:
            yield say(f"history.{name}-elsewhere", n=len(portals))
            continue
        for portal in portals:
            yield say(f"history.{name}", portal=one_line(names.get(portal, portal)))
    for new, olds in found.merged.items():
        old_names = ", ".join(one_line(names.get(old, old)) for old in olds)
        yield say("history.merged", portal=one_line(names.get(new, new)), olds=old_names)


def _as_json(compared: Diff) -> dict[str, Any]:
    found, ours = compared.found, compared.ours
    return {
        "schema": "portal-audit/diff/1",
        "before": compared.first.id,
        "after": compared.second.id,
        "notes": [{"code": note.code, **note.facts} for note in compared.notes],
        "probably_ours": [
            {"check": one.check, "portals": one.portals, "of": one.of} for one in ours.mass
        ],
        "fallen_silent": list(ours.silent),
        "rejudged": [
            {
                "run": one.run,
                "portal": one.portal,
                "check": one.check,
                "then": one.then,
                "now": one.now,
            }
            for one in compared.film.rejudged
        ],
        "changes": [_change_json(change, ours) for change in found.changes],
        "scores": {
            portal: {
                "before": compared.before[portal].score,
                "after": compared.after[portal].score,
                "rank_before": compared.before[portal].rank,
                "rank_after": compared.after[portal].rank,
                "because": [
                    {"check": one.check, "points": one.points} for one in compared.because(portal)
                ],
                "others": compared.others(portal),
            }
            for portal in sorted(compared.before.keys() & compared.after.keys())
        },
        "same_list": compared.same_list,
        "appeared": list(found.appeared),
        "gone": list(found.gone),
        "merged": {new: list(olds) for new, olds in found.merged.items()},
    }


def _change_json(change: FindingChange, ours: Suspicion) -> dict[str, Any]:
    return {
        "portal": change.portal,
        "check": change.check,
        "change": change.change.value,
        "before": change.before.outcome if change.before else None,
        "after": change.after.outcome,
        "severity": change.after.severity.value,
        "points": change.points,
        "held_back": change.check in ours.held,
    }
