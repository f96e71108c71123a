"""Typing errors told from other words."""

import pytest

from portal_audit.parse.text.typos import is_typo


@pytest.mark.parametrize(
    ("key", "slip"),
    [
        ("guyen vong cong dan", True),
        ("nguyen vonng cong dan", True),
        ("nguyen vong cong doan", False),
        ("nguyen vong cong dam", False),
        ("nguyen vong cong dan", False),
        ("nguyen vong cong", False),
    ],
)
def test_slips(key: str, slip: bool) -> None:
    assert is_typo(key, "nguyen vong cong dan") is slip


WORDS = (
    "nguyen truyen khuyech dien tu thong ke so do quy hoach giai quyet thuong truc nghiep vu oai "
    "uong yeu cau tuoi gia ghi kien xoong"
)


def test_words_are_never_slips() -> None:
    slips = [word for word in WORDS.split() if is_typo(f"{word} vong cong dan", "x vong cong dan")]
    assert slips == []
