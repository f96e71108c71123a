"""A report bears the name of what was scanned."""

from pathlib import Path

import pytest

from portal_audit.cli.run_title import run_title


@pytest.mark.parametrize(
    ("provinces", "inventory", "title"),
    [
        (["Cao Bằng", "cao bằng", ""], None, ""),
        (["Cao Bằng", "Cao Bằng", ""], None, "Tỉnh Cao Bằng"),
        (["Thạch Giang"], Path("lists/cong-cap-xa.csv"), "Thạch Giang – cong-cap-xa"),
        (["Cao Bằng", "Hà Nội"], Path("ca-nuoc.xlsx"), "ca-nuoc"),
        ([], None, ""),
    ],
)
def test_the_name_is_province_and_inventory(
    provinces: list[str], inventory: Path | None, title: str
) -> None:
    assert run_title(provinces, inventory) == title
