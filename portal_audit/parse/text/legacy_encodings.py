"""Text written with fonts from before Unicode, TCVN 5712-3 (".VnTime") and VNI, made Unicode.

Such text is Latin-1 by its codes and Vietnamese only by its font: "phßng èc" (TCVN3) or "phoøng
oác" (VNI). It stands on old pages and in most Word files of the 1990s and 2000s.
"""

import re
import unicodedata

_TCVN3 = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ¡¢£¤¥¦§",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
_TCVN3_WORD = re.compile(rf"[{re.escape(''.join(_TCVN3))}A-Za-z]+")
_TCVN3_SIGN = re.compile(r"[a-z][µ¸¶·¹»¾¼½¨©®ª«¬¦§÷×]|[bcdghklmnpqrstvx]ß|[®¦§ª«¬©¨][a-z]")
_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_MARKS = {
    **dict(zip("ùøûõï", _TONES, strict=True)),
    **dict(zip("áàåãä", ("\u0302" + tone for tone in _TONES), strict=True)),
    **dict(zip("éèúüë", ("\u0306" + tone for tone in _TONES), strict=True)),
    "â": "\u0302",
    "ê": "\u0306",
}
"""A sign behind a vowel → the marks it puts on it; those with a breve stand behind ``a`` only."""
_VNI_ALONE = dict(zip("ñôöæóòî", "đơưỉĩịỵ", strict=True))
_VNI_PAIR = re.compile(
    r"(a)([ùøûõïâáàåãäêéèúüë])|([eo])([ùøûõïâáàåãä])|([uyôö])([ùøûõï])|([ñôöæóòî])", re.IGNORECASE
)
_VNI_SIGN = re.compile(r"[aeouyôö]([øïåäû])|[aeo](ù)|[aeoô](õ)|[ae](â)|(ñ)[aeoôuöi]", re.IGNORECASE)
"""What correct Vietnamese never holds."""
_VIETNAMESE_LETTER = re.compile(r"[ăđơưạ-ỹ]", re.IGNORECASE)
_ENOUGH, _DIFFERENT = 8, 4
_MOST = 200_000
"""Characters looked at."""


def in_unicode(text: str, beside: str = "") -> tuple[str, str]:
    """Return text in Unicode, and ``tcvn3`` or ``vni`` where it was not; else an empty name.

    Short text, such as a title, is judged by a longer one it stands *beside*.
    """
    already = bool(beside) and bool(_VIETNAMESE_LETTER.search(text))
    if is_tcvn3(beside or text):
        return text if already else from_tcvn3(text), "tcvn3"
    if is_vni(beside or text):
        return text if already else from_vni(text), "vni"
    return text, ""


def is_tcvn3(text: str) -> bool:
    """Tell whether text is Vietnamese in TCVN3 letters read as windows-1252 ("phßng èc")."""
    if text.isascii() or any(text.count(letter) > _ENOUGH for letter in "ạếộủ"):
        return False
    if _occurrences(text, "ạếộủ") > _ENOUGH:
        return False
    signs = len(_TCVN3_SIGN.findall(text, 0, _MOST))
    return signs >= _ENOUGH and signs > len(_VIETNAMESE_LETTER.findall(text, 0, _MOST))


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text in Unicode. Signs that stand alone (©, ®, «) stay as they are."""
    return _TCVN3_WORD.sub(_tcvn3_word, text)


def is_vni(text: str) -> bool:
    """Tell whether text is Vietnamese in VNI letters read as windows-1252 ("phoøng oác").

    Other languages have some of these pairs (French "où", Spanish "año", Finnish "eä"), but never
    four different marks.
    """
    # Counting is far quicker than matching; VNI has these in every other word.
    if text.isascii() or _occurrences(text, "øûïåäñØÛÏÅÄÑ") < _DIFFERENT:
        return False
    signs = ["".join(found).lower() for found in _VNI_SIGN.findall(text, 0, _MOST)]
    if len(signs) < _ENOUGH or len(set(signs)) < _DIFFERENT:
        return False
    return len(signs) > len(_VIETNAMESE_LETTER.findall(text, 0, _MOST))


def _occurrences(text: str, letters: str) -> int:
    """Count letters in a text; that one is absent is told far quicker than its number."""
    return sum(text.count(letter) for letter in letters if letter in text)


def from_vni(text: str) -> str:
    """Return VNI text in Unicode."""
    return _VNI_PAIR.sub(_vni_pair, text)


def _tcvn3_word(match: re.Match[str]) -> str:
    word = match[0]
    if len(word) == 1 and word in "©®«¬§¦¤¥£¢¡×÷·¶":
        return word
    return "".join(_TCVN3.get(char, char) for char in word)


def _vni_pair(match: re.Match[str]) -> str:
    *pairs, alone = match.groups()
    if alone:
        return _vni_letter(alone)
    letter, mark = next((a, b) for a, b in zip(pairs[::2], pairs[1::2], strict=True) if a)
    return unicodedata.normalize("NFC", _vni_letter(letter) + _VNI_MARKS[mark.lower()])


def _vni_letter(letter: str) -> str:
    found = _VNI_ALONE.get(letter.lower(), letter.lower())
    return found.upper() if letter.isupper() else found
