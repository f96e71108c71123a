"""Which checks are held back from notices: what changed on too many portals at once."""

from __future__ import annotations

from collections import Counter

from portal_audit.history.breaker import FEWEST, suspicion
from portal_audit.store import Outbox, Store


def held_checks(store: Store, run_id: str) -> frozenset[str]:
    """Return the checks whose flips in a run are probably ours: a rule, a network, a resolver."""
    info = store.info(run_id)
    flips = Counter(flip.check for flip in Outbox(store.engine).flips(info.id) if flip.check)
    before = [run for run in store.runs() if run.started_at < info.started_at and run.done]
    if not before or max(flips.values(), default=0) < FEWEST:
        return frozenset()  # most nights: the verdicts of two runs need not be read
    two = [before[0].id, info.id]
    return suspicion(store.verdicts(runs=two), store.scores(runs=two), *two).held
