"""How a page's letters become bytes on old and careless servers."""

from __future__ import annotations

import re
import unicodedata

_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        strict=True,
    )
)
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def to_tcvn3(html: str) -> bytes:
    """Return text in TCVN 5712-3; capitals that it lacks are written small, as fonts drew them."""
    text = unicodedata.normalize("NFC", html)
    small = (_TCVN3.get(char) or _TCVN3.get(char.lower(), char) for char in text)
    return "".join(small).encode("cp1252", "xmlcharrefreplace")


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


def written(html: str, options: frozenset[str]) -> tuple[bytes, str]:
    """Return the bytes of a page and the charset its server names (may be empty)."""
    if "tcvn3" in options:
        return to_tcvn3(html), "iso-8859-1"
    if "1258" in options:
        return to_1258(html), "windows-1258"
    if "entities" in options:
        html = as_entities(html)
    if "nfd" in options:
        html = unicodedata.normalize("NFD", html)
    if "eth" in options:
        html = html.replace("Đ", "Ð")
    return html.encode(), "" if "no-charset" in options else "utf-8"
