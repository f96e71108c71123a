"""The whole way on the sample province: its portals found, its communes counted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from portal_audit import inventory
from portal_audit.demo.communes import COMMUNES
from portal_audit.demo.control import Testbed
from portal_audit.demo.province import PORTALS, ROOT_HOST
from portal_audit.model import Kind

pytestmark = pytest.mark.testbed

COMPONENTS = {
    portal.slug: portal
    for portal in PORTALS
    if portal.kind in (Kind.DEPARTMENT, Kind.COMMUNE, Kind.PUBLIC_SERVICE)
}


def command(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the tool as a person does, in *folder*."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PORTAL_AUDIT_")}
    return subprocess.run(
        [sys.executable, "-m", "portal_audit", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=170,
    )


def ours(testbed: Testbed) -> list[str]:
    return [
        *("--ca-file", str(testbed.ca_file), "--allow-private", "127.0.0.0/8", "--rate", "200"),
        *("--resolve", f"{ROOT_HOST}:127.0.0.1"),
    ]


@pytest.mark.parametrize("name", ["portals.csv", "portals.xlsx", "portals.yaml"])
def test_every_component_portal_is_found_with_its_kind(
    testbed: Testbed, tmp_path: Path, name: str
) -> None:
    url = testbed.url("hacson")
    done = command(tmp_path, "inventory", "discover", url, "--out", name, *ours(testbed))
    assert done.returncode == 0, done.stderr
    found = {target.url: target for target in inventory.read(tmp_path / name)}
    for slug, portal in COMPONENTS.items():
        target = found[testbed.url(slug)]
        assert target.kind is portal.kind
        assert (target.province, target.parent) == ("Hạc Sơn", url)
        assert "sure" in target.tags
    assert found[url].kind is Kind.PROVINCE
    known = {one.url for one in testbed.targets()}
    assert set(found) <= known
    communes = {one.organisation for one in found.values() if one.kind is Kind.COMMUNE}
    assert communes == {one.organisation for one in COMPONENTS.values() if one.kind is Kind.COMMUNE}
    assert f"mail.{ROOT_HOST}" in done.stderr
    checked = command(tmp_path, "inventory", "check", name)
    assert checked.returncode == 0, checked.stderr


def test_on_stdout_and_nobody_else_is_visited(testbed: Testbed, tmp_path: Path) -> None:
    done = command(
        tmp_path, "inventory", "discover", testbed.url("hacson"), "--lang", "en", *ours(testbed)
    )
    (tmp_path / "piped.csv").write_text(done.stdout, encoding="utf-8")
    kinds = Counter(target.kind for target in inventory.read(tmp_path / "piped.csv"))
    wanted = Counter(portal.kind for portal in COMPONENTS.values())
    assert {kind: kinds[kind] for kind in wanted} == dict(wanted)
    # Only the provincial host has an address here: a visit elsewhere would have failed aloud.
    assert "These portals were not visited" in done.stderr


def test_a_provincial_portal_that_is_down_is_told(testbed: Testbed, tmp_path: Path) -> None:
    arguments = ["--allow-private", "127.0.0.0/8", "--resolve", f"motcua.{ROOT_HOST}:127.0.0.1"]
    done = command(
        tmp_path, "inventory", "discover", testbed.url("motcua"), "--out", "n.csv", *arguments
    )
    assert done.returncode == 3
    assert f"không đọc được {testbed.url('motcua')} (refused)" in done.stderr
    assert not (tmp_path / "n.csv").exists()


def test_the_communes_of_the_province_are_counted(testbed: Testbed, tmp_path: Path) -> None:
    ranges = ["--ca-file", str(testbed.ca_file), "--allow-private", "127.0.0.0/8", "--rate", "200"]
    done = command(
        tmp_path,
        *("scan", "-i", str(testbed.inventory), "--site-timeout", "30", "--max-pages", "80"),
        *("--format", "json", "--quiet", "--browser", "never", *ranges),
    )
    assert done.returncode == 0, done.stderr
    told = command(
        tmp_path,
        *("inventory", "coverage", "latest", "-i", str(testbed.inventory)),
        *("--communes", str(testbed.communes), "--out", "cov"),
    )
    assert told.returncode == 0, told.stderr
    assert "9 trong 10 xã, phường, đặc khu" in told.stderr
    record = json.loads((tmp_path / "cov" / "coverage.json").read_text(encoding="utf-8"))
    counted = {name: (f["yes"], f["no"], f["unknown"]) for name, f in record["figures"].items()}
    assert counted == {
        "portal": (9, 1, 0),
        "host": (9, 1, 0),
        "reachable": (9, 1, 0),
        "https": (8, 2, 0),  # Bến Trầm has none, Khe Lụa no portal
        "ipv6": (0, 1, 9),  # addresses are given, so nobody asked the name servers
        "information": (6, 3, 1),  # stale news, empty sections, no portal; one needs a browser
    }
    by_name = {one["commune"]: one for one in record["communes"]}
    assert len(by_name) == len(COMMUNES)
    assert by_name["Xã Khe Lụa"]["state"] == "none"
    assert by_name["Phường Bến Trầm"]["answers"]["https"] is False
    assert by_name["Xã Đèo Sim"]["answers"]["information"] is None
    assert by_name["Xã Ngàn Thông"]["answers"]["information"] is False
    assert {one["host_form"] for one in by_name.values()} == {"conforms", None}
