"""The sites of a run, read one at a time: thousands of results do not have to fit into memory.

A run's ``sites`` is a tuple, or :class:`StoredSites`, which looks like one. What orders, counts or
ranks sites works on their ``outline``; whoever needs findings takes them one after another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Self

from portal_audit.model import SiteResult


class StoredSites(Sequence[SiteResult]):
    """Results that are read each time they are asked for, and never kept."""

    def __init__(
        self, outline: Iterable[SiteResult], read: Callable[[SiteResult], SiteResult]
    ) -> None:
        """Take every result without findings and views, and what returns one in full.

        *read* keeps rank and peers as the outline has them.
        """
        self.outline = tuple(outline)
        self.read = read

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.outline)

    def __getitem__(self, at: Any) -> Any:
        """Return one result in full, or some for a slice."""
        if isinstance(at, slice):
            return tuple(map(self.read, self.outline[at]))
        return self.read(self.outline[at])

    def __iter__(self) -> Iterator[SiteResult]:
        """Yield every result in full, in the order of the inventory."""
        return map(self.read, self.outline)

    def with_outline(self, outline: Iterable[SiteResult]) -> Self:
        """Return the same results under a changed outline."""
        return type(self)(outline, self.read)

    def changed(self, change: Callable[[SiteResult], SiteResult]) -> Self:
        """Return the results as *change* makes them when they are read."""
        read = self.read
        return type(self)(self.outline, lambda site: change(read(site)))


def outline(sites: Sequence[SiteResult]) -> Sequence[SiteResult]:
    """Return the sites with all but findings and views, which may or may not be there."""
    return sites.outline if isinstance(sites, StoredSites) else sites


def ordered(sites: Sequence[SiteResult], key: Callable[[SiteResult], Any]) -> Sequence[SiteResult]:
    """Return the sites sorted by what their outline says."""
    if isinstance(sites, StoredSites):
        return sites.with_outline(sorted(sites.outline, key=key))
    return tuple(sorted(sites, key=key))


def fitting(
    sites: Sequence[SiteResult], fits: Callable[[SiteResult], bool]
) -> Sequence[SiteResult]:
    """Return the sites that fit by their findings too, in the same order."""
    if isinstance(sites, StoredSites):
        return sites.with_outline(
            short for short, whole in zip(sites.outline, sites, strict=True) if fits(whole)
        )
    return tuple(filter(fits, sites))


def chosen(sites: Sequence[SiteResult], keep: Callable[[SiteResult], bool]) -> Sequence[SiteResult]:
    """Return the sites whose outline *keep* says yes to."""
    kept = tuple(filter(keep, outline(sites)))
    return sites.with_outline(kept) if isinstance(sites, StoredSites) else kept


def changed(
    sites: Sequence[SiteResult], change: Callable[[SiteResult], SiteResult]
) -> Sequence[SiteResult]:
    """Return the sites as *change* makes them."""
    if isinstance(sites, StoredSites):
        return sites.changed(change)
    return tuple(change(site) for site in sites)


def placed(
    sites: Sequence[SiteResult], places: Sequence[tuple[int | None, int]]
) -> Sequence[SiteResult]:
    """Return the sites with (rank, peers) of each, in the same order."""
    ranked = [
        replace(site, rank=rank, peers=peers)
        for site, (rank, peers) in zip(outline(sites), places, strict=True)
    ]
    return sites.with_outline(ranked) if isinstance(sites, StoredSites) else tuple(ranked)
