"""Vietnamese in VNI letters read as windows-1252 (“tieáp coâng daân”), brought to Unicode.

VNI for Windows writes a letter and then one sign for its shape and tone together; only i, ơ, ư,
đ and ỵ have signs of their own.
"""

import re
import unicodedata

_ALONE = dict(zip("íìæóòôöñîÍÌÆÓÒÔÖÑÎ", "íìỉĩịơưđỵÍÌỈĨỊƠƯĐỴ", strict=True))
_SHAPES = {"": "ùøûõï", "\u0302": "áàåãä", "\u0306": "éèúüë"}
"""Shape (none, circumflex, breve) → the signs for it with each of ``_TONES``."""
_TONES = ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_MARKS = {"â": "\u0302", "ê": "\u0306"} | {
    sign: shape + tone
    for shape, signs in _SHAPES.items()
    for sign, tone in zip(signs, _TONES, strict=True)
}
_LETTERS = {
    base + sign: unicodedata.normalize("NFC", _ALONE.get(base, base) + marks)
    for base in "aeouyôöAEOUYÔÖ"
    for small, marks in _MARKS.items()
    for sign in (small, small.upper())
}
_LETTER = re.compile("|".join((*_LETTERS, *_ALONE)))
_ONLY_VNI = re.compile(r"[aeouy][ûøïåäë]|ô[ùøûõï]|ö[ùøûõïôi]|ñ[aeiouôö]", re.IGNORECASE)
"""Pairs that VNI text is full of and that no Vietnamese word has in Unicode."""
_OTHER = re.compile(r"[đăơưạ-ỹ]", re.IGNORECASE)
_ENOUGH = 6
"""Different pairs: names in other languages bring one or two."""
_TOGETHER = "ûøñ"
"""Signs that no other language has together: French has û, Danish ø, Spanish ñ."""
_MOST = 200_000


def is_vni(text: str) -> bool:
    """Tell whether text is Vietnamese in VNI letters read as windows-1252 (“phoøng oác”)."""
    if text.isascii():
        return False
    kinds = {match.group().lower() for match in _ONLY_VNI.finditer(text, 0, _MOST)}
    met = "".join(kinds)
    if len(kinds) < _ENOUGH or not all(sign in met for sign in _TOGETHER):
        return False
    return len(_ONLY_VNI.findall(text, 0, _MOST)) > len(_OTHER.findall(text, 0, _MOST))


def from_vni(text: str) -> str:
    """Return VNI text in Unicode."""
    return _LETTER.sub(lambda match: _LETTERS.get(match[0]) or _ALONE[match[0]], text)
