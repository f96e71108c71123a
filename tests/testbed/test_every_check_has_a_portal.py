"""Each scored security check is brought to find a fault by some portal of the testbed."""

from __future__ import annotations

import pytest

from portal_audit import catalog
from portal_audit.check import Check
from portal_audit.model import Status
from portal_audit.testbed.sets import SETS

FAMILIES = {"tls", "headers", "cookies", "content"}
SCORED = tuple(c for c in catalog.read() if c.family in FAMILIES and c.weight > 0)
PLANTED = {
    (check, outcome)
    for chosen in SETS.values()
    for portal in chosen.portals
    for check, outcome in portal.expected.items()
}
WITHOUT = {
    "tls.addresses": "needs a portal with two addresses; the testbed has one",
    "tls.compression": "needs OpenSSL with zlib, which nobody ships any more",
    "tls.early_data": "needs a server with early data; Python's ssl has none",
    "tls.vulns": "needs somebody's authorisation, and a server with a real hole",
}
"""Checks that no portal brings to a fault, and why."""


def faults(check: Check) -> set[str]:
    """Return the outcomes by which a check loses points."""
    lost = {Status.FAIL, Status.PARTIAL}
    return {name for name, verdict in check.outcomes.items() if verdict.status in lost}


@pytest.mark.parametrize("check", SCORED, ids=lambda check: check.id)
def test_a_portal_has_a_fault_that_the_check_finds(check: Check) -> None:
    found = {outcome for id, outcome in PLANTED if id == check.id} & faults(check)
    assert bool(found) != (check.id in WITHOUT)


def test_what_is_planted_are_faults_that_the_checks_know() -> None:
    known = {(check.id, name) for check in catalog.read() for name in faults(check)}
    assert not PLANTED - known


def test_the_exceptions_are_checks() -> None:
    assert not WITHOUT.keys() - {check.id for check in SCORED}
