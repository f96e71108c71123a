"""What a whole run shows, and what its portals share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from portal_audit.model import Finding, Gain, Kind, Severity, SiteResult, State, Status
from portal_audit.output.overview import Overview, medians
from portal_audit.output.shared_causes import shared_causes, shared_faults

HIGH, LOW, CRITICAL = Severity.HIGH, Severity.LOW, Severity.CRITICAL


def site(
    name: str,
    faults: Mapping[str, tuple[Severity, float]],
    *,
    score: float | None = 50.0,
    traits: Mapping[str, str] | None = None,
    passed: tuple[str, ...] = (),
) -> SiteResult:
    """Return a portal with these faults: check → severity, points that fixing it alone brings."""
    findings = [
        Finding(check, check.partition(".")[0], Status.FAIL, "bad", severity, 1)
        for check, (severity, _) in faults.items()
    ]
    findings += [Finding(c, "tls", Status.PASS, "good", LOW, 1) for c in passed]
    return SiteResult(
        name,
        f"https://{name}.example/",
        name,
        Kind.COMMUNE,
        "",
        "",
        State.SCANNED,
        score=score,
        rank=None if score is None else 1,
        level="C",
        findings=tuple(findings),
        views={"if_fixed": {check: {"score": gain} for check, (_, gain) in faults.items()}},
        traits=traits or {},
    )


def overview(*sites: SiteResult) -> Overview:
    found = Overview()
    for each in sites:
        found.add(each)
    return found


def test_a_row_keeps_what_lists_need_and_forgets_the_findings() -> None:
    row = overview(site("a", {"tls.https": (CRITICAL, 40)})).rows[0]
    assert (row.site.findings, row.site.views) == ((), {})
    assert row.critical == ("tls.https",)
    assert row.faults["tls.https"].gain == 40
    assert row.first is not None
    assert row.first.check == "tls.https"


def test_faults_are_counted_over_the_portals_on_which_they_could_be_tested() -> None:
    found = overview(
        site("a", {"tls.https": (CRITICAL, 40), "headers.hsts": (HIGH, 2)}),
        site("b", {"headers.hsts": (LOW, 1.5)}, passed=("tls.https",)),
        site("c", {}),
    )
    hsts, https = found.faults()
    assert (hsts.check, len(hsts.rows), hsts.asked, hsts.gain) == ("headers.hsts", 2, 2, 3.5)
    assert hsts.by_severity() == {HIGH: 1, LOW: 1}
    assert (https.check, len(https.rows), https.asked) == ("tls.https", 1, 2)
    assert [(check, len(rows)) for check, rows in found.critical()] == [("tls.https", 1)]


@pytest.mark.parametrize(
    ("scores", "middle"), [([10, 90, 50], 50), ([10, 20], 15), ([None], None), ([], None)]
)
def test_medians_are_those_of_ranked_portals(
    scores: list[float | None], middle: float | None
) -> None:
    sites = [site(str(number), {}, score=score) for number, score in enumerate(scores)]
    assert medians(overview(*sites).rows).score == middle


def test_portals_that_share_a_system_and_a_fault_are_a_group_with_the_gain_of_all() -> None:
    shared = {"system": "NukeViet – xanh"}
    found = overview(
        site("a", {"headers.hsts": (HIGH, 2), "content.csp": (LOW, 1)}, traits=shared),
        site("b", {"headers.hsts": (HIGH, 3.2)}, traits=shared),
        site("c", {"headers.hsts": (HIGH, 9)}, traits={"system": "Drupal"}),
    )
    [cause] = shared_causes(found.rows)
    assert (cause.sort, cause.value, cause.gain) == ("system", "NukeViet – xanh", 5.2)
    assert [row.site.id for row in cause.rows] == ["a", "b"]
    assert [fault.check for fault in cause.faults] == ["headers.hsts"]


def test_what_all_portals_share_is_no_group() -> None:
    same = {"address": "203.0.113.5"}
    rows = overview(
        site("a", {"headers.hsts": (HIGH, 2)}, traits=same),
        site("b", {"headers.hsts": (HIGH, 2)}, traits=same),
    ).rows
    assert shared_causes(rows) == []


def test_the_same_portals_are_one_group_whatever_they_share() -> None:
    both = {"address": "203.0.113.5", "provider": "hoster.example"}
    rows = overview(
        site("a", {"headers.hsts": (HIGH, 2)}, traits=both),
        site("b", {"headers.hsts": (HIGH, 2)}, traits=both),
        site("c", {}, traits={"address": "203.0.113.9"}),
    ).rows
    assert [(cause.sort, cause.value) for cause in shared_causes(rows)] == [
        ("address", "203.0.113.5")
    ]


def test_a_fault_of_few_of_a_group_is_not_the_groups() -> None:
    rows = overview(
        *(site(str(n), {"headers.hsts": (HIGH, 1)} if n < 2 else {}) for n in range(5))
    ).rows
    assert shared_faults(rows) == ()
    assert [fault.check for fault in shared_faults(rows[:4])] == ["headers.hsts"]


def test_a_record_of_another_program_without_gains_counts_as_no_gain() -> None:
    odd = site("a", {"headers.hsts": (HIGH, 2)})
    stored: tuple[dict[str, object], ...] = (
        {},
        {"if_fixed": "x"},
        {"if_fixed": {"headers.hsts": {"score": "9"}}},
    )
    for views in stored:
        row = Overview().add(replace(odd, views=views))
        assert row.faults["headers.hsts"].gain == 0


def test_gains_of_the_order_of_fixing_name_what_comes_first() -> None:
    found = site("a", {"headers.hsts": (HIGH, 2), "content.csp": (HIGH, 3)})
    gains = (Gain("content.csp", 60, 10), Gain("headers.hsts", 62, 2))
    row = Overview().add(replace(found, gains=gains))
    assert row.first is not None
    assert row.first.check == "content.csp"
