"""An inventory that is written is an inventory that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal_audit import inventory
from portal_audit.errors import BadInput
from portal_audit.inventory.write import csv_text, writable, write

ROWS = [
    {"url": "https://a.example/", "name": 'Sở "Tài chính", A', "kind": "department"},
    {"url": "https://b.example/", "name": "=1+1: {x} # y", "tags": "discovered sure"},
]


@pytest.mark.parametrize("name", ["portals.csv", "portals.xlsx", "portals.yaml", "portals.yml"])
def test_what_is_written_is_read_again(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    write(file, ROWS, ["not read", "https://mail.example/"])
    targets = inventory.read(file)
    assert [(one.url, one.name, one.kind.value, " ".join(one.tags)) for one in targets] == [
        ("https://a.example/", 'Sở "Tài chính", A', "department", ""),
        ("https://b.example/", "=1+1: {x} # y", "web", "discovered sure"),
    ]


def test_as_text_for_stdout() -> None:
    lines = csv_text(ROWS[:1], ["note"]).splitlines()
    assert lines[0].startswith("url,name,kind")
    assert lines[2] == "# note"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("mine.csv", "exists already"),
        ("a.pdf", "Accepted: .csv, .xlsx, .yaml"),
        ("no/a.csv", "there is no folder"),
    ],
)
def test_where_it_cannot_be_written(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        writable(tmp_path / name)
    with pytest.raises(BadInput):
        write(tmp_path / name, ROWS)
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "mine"
