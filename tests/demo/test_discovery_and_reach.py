"""The whole way on the sample province: its portals found, its communes counted."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from portal_audit import inventory
from portal_audit.demo.communes import COMMUNES, write_communes
from portal_audit.demo.control import Testbed
from portal_audit.demo.province import PORTALS, ROOT_HOST
from portal_audit.model import Kind
from portal_audit.store import Store
from tests.command_line import portal_audit
from tests.demo.conftest import Audited

pytestmark = pytest.mark.testbed

COMPONENTS = {
    portal.slug: portal
    for portal in PORTALS
    if portal.kind in (Kind.DEPARTMENT, Kind.COMMUNE, Kind.PUBLIC_SERVICE)
}


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
    done = portal_audit(
        *("inventory", "discover", url, "--out", name, *ours(testbed)), folder=tmp_path
    )
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
    checked = portal_audit("inventory", "check", name, folder=tmp_path)
    assert checked.returncode == 0, checked.stderr


def test_on_stdout_and_nobody_else_is_visited(testbed: Testbed, tmp_path: Path) -> None:
    done = portal_audit(
        *("inventory", "discover", testbed.url("hacson"), "--lang", "en", *ours(testbed)),
        folder=tmp_path,
    )
    (tmp_path / "piped.csv").write_text(done.stdout, encoding="utf-8")
    kinds = Counter(target.kind for target in inventory.read(tmp_path / "piped.csv"))
    wanted = Counter(portal.kind for portal in COMPONENTS.values())
    assert {kind: kinds[kind] for kind in wanted} == dict(wanted)
    # Only the provincial host has an address here: a visit elsewhere would have failed aloud.
    assert "These portals were not visited" in done.stderr


def test_a_provincial_portal_that_is_down_is_told(testbed: Testbed, tmp_path: Path) -> None:
    arguments = ["--allow-private", "127.0.0.0/8", "--resolve", f"motcua.{ROOT_HOST}:127.0.0.1"]
    done = portal_audit(
        *("inventory", "discover", testbed.url("motcua"), "--out", "n.csv", *arguments),
        folder=tmp_path,
    )
    assert done.returncode == 3
    assert f"không đọc được {testbed.url('motcua')} (refused)" in done.stderr
    assert not (tmp_path / "n.csv").exists()


def inventory_of(audited: Audited, folder: Path) -> Path:
    """Write the inventory that was audited: the demo removes its own with the province."""
    with Store.open(str(audited.folder / "portal-audit.sqlite"), create=False) as store:
        targets = store.targets(store.info().id)
    file = folder / "inventory.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("url", "name", "kind", "organisation", "province", "parent", "http_url"))
        for one in targets:
            row = (one.url, one.name, one.kind.value, one.organisation, one.province, one.parent)
            writer.writerow((*row, one.http_url))
    return file


def test_the_communes_of_the_province_are_counted(audited: Audited, tmp_path: Path) -> None:
    communes = tmp_path / "communes.csv"
    write_communes(communes)
    portals = inventory_of(audited, tmp_path)
    told = portal_audit(
        *("inventory", "reach", "latest", "-i", str(portals)),
        *("--communes", str(communes), "--out", str(tmp_path / "reach")),
        folder=audited.folder,
    )
    assert told.returncode == 0, told.stderr
    assert "9 trong 10 xã, phường, đặc khu" in told.stderr
    record = json.loads((tmp_path / "reach" / "reach.json").read_text(encoding="utf-8"))
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
