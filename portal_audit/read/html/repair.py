"""Documents brought into a shape that a parser reads in bounded time.

selectolax takes time that grows with the square of the nesting of blocks: two hundred thousand
open ``div`` keep it busy for minutes. End tags are no help in telling the depth, for they may
stand in comments or match nothing, so the number of elements is what is bounded.
"""

import re
import warnings

from bs4 import BeautifulSoup

MAX_CHARS = 2_000_000
MAX_ELEMENTS = 20_000
"""Nested all, they take half a second."""
_CHUNK = 16_384
_HTML_TAG = re.compile(r"<html[\s>]", re.IGNORECASE)
_ASIDE = re.compile(r"<!--.*?-->|<script\b.*?</script", re.IGNORECASE | re.DOTALL)
_END = re.compile(r"</html\s*>", re.IGNORECASE)


def bounded(text: str) -> tuple[str, bool]:
    """Return the text cut where it is too long or has too many elements, and whether it was."""
    elements = 0
    end = min(len(text), MAX_CHARS)
    for start in range(0, end, _CHUNK):
        stop = min(start + _CHUNK, end)
        elements += text.count("<", start, stop) - text.count("</", start, stop)
        if elements > MAX_ELEMENTS:
            return text[:start], True
    return text[:end], end < len(text)


def needs_repair(text: str) -> bool:
    """Tell whether a document is too broken to trust: NUL characters, or several documents."""
    if "\0" in text:
        return True
    starts = _HTML_TAG.findall(text)
    return len(starts) > 1 and len(_HTML_TAG.findall(_ASIDE.sub("", text))) > 1


def repaired(text: str) -> str:
    """Return the document as BeautifulSoup with lxml makes sense of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it comments on odd documents, which is why we are here
        return str(BeautifulSoup(text.replace("\0", ""), "lxml"))


def after_end(text: str) -> str:
    """Return what follows the last ``</html>``, where that is more than scripts and comments."""
    ends = list(_END.finditer(text, max(0, len(text) - 300_000)))
    if not ends:
        return ""
    tail = text[ends[-1].end() :]
    if tail.isspace() or not tail:
        return ""
    opened, closed = tail.find("<script"), tail.find("</script")
    if closed >= 0 and (opened < 0 or closed < opened):
        return ""  # the end tag stood in a script that writes a document
    return tail
