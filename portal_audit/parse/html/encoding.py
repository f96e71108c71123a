"""Bytes of a page made text, once: UTF-8 first, then what is declared, then the old encodings.

Portals of the 2000s were written in windows-1258, or in TCVN 5712-3 ("ABC" fonts such as .VnTime)
or VNI under the name of windows-1252; all still stand on servers today.
"""

import codecs
import re
import unicodedata

from portal_audit.parse.text.legacy_encodings import in_unicode, is_vni

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4096
"""Bytes searched for a meta element (HTML asks for the first 1,024)."""
_ALIASES = {
    # What browsers mean by these names (WHATWG Encoding, 4.2).
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "x-sjis": "shift_jis",
    "gb2312": "gbk",
}
_STRANGE = frozenset({"utf-7", "utf7", "unicode-1-1-utf-7", "idna", "punycode", "undefined"})
"""Codecs that no page should be read with, whatever it says."""
_FEW = 0.01
"""Share of bytes that may be broken before a page that says UTF-8 is not believed."""
_VIETNAMESE_1258 = re.compile(rb"[aeiouyAEIOUY\xe2\xea\xf4\xf5\xfd\xe3][\xcc\xd2\xde\xec\xf2]")


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text and the name of the encoding it was read with. Never raises.

    Order: byte order mark; UTF-8 wherever the bytes are UTF-8; the charset of the header, then of
    a meta element; windows-1258; windows-1252. Text in the letters of old fonts is brought to
    Unicode and named ``tcvn3`` or ``vni``.
    """
    text, encoding = _decode(body, content_type)
    text, letters = in_unicode(text)
    return text, letters or encoding


def _decode(body: bytes, content_type: str) -> tuple[str, str]:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace").removeprefix("\ufeff"), encoding[:6].rstrip("-")
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        whole = body[: error.start]
        if error.reason == "unexpected end of data" and not whole.isascii():
            return whole.decode("utf-8"), "utf-8"  # cut within a letter
    declared = _declared(body, content_type)
    if declared[:1] in (["utf-8"], []):
        text = body.decode("utf-8", "replace")
        if text.count("\ufffd") <= len(body) * _FEW:
            return text, "utf-8"
    return _legacy(body, declared)


def _legacy(body: bytes, declared: list[str]) -> tuple[str, str]:
    from bs4.dammit import UnicodeDammit  # few pages need it, and its import is a quarter second

    tones = _VIETNAMESE_1258.search(body) and not is_vni(body.decode("windows-1252", "replace"))
    guesses = ["windows-1258"] if tones else []
    wanted = [name for name in declared if name != "utf-8"] + guesses
    found = UnicodeDammit(body, known_definite_encodings=[*wanted, "windows-1252"], is_html=True)
    if found.unicode_markup is None or found.original_encoding is None:
        return body.decode("latin-1"), "latin-1"
    text = unicodedata.normalize("NFC", found.unicode_markup)  # windows-1258 writes marks apart
    return text, found.original_encoding.lower()


def _declared(body: bytes, content_type: str) -> list[str]:
    names = [match[1] for match in [_HEADER_CHARSET.search(content_type)] if match]
    names += [name.decode("ascii") for name in _CHARSET.findall(body[:_HEAD])[:2]]
    usable = []
    for name in map(str.lower, names):
        name = _ALIASES.get(name, name)
        if name in _STRANGE:
            continue
        try:
            info = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        name = name if name.startswith("windows-") else info.name
        if info._is_text_encoding and name not in usable:
            usable.append(name)
    return usable
