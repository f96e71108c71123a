"""A run in which hardly any portal is reached stops, and blames no portal for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from portal_audit.errors import NobodyAnswers
from portal_audit.evidence import Evidence
from portal_audit.model import Cause, Kind, SiteResult, State, Target
from portal_audit.runs.reach import ENOUGH, Reach
from portal_audit.runs.site_audit import SiteAudit


def audit(cause: str, number: int = 0, stopped: str = "") -> SiteAudit:
    """Return what came of a site: scanned, or not scanned with this cause."""
    url = f"https://x{number}.test/"
    scanned = cause == "scanned"
    result = SiteResult(
        url,
        url,
        url,
        Kind.WEB,
        "",
        "",
        State.SCANNED if scanned else State.NOT_SCANNED,
        None if scanned else Cause(cause),
        stopped=stopped,
    )
    return SiteAudit(Target(url, url), Evidence(), result)


def kept(causes: Sequence[str], reach: Reach) -> list[str]:
    """Return the causes of the sites that may be kept, in the order in which they are let go."""
    return [
        str(one.result.cause or "scanned")
        for cause in causes
        for one in reach.release(audit(cause))
    ]


@pytest.mark.parametrize("cause", ["dns", "timeout", "refused", "local"])
def test_a_run_that_reaches_nobody_is_stopped_and_keeps_nothing(cause: str) -> None:
    reach = Reach(10)
    assert kept([cause] * 10, reach) == []
    with pytest.raises(NobodyAnswers) as stopped:
        reach.rest()
    assert f"10 of 10 portals could not be reached ({cause}: 10)" in stopped.value.text("en")


def test_nearly_all_is_enough() -> None:
    reach = Reach(20)
    assert kept(["scanned", *["dns"] * 19], reach) == ["scanned"]
    with pytest.raises(NobodyAnswers):
        reach.rest()


def test_a_large_run_is_stopped_long_before_its_end() -> None:
    reach = Reach(4000)
    assert kept(["dns"] * (ENOUGH - 1), reach) == []
    with pytest.raises(NobodyAnswers):
        reach.release(audit("dns"))


def test_what_was_held_back_is_kept_as_soon_as_others_answer() -> None:
    reach = Reach(10)
    assert kept(["dns", "timeout"], reach) == []
    assert kept(["scanned", "scanned"], reach) == ["scanned", "scanned"]
    assert kept(["scanned"], reach) == ["scanned", "dns", "timeout"]
    assert kept(["refused", "scanned"], reach) == ["scanned", "refused"]
    assert reach.rest() == []


def test_what_is_held_back_at_the_end_is_kept_where_enough_answered() -> None:
    reach = Reach(6)
    assert kept(["dns", "scanned", "dns", "scanned", "dns"], reach) == ["scanned", "scanned"]
    assert [str(one.result.cause) for one in reach.rest()] == ["dns"] * 3


def test_of_a_few_portals_all_may_be_down() -> None:
    reach = Reach(4)
    assert kept(["dns"] * 4, reach) == ["dns"] * 4
    assert reach.rest() == []


@pytest.mark.parametrize("cause", ["blocked", "server-error", "parked", "tls", "not-http"])
def test_a_portal_that_answers_at_all_is_reached(cause: str) -> None:
    reach = Reach(10)
    assert kept([cause] * 10, reach) == [cause] * 10
    assert reach.rest() == []


def test_what_our_own_rules_forbid_was_never_tried() -> None:
    reach = Reach(6)
    for number in range(6):
        assert len(reach.release(audit("refused", number, stopped="forbidden"))) == 1
    assert reach.rest() == []
