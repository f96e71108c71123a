"""What labels and host names say of the portals behind them."""

from __future__ import annotations

import pytest

from portal_audit.inventory.naming import from_host, from_label, is_functional, spells

LABELS = [
    ("Sở Tài chính", "department", "Sở Tài chính", True),
    ("SỞ TÀI CHÍNH", "department", "SỞ TÀI CHÍNH", True),
    ("Sở Văn hóa - Thể thao và Du lịch", "department", "Sở Văn hóa - Thể thao và Du lịch", True),
    ("So Tai chinh", "department", "So Tai chinh", True),
    ("Sở GDĐT", "department", "Sở GDĐT", True),
    ("Sở Chuyện lạ", "department", "Sở Chuyện lạ", False),
    ("Thanh tra tỉnh", "department", "Thanh tra tỉnh", True),
    ("Trang thông tin điện tử phường Bến Trầm", "commune", "Phường Bến Trầm", True),
    ("UBND xã Lũng Xanh", "commune", "Xã Lũng Xanh", True),
    ("Xã Lũng Xanh, tỉnh Hạc Sơn", "commune", "Xã Lũng Xanh", True),
    ("XÃ LŨNG XANH", "commune", "XÃ LŨNG XANH", True),
    ("Phường Xuân Hương - Đà Lạt", "commune", "Phường Xuân Hương - Đà Lạt", True),
    ("Phường 1 Bảo Lộc", "commune", "Phường 1 Bảo Lộc", True),
    ("Đặc khu Vân Đồn", "commune", "Đặc khu Vân Đồn", True),
    ("Dịch vụ công trực tuyến", "public-service", "Dịch vụ công trực tuyến", True),
    ("Huyện Sơn Động", "web", "Huyện Sơn Động", False),
]
NO_UNITS = [
    *("", "...", "Số điện thoại", "Sơ đồ cổng", "Xã hội", "Văn hóa - Xã hội", "Xã hội hóa y tế"),
    *("Phương án", "Phuong an", "Đặc khu kinh tế", "Xã Lũng Xanh tổ chức lễ hội"),
    *("Cổng Dịch vụ công quốc gia", "Công an xã Lũng Xanh", "Tin tức", "xã " * 50),
]


@pytest.mark.parametrize(("label", "kind", "name", "sure"), LABELS)
def test_a_label_names_a_unit(label: str, kind: str, name: str, sure: bool) -> None:
    guess = from_label(label)
    assert guess is not None
    assert (guess.kind, guess.name, guess.sure) == (kind, name, sure)


@pytest.mark.parametrize("label", NO_UNITS)
def test_a_label_that_names_none(label: str) -> None:
    assert from_label(label) is None


@pytest.mark.parametrize(
    ("label", "remark"),
    [
        ("Sở Thông tin và Truyền thông", "former"),
        ("Sở TTTT", "former"),
        ("Huyện Sơn Động", "district"),
        ("Sở Y tế", ""),
    ],
)
def test_what_was_abolished_is_remarked(label: str, remark: str) -> None:
    guess = from_label(label)
    assert guess is not None
    assert guess.remark == remark


@pytest.mark.parametrize(
    ("first", "kind", "sure"),
    [
        ("sotaichinh", "department", True),
        ("stc", "department", True),
        ("so-noi-vu", "department", True),
        ("so-gi-do", "department", False),
        ("stttt", "department", True),
        ("thanhtra", "department", True),
        ("xa-lung-xanh", "commune", True),
        ("xalungxanh", "commune", False),
        ("phuong3", "commune", False),
        ("dackhuvandon", "commune", False),
        ("dichvucong", "public-service", True),
        ("motcua", "public-service", True),
        *(
            (name, None, None)
            for name in ("xahoi", "xaydung", "sondong", "sohoa", "lungxanh", "xa")
        ),
    ],
)
def test_a_host_name_says_something(first: str, kind: str | None, sure: bool | None) -> None:
    guess = from_host(f"{first}.hacson.gov.vn")
    assert (guess.kind, guess.sure) == (kind, sure) if guess else kind is None


@pytest.mark.parametrize("first", ["mail", "mail2", "cdn-01", "mobile_qlvb", "qlvbdh", "static"])
def test_functional_hosts(first: str) -> None:
    assert is_functional(f"{first}.hacson.gov.vn")


@pytest.mark.parametrize("first", ["lungxanh", "mailan", "congbao", "data", "sonoivu", "cdndata"])
def test_hosts_that_are_not_functional(first: str) -> None:
    assert not is_functional(f"{first}.hacson.gov.vn")


def test_a_host_spells_a_name() -> None:
    assert spells("Đèo Sim", "deosim.hacson.gov.vn")
    assert spells("Đèo Sim", "deo-sim.hacson.gov.vn")
    assert not spells("Đèo Sim", "deo.hacson.gov.vn")
