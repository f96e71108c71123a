"""How findings become a score: families, coverage, caps, points that add up, gains."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.model import Finding, Kind, Severity, Status
from portal_audit.rules.profile import Cap, Profile
from portal_audit.scoring.score import score


def profile(**changes: object) -> Profile:
    """Two families, one cap, the usual levels."""
    fields: dict[str, object] = {
        "name": "p",
        "version": "1",
        "titles": {"vi": "p", "en": "p"},
        "families": {"tls": 60.0, "information": 40.0},
        "parts": {"security": ("tls",), "publication": ("information",)},
        "caps": (Cap(50, check="tls.trust"), Cap(70, check="tls.versions")),
        "levels": (("A", 85.0), ("B", 70.0), ("C", 55.0), ("D", 40.0), ("E", 0.0)),
    }
    return Profile(**(fields | changes))  # type: ignore[arg-type]


def finding(check: str, status: str, weight: float = 1, severity: str = "high") -> Finding:
    """Return a finding of this check."""
    family = check.partition(".")[0]
    return Finding(check, family, Status(status), "x", Severity(severity), weight)


def test_a_family_is_the_weighted_mean_of_what_was_tested() -> None:
    findings = [
        finding("tls.a", "pass", 3),
        finding("tls.b", "partial", 2),
        finding("tls.c", "fail", 5),
        finding("tls.d", "not-applicable", 50),
        finding("tls.e", "info", 0),
    ]
    family = score(findings, profile()).families["tls"]
    assert (family.score, family.coverage) == (40.0, 1.0)


def test_what_could_not_be_tested_lowers_coverage_and_not_the_score() -> None:
    findings = [finding("tls.a", "pass", 3), finding("tls.b", "not-tested", 1)]
    result = score(findings, profile())
    assert (result.score, result.coverage, result.level) == (100.0, 0.75, "A")


def test_too_little_coverage_gives_no_level() -> None:
    findings = [finding("tls.a", "pass", 1), finding("tls.b", "not-tested", 1)]
    assert score(findings, profile()).level == "N"


def test_one_side_is_not_enough_for_a_level() -> None:
    """A portal that needs a browser to be read has security to show, and no publication."""
    findings = [finding("tls.a", "pass", 9), finding("information.a", "not-tested", 1)]
    result = score(findings, profile(families={"tls": 90.0, "information": 10.0}))
    assert (result.coverage, result.level, result.score) == (0.9, "N", 100.0)
    assert dict(result.part_coverage) == {"security": 1.0, "publication": 0.0}


def test_nothing_tested_gives_no_score() -> None:
    result = score([finding("tls.a", "not-tested")], profile())
    assert (result.score, result.uncapped, result.level, result.coverage) == (None, None, "N", 0.0)


def test_a_family_without_applicable_checks_is_left_out_of_the_mean() -> None:
    assert score([finding("tls.a", "pass")], profile()).score == 100.0


def test_the_tightest_cap_holds_and_both_numbers_are_kept() -> None:
    findings = [
        finding("tls.trust", "fail"),
        finding("tls.versions", "fail"),
        finding("tls.rest", "pass", 20),
        finding("information.a", "pass"),
    ]
    result = score(findings, profile())
    assert result.uncapped is not None
    assert result.uncapped > 90
    assert (result.score, result.caps) == (50, ("tls.trust", "tls.versions"))


def test_a_cap_above_the_score_is_not_named() -> None:
    findings = [finding("tls.versions", "fail", 9), finding("tls.rest", "pass", 1)]
    assert score(findings, profile()).caps == ()


def test_parts_stand_beside_the_total() -> None:
    findings = [finding("tls.a", "fail"), finding("information.a", "pass")]
    result = score(findings, profile())
    assert (result.score, dict(result.parts)) == (40.0, {"security": 0.0, "publication": 100.0})


def test_a_cap_holds_the_part_it_comes_from_too() -> None:
    findings = [
        finding("tls.trust", "fail"),
        finding("tls.rest", "pass", 20),
        finding("information.a", "pass"),
    ]
    assert dict(score(findings, profile()).parts) == {"security": 50, "publication": 100.0}


def test_gains_begin_with_what_lifts_the_cap() -> None:
    findings = [
        finding("tls.trust", "fail", 1),
        finding("tls.rest", "pass", 9),
        finding("information.a", "fail", 1),
        finding("information.b", "pass", 1),
    ]
    gains = score(findings, profile()).gains
    assert [(gain.check, gain.points) for gain in gains] == [
        ("tls.trust", 30.0),
        ("information.a", 20.0),
    ]
    assert gains[-1].score == 100.0


@pytest.mark.parametrize(
    ("points", "level"), [(85, "A"), (84.9, "B"), (70, "B"), (55, "C"), (40, "D"), (39.9, "E")]
)
def test_levels_begin_where_the_profile_says(points: float, level: str) -> None:
    assert profile().level(points) == level


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["tls", "information"]),
            st.sampled_from([status.value for status in Status]),
            st.floats(0, 10),
        ),
        max_size=40,
    )
)
def test_the_points_lost_add_up_to_what_is_missing(rows: list[tuple[str, str, float]]) -> None:
    """Every point lost can be followed to one finding."""
    findings = [
        finding(f"{family}.c{number}", status, round(weight, 1))
        for number, (family, status, weight) in enumerate(rows)
    ]
    result = score(findings, profile(caps=()))
    lost = sum(round(f.points_lost * 100) for f in result.findings)
    if result.uncapped is not None and any(f.points_lost for f in result.findings):
        assert lost == round((100 - result.uncapped) * 100)
    if result.gains:
        assert result.gains[-1].score == pytest.approx(100, abs=0.06)


def capped(*findings: Finding, caps: tuple[Cap, ...]) -> tuple[float | None, tuple[str, ...]]:
    """Return the score and what holds it, beside plenty that is in order."""
    good = [finding("tls.good", "pass", 200), finding("information.good", "pass", 200)]
    result = score([*good, *findings], profile(caps=caps))
    return result.score, result.caps


HIGH = Cap(84, severity=Severity.HIGH)
TWO_HIGH = Cap(69, severity=Severity.HIGH, count=2)


def test_a_cap_on_several_findings_names_them_all() -> None:
    one, two = finding("tls.a", "fail"), finding("tls.b", "fail")
    assert capped(one, caps=(HIGH, TWO_HIGH)) == (84, ("tls.a",))
    assert capped(one, two, caps=(HIGH, TWO_HIGH)) == (69, ("tls.a", "tls.b"))


def test_a_cap_by_severity_counts_worse_findings_and_no_milder_ones() -> None:
    milder = finding("tls.a", "fail", severity="medium")
    worse = finding("tls.b", "fail", severity="critical")
    assert capped(milder, caps=(HIGH,))[1] == ()
    assert capped(worse, caps=(HIGH,)) == (84, ("tls.b",))


def test_fixing_one_of_two_lifts_the_cap_on_two() -> None:
    findings = [finding(f"tls.{name}", "fail") for name in "ab"]
    good = finding("tls.good", "pass", 200)
    gains = score([good, *findings], profile(caps=(HIGH, TWO_HIGH))).gains
    assert [gain.score for gain in gains] == [84, 100]


@pytest.mark.parametrize(("missing", "most"), [(4, 100), (5, 100), (6, 69), (7, 69), (8, 54)])
def test_a_family_too_low_holds_the_score(missing: int, most: float) -> None:
    caps = (
        Cap(54, family="information", below=25),
        Cap(69, family="information", below=50),
    )
    findings = [
        *(finding(f"information.m{n}", "fail", severity="low") for n in range(missing)),
        *(finding(f"information.p{n}", "pass") for n in range(10 - missing)),
        finding("tls.good", "pass"),
    ]
    families = {"tls": 95.0, "information": 5.0}
    result = score(findings, profile(caps=caps, families=families))
    assert result.uncapped is not None
    assert result.score == min(result.uncapped, most)
    assert len(result.caps) == (missing if most < 100 else 0)


def test_what_was_not_seen_is_not_vouched_for() -> None:
    caps = (Cap(84, coverage=0.8),)
    tested, untested = finding("tls.a", "pass", 7), finding("tls.b", "not-tested", 3)
    result = score([tested, untested], profile(caps=caps))
    assert (result.score, result.level, result.caps) == (84, "B", ("tls.b",))
    assert result.gains == ()


def test_a_family_that_could_not_be_tested_at_all_holds_the_score() -> None:
    caps = (Cap(69, untested_family=True),)
    findings = [
        finding("tls.a", "pass"),
        finding("headers.a", "not-tested"),
        finding("information.a", "pass"),
    ]
    families = {"tls": 60.0, "headers": 10.0, "information": 30.0}
    result = score(findings, profile(caps=caps, families=families))
    assert (result.score, result.level, result.caps) == (69, "C", ("headers.a",))
    assert (result.parts["security"], result.parts["publication"]) == (100.0, 100.0)


def test_caps_for_other_kinds_of_portals_are_out_of_force() -> None:
    duties = Cap(54, severity=Severity.HIGH, kinds=frozenset({Kind.COMMUNE}))
    findings = [finding("tls.a", "fail"), finding("tls.good", "pass", 200)]
    assert score(findings, profile(caps=(duties,), kind=Kind.COMMUNE)).score == 54
    assert score(findings, profile(caps=(duties,))).caps == ()
