"""Rank sites among their peers, and roll them up per organisation and province. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from portal_audit.errors import BadInput
from portal_audit.model import Group, Run, SiteResult, State
from portal_audit.run_sites import ordered, outline, placed

KEYS = ("total", "security", "publication")


def rank(run: Run, by: str = "total", level: Callable[[float], str] | None = None) -> Run:
    """Return the run with ranks within each kind of portal and with its roll-ups.

    *by* is ``total``, ``security`` or ``publication``. Sites that could not be read, or of which
    too little was tested (level N), are not ranked. Equal scores share a rank: 1, 2, 2, 4.
    """
    if by not in KEYS:
        raise BadInput(f"--rank-by {by}: choose one of {', '.join(KEYS)}.")
    sites = outline(run.sites)
    places: dict[str, int] = {}
    peers: Counter[str] = Counter()
    for kind in {site.kind for site in sites}:
        keys = {s.id: key for s in sites if s.kind == kind and (key := _key(s, by)) is not None}
        places |= _places(keys)
        peers[kind] = len(keys)
    return replace(
        run,
        ranked_by=by,
        sites=placed(run.sites, [(places.get(site.id), peers[site.kind]) for site in sites]),
        organisations=_groups(sites, lambda site: site.organisation, by, level),
        provinces=_groups(sites, lambda site: site.province, by, level),
    )


def in_order(sites: Sequence[SiteResult]) -> Sequence[SiteResult]:
    """Return sites best first: by rank, then name; those without a rank come last."""
    return ordered(sites, lambda s: (s.rank is None, s.rank or 0, s.name, s.id))


def _key(site: SiteResult, by: str) -> float | None:
    if site.state is not State.SCANNED or site.level == "N":
        return None
    return site.score if by == "total" else site.parts.get(by)


def _places(keys: Mapping[str, float]) -> dict[str, int]:
    best_first = sorted(keys.values(), reverse=True)
    first: dict[float, int] = {}
    for place, key in enumerate(best_first, start=1):
        first.setdefault(key, place)
    return {name: first[key] for name, key in keys.items()}


def _groups(
    sites: Sequence[SiteResult],
    name_of: Callable[[SiteResult], str],
    by: str,
    level: Callable[[float], str] | None,
) -> tuple[Group, ...]:
    members: dict[str, list[SiteResult]] = defaultdict(list)
    for site in sites:
        if name_of(site):
            members[name_of(site)].append(site)
    groups = [_group(name, within, by, level) for name, within in members.items()]
    places = _places({group.name: group.score for group in groups if group.score is not None})
    ranked = [replace(group, rank=places.get(group.name)) for group in groups]
    return tuple(sorted(ranked, key=lambda g: (g.rank is None, g.rank or 0, g.name)))


def _group(
    name: str, sites: Sequence[SiteResult], by: str, level: Callable[[float], str] | None
) -> Group:
    scores = [key for site in sites if (key := _key(site, by)) is not None]
    mean = round(sum(scores) / len(scores), 1) if scores else None
    return Group(
        name=name,
        sites=len(sites),
        scanned=sum(site.state is State.SCANNED for site in sites),
        ranked=len(scores),
        score=mean,
        level="N" if mean is None or level is None else level(mean),
        levels=dict(sorted(Counter(site.level for site in sites).items())),
        rank=None,
    )
