"""What the page for decision makers tells: five messages, the reach of communes, tiles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from portal_audit.inventory.provinces import by_name, provinces
from portal_audit.model import Kind, State
from portal_audit.output.overview import CheckResult, Overview, PortalRow, medians
from portal_audit.output.report import Report, cause_of
from portal_audit.output.shared_causes import SharedCause

MOST_TILES = 180
"""The largest province has 168 communes; more tiles do not fit onto the sheet."""
MOST_CAUSES = 3
"""Of portals that could not be reached; the list of portals names every one."""
INFORMATION = "information"
GOOD, WEAK = "AB", "DE"


@dataclass(frozen=True, slots=True)
class LeaderMessage:
    """One thing to know: the key of its text, and the facts for its gaps."""

    key: str
    facts: Mapping[str, object] = field(default_factory=dict)
    check: str = ""
    """What it is about, where that has a page."""


@dataclass(frozen=True, slots=True)
class CommuneCount:
    """Portals of communes."""

    listed: int
    read: int
    good: int
    official: int | None
    """Communes that the provinces of the list have; ``None`` where that is not known."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One commune's portal, or one province."""

    name: str
    level: str
    """Empty for a province that is not in the list."""
    row: PortalRow | None = None


@dataclass(frozen=True, slots=True)
class LeadershipPage:
    """Everything that stands on the page besides the words."""

    messages: tuple[LeaderMessage, ...]
    communes: CommuneCount | None
    tiles: tuple[Tile, ...]
    """Communes, the lowest level first; empty where there are none, or too many for a sheet."""
    provinces: tuple[Tile, ...]
    """Empty unless portals are of several provinces."""


def leadership(overview: Overview, causes: Sequence[SharedCause], report: Report) -> LeadershipPage:
    """Gather what the page shows."""
    communes = [row for row in overview.rows if row.site.kind is Kind.COMMUNE]
    several = len({row.site.province for row in overview.rows if row.site.province}) > 1
    return LeadershipPage(
        messages=(
            _levels(overview),
            _danger(overview),
            _information(overview),
            _fix_once(overview, causes),
            _unread(overview),
        ),
        communes=_communes(communes, overview.rows) if communes else None,
        tiles=() if several or len(communes) > MOST_TILES else _tiles(communes),
        provinces=_provinces(overview, report) if several else (),
    )


def _levels(overview: Overview) -> LeaderMessage:
    if not overview.ranked:
        return LeaderMessage("leadership.unranked")
    facts = {
        "ranked": len(overview.ranked),
        "good": sum(row.site.level in GOOD for row in overview.ranked),
        "weak": sum(row.site.level in WEAK for row in overview.ranked),
        "median": medians(overview.ranked).score,
    }
    return LeaderMessage("leadership.levels", facts)


def _danger(overview: Overview) -> LeaderMessage:
    critical = overview.critical()
    if not critical:
        return LeaderMessage("leadership.safe")
    check, rows = critical[0]
    count = sum(bool(row.critical) for row in overview.rows)
    return LeaderMessage("leadership.danger", {"n": count, "most": len(rows)}, check)


def _information(overview: Overview) -> LeaderMessage:
    lacking = [f for f in overview.faults() if f.check.startswith(f"{INFORMATION}.")]
    middle = medians(overview.ranked, [INFORMATION]).families[INFORMATION]
    if not lacking or middle is None:
        return LeaderMessage("leadership.published")
    first = lacking[0]
    facts = {"median": middle, "n": len(first.rows), "all": first.asked}
    return LeaderMessage("leadership.lacking", facts, first.check)


def _fix_once(overview: Overview, causes: Sequence[SharedCause]) -> LeaderMessage:
    """Name the fault that most portals have, and the group among them that one request helps."""
    common = _most_common(overview)
    if common is None:
        return LeaderMessage("leadership.no_faults")
    count = len(common.rows)
    for cause in causes[:1]:
        shared = [len(f.rows) for f in cause.faults if f.check == common.check and f.gain > 0]
        if shared and shared[0] < count:
            facts = {"all": count, "n": shared[0], "sort": cause.sort, "value": cause.value}
            return LeaderMessage("leadership.fix_shared", facts, common.check)
    return LeaderMessage("leadership.fix_once", {"n": count}, common.check)


def _most_common(overview: Overview) -> CheckResult | None:
    faults = overview.faults()
    return faults[0] if faults and len(faults[0].rows) > 1 else None


def _unread(overview: Overview) -> LeaderMessage:
    if not overview.unread:
        return LeaderMessage("leadership.all_read")
    causes = Counter(cause_of(row.site) for row in overview.unread)
    first = sorted(causes.items(), key=lambda one: (-one[1], one[0]))[:MOST_CAUSES]
    return LeaderMessage("leadership.unread", {"n": len(overview.unread), "causes": first})


def _communes(rows: Sequence[PortalRow], every: Sequence[PortalRow]) -> CommuneCount:
    places = {row.site.province for row in rows} | {row.site.province for row in every} - {""}
    official = [found.communes if (found := by_name(place)) else None for place in places]
    whole = None if None in official else sum(count for count in official if count)
    return CommuneCount(
        listed=len(rows),
        read=sum(row.site.state is State.SCANNED for row in rows),
        good=sum(row.site.level in GOOD for row in rows),
        official=whole if whole is not None and whole >= len(rows) else None,
    )


def _tiles(rows: Sequence[PortalRow]) -> tuple[Tile, ...]:
    names = short_names([row.site.name for row in rows])
    tiles = [Tile(name, row.site.level, row) for name, row in zip(names, rows, strict=True)]
    return tuple(sorted(tiles, key=lambda tile: (_worst_first(tile.level), tile.name)))


def _worst_first(level: str) -> int:
    return "EDCBAN".find(level)


def short_names(names: Sequence[str]) -> list[str]:
    """Return the names without the words that all of them begin with; each keeps a word."""
    split = [name.split() for name in names]
    least = min(map(len, split), default=0)
    shared = 0
    while len(split) > 1 and shared < least - 1 and len({words[shared] for words in split}) == 1:
        shared += 1
    return [" ".join(words[shared:]) for words in split]


def _provinces(overview: Overview, report: Report) -> tuple[Tile, ...]:
    members: dict[str, list[PortalRow]] = defaultdict(list)
    for row in overview.rows:
        official = by_name(row.site.province) if row.site.province else None
        if row.site.province:
            members[official.name if official else row.site.province].append(row)
    names = [*(one.name for one in provinces()), *sorted(members)]
    return tuple(
        Tile(name, _level(members[name], report) if name in members else "")
        for name in dict.fromkeys(names)
    )


def _level(rows: Sequence[PortalRow], report: Report) -> str:
    """Return the level that belongs to the median score, by the bands of the first profile."""
    middle = medians(rows).score
    profile = next(iter(report.profiles.values()), None)
    return "N" if middle is None or profile is None else profile.level(middle)
