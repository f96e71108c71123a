"""The body that governs a portal, named at the foot of its pages without any word that says so."""

from __future__ import annotations

from portal_audit.analyse.required_information.contacts import names_its_body
from tests.every import every


@every(
    [
        "SỞ Y TẾ TỈNH HẠC SƠN – Địa chỉ: Số 4 đường Hùng Vương, phường Hạc Khê",
        "Uỷ ban nhân dân xã Đồng Mây. Điện thoại: 0206 3850 123",
        "Ban Quản lý các khu công nghiệp | Email: bqlkcn@hacson.gov.vn",
    ]
)
def test_a_body_right_before_its_contacts_is_named(footer: str) -> None:
    assert names_its_body(footer)


@every(
    [
        "Thiết kế bởi: Trung tâm Công nghệ phần mềm, điện thoại 0206 3850 123",
        "Liên kết: Sở Y tế, Sở Xây dựng, Bộ Nội vụ",
        "cán bộ của sở, điện thoại 0206 3850 123",
        "Điện thoại: 0206 3850 123",
        "",
    ]
)
def test_the_maker_a_list_of_links_and_a_bare_number_name_none(footer: str) -> None:
    assert not names_its_body(footer)
