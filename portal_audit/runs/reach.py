"""Whether the portals of a run answer at all, or it is our own network that does not. Pure."""

from __future__ import annotations

from collections import Counter

from portal_audit.errors import NobodyAnswers
from portal_audit.model import Cause, SiteResult, State
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.scoring.reachability import FORBIDDEN
from portal_audit.texts import Message

FEWEST = 5
"""Of fewer portals, all may well be down."""
NEARLY_ALL = 0.9
"""Share of unreached portals from which on the fault is taken to be ours."""
DOUBTFUL = 0.5
"""Share from which on it may turn out to be so; until then every site is kept at once."""
ENOUGH = 40
"""Finished portals after which a run of which nearly all is unreached need not go on."""
UNREACHED = frozenset({Cause.DNS, Cause.TIMEOUT, Cause.REFUSED, Cause.LOCAL})


class Reach:
    """Holds back the sites that could not be reached while it is open whether others can be.

    So what our own network failed to reach is never kept as the state of a portal.
    """

    def __init__(self, targets: int) -> None:
        """Take how many portals the run has."""
        self._targets = targets
        self._finished = 0
        self._unreached: Counter[str] = Counter()
        self._held_back: list[SiteAudit] = []

    def release(self, audit: SiteAudit) -> list[SiteAudit]:
        """Return the finished sites that may be kept now.

        Raises NobodyAnswers where nearly all of enough sites were not reached.
        """
        self._finished += 1
        if not unreached(audit.result):
            return [audit, *self._let_go()]
        self._unreached[str(audit.result.cause)] += 1
        self._held_back.append(audit)
        if self._finished >= ENOUGH:
            self._stop_if_nobody_answers()
        return self._let_go()

    def rest(self) -> list[SiteAudit]:
        """Return what is still held back at the end of a run.

        Raises NobodyAnswers where nearly every site was not reached.
        """
        self._stop_if_nobody_answers()
        held_back, self._held_back = self._held_back, []
        return held_back

    def _stop_if_nobody_answers(self) -> None:
        if self._at_least(NEARLY_ALL):
            causes = ", ".join(f"{cause}: {n}" for cause, n in self._unreached.most_common())
            raise NobodyAnswers(
                Message(
                    "nobody-answers",
                    unreached=self._unreached.total(),
                    of=self._finished,
                    causes=causes,
                )
            )

    def _let_go(self) -> list[SiteAudit]:
        if self._at_least(DOUBTFUL):
            return []
        held_back, self._held_back = self._held_back, []
        return held_back

    def _at_least(self, share: float) -> bool:
        """Whether that share of the finished sites was not reached, in a run of enough sites."""
        unreached_sites = self._unreached.total()
        return self._targets >= FEWEST and unreached_sites >= share * max(self._finished, 1)


def unreached(site: SiteResult) -> bool:
    """Whether nobody answered. What our own rules kept us from was not tried."""
    return site.state is State.NOT_SCANNED and site.cause in UNREACHED and site.stopped != FORBIDDEN
