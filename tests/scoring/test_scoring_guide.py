"""Every number of the example in ``docs/scoring.md`` is recomputed from its own tables."""

import re
import tomllib
from pathlib import Path

import pytest

from portal_audit.model import Finding, Severity, Status
from portal_audit.rules.profile import Cap, Profile
from portal_audit.scoring.score import Score, alone, score

GUIDE = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text(encoding="utf-8")


def rows(header: str) -> list[list[str]]:
    """Return the cells of the table whose header begins with this."""
    lines = GUIDE[GUIDE.index(f"| {header} |") :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.fixture(scope="module")
def profile() -> Profile:
    (text,) = re.findall(r"```toml\n(.*?)```", GUIDE, re.S)
    data = tomllib.loads(text)
    return Profile(
        name="example",
        version="1",
        titles={"vi": "Ví dụ", "en": "Example"},
        families=data["families"],
        parts={part: tuple(families) for part, families in data["parts"].items()},
        caps=tuple(Cap(most=float(cap["most"]), check=cap["check"]) for cap in data["cap"]),
        levels=tuple(data["levels"].items()),
        min_coverage=data["min_coverage"],
    )


@pytest.fixture(scope="module")
def scored(profile: Profile) -> Score:
    findings = [
        Finding(
            check=check,
            family=check.partition(".")[0],
            status=Status(status),
            outcome="x",
            severity=Severity.MEDIUM,
            weight=float(weight),
        )
        for check, weight, status, _, _ in rows("check | weight | status")
    ]
    return score(findings, profile)


def test_each_status_has_the_value_that_the_table_shows() -> None:
    for check, weight, status, value, product in rows("check | weight | status"):
        shown = None if value == "–" else float(value)
        assert Status(status).value_of == shown, check
        if shown is not None:
            assert float(weight) * shown == float(product), check


def test_the_families(scored: Score) -> None:
    table = rows("family | earned")
    assert [row[0] for row in table] == list(scored.families)
    for name, earned, tested, shown, applicable, coverage, weight in table:
        family = scored.families[name]
        assert f"{family.score:.2f}" == shown == f"{100 * float(earned) / float(tested):.2f}"
        assert f"{100 * family.coverage:.2f}%" == coverage
        assert round(float(tested) / float(applicable), 4) == family.coverage
        assert family.weight == float(weight)


def test_the_site(scored: Score) -> None:
    assert f"÷ 75 = **{scored.uncapped}**." in GUIDE
    assert f"the score is **{scored.score}**, level **{scored.level}**." in GUIDE
    assert f"÷ 75 = **{100 * scored.coverage:.1f}%**" in GUIDE
    assert f"÷ 35 = **{scored.parts['security']}**" in GUIDE
    assert f"Publication: **{scored.parts['publication']}**." in GUIDE
    assert scored.caps == ("tls.versions",)


def test_the_points(scored: Score) -> None:
    lost = {finding.check: finding.points_lost for finding in scored.findings}
    table = rows("check | points lost")
    for check, points, _ in table:
        assert lost[check] == pytest.approx(float(points), abs=0.02)
    shown = [f"{lost[check]:.2f}" for check, _, _ in table]
    assert f"the report shows {' and '.join(shown)}, which add up" in GUIDE
    assert scored.uncapped is not None
    assert sum(lost.values()) == pytest.approx(100 - scored.uncapped)
    assert f"Together {sum(float(points) for _, points, _ in table):.2f}," in GUIDE


def test_what_fixing_brings(scored: Score, profile: Profile) -> None:
    gains = alone(scored, profile)
    first, second = scored.gains
    assert f"brings **{gains['tls.versions']}** points ({scored.score} → {first.score})" in GUIDE
    assert f"HSTS alone brings **{gains['headers.hsts']}**" in GUIDE
    assert f"the last **{second.points}** ({first.score} → {second.score})" in GUIDE
