"""Pages that stand online but say nothing: “đang cập nhật”, sample content, empty sections.

Sources: the phrases and the NukeViet signature were met on real portals (unfinished eGov sites
whose menus all lead to one notice for the administrator).
"""

import re

from portal_audit.analyse.required_information.thresholds import THRESHOLDS
from portal_audit.parse.text.vietnamese import fold

_PHRASES = (
    "đang cập nhật",
    "đang được cập nhật",
    "đang được xây dựng",
    "đang xây dựng",
    "đang hoàn thiện",
    "đang được hoàn thiện",
    "đang trong quá trình xây dựng",
    "đang trong quá trình cập nhật",
    "sẽ được cập nhật",
    "sẽ cập nhật",
    "chưa cập nhật nội dung",
    "chưa cập nhật",
    "chưa có nội dung",
    "chưa có bài viết",
    "chưa có tin bài",
    "chưa có dữ liệu",
    "chưa có thông tin",
    "chưa có văn bản",
    "chưa có tài liệu",
    "không có dữ liệu",
    "không có bản ghi",
    "không có văn bản",
    "không có tin bài",
    "không có bài viết",
    "không tìm thấy dữ liệu",
    "không tìm thấy bản ghi",
    "đang được bổ sung",
    "đang bổ sung",
    "no items to show in this view",
    "under construction",
    "coming soon",
    "lorem ipsum",
)
_UNFINISHED = (
    "Chỉ dẫn cho người quản trị website",
    "menu bạn vừa truy cập là mục cần phải có cho website",
)
"""Sentences of sample content: wherever they stand, the page is nobody's yet."""
_SAMPLES = ("mysite.com", "your logo", "phạm văn m ", "xxxx")
_WRITTEN = {fold(phrase): phrase for phrase in (*_PHRASES, *_UNFINISHED)}
_PHRASE = re.compile(r"\b(?:" + "|".join(map(fold, _PHRASES)) + r")\b")
_LOADING = re.compile(r"\b(?:dang tai du lieu|dang tai|loading|vui long cho)\b")


def placeholder_sign(
    text: str, heading_words: int = 0, most_words: int = THRESHOLDS.placeholder_words
) -> str:
    """Return the words that give a page away as a placeholder, or an empty string.

    *text* is the page's own text, without menus and side blocks; *heading_words* are as many of
    its words as are only its title. A long page in which one table cell says “đang cập nhật” is
    not a placeholder.
    """
    folded = fold(text[:20_000])
    for sentence in _UNFINISHED:
        if fold(sentence) in folded:
            return sentence
    for sample in _SAMPLES:
        if sample in text.lower() and len(folded.split()) <= most_words + heading_words:
            return sample.strip()
    if not (match := _PHRASE.search(folded)):
        return ""
    rest = len(_PHRASE.sub(" ", folded).split()) - heading_words
    return _WRITTEN[match.group()] if rest <= most_words else ""


def awaits_script(text: str) -> bool:
    """Tell whether a page says that its content is still being loaded by a script."""
    return bool(_LOADING.search(fold(text[:5_000])))
