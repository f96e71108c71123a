"""SARIF, JUnit, GitLab code quality and Prometheus: forms that the receivers accept."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from portal_audit.model import Status
from portal_audit.output.faults import faults
from portal_audit.output.report import Language, Report, renderer, write

Build = Callable[[Language], Report]


@pytest.fixture(scope="module")
def folder(report_in: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("formats")
    write(report_in("vi"), ["sarif", "junit", "gitlab", "prometheus"], out)
    return out


@pytest.fixture(scope="module")
def sarif(folder: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((folder / "portal-audit.sarif").read_text("utf-8"))
    [run] = data["runs"]
    return dict(run)


def test_every_fault_that_counts_is_a_result(sarif: dict[str, Any], report_in: Build) -> None:
    scored = [
        (site.id, finding.check)
        for site in report_in("vi").run.sites
        for finding in site.findings
        if finding.weight and finding.status in (Status.FAIL, Status.PARTIAL)
    ]
    assert len(sarif["results"]) == len(scored) > 50


def test_locations_are_paths_that_exist(sarif: dict[str, Any], folder: Path) -> None:
    """GitHub refuses an address there, and an empty one too."""
    portals = (folder / "portals.txt").read_text("utf-8").splitlines()
    for result in sarif["results"]:
        [location] = result["locations"]
        physical = location["physicalLocation"]
        assert physical["artifactLocation"]["uri"] == "portals.txt"
        line = physical["region"]["startLine"]
        assert portals[line - 1] == result["properties"]["portal"]


def test_a_run_that_is_too_large_for_github_has_a_file_an_organisation(
    report_in: Build, sarif: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = renderer("sarif")
    monkeypatch.setitem(pack.__globals__, "MOST_RESULTS", 20)
    files = [file for file in pack(report_in("vi"), tmp_path) if file.suffix == ".sarif"]
    runs = [json.loads(file.read_text("utf-8"))["runs"][0] for file in files]
    assert len(files) > 2
    assert len({run["automationDetails"]["id"].rpartition("/")[0] for run in runs}) == len(files)
    kept = sum(len(run["results"]) for run in runs)
    cut = sum(run["properties"]["resultsLeftOut"] for run in runs)
    assert kept + cut == len(sarif["results"])
    assert all(len(run["results"]) <= 20 for run in runs)


def test_rules_say_how_grave_and_what_to_do(sarif: dict[str, Any]) -> None:
    rules = sarif["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({r["ruleId"] for r in sarif["results"]})
    for result in sarif["results"]:
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert 0 <= float(rule["properties"]["security-severity"]) <= 10
        assert rule["help"]["text"]
        assert len(rule["properties"]["tags"]) <= 10


def test_a_result_keeps_its_fingerprint_when_its_outcome_changes(report_in: Build) -> None:
    found = list(faults(report_in("vi")))
    identities = {(fault.site.id, fault.finding.check): fault.identity for fault in found}
    assert len(set(identities.values())) == len(found)


def test_junit_counts_what_it_holds(folder: Path) -> None:
    root = ET.parse(folder / "junit.xml").getroot()
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        assert int(suite.attrib["tests"]) == len(cases)
        for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.attrib[name]) == sum(case.find(tag) is not None for case in cases)
    assert any(suite.attrib["errors"] == "1" for suite in root.iter("testsuite"))


def test_code_quality_issues_have_every_key(folder: Path) -> None:
    issues = json.loads((folder / "gl-code-quality-report.json").read_text("utf-8"))
    assert issues
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


SAMPLE = re.compile(r'[a-z_]+(\{([a-z_]+="([^"\\\n]|\\.)*",?)+\})? -?\d+(\.\d+)?(e[+-]\d+)?')


def test_every_metric_is_a_sample_of_the_text_format(folder: Path) -> None:
    lines = (folder / "portal-audit.prom").read_text("utf-8").splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(SAMPLE.fullmatch(line) for line in samples), samples
    names = {line.split("{")[0].split(" ")[0] for line in samples}
    assert {"portal_audit_score", "portal_audit_level", "portal_audit_scanned"} <= names
    assert "portal_audit_last_success_seconds" in names


def test_nothing_scanned_reorders_or_hides_what_stands_beside_it(folder: Path) -> None:
    for file in folder.iterdir():
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", file.read_text("utf-8"))


def test_what_is_waived_fails_no_build_and_says_why(report_in: Build, tmp_path: Path) -> None:
    report = report_in("en")
    sites = [
        replace(site, findings=tuple(replace(f, waiver="thay máy chủ") for f in site.findings))
        for site in report.run.sites
    ]
    waived = replace(report, run=replace(report.run, sites=tuple(sites)))
    write(waived, ["sarif", "junit", "gitlab"], tmp_path)
    [run] = json.loads((tmp_path / "portal-audit.sarif").read_text("utf-8"))["runs"]
    accepted = {"kind": "external", "status": "accepted", "justification": "thay máy chủ"}
    assert all(result["suppressions"] == [accepted] for result in run["results"])
    issues = json.loads((tmp_path / "gl-code-quality-report.json").read_text("utf-8"))
    assert {issue["severity"] for issue in issues} == {"info"}
    suites = ET.parse(tmp_path / "junit.xml").getroot()
    assert suites.findall(".//failure") == []
    assert {suite.get("failures") for suite in suites} == {"0"}
    assert "thay máy chủ" in {skip.get("message") for skip in suites.findall(".//skipped")}


def test_an_identity_outlives_a_move_to_another_address(report_in: Build) -> None:
    report = report_in("en")
    keyed = [replace(site, key=f"k{n}") for n, site in enumerate(report.run.sites)]
    moved = [replace(site, id=f"moved-{n}") for n, site in enumerate(keyed)]

    def identities(sites: list[Any]) -> list[str]:
        run = replace(report.run, sites=tuple(sites))
        return sorted(fault.identity for fault in faults(replace(report, run=run)))

    assert identities(keyed) == identities(moved)
