"""Documents that no parser makes sense of as they stand, repaired first."""

import re
import warnings
from itertools import islice

_HTML_TAG = re.compile(r"<[hH](?i:tml)[\s>]")
_ASIDE = re.compile(r"<!--|<script\b", re.IGNORECASE)
_END = re.compile(r"</(?i:html)\s*>")
_MOST_ENDS = 20


def needs_repair(text: str) -> bool:
    """Tell whether a document is too broken to trust: NUL characters, or several documents."""
    if "\0" in text:
        return True
    return len(_HTML_TAG.findall(text)) > 1 and len(_HTML_TAG.findall(_without_asides(text))) > 1


def repaired(text: str) -> str:
    """Return the document as BeautifulSoup with lxml makes sense of it."""
    from bs4 import BeautifulSoup  # as few pages as in ``encoding``

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it comments on odd documents, which is why we are here
        return str(BeautifulSoup(text.replace("\0", ""), "lxml"))


def after_end(text: str) -> str:
    """Return what follows ``</html>``, where that is more than scripts and comments.

    The first such tag counts behind which no other document begins: what is pushed in may be
    followed by another.
    """
    ends = islice(_END.finditer(text, max(0, len(text) - 300_000)), _MOST_ENDS)
    for end in ends:
        tail = text[end.end() :]
        opened, closed = tail.find("<script"), tail.find("</script")
        in_script = closed >= 0 and (opened < 0 or closed < opened)  # it writes a document
        is_last = _HTML_TAG.search(text, end.end()) is None
        if is_last and not in_script:
            return tail if tail and not tail.isspace() else ""
    return ""


def _without_asides(text: str) -> str:
    """Return the text without comments and scripts; one that never ends takes all the rest."""
    small = text.lower()
    parts, position = [], 0
    while aside := _ASIDE.search(small, position):
        parts.append(text[position : aside.start()])
        end = "-->" if aside[0] == "<!--" else "</script"
        position = small.find(end, aside.end())
        if position < 0:
            return "".join(parts)
        position += len(end)
    return "".join(parts) + text[position:]
