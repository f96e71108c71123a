"""Injected advertising: gambling, pills and loans pushed into somebody else's pages.

Terms, structural signs and false positives are those reported for Vietnamese state portals in
2020–2024. Words alone prove nothing: police and courts write about gambling, and lotteries are
lawful. What counts is words together with where they lead and whether they are shown.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from portal_audit.read.urls import domain_of, host_of
from portal_audit.read.vietnamese import fold, nfc

_MARKED = (
    *("cờ bạc", "cá độ", "cá cược", "nhà cái", "tài xỉu", "tài sỉu", "game bài", "đánh bài"),
    *("soi cầu", "soi kèo", "kèo bóng", "nổ hũ", "quay hũ", "đá gà", "xóc đĩa", "bắn cá"),
    *("lô đề", "ghi đề", "đổi thưởng", "đổi tiền thật", "xổ số", "vay nóng", "vay tiền nhanh"),
    *("vay tiền online", "thuốc cường dương", "thuốc kích dục"),
)
"""Words that need their marks: without them they collide with everyday ones (“nợ hư”, “da gà”)."""
_PLAIN = (
    *("game bai doi thuong", "danh bai doi thuong", "nha cai uy tin", "ca do bong da"),
    *("ca cuoc bong da", "keo nha cai", "tai xiu online", "tai xiu md5", "lo de online"),
    *("no hu doi thuong", "ban ca doi thuong", "xoc dia online", "da ga truc tiep"),
    *("choi tai xiu", "casino", "slot gacor", "judi online", "togel", "sbobet", "online poker"),
    *("viagra", "cialis", "levitra", "bongdalu", "cakhia tv", "xoilac", "kuwin", "kubet"),
    *("98win", "fa88", "8xbxx", "ga88", "w88", "fun88", "m88", "789bet", "8xbet", "hi88"),
    *("jun88", "shbet", "new88", "vay tien online", "kqxs", "xsmb", "xsmn"),
)
"""Words that mean it even without marks."""
_LAWFUL = frozenset({"xổ số", "kqxs", "xsmb", "xsmn"})
"""Said by the state lotteries too: they count only beside another term."""
_OFFICIAL = re.compile(
    r"\b(?:cong an|canh sat|triet pha|triet xoa|xu phat|phong chong|phong, chong|khoi to|bat giu|"
    r"bat qua tang|tam giu|xet xu|bi cao|toi danh bac|danh bac trai phep|canh bao|lua dao|"
    r"vi pham|nghiem cam|te nan|vien kiem sat|toa an|tuyen truyen|xo so kien thiet)\b"
)
"""Words of articles that warn of gambling."""
_PROMOTION = re.compile(
    r"\b(?:uy tin|dang ky|tai app|link vao|nap rut|nap tien|rut tien|khuyen mai|cach choi|"
    r"meo choi|choi ngay|tang code|giftcode|hoan tra|ty le keo|doi thuong|truc tuyen uy tin)\b"
)
_GAMBLING_HOST = re.compile(
    r"taixiu|nhacai|nohu\d|cado\d|cacuoc|xosode|lode\d|gamebai|soicau|keonhacai|baccarat|xocdia|"
    r"daga\d|casino|kubet|kuwin|bongdalu|cakhia|xoilac|sbobet|(?:bet|win|club|slot)\d{2,4}$"
)
_BRAND = re.compile(
    r"^[a-z]{1,6}\d{2,3}(?:bet|win|vip|club)?$|^\d{2,3}[a-z]{2,5}$|(?:bet|win|club|slot|vip)\d{1,4}$"
)


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)")


_MARKED_RE, _PLAIN_RE = _any_of(_MARKED), _any_of(_PLAIN)
_BARE_RE = _any_of(tuple(fold(phrase) for phrase in _MARKED))
_QUOTE = 120
_MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a piece of text says of gambling, pills or loans."""

    terms: tuple[str, ...]
    """Every different term, in the order found."""
    official: bool
    """Whether it speaks as police, courts or warnings do."""
    promotes: bool
    """Whether it speaks as an advertisement does."""

    @property
    def suspicious(self) -> bool:
        """Whether a term stands there that lawful lotteries do not use."""
        return any(term not in _LAWFUL for term in self.terms)


@lru_cache(maxsize=4096)
def read_words(text: str) -> Reading:
    """Look for terms. Text without any mark at all is also read without them.

    A single unmarked term proves nothing (“nha cai tao” is a house being mended): it takes two,
    or words that advertise.
    """
    text = nfc(text[:_MOST_TEXT]).lower()
    folded = fold(text)
    found = [*_MARKED_RE.findall(text), *_PLAIN_RE.findall(folded)]
    promotes = bool(_PROMOTION.search(folded))
    bare = set(_BARE_RE.findall(folded)) if text.isascii() else set()
    if len(bare) > 1 or (bare and promotes):
        found += sorted(bare)
    return Reading(
        tuple(dict.fromkeys(found)),
        bool(_OFFICIAL.search(folded)),
        promotes,
    )


def is_outside(url: str, own: str) -> bool:
    """Tell whether a link leaves for a host that is neither the organisation's nor the state's."""
    host = host_of(url)
    if not host or not url.lower().startswith(("http://", "https://", "//")):
        return False
    return domain_of(host) != domain_of(host_of(own)) and not host.endswith((".gov.vn", "gov.vn"))


def is_brand(url: str) -> bool:
    """Tell whether a host outside ``.vn`` is a short word and digits, as gambling brands are.

    Honest hosts look like that too (``office365``): it is a sign beside others, never alone.
    """
    return is_gambling_host(url) or _labels_match(_BRAND, url)


def is_gambling_host(url: str) -> bool:
    """Tell whether a host outside ``.vn`` names gambling."""
    return _labels_match(_GAMBLING_HOST, url)


def _labels_match(pattern: re.Pattern[str], url: str) -> bool:
    host = host_of(url)
    if not host or host.endswith(".vn"):
        return False
    return any(pattern.search(label.replace("-", "")) for label in host.split(".")[:-1])


def quote(text: str, term: str = "") -> str:
    """Return at most 120 characters of text, around the term where it stands there."""
    text = nfc(text[:_MOST_TEXT])
    at = max(text.lower().find(term), 0) if term else 0
    start = max(at - 40, 0)
    return text[start : start + _QUOTE].strip()
