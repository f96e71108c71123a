"""The reading set scanned: each trap is met on a real server, and nobody falls into it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from portal_audit.testbed.reading import READING, SOUND
from portal_audit.testbed.reading.in_people import MOBILE, NAMES, NINE, TWELVE
from portal_audit.testbed.reading.trap import Trap
from portal_audit.testbed.table import reading_table
from tests.testbed.scanning import Scanned, scan

pytestmark = pytest.mark.testbed

DOCUMENT = Path(__file__).parents[2] / "docs" / "testbed.md"
CPU_SECONDS = 60
"""What a scan may use; on a busy machine the time that passes says nothing."""
LOST = {"fail", "partial"}
FAMILIES = "information,content.injected_spam"
READABLE = tuple(portal for portal in READING if not (portal.unreadable or portal.cause))
KEPT_SHUT = tuple(portal for portal in READING if portal.unreadable)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    """Scan all portals once, as a person does."""
    folder = tmp_path_factory.mktemp("reading")
    return scan("reading", folder, "--max-pages=25", "--site-timeout=60", "--only", FAMILIES)


def by_check(scanned: Scanned, portal: Trap) -> dict[str, dict[str, Any]]:
    """Return the findings of a portal by their checks."""
    return {finding["check"]: finding for finding in scanned.findings(portal)}


@pytest.mark.parametrize("portal", READABLE, ids=lambda portal: portal.slug)
def test_the_trap_changes_what_it_should_and_nothing_else(scanned: Scanned, portal: Trap) -> None:
    found, sound = by_check(scanned, portal), by_check(scanned, SOUND)
    named = {**portal.expected, **portal.told, **portal.passes}
    assert {check: found[check]["outcome"] for check in named} == named
    # “missing” and “unrelated” are one to what no portal publishes: both lose the same.
    beside = {
        check: (sound[check]["outcome"], finding["outcome"])
        for check, finding in found.items()
        if check not in named and finding["status"] != sound[check]["status"]
    }
    assert beside == {}


@pytest.mark.parametrize("portal", READABLE, ids=lambda portal: portal.slug)
def test_what_is_said_to_lose_points_loses_some(scanned: Scanned, portal: Trap) -> None:
    found = by_check(scanned, portal)
    losing = {check for check, finding in found.items() if finding["status"] in LOST}
    assert portal.expected.keys() <= losing
    assert not (portal.told.keys() | portal.passes.keys()) & losing


@pytest.mark.parametrize("portal", KEPT_SHUT, ids=lambda portal: portal.slug)
def test_what_cannot_be_read_is_never_called_missing(scanned: Scanned, portal: Trap) -> None:
    found = by_check(scanned, portal)
    named = {**portal.told, **portal.passes}
    assert {check: found[check]["outcome"] for check in named} == named
    assert [check for check, finding in found.items() if finding["status"] in LOST] == []


def test_the_sound_portal_publishes_what_the_traps_are_about(scanned: Scanned) -> None:
    findings = by_check(scanned, SOUND)
    touched = {check for portal in READABLE for check in portal.passes}
    assert {check for check in touched if findings[check]["status"] != "pass"} == set()


def test_no_personal_data_leaves_the_reader(scanned: Scanned) -> None:
    told = json.dumps(scanned.record, ensure_ascii=False)
    assert [one for one in (*TWELVE, *NINE, *MOBILE, *NAMES) if one in told] == []


def test_every_rule_worked(scanned: Scanned) -> None:
    broken = [
        (portal.slug, check, finding["facts"])
        for portal in READING
        for check, finding in by_check(scanned, portal).items()
        if finding["outcome"] == "broken-check"
    ]
    assert broken == []


def test_it_is_quick_and_the_servers_have_nothing_to_complain_of(scanned: Scanned) -> None:
    assert scanned.seconds < CPU_SECONDS
    assert scanned.complaints == ""


def test_each_portal_but_the_first_has_a_trap_of_its_own() -> None:
    without = [
        portal.slug
        for portal in READING
        if not (portal.expected or portal.told or portal.passes or portal.cause)
    ]
    assert without == [SOUND.slug]
    assert len({portal.host for portal in READING}) == len(READING)
    assert len({portal.fault_en for portal in READING}) == len(READING)
    assert len({portal.fault_vi for portal in READING}) == len(READING)


def test_the_document_has_the_same_table_of_the_reading_set() -> None:
    assert reading_table() in DOCUMENT.read_text(encoding="utf-8")
