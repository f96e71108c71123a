"""Placeholders: which pages say nothing, and which only have a gap."""

import pytest

from portal_audit.analyse.placeholder import awaits_script, placeholder_sign

PROSE = "Ủy ban nhân dân xã tiếp công dân vào thứ năm hằng tuần tại trụ sở. " * 5


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("Nội dung đang được cập nhật...", "đang được cập nhật"),
        ("ĐANG CẬP NHẬT", "đang cập nhật"),
        ("Dang cap nhat", "đang cập nhật"),
        ("Trang chủ › Ngân sách. Chưa có bài viết nào!", "chưa có bài viết"),
        ("Chưa cập nhật nội dung!", "chưa cập nhật nội dung"),
        ("Không tìm thấy bản ghi nào.", "không tìm thấy bản ghi"),
        ("Chưa có văn bản nào", "chưa có văn bản"),
        ("Hiện không có dự thảo nghị quyết nào cần góp ý", "không có dự thảo"),
        ("Quý này chưa có gói thầu được phê duyệt", "chưa có gói thầu"),
        ("Chuyên mục đang được bổ sung nội dung", "đang được bổ sung"),
        ("There are no items to show in this view.", "no items to show in this view"),
        (PROSE + "Xã không có văn bản nào bị bãi bỏ.", ""),
        ("Liên hệ: bbt@mysite.com", "mysite.com"),
        (
            PROSE + "Chỉ dẫn cho người quản trị website: Các liên kết đến bài viết này",
            "Chỉ dẫn cho người quản trị website",
        ),
        (PROSE, ""),
        (PROSE + "Số fax: đang cập nhật.", ""),
        ("", ""),
        ("Đã cập nhật ngày 12/11/2026 lúc 8 giờ", ""),
    ],
)
def test_sign(text: str, sign: str) -> None:
    assert placeholder_sign(text) == sign


def test_words_of_the_title_do_not_count() -> None:
    title = "Công khai quyết toán ngân sách địa phương " * 4
    assert placeholder_sign(title + "đang cập nhật") == ""
    assert placeholder_sign(title + "đang cập nhật", heading_words=len(title.split()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đang tải dữ liệu…", True),
        ("Loading...", True),
        ("Lãnh đạo Đang tải", True),
        ("Vui lòng chờ trong giây lát...", True),
        ("Xe đang tải đất đá ra khỏi xã.", False),
        ("Vui lòng cho biết ý kiến; vui lòng chờ đến lượt.", False),
        (PROSE, False),
    ],
)
def test_awaits_script(text: str, expected: bool) -> None:
    assert awaits_script(text) is expected
