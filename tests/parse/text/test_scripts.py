"""Scripts told apart, and pages that are openly in one of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.analyse.spam.declared_language import declares_foreign_language
from portal_audit.evidence import Page
from portal_audit.parse.text.scripts import LANGUAGES, foreign_script

HOME = "https://xa.example/"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("ข่าวจังหวัด", "thai"),
        ("ນະຄອນຫຼວງ", "lao"),
        ("ភាសាខ្មែរ", "khmer"),
        ("人民委员会", "chinese"),
        ("オンラインの時計", "japanese"),
        ("한국어 안내", "korean"),
        ("Новости города", "cyrillic"),
        ("أخبار المدينة", "arabic"),
        ("Ủy ban nhân dân xã An Phú", ""),
        ("Cửa khẩu Hà Khẩu (河口)", ""),
        ("中文 日本語 한국어 ไทย Русский", ""),
        ("河口", ""),
        ("", ""),
    ],
)
def test_scripts(text: str, script: str) -> None:
    assert foreign_script(text) == script


@pytest.mark.parametrize(
    ("path", "more", "openly"),
    [
        ("lao/tin", {}, True),
        ("web/lo-LA/home", {}, True),
        ("tin?l=lo", {}, True),
        ("1", {"lang": "lo"}, True),
        ("1", {"via": ("Tiếng Lào",)}, True),
        ("1", {"via": ("ລາວ",)}, True),
        ("1", {"lang": "vi"}, False),
        ("lao-dong-viec-lam", {}, False),
        ("1", {"via": ("Lao động – Việc làm",)}, False),
        ("1", {"via": ("sitemap.xml", "ລາວ")}, False),
        ("zh/1", {}, False),
    ],
)
def test_lao_pages_of_a_border_province(path: str, more: dict[str, str], openly: bool) -> None:
    page = Page(HOME + path, HOME + path, 200, **more)  # type: ignore[arg-type]
    assert declares_foreign_language(page, "lao", [page]) is openly


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_any_text_is_in_a_known_script_or_none(text: str) -> None:
    assert foreign_script(text) in {"", *LANGUAGES}
