"""``inventory discover`` and ``inventory reach`` as typed: bad input, and what is printed."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from .conftest import Cli

PORTALS = """url,name,kind,province,parent
https://hacson.gov.vn/,Tỉnh Hạc Sơn,province,Hạc Sơn,
https://lungxanh.hacson.gov.vn/,Xã Lũng Xanh,commune,Hạc Sơn,https://hacson.gov.vn/
https://suoi.hacson.gov.vn/,<b>Xã Suối Ngà</b>,commune,Hạc Sơn,https://hacson.gov.vn/
"""
COMMUNES = "name,kind,ghi chú\nLũng Xanh,xã,\nSuối Ngà,xã,\nKhe Lụa,xã,\n"


@pytest.fixture
def lists(cli: Cli) -> Cli:
    cli.write("portals.csv", PORTALS)
    cli.write("communes.csv", COMMUNES)
    return cli


def run(cli: Cli, *arguments: str) -> tuple[int, str, str]:
    language = () if "--lang" in arguments else ("--lang", "en")
    result = cli.run("inventory", "reach", *arguments, *language)
    return result.exit_code, result.stdout, result.stderr


BOTH = ("-i", "portals.csv", "--communes", "communes.csv")


def test_an_inventory_and_a_list(lists: Cli) -> None:
    code, shown, notes = run(lists, *BOTH, "--lang", "en")
    assert code == 0
    for part in ("Xã Khe Lụa", "2/3", "67%", "suoi.hacson.gov.vn"):
        assert part in shown
    assert "2 of 3 communes, wards and special zones have a site" in notes
    assert "columns that are not used: ghi chú" in notes
    assert not Path("report").exists()


def test_a_list_of_several_provinces_is_cut_to_one(lists: Cli) -> None:
    lists.write("all.csv", "Tỉnh,Tên\nTỉnh Hạc Sơn,Xã Lũng Xanh\nCần Thơ,Xã Lũng Xanh\n")
    code, shown, notes = run(lists, "-i", "portals.csv", "--communes", "all.csv", "--lang", "en")
    assert (code, "1/1" in shown) == (0, True), notes
    lists.write("bare.csv", PORTALS.replace("Hạc Sơn,", ",").replace(",Hạc Sơn", ","))
    both = ("-i", "bare.csv", "--communes", "all.csv")
    code, _, notes = run(lists, *both)
    assert (code, "several provinces (Cần Thơ, Tỉnh Hạc Sơn)" in notes) == (2, True), notes
    code, _, notes = run(lists, *both, "--province", "Huế")
    assert (code, "no communes of Huế; it has Cần Thơ" in notes) == (2, True), notes


def test_the_files(lists: Cli) -> None:
    code, shown, _ = run(lists, *BOTH, "--out", "reach")
    assert code == 0
    assert "reach/reach.html" in shown
    assert sorted(file.name for file in Path("reach").iterdir()) == [
        *("reach.csv", "reach.html", "reach.json"),
    ]
    record = json.loads(Path("reach/reach.json").read_text(encoding="utf-8"))
    assert record["schema"] == "portal-audit/reach/1"
    assert record["figures"]["portal"] == {
        "yes": 2,
        "no": 1,
        "unknown": 0,
        "of": 3,
        "share": 0.6667,
        "share_at_most": 0.6667,
    }
    rows = list(csv.DictReader(Path("reach/reach.csv").read_text("utf-8-sig").splitlines()))
    assert [(row["portal"], row["host"], row["host_wanted"]) for row in rows] == [
        ("yes", "yes", "lungxanh.hacson.gov.vn"),
        ("yes", "no", "suoinga.hacson.gov.vn"),
        ("no", "no", "khelua.hacson.gov.vn"),
    ]


@pytest.mark.parametrize("given", [("latest",), ("latest", "-i", "portals.csv")])
def test_with_a_run(lists: Cli, given: tuple[str, ...]) -> None:
    assert lists.run("scan", "-i", "portals.csv", "--quiet").exit_code == 0
    code, shown, notes = run(lists, *given, "--communes", "communes.csv", "--out", "reach")
    assert code == 0, notes
    record = json.loads(Path("reach/reach.json").read_text(encoding="utf-8"))
    assert record["figures"]["reachable"]["yes"] == 2
    assert record["figures"]["ipv6"]["unknown"] == 2
    assert [commune["answers"]["ipv6"] for commune in record["communes"]] == [None, None, False]
    assert "IPv6" in shown


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--communes", "communes.csv"), "give an inventory (-i FILE), a stored run, or both"),
        (("-i", "portals.csv", "--communes", "none.csv"), "none.csv: cannot be read"),
        (("-i", "none.csv", "--communes", "communes.csv"), "none.csv: cannot be read"),
        (("-i", "portals.csv", "--communes", "nameless.csv"), "row 1: there is no column name"),
        (("-i", "portals.csv", "--communes", "empty.csv"), "empty.csv: is empty"),
        (("-i", "portals.csv", "--communes", "twice.csv"), "row 3, column name: A is in row 2"),
        ((*BOTH, "--province", "Khác"), "--province Khác: not in the inventory"),
        (("-i", "two.csv", "--communes", "communes.csv"), "Say which: --province NAME"),
        ((*BOTH, "--lang", "fr"), "--lang"),
        ((*BOTH, "--out", "portals.csv/x"), "--out portals.csv/x: cannot be written"),
        (("nothing", *BOTH), "scan"),
        (("-i", "portals.csv"), "--communes"),
    ],
)
def test_bad_input_names_the_place_and_changes_nothing(
    lists: Cli, arguments: tuple[str, ...], told: str
) -> None:
    lists.write("nameless.csv", "commune\nA\n")
    lists.write("empty.csv", "")
    lists.write("twice.csv", "name\nA\nA\n")
    lists.write("two.csv", "url,kind,province\na.vn,commune,Hạc Sơn\nb.vn,commune,Khác\n")
    before = lists.files()
    code, _, error = run(lists, *arguments)
    assert code == 2, error
    assert told in error
    assert lists.files() == before


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("https://",), "not a host name"),
        (("https://a.example/", "--out", "a.pdf"), "Accepted: .csv, .xlsx, .yaml"),
        (("https://a.example/", "--out", "portals.csv"), "exists already"),
        (("https://a.example/", "--out", "no/a.csv"), "there is no folder"),
        (("https://a.example/", "--ca-file", "portals.csv"), "no certificates in PEM form"),
        (("https://a.example/", "--rate", "0"), "--rate"),
        ((), "URL"),
    ],
)
def test_discovery_refuses_bad_input_before_it_visits(
    lists: Cli, arguments: tuple[str, ...], told: str
) -> None:
    before = lists.files()
    result = lists.run("inventory", "discover", *arguments, "--lang", "en")
    assert result.exit_code == 2, result.output
    assert told in result.stderr
    assert lists.files() == before


def test_the_former_name_of_the_command_still_works(lists: Cli) -> None:
    result = lists.run("inventory", "coverage", *BOTH)
    assert result.exit_code == 0, result.output
    assert "2/3" in result.stdout


def test_discovery_says_what_it_may_not_visit(lists: Cli) -> None:
    result = lists.run("inventory", "discover", "http://127.0.0.1:9/", "--quiet", "--out", "n.csv")
    assert result.exit_code == 3
    assert "--allow-private" in result.stderr
    assert not Path("n.csv").exists()
