"""Typing errors told from other words."""

import pytest

from portal_audit.read.slips import is_slip


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
    assert is_slip(key, "nguyen vong cong dan") is slip


@pytest.mark.parametrize(
    "word",
    "nguyen truyen khuyech dien tu thong ke so do quy hoach giai quyet thuong truc nghiep vu "
    "oai uong yeu cau tuoi gia ghi kien xoong".split(),
)
def test_words_are_never_slips(word: str) -> None:
    assert not is_slip(f"{word} vong cong dan", "xyz vong cong dan")
