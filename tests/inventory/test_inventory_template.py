"""An empty inventory to fill in."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal_audit import inventory
from portal_audit.errors import BadInput, BadInventory


@pytest.mark.parametrize("name", ["portals.csv", "portals.xlsx", "portals.yaml", "portals.yml"])
def test_a_template_has_only_the_known_columns_and_no_portals(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    inventory.template(file)
    with pytest.raises(BadInventory, match=r"no portals|no url") as caught:
        inventory.read(file)
    assert "unknown" not in str(caught.value)


def test_a_filled_in_template_is_an_inventory(tmp_path: Path) -> None:
    file = tmp_path / "portals.csv"
    inventory.template(file)
    text = file.read_text(encoding="utf-8-sig")
    assert "Mỗi dòng là một cổng" in text
    with file.open("a", encoding="utf-8", newline="") as stream:
        stream.write(text.splitlines()[-1].removeprefix("# ") + "\r\n")
    (target,) = inventory.read(file)
    assert (target.url, target.kind) == ("https://sotuphap.tinh.example/", "department")


@pytest.mark.parametrize(
    ("name", "told"),
    [("portals.csv", "exists already"), ("a.pdf", "Accepted: .csv"), ("no/a.csv", "cannot be wr")],
)
def test_a_template_never_overwrites(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "portals.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(BadInput, match=told):
        inventory.template(tmp_path / name)
    assert (tmp_path / "portals.csv").read_text(encoding="utf-8") == "mine"
