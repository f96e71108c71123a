"""Language tags, and telling Vietnamese from other languages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.text.language import is_vietnamese, primary


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("vi", "vi"),
        ("vi-VN", "vi"),
        ("VI", "vi"),
        ("en-US", "en"),
        ("zh-Hant-TW", "zh"),
        ("hmn", "hmn"),
        ("vi-x-xa", "vi"),
        ("vn", None),
        ("vi_VN", None),
        ("vietnamese", None),
        ("vi-", None),
        ("", None),
        ("tiếng", None),
    ],
)
def test_tags(tag: str, language: str | None) -> None:
    assert primary(tag) == language


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Thông báo lịch tiếp công dân của Chủ tịch Ủy ban nhân dân xã. " * 3, True),
        ("THÔNG BÁO LỊCH TIẾP CÔNG DÂN CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ " * 3, True),
        ("The committee announces when citizens are received this month. " * 3, False),
        ("Le comité annonce quand les citoyens sont reçus; été, déjà, où. " * 3, False),
        ("Thông báo", None),
        ("", None),
    ],
)
def test_vietnamese(text: str, answer: bool | None) -> None:
    assert is_vietnamese(text) is answer
    assert is_vietnamese(unicodedata.normalize("NFD", text)) is answer


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    primary(text)
    is_vietnamese(text)
