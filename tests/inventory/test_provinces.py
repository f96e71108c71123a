"""The table of provinces."""

from __future__ import annotations

import pytest

from portal_audit.inventory.provinces import by_domain, by_name, provinces


def test_thirty_four_provinces_and_3321_communes() -> None:
    known = provinces()
    assert len(known) == len({one.name for one in known}) == len({one.host for one in known}) == 34
    assert sum(one.communes for one in known) == 3321
    assert all(one.communes == sum(one.by_kind.values()) for one in known)
    assert all(one.host.endswith(".gov.vn") for one in known)
    assert {one.host_certainty for one in known} == {"seen", "rule", "rule-only"}


@pytest.mark.parametrize(
    ("name", "host"),
    [
        ("Cao Bằng", "caobang.gov.vn"),
        ("Tỉnh Cao Bằng", "caobang.gov.vn"),
        ("thành phố Hồ Chí Minh", "hochiminhcity.gov.vn"),
        ("TP. Huế", "hue.gov.vn"),
        ("DA NANG", "danang.gov.vn"),
        ("Hạc Sơn", None),
        ("", None),
    ],
)
def test_a_province_by_name(name: str, host: str | None) -> None:
    found = by_name(name)
    assert (found.host if found else None) == host


def test_a_province_by_domain() -> None:
    found = by_domain("bacninh.gov.vn")
    assert found is not None
    assert (found.name, found.communes, found.former_hosts) == (
        "Bắc Ninh",
        99,
        ("bacgiang.gov.vn",),
    )
    assert by_domain("bacgiang.gov.vn") is None
