"""The sample province as a whole: its table, its inventory, its start and stop."""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from portal_audit.demo.content import place
from portal_audit.demo.control import Testbed
from portal_audit.demo.ports import bind
from portal_audit.demo.province import PORTALS, ROOT_HOST, Portal
from portal_audit.errors import PortalAuditError
from portal_audit.model import Kind, State
from tests.fixtures.table import table

pytestmark = pytest.mark.testbed
DOCUMENT = Path(__file__).parents[2] / "docs" / "testbed.md"


def test_eighteen_portals_of_which_one_is_exemplary() -> None:
    kinds = [portal.kind for portal in PORTALS]
    assert [kinds.count(kind) for kind in Kind] == [1, 4, 9, 2, 2]
    assert [portal.slug for portal in PORTALS if portal.fault == "none"] == ["hacson"]
    assert len({portal.fault for portal in PORTALS}) == len(PORTALS)
    assert all(portal.host.endswith(ROOT_HOST) for portal in PORTALS)


@pytest.mark.parametrize("portal", PORTALS, ids=lambda portal: portal.slug)
def test_each_portal_has_a_place_and_a_cause_where_it_is_not_read(portal: Portal) -> None:
    assert place(portal.slug)["mail"].endswith(portal.host)
    assert (portal.state is State.NOT_SCANNED) == (portal.cause is not None)


def test_inventory_has_every_portal(testbed: Testbed) -> None:
    with testbed.inventory.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["url"] for row in rows] == [target.url for target in testbed.targets()]
    assert {row["address"] for row in rows} == {"127.0.0.1"}
    assert rows[0]["parent"] == ""
    assert {row["parent"] for row in rows[1:]} == {testbed.url("hacson")}


def test_two_provinces_do_not_clash_and_stop_frees_their_ports() -> None:
    with Testbed() as first, Testbed() as second:
        urls = {target.url for target in (*first.targets(), *second.targets())}
        assert len(urls) == 2 * len(PORTALS)
        folder, port = second.folder, int(second.url("hacson").rsplit(":", 1)[1].rstrip("/"))
    assert not folder.exists()
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), 2)


def test_closing_its_stdin_stops_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "portal_audit.demo", "--base-port", "0"]
    with subprocess.Popen(
        [*command, "--folder", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(DOCUMENT.parents[1])},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert b'"inventory"' in process.stdout.readline()
        process.stdin.close()
        assert process.wait(10) == 0


def test_a_failed_start_says_why() -> None:
    with pytest.raises(PortalAuditError, match="did not start"):
        Testbed(base_port=70_000).__enter__()


def test_asked_before_it_runs() -> None:
    with pytest.raises(PortalAuditError, match="not running"):
        _ = Testbed().inventory


def test_the_document_has_the_same_table() -> None:
    assert table() in DOCUMENT.read_text(encoding="utf-8")


def test_ports_that_are_taken_but_do_not_listen_yet_are_nobody_elses() -> None:
    first = bind(0, 1)[0]
    second = bind(first.https_port - 1, 1)[0]
    try:
        assert second.https_port != first.https_port
        assert len({first.https_port, first.http_port, second.https_port, second.http_port}) == 4
    finally:
        for ports in (first, second):
            ports.https.close()
            ports.http.close()
