"""Refusals and missing pages that are answered with status 200."""

import pytest

from portal_audit.analyse.block_pages import no_such_page, refusal_sign
from portal_audit.evidence import Link, Page

URL = "https://xa.example/x"


@pytest.mark.parametrize(
    ("title", "text", "refused"),
    [
        ("Request Rejected", "The requested URL was rejected. Your support ID is: 123456", True),
        ("Error", "Yêu cầu của bạn đã bị chặn. Mã sự cố: 77120-44", True),
        ("Just a moment...", "Checking your browser. Ray ID: 8c1f00", True),
        ("", "You have been blocked. Incident ID: 9912-77", True),
        ("", "Xác minh bạn không phải là robot", True),
        ("Xã An Phú", "Công an xã chặn xe quá tải trên đường liên thôn", False),
        ("Xã An Phú", "Yêu cầu các thôn chặn suối đúng nơi quy định", False),
        ("Error", "", False),
    ],
)
def test_a_firewall_refuses(title: str, text: str, refused: bool) -> None:
    assert bool(refusal_sign(Page(URL, URL, 200, title=title, text=text))) is refused


def test_a_page_with_a_menu_is_no_refusal() -> None:
    links = tuple(Link(f"{URL}{number}", f"Mục {number}") for number in range(6))
    assert not refusal_sign(Page(URL, URL, 200, text="Access denied", links=links))
    assert not refusal_sign(Page(URL, URL, 200, text="Access denied. " + "Tin của xã. " * 60))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("Trang bạn yêu cầu không tồn tại hoặc đã bị xóa.", True),
        ("Không tìm thấy trang. Địa chỉ có thể đã thay đổi.", True),
        ("Page not found", True),
        ("Bài viết này không còn tồn tại", True),
        ("Không tìm thấy người bị nạn sau trận lũ", False),
        ("Không tìm thấy trang. " + "Nhưng xã có rất nhiều tin khác để đọc. " * 6, False),
    ],
)
def test_a_page_says_that_it_does_not_exist(text: str, gone: bool) -> None:
    assert no_such_page(text) is gone
