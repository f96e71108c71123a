"""Pages that stand in the way of the one asked for: a firewall's refusal, “no such page” with 200.

Several portals answer refusals and missing pages with status 200, so that only the words tell.
"""

import re

from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Page
from portal_audit.parse.text.vietnamese import fold

CHALLENGE = (
    "just a moment",
    "attention required",
    "checking your browser",
    "access denied",
    "request unsuccessful",
    "request rejected",
    "the requested url was rejected",
    "web application firewall",
    "ddos protection",
    "page cannot be displayed",
    "attack id",
    "yeu cau bi tu choi",
    "truy cap bi tu choi",
    "truy cap bi chan",
)
TINY = THRESHOLDS.tiny_answer
"""Characters of visible text below which an answer is a block page, not one of the portal."""
_REFUSED = re.compile(
    "|".join(CHALLENGE)
    + r"|\b(?:request|access|connection|you)\b[\w ]{0,30}\b(?:blocked|denied|rejected|forbidden)\b"
    r"|\b(?:support|event|incident|reference|request|ray|ma su co|ma yeu cau)\b"
    r" ?(?:id|no)?\.?:? ?#?[\da-f]{4,}"
    r"|\b(?:yeu cau|truy cap|ket noi)\b[\w ]{0,30}\b(?:bi chan|bi tu choi|bi ngan chan)\b"
    r"|\b(?:verify|xac minh|xac nhan)\b[\w ,]{0,30}\b(?:human|robot|nguoi that|nguoi may)\b"
)
_NO_SUCH_PAGE = re.compile(
    r"\b(?:trang|duong dan|bai viet|noi dung|dia chi)\b[\w ]{0,40}"
    r"\bkhong (?:con )?(?:ton tai|tim thay)\b"
    r"|\bkhong tim thay (?:trang|duong dan|bai viet|noi dung|dia chi)\b"
    r"|\b(?:page|file|resource)\b[\w ]{0,20}\b(?:not found|does not exist)\b"
    r"|\b404\b[\w ]{0,20}\bnot found\b"
)


def refusal_sign(page: Page) -> str:
    """Return the words by which a page is a firewall's refusal, or an empty string."""
    if len(page.links) >= 5:
        return ""
    words = fold(f"{page.title} {page.text[:2000]}")
    if len(words) >= TINY:
        return ""
    match = _REFUSED.search(words)
    return match.group()[:80] if match else ""


def no_such_page(text: str) -> bool:
    """Tell whether a page's own text says that the page asked for does not exist."""
    folded = fold(text[:2_000])
    return len(folded.split()) <= THRESHOLDS.no_such_page_words and bool(
        _NO_SUCH_PAGE.search(folded)
    )
