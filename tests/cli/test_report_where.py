"""``report --where``: the chosen portals in every file, the rest of the run as it was."""

from __future__ import annotations

import csv
import json

import pytest

from .conftest import Cli


@pytest.fixture
def scanned(cli: Cli) -> Cli:
    cli.write("list.csv", "url,kind,tags\na.example,commune,one two\nb.example,department,\n")
    result = cli.run("scan", "-i", "list.csv", "--format", "json")
    assert result.exit_code == 0, result.output
    return cli


def test_only_what_fits_is_written_and_how_much_is_said(scanned: Cli) -> None:
    result = scanned.run(
        "report", "--where", "kind=commune", "--format", "json,csv", "--out", "few", "--lang", "en"
    )
    assert result.exit_code == 0, result.output
    assert "Filter: kind=commune – 1 of 2 portals." in result.stdout
    record = json.loads((scanned.folder / "few" / "run.json").read_text(encoding="utf-8"))
    assert [site["url"] for site in record["sites"]] == ["https://a.example/"]
    assert record["run"]["filter"] == {"where": "kind=commune", "shown": 1, "of": 2}
    with (scanned.folder / "few" / "sites.csv").open(encoding="utf-8-sig") as stream:
        assert [row["url"] for row in csv.DictReader(stream)] == ["https://a.example/"]


def test_tags_of_the_inventory_can_be_asked(scanned: Cli) -> None:
    result = scanned.run("report", "--where", "tag=two", "--format", "json", "--out", "few")
    assert "1 trong 2 cổng" in result.stdout


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("kindd=commune", "Có phải ý bạn là kind?"),
        ("fault=headers.hst", "Có phải ý bạn là headers.hsts?"),
        ("tag=three", "0 trong 2 cổng phù hợp"),
    ],
)
def test_a_filter_that_cannot_be_used_leaves_everything_as_it_was(
    scanned: Cli, where: str, said: str
) -> None:
    before = scanned.files()
    result = scanned.run("report", "--where", where, "--format", "json", "--out", "few")
    assert result.exit_code == 2
    assert said in result.stderr
    assert scanned.files() == before
