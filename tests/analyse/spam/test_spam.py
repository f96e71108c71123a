"""Words and hosts of injected advertising, and honest ones that resemble them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.analyse.spam.terms_in_text import (
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


@pytest.mark.parametrize(
    "text",
    [
        # The terms reported for state portals.
        *("cá độ", "cá cược", "nhà cái", "tài xỉu", "game bài", "game bài đổi thưởng"),
        *("đổi tiền thật", "soi cầu", "lô đề", "nổ hũ", "đá gà uy tín", "cờ bạc uy tín"),
        *("đánh bài, cờ bạc", "bongdalu", "cakhia tv", "kuwin", "98win", "fa88", "8xbxx", "gi8"),
        *("ga88", "lode, xoilac", "xổ số, lô đề", "kqxs soi cầu", "xsmb lô đề", "xsmn tài xỉu"),
        # The same written as other hands write it.
        *("TÀI\u00a0XỈU", "nha\u0300 ca\u0301i", "ｔài xỉu ｏｎｌｉｎｅ", "nổ&nbsp;hũ tài xỉu"),
        # Glued together, as brands and tags are.
        *("nohucasino88", "taixiu88", "nhacaiuytin", "gamebaidoithuong", "soikeobongda casino88"),
        # Brands by their form, and what is sold in other tongues.
        *("b52club", "188bet", "i9bet", "bet365", "79king casino online", "casino trực tuyến"),
        *("slot gacor hari ini", "situs slot", "judi bola", "bandar togel", "agen judi"),
        *(
            "สล็อต เว็บตรง",
            "บาคาร่า",
            "博彩",
            "线上娱乐城",
            "百家乐",
            "バカラ",
            "토토사이트",
            "букмекер",
        ),
        *("игровые автоматы", "مراهنات", "казино бонус", "คาสิโน สมัคร", "赌场 投注"),
    ],
)
def test_every_term_is_known(text: str) -> None:
    assert read_words(text).suspicious


@pytest.mark.parametrize(
    "text",
    [
        "Tệ nạn cờ bạc",
        "Cấm dùng xung điện bắn cá",
        "Hội thi chọi gà, đá gà nghệ thuật",
        "Dự án khu nghỉ dưỡng có casino",
        "Xổ số kiến thiết, kqxs, xsmb, xsmn",
        "Chương trình tích điểm đổi thưởng tại thư viện",
        "nohu, fanclub88, casino, alphabet26, daga3, slot 12",
        "Windows 10, win10, win11, Office 365",
        "Công văn số 88, ND 68, QĐ 99, TT 86, phụ lục PL88",
        "nợ hư, lo đẽ gỗ, đã gả, da gà, nhà cải tạo, so cầu, tải xíu",
        *("nha cai tao", "no hu hong", "da ga nau", "lo de y te", "ca do", "soi cau thang"),
        "海防市人民委员会",
        "ນະຄອນຫຼວງວຽງຈັນ",
        "ข่าวจังหวัด",
        "Мэрия города, новости",
    ],
)
def test_honest_words_are_not_suspicious(text: str) -> None:
    assert not read_words(text).suspicious


@pytest.mark.parametrize(
    ("text", "several"),
    [("nhà cái uy tín", False), ("tài xỉu online", False), ("tài xỉu, nổ hũ", True), ("", False)],
)
def test_a_term_within_a_term_is_one(text: str, several: bool) -> None:
    assert read_words(text).several is several


def test_police_abroad_are_understood() -> None:
    assert read_words("公安机关捣毁赌博团伙").official
    assert read_words("ตำรวจจับกุมการพนัน").authority
    assert not read_words("不骗 投注").official


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
        ("https://gi8.example/", False, True),
        ("https://slotgacor.example/", True, True),
        ("https://www.w3.example/", False, False),
        ("https://s3.example/", False, False),
        ("https://office365.example/", False, False),
        ("https://marathonclub2025.example/", False, False),
        ("https://789bet.example/", True, True),
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


@pytest.mark.parametrize("number", ["0912345678", "0912 345 678", "031085012345", "+84912345678"])
def test_a_quote_repeats_no_telephone_and_no_identity_number(number: str) -> None:
    quoted = quote(f"Gọi {number} tài xỉu uy tín 88k", "tài xỉu")
    assert quoted == "Gọi … tài xỉu uy tín 88k"
    assert quote("→ https://xa.example/viewspace-469085.html").endswith("viewspace-469085.html")


@given(st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_it(text: str) -> None:
    read_words(text)
    quote(text, text[:5])
    is_brand(text)
    is_outside(text, OWN)
