"""Language tags (BCP 47, RFC 5646), and a guess whether a text is Vietnamese."""

from __future__ import annotations

import re
import unicodedata

from portal_audit.parse.text.letter_codes import LetterCodes

_CODES = """
    aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
    de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
    ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
    lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
    pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
    tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
ISO_639_1 = frozenset(_CODES.split())
"""Two-letter language codes. ``vn`` is a country, not a language."""

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}"
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|[0-9]{3}))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE,
)
_VIETNAMESE = frozenset("ăđơưĂĐƠƯ") | {chr(code) for code in range(0x1EA0, 0x1EFA)}
"""Letters that of the larger languages only Vietnamese has."""
_LETTERS = LetterCodes("language", lambda x: ("v" if x in _VIETNAMESE else "a") * x.isalpha())
"""Of a letter, whether it is Vietnamese; nothing of a sign."""
_START = 6_000
_SHARE = 0.05
"""Of Vietnamese letters among all, from which a text is Vietnamese."""
MIN_LETTERS = 80
"""Fewer letters than this tell nothing."""


def primary(tag: str) -> str | None:
    """Return the language of a tag in lower case, or ``None`` where the tag is not valid.

    A three-letter language is believed; a two-letter one must stand in ISO 639-1.
    """
    found = _TAG.fullmatch(tag[:100])
    if found is None:
        return None
    language = found["language"].lower()
    return language if len(language) == 3 or language in ISO_639_1 else None


def is_vietnamese(text: str) -> bool | None:
    """Guess from the letters; ``None`` where there are too few to tell.

    The beginning is enough where it has so many Vietnamese ones that all the rest could be others.
    """
    text = text[:20_000]
    start = _LETTERS.apply(unicodedata.normalize("NFC", text[:_START]))
    if start.count("v") > max(MIN_LETTERS, _SHARE * len(text) + 1):
        return True
    letters = _LETTERS.apply(unicodedata.normalize("NFC", text))
    if len(letters) < MIN_LETTERS:
        return None
    share = letters.count("v") / len(letters)
    if share >= _SHARE:
        return True
    return False if share < 0.01 else None
