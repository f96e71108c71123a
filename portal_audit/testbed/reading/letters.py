"""How a page's letters become bytes on old and careless servers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

Written = Callable[[str], tuple[bytes, str]]
"""Takes HTML; returns the bytes and the Content-Type that goes with them."""
HTML = "text/html"
META = re.compile(r'\s*<meta charset="utf-8">')

_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        strict=True,
    )
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_VNI_ALONE: Mapping[str, str] = dict(zip("íìỉĩịươđỵÍÌỈĨỊƯƠĐỴ", "íìæóòöôñîÍÌÆÓÒÖÔÑÎ", strict=True))
"""Letters that VNI fonts have as one sign."""
_VNI_MARKS: Mapping[str, Mapping[str, str]] = {
    "": dict(zip("\u0301\u0300\u0309\u0303\u0323", "ùøûõï", strict=True)),
    "\u0302": dict(zip(("", *"\u0301\u0300\u0309\u0303\u0323"), "âáàåãä", strict=True)),
    "\u0306": dict(zip(("", *"\u0301\u0300\u0309\u0303\u0323"), "êéèúüë", strict=True)),
}
"""Shape (none, circumflex, breve) → tone → the sign written after the letter."""
_OLD_PLACES = (
    *(("oà", "òa"), ("oá", "óa"), ("oả", "ỏa"), ("oã", "õa"), ("oạ", "ọa")),
    *(("uỳ", "ùy"), ("uý", "úy"), ("uỷ", "ủy"), ("uỹ", "ũy"), ("uỵ", "ụy")),
)


def in_utf8(html: str) -> tuple[bytes, str]:
    """As it should be."""
    return html.encode(), f"{HTML}; charset=utf-8"


def undeclared(html: str) -> tuple[bytes, str]:
    """UTF-8 that says so nowhere."""
    return META.sub("", html).encode(), HTML


def decomposed(html: str) -> tuple[bytes, str]:
    """Letters and their marks apart (NFD)."""
    return in_utf8(unicodedata.normalize("NFD", html))


def encoded_twice(html: str) -> tuple[bytes, str]:
    """Letters as entities whose ``&`` is encoded again."""
    return in_utf8(as_entities(html, twice=True))


def with_eth(html: str) -> tuple[bytes, str]:
    """The Icelandic letter for Đ, which looks the same."""
    return in_utf8(html.replace("Đ", "Ð").replace("đ", "ð"))


def with_moved_tones(html: str) -> tuple[bytes, str]:
    """Tone marks on the other vowel: “uỷ ban” and “hoà” for “ủy ban” and “hòa”."""
    for moved, usual in _OLD_PLACES:
        html = html.replace(usual, moved)
    return in_utf8(html)


def in_tcvn3(html: str) -> tuple[bytes, str]:
    """TCVN 5712-3 under the name of another character set."""
    return to_tcvn3(META.sub("", html)), f"{HTML}; charset=iso-8859-1"


def in_vni(html: str) -> tuple[bytes, str]:
    """VNI for Windows under the name of another character set."""
    return to_vni(META.sub("", html)), f"{HTML}; charset=windows-1252"


def in_1258(html: str) -> tuple[bytes, str]:
    """windows-1258, and it says so."""
    return to_1258(META.sub("", html)), f"{HTML}; charset=windows-1258"


def with_lost_letters(html: str) -> tuple[bytes, str]:
    """A question mark for every letter that the server's character set lacks."""
    return html.encode("ascii", "replace"), f"{HTML}; charset=utf-8"


def to_tcvn3(html: str) -> bytes:
    """Return text in TCVN 5712-3; capitals that it lacks are written small, as fonts drew them."""
    text = unicodedata.normalize("NFC", html)
    small = (_TCVN3.get(char) or _TCVN3.get(char.lower(), char) for char in text)
    return "".join(small).encode("cp1252", "xmlcharrefreplace")


def to_vni(html: str) -> bytes:
    """Return text in VNI for Windows: a letter, then a sign for its marks."""
    text = unicodedata.normalize("NFC", html)
    return "".join(map(_vni, text)).encode("cp1252", "xmlcharrefreplace")


def _vni(char: str) -> str:
    if char in _VNI_ALONE:
        return _VNI_ALONE[char]
    parts = unicodedata.normalize("NFD", char)
    base, marks = parts[0], parts[1:]
    if not marks:
        return char
    shape = "".join(mark for mark in marks if mark in "\u0302\u0306")
    tone = "".join(mark for mark in marks if mark in _TONES)
    stem = _VNI_ALONE[unicodedata.normalize("NFC", base + "\u031b")] if "\u031b" in marks else base
    sign = _VNI_MARKS[shape][tone]
    return stem + (sign.upper() if char.isupper() else sign)


def to_1258(html: str) -> bytes:
    """Return text in windows-1258, which writes tone marks after their letter."""
    return "".join(map(_apart, unicodedata.normalize("NFC", html))).encode(
        "cp1258", "xmlcharrefreplace"
    )


def _apart(char: str) -> str:
    try:
        char.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", char)
        tones = "".join(part for part in parts if part in _TONES)
        if tones:
            rest = "".join(part for part in parts if part not in _TONES)
            return unicodedata.normalize("NFC", rest) + tones
    return char


def as_entities(text: str, *, twice: bool = False) -> str:
    """Return text with every letter beyond ASCII as a numeric entity, encoded once or twice."""
    sign = "&amp;" if twice else "&"
    return re.sub(r"[^\x00-\x7f]", lambda match: f"{sign}#{ord(match[0])};", text)
