"""Typing errors in long labels: one letter more, less or other, in a word that is none.

“Guyện vọng” stands for “Nguyện vọng”; but “công đoàn” is no typo for “công dân”: both are words.
"""

import re
from functools import lru_cache

_LONGEST = 60
_SYLLABLE = re.compile(
    r"(?!gu[ye]|goa|k[aou]|c[eiy]|gh[aou])"
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:ieu|yeu|uye|uya|uyu|uoi|uou|oai|oay|oao|oeo|uay|uai|uao|ueu|uau"
    r"|[aiouy]?[aeiouy]|[aeo][iouy]|oo)"
    r"(?:ch|ng|nh|[cmnpt])?"
)
"""What a Vietnamese syllable can look like without its marks; generous."""


@lru_cache(maxsize=8192)
def typo_patterns(key: str) -> frozenset[str]:
    """Return a folded label, and it without each of its letters: two that share one are near.

    Only letters, so that a word more or less is no typo.
    """
    if len(key) > _LONGEST:
        return frozenset()
    less = (key[:at] + key[at + 1 :] for at, char in enumerate(key) if char.isalpha())
    return frozenset((key, *less))


def is_typo(key: str, label: str) -> bool:
    """Tell whether a near label differs in one word only, and that is no possible syllable."""
    written, meant = key.split(), label.split()
    if len(written) != len(meant):
        return False
    other = [word for word, right in zip(written, meant, strict=True) if word != right]
    return len(other) == 1 and _SYLLABLE.fullmatch(other[0]) is None
