"""Folding, slugs and word search on the spellings that real sites show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.text.vietnamese import (
    contains_words,
    fold,
    nfc,
    slug_forms,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Giới thiệu", "gioi thieu"),
        ("GIỚI  THIỆU ", "gioi thieu"),
        ("Đấu thầu, mua sắm công", "dau thau, mua sam cong"),
        ("Ðịa chỉ", "dia chi"),  # eth, not d with stroke
        ("ðịa chỉ", "dia chi"),
        ("B&#7897; ph&#7853;n", "bo phan"),
        ("C&amp;#225;c s&#7903;", "cac so"),
        ("Tham vấn chính sách TN＆MT", "tham van chinh sach tn va mt"),
        ("Chức năng & nhiệm vụ", "chuc nang va nhiem vu"),
        ("Chức năng &amp;amp; nhiệm vụ", "chuc nang va nhiem vu"),
        ("tin-tuc_su/kien", "tin tuc su kien"),
        ("Tin tức - Sự kiện", "tin tuc su kien"),
        ("Tin tức – Sự kiện", "tin tuc su kien"),
        ("Liên\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}hệ", "lien he"),
        ("Liên&nbsp;hệ", "lien he"),
        ("Ủy ban", "uy ban"),
        ("Uỷ ban", "uy ban"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("cư\N{COMBINING HOOK ABOVE}u phâ\N{COMBINING HOOK ABOVE}m", "cuu pham"),
        ("tài\N{ZERO WIDTH SPACE} x\N{SOFT HYPHEN}ỉu", "tai xiu"),
        ("İ", "i"),
        ("", ""),
        ("------Công an tỉnh", "cong an tinh"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=400))
def test_fold_takes_anything_and_is_done_at_once(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert not set("_/-&") & set(folded)


def test_nfc_keeps_what_a_reader_should_see() -> None:
    assert nfc("  Ðịa\N{NO-BREAK SPACE} chỉ ") == "Địa chỉ"
    assert nfc("phâ\N{COMBINING HOOK ABOVE}m") == "phẩm"


@pytest.mark.parametrize(
    ("label", "slug"),
    [
        ("Đường dây nóng", "duong-day-nong"),
        ("Đấu thầu mua sắm công", "dau-thau-mua-sam-cong"),
        ("Đấu thầu mua sắm công", "au-thau-mua-sam-cong"),
        ("Lãnh đạo Sở", "lanh-ao-so"),
        ("Hỏi đáp", "hoi-ap"),
        ("Tin tức hoạt động", "tin-tuc-hoat-ong"),
        ("Lịch tiếp công dân năm 2021", "l-ch-ti-p-c-ng-d-n-n-m-2021"),
        ("Lịch tiếp công dân", "lichtiepcongdan"),
        ("Quy chế làm việc", "quychelamviec"),
        ("Công khai ngân sách", "congkhaingansach"),
        ("Hỏi đáp - Kiến nghị", "hoi-dap-kien-nghi"),
    ],
)
def test_slug_forms(label: str, slug: str) -> None:
    assert slug in slug_forms(label)


def test_a_slug_that_lost_nearly_everything_is_no_form() -> None:
    assert slug_forms("Góp ý") == {"gop-y", "gopy"}
    assert slug_forms("") == frozenset()


@pytest.mark.parametrize(
    ("haystack", "needle", "found"),
    [
        ("so do to chuc", "so do", True),
        ("ban so do", "so do", True),
        ("so dong", "so do", False),
        ("theo so do", "o so", False),
        ("so dong so do", "so do", True),
        ("(so do)", "so do", True),
        ("anything", "", False),
        ("", "so", False),
    ],
)
def test_contains_words(haystack: str, needle: str, found: bool) -> None:
    assert contains_words(haystack, needle) is found
