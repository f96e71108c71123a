"""VNI letters: known for what they are, and brought to Unicode."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.html.encoding import decode
from portal_audit.parse.text.legacy_encodings import from_vni, is_vni
from tests.fixtures.reading.letters import to_vni

VNI = (
    "Lòch tieáp coâng daân cuûa Uûy ban nhaân daân xaõ, phöôøng; ñòa chæ, ñieän thoaïi haønh chính"
)
UNICODE = "Lịch tiếp công dân của Ủy ban nhân dân xã, phường; địa chỉ, điện thoại hành chính"
EVERY_LETTER = (
    "a à á ả ã ạ ă ằ ắ ẳ ẵ ặ â ầ ấ ẩ ẫ ậ đ e è é ẻ ẽ ẹ ê ề ế ể ễ ệ i ì í ỉ ĩ ị o ò ó ỏ õ ọ "
    "ô ồ ố ổ ỗ ộ ơ ờ ớ ở ỡ ợ u ù ú ủ ũ ụ ư ừ ứ ử ữ ự y ỳ ý ỷ ỹ ỵ"
)


def test_text_in_vni_is_read() -> None:
    assert is_vni(VNI)
    assert from_vni(VNI) == UNICODE
    assert decode(VNI.encode("windows-1252"), "text/html; charset=windows-1252") == (
        UNICODE,
        "vni",
    )


@pytest.mark.parametrize("text", [EVERY_LETTER, EVERY_LETTER.upper()])
def test_every_letter_comes_back(text: str) -> None:
    assert from_vni(to_vni(text).decode("windows-1252")) == text


@pytest.mark.parametrize(
    "text",
    [
        EVERY_LETTER,
        "Xã Lũng Xanh, tỉnh Hạc Sơn: hoà bình, thuỷ lợi, khoá họp, quý báu, toà nhà, xoá nợ" * 9,
        "Señor Ñandú, Köln, Düsseldorf, Århus, Zoë, naïve, Citroën, Öffnungszeiten, año, coöp" * 9,
        "können, hören, möchte, töten, löschen, größer, Söhne, böse, Vögel, Körper, Möbel" * 9,
        "août, goût, Noël, naïve, maïs, héroïne, ideeën, reünie, poëzie, miljø, søen, España" * 9,
        "© 2026 Ủy ban nhân dân xã · Bản quyền",
        "",
    ],
)
def test_what_is_no_vni_stays_as_it_is(text: str) -> None:
    assert not is_vni(text)


@given(st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    assert isinstance(from_vni(text), str)
    is_vni(text)
