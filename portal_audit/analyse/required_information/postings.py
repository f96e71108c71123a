"""News: titles as they stand in lists, “Thông báo … (24.06.2026 12:00)”, and names of its boxes."""

import re

_DATED = re.compile(
    r"\(?\s*\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?20\d\d"
    r"(?:[\s,|-]*\d{1,2}[:h]\d{2}(?::\d{2})?)?\s*\)?\s*$"
)

_NEWS = re.compile(
    r"^(?:cac )?(?:tin(?! hoc)|ban tin|su kien|diem bao|hoat dong|thoi su|video|hinh anh|thu vien|"
    r"hop bao)\b"
)
"""Labels of news, in which everything is spoken of and nothing published."""


def names_news(key: str) -> bool:
    """Tell whether the folded words of a label name a section or box of news."""
    return bool(_NEWS.match(key))


def has_posting_date(label: str) -> bool:
    """Tell whether a label ends with the day it was posted."""
    last = label.rstrip()[-1:]
    found = _DATED.search(label) if last == ")" or last.isdecimal() else None
    # Behind “ngày” it is the day of what the label names: “Quyết định số 5 ngày 20/8/2026”.
    return found is not None and not label[: found.start()].lower().rstrip().endswith("ngày")
