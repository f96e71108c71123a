"""Which checks are held back from notices: what changed on too many portals at once."""

from __future__ import annotations

from collections import Counter

from portal_audit.history import breaker
from portal_audit.store import Outbox, Store

LOOKBACK = 4
"""Runs that are read besides the one in question: a fault counts as lasting from two on."""


def held_checks(store: Store, run_id: str) -> frozenset[str]:
    """Return the checks whose flips in a run are probably ours: a rule, a network, a resolver."""
    info = store.info(run_id)
    flips = Counter(flip.check for flip in Outbox(store.engine).flips(info.id) if flip.check)
    before = [run for run in store.runs() if run.started_at < info.started_at and run.done]
    if not before or max(flips.values(), default=0) < breaker.FEWEST:
        return frozenset()  # most nights: the verdicts of the runs before need not be read
    read = [*(run.id for run in reversed(before[:LOOKBACK])), info.id]
    return breaker.held_checks(store.verdicts(runs=read), store.scores(runs=read), info.id)
