"""The workshop scanned: each small portal is found to have its one fault, and nothing else."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal_audit.testbed.table import workshop_table
from portal_audit.testbed.workshop import WORKSHOP
from portal_audit.testbed.workshop.change import WORKSHOP_HOST, Piece
from tests.testbed.scanning import Scanned, scan

pytestmark = pytest.mark.testbed

DOCUMENT = Path(__file__).parents[2] / "docs" / "testbed.md"
CPU_SECONDS = 60
"""What a scan may use; on a busy machine the time that passes says nothing."""
LOST = {"fail", "partial"}
NEEDS_OPENSSL_3 = {"no-extended-secret", "client-renegotiation"}
"""Older versions have no switch for these faults."""
FOREIGN = re.compile(r"//([\w.-]+\.(?:example|com))\b")


def foreign_hosts() -> Iterator[str]:
    """Yield names that pages load from: given an address here, nobody is asked about them."""
    for portal in WORKSHOP:
        yield from FOREIGN.findall(portal.change.head + portal.change.body)
    yield f"www.redirect-off-host.{WORKSHOP_HOST}"


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Scanned:
    """Scan all portals once, as a person does."""
    resolved = [f"--resolve={host}:127.0.0.1" for host in sorted(set(foreign_hosts()))]
    folder = tmp_path_factory.mktemp("workshop")
    return scan("workshop", folder, "--max-pages", "6", "--site-timeout", "30", *resolved)


@pytest.mark.parametrize("portal", WORKSHOP, ids=lambda portal: portal.fault)
def test_the_one_fault_is_found_and_nothing_else(scanned: Scanned, portal: Piece) -> None:
    if portal.fault in NEEDS_OPENSSL_3 and ssl.OPENSSL_VERSION_INFO < (3,):
        pytest.skip("needs OpenSSL 3")
    findings = scanned.findings(portal)
    found = {f["check"]: f["outcome"] for f in findings if f["status"] in LOST}
    assert found == dict(portal.expected)
    reported = {f["check"]: f["outcome"] for f in findings if f["check"] in portal.told}
    assert reported == dict(portal.told)


def test_all_that_counts_was_tested_and_every_rule_worked(scanned: Scanned) -> None:
    left = [
        (portal.slug, finding["check"], finding["outcome"])
        for portal in WORKSHOP
        for finding in scanned.findings(portal)
        if finding["outcome"] == "broken-check"
        or (finding["status"] == "not-tested" and finding["weight"])
    ]
    assert left == []


def test_it_is_quick_and_the_servers_have_nothing_to_complain_of(scanned: Scanned) -> None:
    assert scanned.seconds < CPU_SECONDS
    assert scanned.complaints == ""


def test_each_portal_but_the_first_has_a_fault_of_its_own() -> None:
    assert (
        [p.slug for p in WORKSHOP if not (p.expected or p.told)] == [WORKSHOP[0].slug] == ["none"]
    )
    assert len({portal.host for portal in WORKSHOP}) == len(WORKSHOP)
    assert len({portal.fault_en for portal in WORKSHOP}) == len(WORKSHOP)


def test_the_document_has_the_same_table_of_the_workshop() -> None:
    assert workshop_table() in DOCUMENT.read_text(encoding="utf-8")
