"""A gate that lets accepted findings and old debt pass, and nothing that got worse."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from portal_audit.model import Status
from tests.cli.conftest import Cli, seen
from tests.cli.test_history_commands import nights, with_hsts

URL = "https://xa.example/"
GATE = ("gate", URL, "--lang", "en", "--only", "headers")
WAIVER = """
[[waiver]]
portal = "xa.example"
check = "{check}"
reason = "thay máy chủ"
owner = "Phòng CNTT"
accepted_by = "Giám đốc"
accepted_on = 2026-01-01
expires = 2026-12-31
"""


@pytest.fixture
def waivers(cli: Cli) -> Path:
    """Every failed header check, accepted."""
    failed = [
        finding["check"]
        for finding in json.loads(_record(cli))["sites"][0]["findings"]
        if finding["status"] == "fail"
    ]
    assert "headers.hsts" in failed
    return cli.write("waivers.toml", "".join(WAIVER.format(check=check) for check in failed))


def _record(cli: Cli) -> str:
    cli.run("scan", URL, "--only", "headers", "--format", "json", "--out", "first")
    return (cli.folder / "first" / "run.json").read_text(encoding="utf-8")


def gate(cli: Cli, *more: str) -> tuple[int, str]:
    done = cli.run(*GATE, *more)
    return done.exit_code, done.output


def test_a_waived_finding_fails_no_gate(cli: Cli, waivers: Path) -> None:
    assert gate(cli, "--fail-on", "low")[0] == 10
    assert gate(cli, "--fail-on", "low", "--waivers", str(waivers))[0] in (0, 3)


def test_a_waived_finding_stays_what_it_is_in_the_record(cli: Cli, waivers: Path) -> None:
    cli.run("report", "latest", "--format", "json", "--out", "again", "--waivers", str(waivers))
    [site] = json.loads((cli.folder / "again" / "run.json").read_text("utf-8"))["sites"]
    hsts = {one["check"]: one for one in site["findings"]}["headers.hsts"]
    assert hsts["status"] == "fail"
    assert hsts["waiver"].startswith("thay máy chủ (Phòng CNTT; Giám đốc")
    assert hsts["waiver"].endswith("→ 2026-12-31)")


def test_old_debt_passes_and_what_got_worse_does_not(cli: Cli) -> None:
    cli.see = with_hsts
    assert gate(cli, "--fail-on", "low", "--write-baseline", "base.json")[0] == 10
    assert gate(cli, "--fail-on", "low", "--baseline", "base.json")[0] in (0, 3)
    cli.see = seen
    code, said = gate(cli, "--fail-on", "low", "--baseline", "base.json")
    assert code == 10
    assert "headers.hsts" in said
    assert "headers.framing" not in said.split("✗")[1]


def test_a_required_check_must_pass(cli: Cli) -> None:
    assert gate(cli, "--fail-on", "critical")[0] in (0, 3)
    assert gate(cli, "--fail-on", "critical", "--require", "headers.hsts")[0] == 10
    code, said = gate(cli, "--require", "headers.hst")
    assert code == 2
    assert "headers.hsts" in said


def test_what_is_no_baseline_is_refused(cli: Cli) -> None:
    cli.write("base.json", "{}")
    code, said = gate(cli, "--baseline", "base.json")
    assert code == 2
    assert "--write-baseline" in said
    assert gate(cli, "--baseline", "gone.json")[0] == 2


def test_a_baseline_of_other_rules_is_said(cli: Cli) -> None:
    gate(cli, "--write-baseline", "base.json")
    text = (cli.folder / "base.json").read_text("utf-8").replace("sha256:", "sha256:0")
    cli.write("base.json", text)
    assert "other rules" in gate(cli, "--baseline", "base.json")[1]


def test_a_waiver_that_has_run_out_says_why_it_was_given(cli: Cli) -> None:
    over = WAIVER.format(check="headers.hsts").replace("2026-12-31", "2026-02-01")
    code, said = gate(cli, "--waivers", str(cli.write("waivers.toml", over)))
    assert code == 10
    assert "Was waived because: thay máy chủ (Phòng CNTT; Giám đốc; → 2026-02-01)" in said
    assert "Has run out on 2026-02-01: xa.example headers.hsts" in said


def test_a_waiver_follows_a_portal_that_moved_and_ends_where_two_became_one(
    cli: Cli, waivers: Path
) -> None:
    asked = ("--only", "headers", "--fail-on", "low", "--waivers", str(waivers))
    moved = cli.write("moved.csv", f"url,formerly\nhttps://moi.example/,{URL}\n")
    assert cli.run("gate", "-i", str(moved), *asked).exit_code in (0, 3)
    olds = f"{URL} https://xb.example/"
    one = cli.write("one.csv", f"url,formerly\nhttps://moi.example/,{olds}\n")
    assert cli.run("gate", "-i", str(one), *asked).exit_code == 10
    both = cli.write("both.csv", f"url,formerly\nhttps://moi.example/,{URL}\n{URL},\n")
    said = cli.run("gate", "-i", str(both), *asked, "--lang", "en").stdout
    assert "FAILED  https://moi.example/" in said, "the old address lives on with its waiver"
    assert f"FAILED  {URL}" not in said


def test_a_waiver_that_nothing_needs_is_told(cli: Cli) -> None:
    cli.see = with_hsts
    file = cli.write("waivers.toml", WAIVER.format(check="headers.hsts"))
    assert "Not needed by this run: xa.example headers.hsts" in gate(cli, "--waivers", str(file))[1]
    other = WAIVER.format(check="headers.hsts").replace("xa.example", "khac.example")
    file = cli.write("waivers.toml", other)
    assert "Not needed" not in gate(cli, "--waivers", str(file))[1], "not asked about here"


def test_a_baseline_may_be_a_stored_run(cli: Cli) -> None:
    cli.see = with_hsts
    cli.run("scan", URL, "--only", "headers", "--format", "json")
    assert gate(cli, "--fail-on", "low", "--baseline", "latest")[0] in (0, 3)
    cli.see = seen
    code, said = gate(cli, "--fail-on", "low", "--baseline", "latest")
    assert code == 10
    assert "headers.hsts" in said
    assert gate(cli, "--baseline", "20990101")[0] == 2


def test_the_latest_run_is_that_of_before_not_the_one_that_is_kept_now(cli: Cli) -> None:
    cli.see = with_hsts
    cli.run("scan", URL, "--only", "headers", "--format", "json", "--store", "s.sqlite")
    cli.see = seen
    code, said = gate(cli, "--fail-on", "low", "--store", "s.sqlite", "--baseline", "latest")
    assert code == 10, said
    assert "headers.hsts" in said


def test_a_baseline_that_there_is_not_is_told_before_anybody_is_visited(cli: Cli) -> None:
    cli.run("scan", URL, "--only", "headers", "--format", "json")
    cli.visited.clear()
    assert gate(cli, "--baseline", "20990101")[0] == 2
    assert cli.visited == []


@pytest.mark.parametrize("option", ["--write-baseline", "--summary"])
def test_a_file_without_a_folder_is_told_before_anybody_is_visited(cli: Cli, option: str) -> None:
    code, said = gate(cli, option, "nowhere/file")
    assert (code, cli.visited) == (2, [])
    assert "nowhere" in said


def test_what_the_baseline_could_not_tell_is_as_it_was_known_before(cli: Cli) -> None:
    nights(cli, "bare", "dead")
    code, said = gate(cli, "--fail-on", "low", "--baseline", "latest")
    assert code in (0, 3), said
    assert gate(cli, "--fail-on", "low", "--baseline", "20261101")[0] in (0, 3)


def test_a_required_check_that_cannot_be_told_now_fails_in_spite_of_a_baseline(cli: Cli) -> None:
    cli.see = with_hsts
    gate(cli, "--write-baseline", "base.json")
    cli.shape = lambda result: replace(
        result, findings=tuple(replace(one, status=Status.NOT_TESTED) for one in result.findings)
    )
    asked = ("--fail-on", "critical", "--baseline", "base.json")
    assert gate(cli, *asked)[0] in (0, 3)
    assert gate(cli, *asked, "--require", "headers.hsts")[0] == 10


def test_a_portal_that_moved_has_the_old_debt_of_its_old_address(cli: Cli) -> None:
    gate(cli, "--write-baseline", "base.json")
    moved = cli.write("moved.csv", f"url,formerly\nhttps://moi.example/,{URL}\n")
    done = cli.run(
        *("gate", "-i", str(moved), "--only", "headers", "--fail-on", "low"),
        *("--baseline", "base.json"),
    )
    assert done.exit_code in (0, 3), done.output


def test_before_its_launch_a_portal_is_asked_faster_and_less(cli: Cli) -> None:
    done = cli.run(
        *("gate", URL, "--staging", "--header", "X-Let-In: a, b", "--only", "headers"),
        *("--out", "out", "--format", "json", "--lang", "en"),
    )
    [job] = cli.jobs
    assert (job.limits.rate, job.staging) == (20, True)
    assert job.rules.headers == (("X-Let-In", "a, b"),)
    assert done.exit_code == 10


def test_staging_leaves_what_was_set(cli: Cli) -> None:
    cli.run("gate", URL, "--staging", "--rate", "3", "--only", "headers")
    assert cli.jobs[0].limits.rate == 3


def test_a_password_comes_from_the_environment_and_goes_nowhere_else(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_AUDIT_BASIC_AUTH", "office:s3cret")
    done = cli.run("gate", URL, "--store", "s.sqlite", "--header", "X-Key: h1dden", *GATE[4:])
    assert cli.jobs[0].rules.headers == (
        ("Authorization", "Basic b2ZmaWNlOnMzY3JldA=="),
        ("X-Key", "h1dden"),
    )
    kept = (cli.folder / "s.sqlite").read_bytes()
    for secret in ("s3cret", "b2ZmaWNlOnMzY3JldA", "h1dden"):
        assert secret not in done.output
        assert secret.encode() not in kept
    monkeypatch.setenv("PORTAL_AUDIT_BASIC_AUTH", "no colon")
    assert "user:password" in cli.run("gate", URL, "--lang", "en").output


@pytest.mark.parametrize("header", ["X-Key", "Host: other.example", "X Y: z", "X: a\r\nY: b"])
def test_a_header_that_is_none_is_refused_without_being_repeated(cli: Cli, header: str) -> None:
    done = cli.run("gate", URL, "--header", header, "--lang", "en")
    assert done.exit_code == 2
    assert "'Name: value'" in done.output
    assert cli.visited == []


def test_the_verdict_is_written_for_people_and_for_github(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(cli.folder / "step.md"))
    code, said = gate(cli, "--fail-on", "low", "--summary", "verdict.md")
    assert code == 10
    text = (cli.folder / "verdict.md").read_text("utf-8")
    assert (cli.folder / "step.md").read_text("utf-8") == text
    assert "| `headers.hsts` | high |" in text
    assert "### FAILED" in text
    assert "::error title=headers.hsts (https%3A//xa.example/)::" in said


def test_outside_github_there_are_no_commands_of_github(cli: Cli) -> None:
    assert "::error" not in gate(cli, "--fail-on", "low")[1]


def test_too_little_coverage_is_no_verdict(cli: Cli) -> None:
    code, said = gate(cli, "--fail-on", "critical", "--min-level", "E")
    assert code == 3
    assert "too little to judge" in said
