"""Words and hosts of injected advertising, and honest ones that resemble them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.read.spam import (
    is_brand,
    is_gambling_host,
    is_outside,
    quote,
    read_words,
)

OWN = "https://anphu.hacson.gov.vn/tin"


@pytest.mark.parametrize(
    ("text", "suspicious"),
    [
        ("Nhà cái uy tín", True),
        ("TÀI XỈU online", True),
        ("game bai doi thuong", True),
        ("nha cai uy tin", True),
        ("choi tai xiu", True),
        ("fa88 casino", True),
        ("nổ hũ", True),
        ("vay tiền nhanh", True),
        ("Xổ số kiến thiết", False),
        ("KQXS hôm nay", False),
        ("nợ hư, da gà, lo để, nhà cải tạo", False),
        ("sua nha cai tao", False),
        ("no hu hong nhieu", False),
        ("Tin tức của xã", False),
        ("", False),
    ],
)
def test_suspicious(text: str, suspicious: bool) -> None:
    assert read_words(text).suspicious is suspicious


def test_who_speaks() -> None:
    police = read_words("Công an triệt phá ổ tài xỉu, khởi tố hai bị cáo")
    advert = read_words("Tài xỉu uy tín, đăng ký nhận khuyến mãi")
    assert (police.official, police.promotes) == (True, False)
    assert (advert.official, advert.promotes) == (False, True)


@pytest.mark.parametrize(
    ("url", "gambling", "brand"),
    [
        ("https://taixiu88.example/", True, True),
        ("https://www.kubet-99.example/", True, True),
        ("https://bet365.example/", True, True),
        ("https://fa88.example/", False, True),
        ("https://98win.example/", False, True),
        ("https://office365.example/", False, True),
        ("https://alphabet.example/", False, False),
        ("https://darwin.example/", False, False),
        ("https://taixiu.hacson.gov.vn/", False, False),
        ("not a url", False, False),
        ("http://[half", False, False),
    ],
)
def test_hosts(url: str, gambling: bool, brand: bool) -> None:
    assert (is_gambling_host(url), is_brand(url)) == (gambling, brand)


@pytest.mark.parametrize(
    ("url", "outside"),
    [
        ("https://anphu.hacson.gov.vn/x", False),
        ("https://hacson.gov.vn/", False),
        ("https://chinhphu.gov.vn/", False),
        ("https://baochinhphu.vn/", True),
        ("https://fa88.example/", True),
        ("mailto:a@fa88.example", False),
        ("javascript:void(0)", False),
        ("", False),
    ],
)
def test_outside(url: str, outside: bool) -> None:
    assert is_outside(url, OWN) is outside


def test_a_quote_is_short_and_holds_the_term() -> None:
    text = "a " * 500 + "nhà cái uy tín " + "b " * 500
    assert "nhà cái" in quote(text, "nhà cái")
    assert len(quote(text, "nhà cái")) <= 120


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    read_words(text)
    quote(text, text[:5])
    is_brand(text)
    is_outside(text, OWN)
