"""Pages that stand online but say nothing: “đang cập nhật”, sample content, empty sections.

Sources: the phrases and the NukeViet signature were met on real portals (unfinished eGov sites
whose menus all lead to one notice for the administrator).
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.parse.text.sure_words import any_can_match
from portal_audit.parse.text.vietnamese import composed, fold

_WORDS: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_PHRASES, _UNFINISHED, _SAMPLES = _WORDS["phrases"], _WORDS["unfinished"], _WORDS["samples"]
_UNFINISHED_KEYS = [(sentence, fold(sentence)) for sentence in _UNFINISHED]
_WRITTEN = {fold(phrase): phrase for phrase in (*_PHRASES, *_UNFINISHED)}
_PHRASE_KEYS = tuple(map(fold, _PHRASES))
_PHRASE = re.compile(r"\b(?:" + "|".join(_PHRASE_KEYS) + r")\b")
_LONGEST = max(phrase.count(" ") + 1 for phrase in _PHRASES)
"""Words of the longest phrase."""
_PACKAGE_POSTS = tuple(map(fold, _WORDS["package_posts"]))
_OTHER_POSTS_HOLD = tuple(
    name for name in _WORDS["other_posts"] if sum(one in name for one in _WORDS["other_posts"]) == 1
)
"""Those that hold no other: a text without them has none."""
_OTHER_POSTS = re.compile(
    r"(?<![\w,;])(?:" + "|".join(map(re.escape, _WORDS["other_posts"])) + r")(?![\w,])",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“]([^\"“”]{8,90})[\"”]\s*\.?$")
"""One sentence in quotation marks, at the end of a page that says nothing else."""
_TEST_ROW = re.compile(
    r"(?:ban |bai |tin |bai viet )?test\b|(?:abc|aaa+|asd\w*|123)$"
    r"|(?:tin|bai(?: viet| dang)?|ban tin) (?:thu nghiem|dang thu|thu|mau)(?: \d+)?$"
    r"|tieu de (?:tin|bai)(?: viet| dang| tuc)?(?: so)?(?: \d+)?$"
)
_LOADING = re.compile(
    r"\b(?:Đang tải|ĐANG TẢI|Loading|LOADING)\b"
    r"|\b(?:[đĐ]ang tải|[dD]ang tai|loading) ?(?:dữ liệu|du lieu|nội dung|trang|\.\.|…|$)"
    r"|\b[vV]ui lòng (?:chờ|đợi)(?: trong giây lát)? ?(?:\.\.|…|$)"
)
"""Said of the page itself: “xe đang tải hàng” and “vui lòng cho biết” say something else."""


def placeholder_sign(
    text: str, heading_words: int = 0, most_words: int = THRESHOLDS.placeholder_words
) -> str:
    """Return the words that give a page away as a placeholder, or an empty string.

    *text* is the page's own text, without menus and side blocks; *heading_words* are as many of
    its words as are only its title. A long page in which one table cell says “đang cập nhật” is
    not a placeholder.
    """
    folded = fold(text[:20_000])
    if sentence := unfinished(folded):
        return sentence
    words, most = folded.count(" ") + bool(folded), most_words + heading_words
    small = text.lower() if words <= most else ""
    for sample in _SAMPLES if small else ():
        if sample in small:
            return sample.strip()
    if words <= most_words and (quoted := _QUOTED.search(text.strip())):
        return quoted[1]  # a package's “Lịch sử hình thành … của đơn vị”: what should stand here
    # Where so few others stand, the first phrase begins soon.
    if not (match := _first_phrase(folded, most)):
        return ""
    rest = len(_PHRASE.sub(" ", folded).split()) - heading_words
    return _WRITTEN[match.group()] if rest <= most_words else ""


def _first_phrase(folded: str, after: int) -> re.Match[str] | None:
    """Return the first phrase behind at most so many words; looking on is slow."""
    start = " ".join(folded.split(" ", after + _LONGEST)[: after + _LONGEST])
    return _PHRASE.search(start) if any(phrase in start for phrase in _PHRASE_KEYS) else None


def unfinished(folded: str) -> str:
    """Return a sentence of sample content, which makes a page nobody's whatever else it holds."""
    return next((sentence for sentence, key in _UNFINISHED_KEYS if key in folded), "")


def opens_with_sign(text: str, labels: Iterable[str], heading_words: int) -> str:
    """Return the words of a placeholder that stand right below the title, above other posts.

    Sample content counts wherever it stands. What follows “Đang cập nhật” are links to other pages,
    whatever the block is called.
    """
    folded = fold(text[:20_000])
    if sentence := unfinished(folded):
        return sentence
    above = heading_words + THRESHOLDS.name_words  # the title, and the path of sections to it
    match = _first_phrase(folded, above)
    if not match or len(folded[: match.start()].split()) > above:
        return ""
    rest = folded[match.end() :]
    for label in sorted({fold(label) for label in labels}, key=len, reverse=True):
        rest = rest.replace(label, " ")
    few = len(rest.split()) <= THRESHOLDS.placeholder_words
    return _WRITTEN[match.group()] if few else ""


def awaits_script(text: str) -> bool:
    """Tell whether a page says that a script is still loading its content, or a part of it."""
    start = composed(text[:5_000]).rstrip()
    return any_can_match((_LOADING.pattern,), start) and bool(_LOADING.search(start))


def only_tests(entries: Iterable[str]) -> bool:
    """Tell whether all of a section's entries are tests or posts of the package itself.

    A single true entry among them makes it a section that somebody has begun to fill.
    """
    named = list(filter(None, entries))
    return bool(named) and all(_is_no_content(fold(entry)) for entry in named)


def _is_no_content(key: str) -> bool:
    return bool(_TEST_ROW.match(key)) or key.startswith(_PACKAGE_POSTS)


def before_other_posts(text: str, small: str = "") -> int:
    """Return where the page's own text ends: at “Tin đã đưa”, which begins others.

    *small* is the text in small letters, where that is at hand.
    """
    small = small or text.lower()
    if not any(name in small for name in _OTHER_POSTS_HOLD):
        return len(text)
    found = _OTHER_POSTS.search(text)
    return found.start() if found else len(text)
