"""Pages whose letters were lost are told from pages that ask questions."""

import pytest

from portal_audit.parse.text.mojibake import is_mojibake

TEXT = "Lịch tiếp công dân của Chủ tịch Ủy ban nhân dân xã, phường; địa chỉ, điện thoại. " * 4


def lost(sign: str) -> str:
    return "".join(char if char.isascii() else sign for char in TEXT)


@pytest.mark.parametrize("text", [lost("?"), lost("\ufffd"), lost("??")])
def test_letters_were_lost(text: str) -> None:
    assert is_mojibake(text)


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "",
        "Nộp hồ sơ ở đâu? Lệ phí bao nhiêu? Có phải đến trực tiếp không? Xem tại đây. " * 20,
        TEXT * 9 + "Tr\ufffdn V\ufffdn A",
        "tim-kiem?q=a&trang?b " * 5 + TEXT,
    ],
)
def test_they_were_not(text: str) -> None:
    assert not is_mojibake(text)
