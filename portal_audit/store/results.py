"""The results of a run: all of them one after another, or one in full."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal_audit.model import SiteResult
from portal_audit.store import serialise
from portal_audit.store.tables import SiteRow

ROWS = 50
"""Read at a time, so that the results of a large run never lie in memory together."""


def each(
    session: Session, run_id: str, load: Callable[[dict[str, Any]], SiteResult]
) -> Iterator[SiteResult]:
    """Yield the results in the order of the inventory; sites still to do as interrupted."""
    query = select(SiteRow.target, SiteRow.result).where(SiteRow.run_id == run_id)
    ordered = query.order_by(SiteRow.position).execution_options(yield_per=ROWS)
    with session.execute(ordered) as rows:
        for target, blob in rows:
            if blob is None:
                yield serialise.unfinished(serialise.load_target(target))
            else:
                yield load(serialise.unpack(blob))


def in_full(session: Session, run_id: str, site: SiteResult) -> SiteResult:
    """Return the stored result of a site, with the rank and peers that *site* has."""
    query = select(SiteRow.result).where(SiteRow.run_id == run_id, SiteRow.site_id == site.id)
    blob = session.scalars(query).first()
    if blob is None:
        return site
    full = serialise.load_result(serialise.unpack(blob))
    return replace(full, rank=site.rank, peers=site.peers)
