"""The whole way on the sample province: every planted fault is found, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal_audit.demo.control import Testbed
from portal_audit.demo.province import PORTALS, Portal
from tests.command_line import portal_audit
from tests.demo.conftest import Audited

pytestmark = pytest.mark.testbed

CPU_SECONDS = 60
"""On a busy machine the time that passes says nothing."""
MEBIBYTES = 500
LOST = {"fail", "partial"}
NEEDS_BROWSER = "javascript-only"


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.fault)
def test_what_was_planted_is_found_and_nothing_else(audited: Audited, portal: Portal) -> None:
    site = audited.site(portal)
    found = {f["check"]: f["outcome"] for f in site["findings"] if f["status"] in LOST}
    assert (site["state"], site["cause"]) == (portal.state, portal.cause)
    assert found == dict(portal.expected)


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.fault)
def test_all_that_counts_was_tested_where_it_could_be_read(
    audited: Audited, portal: Portal
) -> None:
    findings = audited.site(portal)["findings"]
    untested = {f["check"] for f in findings if f["status"] == "not-tested" and f["weight"]}
    if portal.fault != NEEDS_BROWSER:
        assert untested == set()


def test_what_needs_a_browser_is_not_tested_and_never_missing(audited: Audited) -> None:
    [portal] = [portal for portal in PORTALS if portal.fault == NEEDS_BROWSER]
    site = audited.site(portal)
    statuses = {f["status"] for f in site["findings"] if f["family"] == "information"}
    assert not statuses & LOST
    assert (site["level"], site["rank"]) == ("N", None)


def test_the_exemplary_portal_has_the_best_level(audited: Audited) -> None:
    site = audited.site(PORTALS[0])
    assert (site["level"], site["rank"], site["coverage"]) == ("A", 1, 1.0)


def test_every_portal_has_the_level_that_its_fault_deserves(audited: Audited) -> None:
    found = {portal.slug: audited.site(portal)["level"] for portal in PORTALS}
    assert {level: {slug for slug in found if found[slug] == level} for level in "ABCDEN"} == {
        "A": {"hacson", "hackhe", "nganthong"},
        "B": {"sonoivu", "sotuphap", "thungsuong", "dichvucong"},
        "C": {"sotaichinh", "sokhcn"},
        "D": {"bentram", "dongmay", "lungxanh", "suoinga"},
        "E": {"vanchai"},
        "N": {"bao", "bqlkcn", "deosim", "motcua"},
    }


def test_a_level_keeps_its_promise(audited: Audited) -> None:
    """A means that nothing high is open, B one thing at most; nothing critical above D."""
    most = {"A": 0, "B": 1, "C": 3}
    for site in audited.record["sites"]:
        lost = [f["severity"] for f in site["findings"] if f["status"] in LOST]
        grave = lost.count("high") + lost.count("critical")
        assert grave <= most.get(site["level"], 99), site["id"]
        assert "critical" not in lost or site["level"] not in most, site["id"]


def test_every_rule_worked(audited: Audited) -> None:
    broken = [
        (site["id"], finding["check"], finding["facts"])
        for site in audited.record["sites"]
        for finding in site["findings"]
        if finding["outcome"] == "broken-check"
    ]
    assert broken == []


def test_the_points_of_a_scorecard_add_up(audited: Audited) -> None:
    for site in audited.record["sites"]:
        if site["uncapped"] is not None:
            lost = sum(finding["points_lost"] for finding in site["findings"])
            assert lost == pytest.approx(100 - site["uncapped"], abs=0.005), site["id"]


def test_it_is_quick_and_small(audited: Audited) -> None:
    assert audited.cpu_seconds < CPU_SECONDS
    assert audited.peak_mebibytes < MEBIBYTES


def test_it_says_where_the_report_is(audited: Audited) -> None:
    assert str(Path("report") / "index.html") in audited.shown


def test_judging_again_gives_the_same_bytes(audited: Audited) -> None:
    for place in ("first", "second"):
        done = portal_audit("judge", "--out", place, "--format", "json", folder=audited.folder)
        assert done.returncode == 0, done.stderr
    places = ("report", "first", "second")
    assert len({(audited.folder / place / "run.json").read_bytes() for place in places}) == 1


def test_evidence_holds_what_the_interface_fixes(audited: Audited) -> None:
    site = audited.site(PORTALS[1])
    done = portal_audit("evidence", "--site", site["url"], folder=audited.folder)
    assert done.returncode == 0, done.stderr
    [address] = json.loads(done.stdout)["tls"]["addresses"]
    assert [entry["version"] for entry in address["versions"]] == [
        "SSLv2",
        "SSLv3",
        "TLSv1.0",
        "TLSv1.1",
        "TLSv1.2",
        "TLSv1.3",
    ]
    offered = {entry["version"]: entry["offered"] for entry in address["versions"]}
    assert (offered["TLSv1.0"], offered["SSLv3"]) == (True, False)
    assert address["chain"][0]["subject"]


@pytest.mark.parametrize(
    ("slug", "code"),
    [("hacson", 0), ("lungxanh", 10), ("motcua", 3), ("bao", 3)],
)
def test_the_gate_answers_with_its_exit_code(
    testbed: Testbed, tmp_path: Path, slug: str, code: int
) -> None:
    done = portal_audit("gate", testbed.url(slug), *gate_flags(testbed, slug), folder=tmp_path)
    assert done.returncode == code, done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["https://"],
        ["no-such-run"],
        ["https://a.test/", "--min-level", "Z"],
        ["https://a.test/", "--fail-on", "sometimes"],
    ],
)
def test_the_gate_refuses_nonsense(tmp_path: Path, arguments: list[str]) -> None:
    done = portal_audit("gate", *arguments, folder=tmp_path)
    assert done.returncode == 2, done.stdout + done.stderr


def gate_flags(bed: Testbed, slug: str) -> list[str]:
    """Return what the gate needs to reach a portal of the testbed, without an inventory."""
    host = next(portal.host for portal in bed.portals if portal.slug == slug)
    flags = ["--resolve", f"{host}:127.0.0.1", "--allow-private", "127.0.0.0/8"]
    flags += ["--ca-file", str(bed.ca_file), "--rate", "200", "--site-timeout", "20"]
    return [*flags, "--min-level", "B", "--fail-on", "high"]
