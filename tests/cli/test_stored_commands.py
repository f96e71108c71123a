"""Commands on stored runs: judge, report, evidence, gate."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace

import pytest

from portal_audit.cli.evidence import as_json
from portal_audit.evidence import Evidence, Failure, HttpFront, HttpsFront, Visit
from portal_audit.model import Finding, Gain, Severity, SiteResult, Status, Target

from .conftest import AT, Cli

FAILED = Finding(
    check="headers.hsts",
    family="headers",
    status=Status.FAIL,
    outcome="missing",
    severity=Severity.HIGH,
    weight=8,
)
PASSED = replace(FAILED, status=Status.PASS, outcome="strong", facts={"age": 31536000})


def dead(target: Target) -> Evidence:
    return Evidence(
        Visit(target, AT),
        HttpsFront(target.url, (), Failure("refused", target.url)),
        HttpFront(target.url, (), Failure("refused", target.url)),
    )


def test_judging_again_gives_the_same_bytes_without_a_visit(cli: Cli) -> None:
    cli.run("scan", "a.example", "b.example", "--format", "json")
    result = cli.run("judge", "--format", "json", "--out", "again")
    assert result.exit_code == 0, result.output
    assert len(cli.visited) == 2
    first = (cli.folder / "report" / "run.json").read_bytes()
    assert (cli.folder / "again" / "run.json").read_bytes() == first


def test_a_run_is_judged_again_by_what_it_was_asked(cli: Cli) -> None:
    cli.run("scan", "a.example", "--format", "json", "--only", "headers", "--profile", "commune")
    for command in ("judge", "report"):
        cli.run(command, "--format", "json", "--out", command)
        record = (cli.folder / command / "run.json").read_bytes()
        assert record == (cli.folder / "report" / "run.json").read_bytes()


def test_new_verdicts_are_kept_only_on_request(cli: Cli) -> None:
    def checks() -> set[str]:
        cli.run("report", "--format", "json", "--out", "stored")
        record = json.loads((cli.folder / "stored" / "run.json").read_text(encoding="utf-8"))
        return {finding["check"] for finding in record["sites"][0]["findings"]}

    cli.run("scan", "a.example", "--format", "csv", "--only", "headers")
    before = checks()
    cli.run("judge", "--only", "headers.hsts", "--format", "csv")
    assert checks() == before
    cli.run("judge", "--only", "headers.hsts", "--format", "csv", "--save")
    assert checks() == {"headers.hsts"}


def test_a_site_without_evidence_stays_as_it_was(cli: Cli) -> None:
    cli.interrupt_after = 1
    cli.run("scan", "a.example", "b.example", "--format", "json")
    result = cli.run("judge", "--format", "json")
    assert result.exit_code == 0, result.output
    record = json.loads((cli.folder / "report" / "run.json").read_text(encoding="utf-8"))
    assert [site["cause"] for site in record["sites"]] == [None, "interrupted"]
    assert record["run"]["complete"] is False


def test_a_report_can_be_had_in_another_language_and_format(cli: Cli) -> None:
    cli.run("scan", "a.example", "--format", "json")
    result = cli.run("report", "latest", "--lang", "en", "--format", "csv", "--out", "english")
    assert result.exit_code == 0, result.output
    assert f"Report: {cli.folder / 'english'}" in result.stdout
    assert list((cli.folder / "english").glob("*.csv"))


@pytest.mark.parametrize("site", ["a.example", "https://a.example/", "https://A.example"])
def test_evidence_is_json_on_stdout(cli: Cli, site: str) -> None:
    cli.run("scan", "a.example", "b.example", "--format", "csv")
    result = cli.run("evidence", "--site", site)
    data = json.loads(result.stdout)
    assert data["visit"]["target"]["url"] == "https://a.example/"
    assert data["https"]["exchanges"][0]["status"] == 200


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--site", "z.example"], "no such site in"),
        ([], "say which site"),
        (["--site", "b.example"], "was not visited yet"),
        (["nix", "--site", "a.example"], "nix: no such run"),
    ],
)
def test_evidence_that_is_not_there(cli: Cli, arguments: list[str], told: str) -> None:
    cli.interrupt_after = 1
    cli.run("scan", "a.example", "b.example", "--format", "csv")
    result = cli.run("evidence", *arguments, "--lang", "en")
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize(
    ("level", "finding", "flags", "code", "told"),
    [
        ("A", PASSED, [], 0, "PASSED"),
        ("B", PASSED, ["--min-level", "B"], 0, "PASSED"),
        ("B", PASSED, ["--min-level", "a"], 10, "level B is below the required A"),
        ("A", PASSED, ["--min-score", "90"], 0, "PASSED"),
        ("A", PASSED, ["--min-score", "90.5"], 10, "score 90.0 is below the required 90.5"),
        ("A", FAILED, ["--min-score", "90"], 0, "PASSED"),
        ("A", FAILED, [], 10, "headers.hsts (high): HSTS is off. The portal sends no"),
        ("A", FAILED, ["--fail-on", "high"], 10, "To fix it: Add Strict-Transport-Security"),
        ("A", FAILED, ["--fail-on", "critical"], 0, "PASSED"),
        ("A", FAILED, ["--min-level", "B"], 0, "PASSED"),
        ("N", PASSED, [], 3, "NOT JUDGED"),
    ],
)
def test_the_gate_answers_with_its_exit_code(
    cli: Cli, level: str, finding: Finding, flags: list[str], code: int, told: str
) -> None:
    def shape(result: SiteResult) -> SiteResult:
        return replace(result, level=level, score=90.0, findings=(finding,))

    cli.shape = shape
    result = cli.run("gate", "a.example", "--lang", "en", *flags)
    assert result.exit_code == code, result.output
    assert told in result.stdout
    assert cli.files() == {}, "nothing is kept unless asked"


def test_the_gate_says_what_caps_the_score_what_to_fix_and_sums_up(cli: Cli) -> None:
    def shape(result: SiteResult) -> SiteResult:
        gains = (Gain("headers.hsts", 80.0, 10.0),)
        return replace(
            result,
            level="C",
            score=69.0,
            uncapped=81.5,
            caps=("tls.versions",),
            gains=gains,
            findings=(
                replace(PASSED, check="headers.nosniff"),
                replace(FAILED, status=Status.FAIL),
            ),
        )

    cli.shape = shape
    result = cli.run("gate", "a.example", "--lang", "en", "--min-level", "B")
    assert result.exit_code == 10, (result.output, result.exception)
    for part in (
        "level C is below the required B",
        "score 69.0, capped (uncapped: 81.5) because of: tls.versions",
        "To fix first:",
        "✗ headers.hsts (high): HSTS is off. The portal sends no Strict-Transport",
        "To fix it: Add Strict-Transport-Security",
    ):
        assert part in result.stdout
    last = result.stdout.splitlines()[-1]
    assert last == "FAILED: 1 portal – 0 passed, 1 failed, 0 not judged."


def test_a_portal_that_passes_is_told_what_to_fix_first_too(cli: Cli) -> None:
    cli.shape = lambda result: replace(result, level="B", score=80.0, findings=(FAILED,))
    result = cli.run("gate", "a.example", "--min-level", "C")
    assert result.exit_code == 0
    assert "Ưu tiên khắc phục:" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("ĐẠT: 1 cổng – 1 đạt")


def test_a_misspelt_site_is_suggested(cli: Cli) -> None:
    cli.run("scan", "portal.example", "other.example", "--format", "csv")
    result = cli.run("evidence", "--site", "portal.exmaple", "--lang", "en")
    assert "Did you mean portal.example?" in result.stderr


def test_a_dead_portal_never_passes_the_gate(cli: Cli) -> None:
    cli.see = dead
    result = cli.run("gate", "a.example", "--min-level", "E")
    assert result.exit_code == 3
    assert "CHƯA ĐÁNH GIÁ ĐƯỢC" in result.stdout
    assert "từ chối kết nối" in result.stdout


def test_the_gate_keeps_run_and_report_on_request_and_judges_stored_runs(cli: Cli) -> None:
    cli.shape = lambda result: replace(result, level="A", score=90.0, findings=(FAILED,))
    result = cli.run("gate", "a.example", "--store", "s.sqlite", "--out", "r", "--format", "csv")
    assert result.exit_code == 10, (result.output, result.exception)
    assert list((cli.folder / "r").glob("*.csv"))
    stored = cli.run("gate", "latest", "--store", "s.sqlite", "--fail-on", "critical")
    assert stored.exit_code == 0, stored.output
    assert cli.visited == ["https://a.example/"]


def test_the_gate_takes_an_inventory_and_the_worst_portal_counts(cli: Cli) -> None:
    cli.write("portals.csv", "url\na.example\nb.example\n")
    cli.shape = lambda result: replace(
        result,
        level="A",
        score=90.0,
        findings=(FAILED if result.id == "a.example" else PASSED,),
    )
    result = cli.run("gate", "-i", "portals.csv", "--lang", "en")
    assert result.exit_code == 10, (result.output, result.exception)
    assert result.stdout.startswith("FAILED  https://a.example/  A 90.0")
    assert "PASSED  https://b.example/" in result.stdout


def test_an_interrupted_gate_never_passes(cli: Cli) -> None:
    cli.interrupt_after = 0
    assert cli.run("gate", "a.example").exit_code == 130


def test_evidence_holds_nothing_that_a_terminal_obeys() -> None:
    title = "Xã\x9b31m \u202e nội\x1b[2J\u200b\ud800"
    shown = as_json({"title": title})
    assert json.loads(shown) == {"title": title}
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in shown if c != "\n")
    assert "Xã" in shown
