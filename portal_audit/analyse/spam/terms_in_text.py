"""Injected advertising: gambling, pills and loans pushed into somebody else's pages.

Terms, structural signs and false positives are those reported for Vietnamese state portals in
2020–2024. Words alone prove nothing: police and courts write about gambling, and lotteries are
lawful. What counts is words together with where they lead and whether they are shown.
"""

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from itertools import islice

from portal_audit.analyse.spam.terms import (
    AUTHORITY,
    BRAND,
    BRAND_HOST,
    EVERYDAY,
    GAMBLING_HOST,
    GLUED,
    HONEST_HOST,
    LAWFUL,
    MARKED,
    OFFICIAL,
    OFFICIAL_OTHER,
    OTHER_SCRIPTS,
    PLAIN,
    PROMOTION,
    PROMOTION_OTHER,
)
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.parse.text.vietnamese import fold, nfc

_OFFICIAL, _OFFICIAL_OTHER = re.compile(OFFICIAL), re.compile(OFFICIAL_OTHER)
_AUTHORITY = re.compile(AUTHORITY)
_PROMOTION, _PROMOTION_OTHER = re.compile(PROMOTION), re.compile(PROMOTION_OTHER)
_GAMBLING_HOST = re.compile(GAMBLING_HOST)
_BRAND_HOST = re.compile(BRAND_HOST)
_HONEST_HOST = re.compile(HONEST_HOST)


_UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_SPELT_OUT = re.compile(r"(?<!\w)(?:\w[.·•*_|-]){2,}\w(?!\w)")
"""Letters of a word that something stands between: ``k.u.b.e.t``."""
_JOINED = re.compile(r"(?<=[a-zà-ỹ])[.·•*_](?=[a-zà-ỹ])")
"""Words that a dot joins: ``nhà.cái``. A capital behind it begins a sentence."""
_HOST_NAMES = frozenset(
    term for term in PLAIN if term.isalpha() and term not in LAWFUL and term not in EVERYDAY
)
"""Brands of letters alone: they name gambling as a label of a host, or a part of one."""
_BRANDS = frozenset(
    term
    for term in PLAIN
    if term.isalnum() and len(term) > 3 and term not in LAWFUL and term not in EVERYDAY
)


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


_MARKED, _PLAIN = _any_of(MARKED), _any_of((*sorted(PLAIN, key=len, reverse=True), BRAND, GLUED))
_BARE = _any_of(tuple(fold(phrase) for phrase in MARKED))
_OTHER = re.compile("|".join(OTHER_SCRIPTS))
_LONG_NUMBER = re.compile(r"(?<!\w)\+?\d(?:[ .-]?\d){8,}(?!\w)")
"""Telephone and identity numbers, which no report repeats."""
_QUOTE = 120
_SHORT = 600
"""Letters of a text that speaks with one voice."""
_AROUND = 250
_MOST_PLACES = 60
_MOST_TEXT = 20_000


class TermsFound:
    """What a piece of text says of gambling, pills or loans.

    Each question is answered when it is first asked: of most texts, only one ever is.
    """

    def __init__(self, text: str) -> None:
        """*text* is read as far as its first 20,000 letters."""
        self._written = text[:_MOST_TEXT]

    @cached_property
    def _text(self) -> str:
        return undisguised(nfc(self._written)).lower()

    @cached_property
    def _folded(self) -> str:
        return fold(self._text)

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """Every different term, in the order found."""
        found = [*_MARKED.findall(self._text), *_PLAIN.findall(self._folded)]
        if self._text.isascii():
            bare = set(_BARE.findall(self._folded))
            if len(bare) > 1 or (bare and self.promotes):
                found += sorted(bare)
        else:
            found += _OTHER.findall(self._text)
        return tuple(dict.fromkeys(found))

    @cached_property
    def promotes(self) -> bool:
        """Whether it speaks as an advertisement does."""
        return bool(_PROMOTION.search(self._folded) or _PROMOTION_OTHER.search(self._text))

    @cached_property
    def official(self) -> bool:
        """Whether it speaks as police, courts or warnings do."""
        if _OFFICIAL_OTHER.search(self._text):
            return True
        return _OFFICIAL.search(self._folded) is not None and self._among_terms(_OFFICIAL)

    @cached_property
    def authority(self) -> bool:
        """Whether it names those who act against gambling, or what they do."""
        if not self.official:
            return False
        return bool(_OFFICIAL_OTHER.search(self._text)) or self._among_terms(_AUTHORITY)

    def _among_terms(self, words: re.Pattern[str]) -> bool:
        """Tell whether such words stand there; in a long text, where its terms stand."""
        if len(self._folded) > _SHORT and self.terms:
            return _near(words, self.terms, self._folded)
        return words.search(self._folded) is not None

    @property
    def suspicious(self) -> bool:
        """Whether a term stands there that honest texts do not use by themselves."""
        terms = [term for term in self.terms if term not in LAWFUL]
        everyday = all(term in EVERYDAY for term in terms)
        return bool(terms) and (not everyday or self.promotes or len(terms) > 1)

    @property
    def several(self) -> bool:
        """Whether more than one term stands there; “nhà cái uy tín” is but one."""
        return are_several(self.terms)


