"""Who stands where among whom."""

from datetime import UTC, datetime

import pytest

from portal_audit.errors import BadInput
from portal_audit.model import Cause, Criteria, FamilyScore, Kind, Run, SiteResult, State
from portal_audit.scoring.rank import in_order, rank


def site(name: str, score: float | None, kind: str = "commune", **more: object) -> SiteResult:
    """Return a scanned site, or one that could not be read."""
    read = score is not None
    fields: dict[str, object] = {
        "id": name,
        "url": f"https://{name}.test/",
        "name": name,
        "kind": Kind(kind),
        "organisation": "UBND",
        "province": "Hạc Sơn",
        "state": State.SCANNED if read else State.NOT_SCANNED,
        "cause": None if read else Cause.TIMEOUT,
        "score": score,
        "level": "B" if read else "N",
        "parts": {"security": score, "publication": 100 - (score or 0)},
    }
    return SiteResult(**(fields | more))  # type: ignore[arg-type]


def run(*sites: SiteResult) -> Run:
    """Return a run of these sites."""
    now = datetime(2026, 11, 22, tzinfo=UTC)
    return Run("r", now, now, True, Criteria("1", "sha256:0"), sites)


def ranks(result: Run) -> dict[str, int | None]:
    """Return name → rank."""
    return {site.name: site.rank for site in result.sites}


def test_equal_scores_share_a_rank() -> None:
    result = rank(run(site("a", 70.0), site("b", 80.0), site("c", 80.0), site("d", 90.0)))
    assert ranks(result) == {"d": 1, "b": 2, "c": 2, "a": 4}


def test_peers_are_of_the_same_kind() -> None:
    result = rank(run(site("a", 70.0), site("b", 80.0, "department")))
    assert ranks(result) == {"a": 1, "b": 1}
    assert {found.peers for found in result.sites} == {1}


def test_what_could_not_be_read_or_judged_is_never_ranked() -> None:
    result = rank(run(site("a", 70.0), site("dead", None), site("thin", 99.0, level="N")))
    assert ranks(result) == {"a": 1, "dead": None, "thin": None}


@pytest.mark.parametrize(("coverage", "place"), [(0.0, None), (0.79, None), (0.8, 1)])
def test_who_keeps_silent_about_tls_is_not_put_before_the_others(
    coverage: float, place: int | None
) -> None:
    silent = site("silent", 90.0, families={"tls": FamilyScore(None, 20.0, coverage)})
    open_ = site("open", 70.0, families={"tls": FamilyScore(50.0, 20.0, 1.0)})
    assert ranks(rank(run(silent, open_)))["silent"] == place
    assert ranks(rank(run(silent, open_), by="publication"))["silent"] is not None


def test_ranking_by_a_part() -> None:
    result = rank(run(site("a", 70.0), site("b", 80.0)), by="publication")
    assert ranks(result) == {"a": 1, "b": 2}


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(BadInput, match="total, security, publication"):
        rank(run(), by="beauty")


def test_roll_up_lists_the_unreadable_but_leaves_them_out_of_the_mean() -> None:
    [group] = rank(run(site("a", 70.0), site("b", 80.0), site("dead", None))).provinces
    assert (group.sites, group.scanned, group.ranked, group.score) == (3, 2, 2, 75.0)
    assert group.levels == {"B": 2, "N": 1}


def test_order_is_by_rank_then_name() -> None:
    result = rank(run(site("z", None), site("b", 80.0), site("a", 80.0), site("c", 90.0)))
    assert [found.name for found in in_order(result.sites)] == ["c", "a", "b", "z"]
