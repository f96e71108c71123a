"""Results read one at a time look like a tuple of them, in whatever order and with any ranks."""

from dataclasses import replace

import pytest

from portal_audit.model import Finding, Kind, Run, Severity, SiteResult, State, Status
from portal_audit.run_sites import StoredSites, changed, chosen, ordered, outline
from portal_audit.scoring.rank import rank
from tests.fixtures.invented_run import sample_run

FULL = {site.id: site for site in sample_run().sites}


class Reader:
    """A store that counts what it is asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, site: SiteResult) -> SiteResult:
        self.asked.append(site.id)
        return replace(FULL[site.id], rank=site.rank, peers=site.peers)


def stored() -> tuple[StoredSites, Reader]:
    reader = Reader()
    light = [replace(s, findings=(), views={}, rank=None, peers=0) for s in FULL.values()]
    return StoredSites(light, reader), reader


def run_of(sites: StoredSites | tuple[SiteResult, ...]) -> Run:
    return replace(sample_run(), sites=sites, organisations=(), provinces=())


@pytest.mark.parametrize("by", ["total", "security", "publication"])
def test_ranks_and_roll_ups_are_those_of_the_whole_run_without_reading_a_finding(by: str) -> None:
    sites, reader = stored()
    ranked = rank(run_of(sites), by)
    whole = rank(run_of(tuple(FULL.values())), by)
    assert reader.asked == []
    assert list(ranked.sites) == list(whole.sites)
    assert (ranked.organisations, ranked.provinces) == (whole.organisations, whole.provinces)


def test_they_are_read_in_the_order_asked_for_each_when_it_is_taken() -> None:
    sites, reader = stored()
    in_turn = iter(ordered(sites, lambda site: site.id))
    first = next(in_turn)
    assert reader.asked == [first.id] == [min(FULL)]
    assert [first.id, *(site.id for site in in_turn)] == sorted(FULL)


def test_only_those_chosen_are_read() -> None:
    sites, reader = stored()
    communes = chosen(sites, lambda site: site.kind is Kind.COMMUNE)
    assert 0 < len(communes) < len(sites)
    assert {site.kind for site in communes} == {Kind.COMMUNE}
    assert len(reader.asked) == len(communes)


def test_a_change_reaches_every_result_and_costs_nothing_until_then() -> None:
    sites, reader = stored()
    finding = Finding("a.b", "a", Status.FAIL, "bad", Severity.LOW, 1)
    marked = changed(sites, lambda site: replace(site, findings=(finding,)))
    assert reader.asked == []
    assert all(site.findings == (finding,) for site in marked)
    assert outline(marked)[0].findings == ()


def test_a_place_and_a_slice_give_full_results() -> None:
    sites, _ = stored()
    assert sites[0] == replace(FULL[sites.outline[0].id], rank=None, peers=0)
    assert [site.id for site in sites[1:3]] == [site.id for site in sites.outline[1:3]]


def test_a_tuple_is_left_as_it_is() -> None:
    site = SiteResult("x", "https://x.example/", "X", Kind.WEB, "", "", State.SCANNED)
    assert outline((site,)) == (site,)
    assert ordered((site,), lambda one: one.id) == (site,)
