"""Every encoding that portals were met in, and those that only claim to be one."""

import codecs
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.parse.html.encoding import decode
from portal_audit.parse.text.legacy_encodings import (
    from_tcvn3,
    from_vni,
    in_unicode,
    is_tcvn3,
    is_vni,
)

WORDS = "Đường dây nóng: phòng, chống tham nhũng; Ủy ban nhân dân xã"
TCVN3 = "Phßng èc cña ®¬n vÞ, ®Þa chØ: ®­êng NguyÔn Tr·i, ñy ban nh©n d©n x·, v¨n b¶n h­íng dÉn"
VNI = (
    "Phoøng oác cuûa ñôn vò, ñòa chæ: ñöôøng Nguyeãn Traõi, uûy ban nhaân daân xaõ, "
    "vaên baûn höôùng daãn"
)
IN_UNICODE = (
    "Phòng ốc của đơn vị, địa chỉ: đường Nguyễn Trãi, ủy ban nhân dân xã, văn bản hướng dẫn"
)


def windows_1258(text: str) -> bytes:
    """Write the tone marks apart, as the encoding wants it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        letter = "".join(part for part in parts if part not in tones)
        tone = "".join(part for part in parts if part in tones)
        out += unicodedata.normalize("NFC", letter) + tone
    return out.encode("windows-1258")


@pytest.mark.parametrize(
    ("body", "content_type", "text", "encoding"),
    [
        (WORDS.encode(), "", WORDS, "utf-8"),
        (WORDS.encode(), "text/html; charset=iso-8859-1", WORDS, "utf-8"),  # the bytes know better
        (codecs.BOM_UTF8 + WORDS.encode(), "", WORDS, "utf-8"),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), "", WORDS, "utf-16"),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "", WORDS, "utf-16"),
        (WORDS.encode()[:-1], "", WORDS[:-1], "utf-8"),  # cut within the last letter
        (b"caf\xe9", "text/html; charset=ISO-8859-1", "café", "windows-1252"),
        (b"caf\xe9", 'text/html; charset="windows-1252"', "café", "windows-1252"),
        (b"<meta charset=latin1>caf\xe9", "", "<meta charset=latin1>café", "windows-1252"),
        (b"caf\xe9", "text/html; charset=utf-8000", "café", "windows-1252"),
        (b"caf\xe9", "text/html; charset=utf-7", "café", "windows-1252"),
        (b"caf\xe9", "text/html; charset=base64", "café", "windows-1252"),
        (b"", "", "", "utf-8"),
        (b"x" * 999 + b"\xff", "text/html; charset=utf-8", "x" * 999 + "\ufffd", "utf-8"),
        (windows_1258("Lịch tiếp dân"), "", "Lịch tiếp dân", "windows-1258"),
        (
            windows_1258(WORDS),
            "text/html; charset=windows-1258",
            WORDS,
            "windows-1258",
        ),
        (TCVN3.encode("windows-1252"), "text/html; charset=windows-1252", IN_UNICODE, "tcvn3"),
        (TCVN3.encode(), "text/html; charset=utf-8", IN_UNICODE, "tcvn3"),
        (VNI.encode("windows-1252"), "text/html; charset=windows-1252", IN_UNICODE, "vni"),
        (VNI.encode("windows-1252"), "", IN_UNICODE, "vni"),
        (VNI.encode(), "text/html; charset=utf-8", IN_UNICODE, "vni"),
    ],
)
def test_decode(body: bytes, content_type: str, text: str, encoding: str) -> None:
    assert decode(body, content_type) == (text, encoding)


def test_a_copyright_line_is_no_tcvn3() -> None:
    assert not is_tcvn3("© 2026 Ủy ban nhân dân xã · Bản quyền ® «Cổng» " * 20)
    assert not is_tcvn3("Résumé façade naïve Überraschung große Straße" * 20)
    assert from_tcvn3("© 2026 phßng èc") == "© 2026 phòng ốc"


@pytest.mark.parametrize(
    ("title", "beside", "expected"),
    [
        ("Phßng èc", TCVN3, ("Phòng ốc", "tcvn3")),
        ("Phoøng oác", VNI, ("Phòng ốc", "vni")),
        ("Phòng ốc của đơn vị", TCVN3, ("Phòng ốc của đơn vị", "tcvn3")),
        ("Phßng èc", "", ("Phßng èc", "")),
    ],
)
def test_short_text_is_judged_by_what_it_stands_beside(
    title: str, beside: str, expected: tuple[str, str]
) -> None:
    assert in_unicode(title, beside) == expected


def test_every_letter_of_vni() -> None:
    written = (
        "aùaøaûaõaïaâaáaàaåaãaäaêaéaèaúaüaë eùeøeûeõeïeâeáeàeåeãeä íìæóò oùoøoûoõoïoâoáoàoåoãoä"
    )
    written += " ôôùôøôûôõôï uùuøuûuõuï ööùöøöûöõöï yùyøyûyõî ñ"
    meant = "áàảãạâấầẩẫậăắằẳẵặ éèẻẽẹêếềểễệ íìỉĩị óòỏõọôốồổỗộ ơớờởỡợ úùủũụ ưứừửữự ýỳỷỹỵ đ"
    assert from_vni(written) == meant
    assert from_vni(written.upper()) == meant.upper()


@pytest.mark.parametrize(
    "text",
    [
        "Año nuevo, niño español, mañana, señor, cañón, pequeño, España, compañía. " * 9,
        "Où est le maïs août goût naïve, l'été, le Noël à la forêt, château. " * 9,
        "Pimeä, korkeä, yö, tänään, hyvää päivää, että, lähteä, kireä. " * 9,
        "Ủy ban nhân dân xã: quà Tết, hoà giải, thuê, tuân thủ, ngoài, khoá họp, đoàn, toà án " * 9,
    ],
)
def test_other_languages_are_no_vni(text: str) -> None:
    assert not is_vni(text)


@settings(deadline=None)
@given(st.binary(max_size=2000), st.text(max_size=60))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    text, encoding = decode(body, content_type)
    assert isinstance(text, str)
    assert encoding


@settings(deadline=None)
@given(
    st.binary(max_size=300), st.sampled_from(["hex", "rot13", "zlib", "gbk", "utf-16", "cp65001"])
)
def test_any_named_codec_is_survived(body: bytes, charset: str) -> None:
    decode(body, f"text/html; charset={charset}")
