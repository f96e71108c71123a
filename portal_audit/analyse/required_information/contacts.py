"""Persons and how to reach them, told from the words of a page; none of it is ever kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.parse.text.person_names import PERSON, UPPER
from portal_audit.parse.text.vietnamese import fold, nfc

_TITLED = re.compile(rf"(?:Ông|Bà|Đồng chí|Đ/c|Họ (?:và )?tên)\s*:?\s+[{UPPER}]\w*\s+[{UPPER}]\w*")
_BODIES = (
    "Ủy|Uỷ|Hội|Đảng|Sở|Cục|Vụ|Ban|Phòng|Văn Phòng|Trung Tâm|Công|Tỉnh|Thành|Xã|Phường|Huyện|Quận"
    "|Phó"
)
_WITH_POST = re.compile(
    # Letters first, what stands before them after: so a long text is searched quickly.
    r"(?:tịch(?<=hủ tịch)|đốc(?<=iám đốc)|thư(?<=í thư)|trưởng(?<!tăng trưởng)|rưởng ban"
    r"|rưởng phòng|phòng(?<=hánh [Vv]ăn phòng)|tra(?<=hánh [Tt]hanh tra))\s*:?\s+"
    rf"(?!(?:{_BODIES})\b)[{UPPER}][^\W\d_A-Z]+\s+[{UPPER}][^\W\d_A-Z]+"
)
"""“Phó Cục trưởng Nhữ Đình Cường”: behind a post, two words with capitals that begin no body's name
are a person, whatever the family is called."""
_BODY_NAME = re.compile(
    r"\b(?:ubnd|hđnd|(?:ủy|uỷ) ban nhân dân|hội đồng nhân dân|ban quản lý|sở|bộ|cục|chi cục"
    r"|tổng cục|viện|thanh tra|văn phòng|trung tâm|t(?:òa|oà) án|đảng (?:ủy|uỷ))\b",
    re.IGNORECASE,
)
"""How a body's name begins, with a capital letter."""
_MADE_BY = re.compile(
    r"(?:thiết kế|phát triển|xây dựng|vận hành|kỹ thuật|cung cấp)[\w ]{0,12}:?\s*$", re.IGNORECASE
)
"""What stands before the name of whoever made the portal."""
_DIGITS = re.compile(r"(?<![\w/])\(?\+?\d[\d .\-()]{6,16}\d(?![\w/])")
_SAMPLE_PHONE = re.compile(r"0{6}$|^0?123456789|^0?987654321$")
_SAMPLE_NAME = re.compile(r"\s+[A-EX](?![\w.])")
"""The last word of “Nguyễn Văn A”."""
_HOTLINE = re.compile(r"(?<!\d)(?:1[89]00[ .]?\d{4,6}|1022|111|112|113|114|115)(?!\d)")
_MAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_PRIVATE_MAIL = re.compile(
    r"(?:gmail|googlemail|ymail|rocketmail|icloud|(?:yahoo|hotmail|outlook|live|msn)(?:\.com)?)"
    r"\.(?:com|vn)|(?:.+\.)?(?:vnn|fpt)\.vn|zing\.vn"
)
"""Mail for anyone: free services, and those of Internet providers."""
_SAMPLE_MAIL = frozenset({"mysite.com", "example.com", "yoursite.com", "domain.com"})
_ADDRESS = re.compile(
    r"\b(?:dia chi|tru so|noi tiep|dia diem(?=[^.:;,]{0,25}:)|phong tiep)\b(?:[^.:;,]{0,25}:)?\s*"
    r"(?!\.\.|…|[ :.]*dang cap nhat|:|xxx|so nha, ten duong)[a-z0-9][\w ,.]{8,}"
    r"|\b(?:so \d+\w?(?:/\d+)*,? (?:duong|pho|dai lo)"
    r"|(?:so \d+\w?(?:/\d+)*,?|thon|ap|khom|xom|buon|to dan pho|khu pho) [\w ]{2,40}[,-] ?"
    r"(?:xa(?! hoi)|phuong|dac khu)"
    r"|lo [a-z]{0,3}\d{0,3},? (?:duong|kcn|khu cong nghiep)) [a-z]"
)
"""Behind a word that says so, or as addresses are written: “số 12 đường …”, “ấp …, xã …”. A
“địa điểm” amid a sentence is the place of anything."""


def names_its_body(text: str) -> bool:
    """Tell whether a body is named right before its address, telephone number or mail."""
    for found in _BODY_NAME.finditer(text):
        if found[0][0].islower() or _MADE_BY.search(text[: found.start()][-40:]):
            continue
        after = text[found.end() : found.end() + THRESHOLDS.home_line]
        if has_phone(after) or has_mail(after) or has_address(fold(after)):
            return True
    return False


def names_a_person(text: str) -> bool:
    """Tell whether somebody is named; “Nguyễn Văn A” is a sample."""
    return any(
        len(found[0].split()[-1]) > 1 and not _SAMPLE_NAME.match(text, found.end())
        for pattern in (PERSON, _TITLED, _WITH_POST)
        for found in pattern.finditer(text)
    )


def has_phone(text: str) -> bool:
    """Tell whether a Vietnamese telephone number stands in the text, 080 4xxxx included."""
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        digits = "0" + digits[2:] if digits.startswith("84") else digits
        if digits.startswith("0") and 8 <= len(digits) <= 11 and not _SAMPLE_PHONE.search(digits):
            return True
    return bool(_HOTLINE.search(text))


def has_mail(text: str, *, official: bool = False) -> bool:
    """Tell whether an e-mail address stands there; *official* leaves out mail for anyone."""
    if "@" not in text:  # looking for what stands before it is slow
        return False
    hosts = {match.group(1).lower() for match in _MAIL.finditer(text)} - _SAMPLE_MAIL
    return any(not (official and _PRIVATE_MAIL.fullmatch(host)) for host in hosts)


def has_address(folded: str) -> bool:
    """Tell whether a postal address stands in a folded text."""
    return bool(_ADDRESS.search(folded))


class Written(Protocol):
    """A text as recognisers of contacts want it."""

    @property
    def raw(self) -> str:
        """As written, composed."""

    @property
    def folded(self) -> str:
        """Without case and marks."""


CONTACTS: Mapping[str, Callable[[Written], bool]] = {
    "person": lambda text: names_a_person(text.raw),
    "phone": lambda text: has_phone(text.raw),
    "email": lambda text: has_mail(text.raw),
    "official-email": lambda text: has_mail(text.raw, official=True),
    "address": lambda text: has_address(text.folded),
}
"""Name, as check files use it → recogniser."""


@dataclass(frozen=True)
class _Text:
    """A text of which nothing but contacts is asked."""

    written: str

    @cached_property
    def raw(self) -> str:
        return nfc(self.written)

    @cached_property
    def folded(self) -> str:
        return fold(self.written)


@lru_cache(maxsize=512)
def holds_contact(name: str, text: str) -> bool:
    """Tell whether a text holds what a recogniser of contacts knows; others look for none."""
    return name in CONTACTS and CONTACTS[name](_Text(text))
