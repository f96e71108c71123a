"""How far a run is, and which of its sites are to be done again: for runs on many machines."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import select, update

from portal_audit.model import SiteResult
from portal_audit.store.serialise import load_result, unpack
from portal_audit.store.store import Store
from portal_audit.store.tables import SiteRow

AT_ONCE = 200


def is_done(store: Store, run_id: str, site: str) -> bool:
    """Tell whether a site is finished."""
    query = select(SiteRow.state).where(SiteRow.run_id == run_id, SiteRow.site_id == site)
    with store.session() as session:
        return session.scalars(query).first() is not None


def results(store: Store, run_id: str, sites: Collection[str]) -> Iterator[SiteResult]:
    """Yield the results of finished sites."""
    names = sorted(sites)
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        query = select(SiteRow.result).where(
            SiteRow.run_id == run_id, SiteRow.site_id.in_(some), SiteRow.result.is_not(None)
        )
        with store.session() as session:
            blobs = list(session.scalars(query))
        yield from (load_result(unpack(blob)) for blob in blobs if blob is not None)


def do_again(store: Store, run_id: str, sites: Collection[str]) -> None:
    """Have sites count as not visited."""
    query = update(SiteRow).where(SiteRow.run_id == run_id, SiteRow.site_id.in_(sorted(sites)))
    with store.session() as session:
        nothing = ("state", "result", "evidence", "evidence_base", "finished_at")
        session.execute(query.values(dict.fromkeys(nothing)))
