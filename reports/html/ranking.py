"""The ranking as tables: which portals stand together, and what search and filters go by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from portal_audit.model import Kind
from portal_audit.output.overview import Medians, Overview, PortalRow, medians

LARGE = 300
"""Portals above which tables are parted by province too, and open when asked for."""
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class RankingTable:
    """Ranked portals of one kind, in a large run of one province."""

    kind: Kind
    province: str
    rows: tuple[PortalRow, ...]
    medians: Medians


class FilterCodes:
    """Short codes for what rows are filtered by, so that thousands of rows stay small."""

    def __init__(self, overview: Overview) -> None:
        """Number the faults, organisations and tags of a run."""
        rows = overview.rows
        self.faults = {result.check: _pair(n) for n, result in enumerate(overview.faults())}
        self.organisations = {name: str(n) for n, name in enumerate(organisations(rows))}
        tags = Counter(tag for row in rows for tag in set(row.site.tags))
        telling = sorted(tag for tag, count in tags.items() if count < len(rows))
        self.tags = {tag: str(n) for n, tag in enumerate(telling)}
        self.kinds = {kind: str(n) for n, kind in enumerate(Kind)}

    def of_faults(self, row: PortalRow) -> str:
        """Return the codes of a row's faults, two characters each."""
        return "".join(self.faults[check] for check in row.faults if check in self.faults)

    def of_tags(self, row: PortalRow) -> str:
        """Return the codes of a row's tags."""
        return " ".join(self.tags[tag] for tag in row.site.tags if tag in self.tags)


def organisations(rows: Iterable[PortalRow]) -> Mapping[str, tuple[PortalRow, ...]]:
    """Return organisation → its portals, for those with more than one, by name."""
    rows = tuple(rows)
    counts = Counter(row.site.organisation for row in rows)
    names = sorted(name for name, count in counts.items() if name and count > 1)
    found: dict[str, list[PortalRow]] = {name: [] for name in names}
    for row in rows:
        if row.site.organisation in found:
            found[row.site.organisation].append(row)
    return {name: tuple(members) for name, members in found.items()}


def tables(overview: Overview, families: Sequence[str]) -> tuple[RankingTable, ...]:
    """Return the ranked portals by kind, in a large run by kind and province."""
    large = len(overview.rows) > LARGE
    found = []
    for kind in overview.kinds():
        members = overview.of_kind(kind)
        if large:
            members.sort(key=lambda row: row.site.province)  # stable: ranks stay in order
        groups = groupby(members, key=lambda row: row.site.province if large else "")
        found += [_table(kind, place, tuple(rows), families) for place, rows in groups]
    return tuple(found)


def _table(
    kind: Kind, province: str, rows: tuple[PortalRow, ...], families: Sequence[str]
) -> RankingTable:
    return RankingTable(kind, province, rows, medians(rows, families))


def _pair(number: int) -> str:
    return DIGITS[number // len(DIGITS)] + DIGITS[number % len(DIGITS)]
