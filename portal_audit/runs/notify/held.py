"""Which checks are held back from notices: what changed on too many portals at once."""

from __future__ import annotations

from collections import Counter

from portal_audit.history import breaker
from portal_audit.history.breaker import FEWEST, HeldBack
from portal_audit.history.notices.events import Event
from portal_audit.store import Outbox, Store
from portal_audit.store.earlier_runs import earlier_runs
from portal_audit.store.history import changed_checks

LOOKBACK = 4
"""Runs that are read besides the one in question: a fault counts as lasting from two on."""


def held_back(store: Store, run_id: str) -> HeldBack:
    """Return the checks whose flips in a run are probably ours, and where they flipped."""
    info = store.info(run_id)
    news = Outbox(store.engine).flips(info.id)
    flips = Counter(flip.check for flip in news if flip.check)
    # A slight check is no news by itself, but levels may have fallen with it.
    telling = {Event.LEVEL_DROP.value, Event.UNREACHABLE.value}
    matters = max(flips.values(), default=0) >= FEWEST or any(
        flip.reason in telling for flip in news
    )
    before = earlier_runs(store, info.id).comparable if matters else ()
    if not before:
        return HeldBack()  # most nights: the verdicts of the runs before need not be read
    earlier = [*reversed(before[:LOOKBACK])]
    with store.session() as session:
        suspects = changed_checks(session, earlier, info.id, FEWEST)
    read = [*earlier, info.id]  # of what is the same on all portals but a few, nothing is held
    verdicts = store.verdicts(runs=read, checks=suspects)
    return breaker.held_back(verdicts, store.scores(runs=read), info.id)
