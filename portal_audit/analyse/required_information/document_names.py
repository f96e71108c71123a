"""How official documents are named in lists: how titles begin, which signs numbers bear."""

import re

from portal_audit.analyse.thresholds import THRESHOLDS

_DOCUMENT_TITLE = re.compile(
    r"\bV/v\b|\b(?:Về việc|Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Công văn|Luật)\b"
    r"(?= [a-zđ]| [A-ZĐ])(?! (?:Quyết định|Nghị quyết|Nghị định|Thông tư|Chỉ thị|Công văn|Luật|"
    r"Kế hoạch|Báo cáo|Thông báo|Hướng dẫn|Cơ quan|Văn bản|Pháp lệnh)\b)"
)
"""How titles of official documents begin; kinds one after another are the choices of a list."""
_TITLE = 24
"""Letters of a title that tell it from others."""
NUMBER = re.compile(r"(?<!\w)\d+(?:/\d{4})?/[A-ZĐ][A-ZĐa-zđ&0-9]*(?:[-–][A-ZĐ&0-9]+)*(?!\w)")
_ADMINISTRATIVE = re.compile(
    r"(?<![\w/])\d{1,5}\s?/\s?(?!(?:QĐ|NQ|NĐ|TT|TTLT|L|LCT|PL|VBHN)\b)[A-ZĐ][A-ZĐa-z]{1,8}\s?[-–]\s?\w"
)
"""A number without a year, with the sign of an administrative kind (notice, plan, directive …) or
of the office and its unit (a letter): NĐ 30/2020/NĐ-CP, Đ7 and annex III. Decisions and resolutions
may be either."""


def lists_titles(text: str) -> bool:
    """Tell whether several documents are named; the words of a page may stand in a text twice."""
    found = _DOCUMENT_TITLE.finditer(text)
    return len({text[one.start() : one.end() + _TITLE] for one in found}) >= 2


def has_administrative_numbers(text: str) -> bool:
    """Tell whether several documents bear numbers of administrative ones: “45/TB-UBND”."""
    return len(set(_ADMINISTRATIVE.findall(text))) >= THRESHOLDS.enough_inside