def read_words(text: str) -> TermsFound:
    """Look for terms. Text without any mark at all is also read without them.

    A single unmarked term proves nothing (“nha cai tao” is a house being repaired): it takes two,
    or words that advertise.
    """
    return _read_short(text) if len(text) < 256 else _read_long(text)


def undisguised(text: str) -> str:
    """Return text without what is put between its letters or words to get past filters."""
    text = _UNSEEN.sub("", text)
    text = _SPELT_OUT.sub(lambda found: re.sub(r"[.·•*_|-]", "", found[0]), text)
    return _JOINED.sub(" ", text)


def _near(words: re.Pattern[str], terms: tuple[str, ...], folded: str) -> bool:
    """Tell whether every third term at least has such words around it.

    News of the police in a side column do not make an advertisement honest.
    """
    pattern = _any_of(tuple(re.escape(fold(term)) for term in terms))
    places = [match.start() for match in islice(pattern.finditer(folded), _MOST_PLACES)]
    around = (folded[max(at - _AROUND, 0) : at + _AROUND] for at in places)
    return 3 * sum(words.search(part) is not None for part in around) >= len(places)


_read_short = lru_cache(maxsize=4096)(TermsFound)
_read_long = lru_cache(maxsize=64)(TermsFound)


def are_several(terms: Iterable[str]) -> bool:
    """Tell whether terms are more than one, those left out that are part of another."""
    folded = {fold(term) for term in terms}
    whole = [one for one in folded if not any(one != other and one in other for other in folded)]
    return len(whole) > 1


def names_gambling(slug: str) -> bool:
    """Tell whether an address is worth opening: any term, even one that may be another word."""
    folded = fold(slug)
    words = bool(_BARE.search(folded) or _PLAIN.search(folded) or _OTHER.search(slug))
    return words and not _OFFICIAL.search(folded)


def is_outside(url: str, own: str) -> bool:
    """Tell whether a link leaves for a host that is neither the organisation's nor the state's."""
    host = host_of(url)
    if not host or not url.lower().startswith(("http://", "https://", "//")):
        return False
    return _is_outside(host, host_of(own))


@lru_cache(maxsize=4096)
def _is_outside(host: str, own: str) -> bool:
    return domain_of(host) != domain_of(own) and not host.endswith((".gov.vn", "gov.vn"))


def is_brand(url: str) -> bool:
    """Tell whether a host outside ``.vn`` is a short word and digits, as gambling brands are.

    Honest hosts look like that too (``office365``): it is a sign beside others, never alone.
    """
    if is_gambling_host(url):
        return True
    return _match(_BRAND_HOST, [one for one in _labels(url) if not _HONEST_HOST.match(one)])


def is_known_brand(url: str) -> bool:
    """Tell whether a host outside ``.vn`` names gambling, or bears a brand of it (``go88``).

    Of a link that proves little (“fa88” may be anybody's), but no honest page sends visitors there.
    """
    return is_gambling_host(url) or not _BRANDS.isdisjoint(_labels(url))


def is_gambling_host(url: str) -> bool:
    """Tell whether a host outside ``.vn`` names gambling."""
    labels = _labels(url)
    parts = (part for label in labels for part in label.split("-"))
    return _match(_GAMBLING_HOST, labels) or any(part in _HOST_NAMES for part in parts)


def _labels(url: str) -> list[str]:
    """Return the labels of a host outside ``.vn``, the last one left out."""
    host = host_of(url)
    return [] if not host or host.endswith(".vn") else host.split(".")[:-1]


def _match(pattern: re.Pattern[str], labels: list[str]) -> bool:
    return any(pattern.search(label.replace("-", "")) for label in labels)


def quote(text: str, term: str = "") -> str:
    """Return at most 120 characters of text, around the term where it stands there.

    Long numbers, which may be somebody's telephone or identity, are left out.
    """
    text = _LONG_NUMBER.sub("…", nfc(text[:_MOST_TEXT]))
    at = max(text.lower().find(term), 0) if term else 0
    start = max(at - 40, 0)
    return text[start : start + _QUOTE].strip()
