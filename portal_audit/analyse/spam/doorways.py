"""Addresses of pages that were pushed into a portal to be found by search engines, not by people.

Signs reported for Vietnamese portals in 2020–2024: words of gambling in the address, pages among
uploaded files, addresses that are nothing but a number. None of them proves anything alone.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote

from portal_audit.analyse.spam.terms_in_text import names_gambling, read_words
from portal_audit.parse.http.web_url import joined, path_of
from portal_audit.parse.text.scripts import foreign_script

LISTS = (("sitemap.xml",), ("RSS",), ("robots.txt",))
"""How ``Page.via`` begins where no link but a list for machines led to the page."""


class Sign(StrEnum):
    """What is odd about an address, the oddest first."""

    TERM = "term"
    """It names gambling."""
    UPLOAD = "upload"
    """A page where only uploaded files should be."""
    SCRIPT = "script"
    """Words in another script."""
    NUMBER = "number"
    """Nothing but a number, at the top."""
    WORD = "word"
    """It may name gambling, or something else that is so spelt without marks."""


_UPLOAD = re.compile(
    r"/(?:uploads?|portals/\d+|documents?|user-?files|upload-?files|wp-content/uploads|storage)/"
    r"(?:[^?#]*/)?[^/?#]+\.(?:s?html?|php\d?)$",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"^[ \t]*(?:dis)?allow[ \t]*:[ \t]*(/(?!/)[^\s#]*)", re.IGNORECASE | re.MULTILINE
)
_MOST_RULES = 200
_NUMBER = re.compile(r"^/(?:[a-z]{1,12}-?)?\d{5,}(?:/|\.s?html?)?$", re.IGNORECASE)


@lru_cache(maxsize=8192)
def sign_of(url: str) -> Sign | None:
    """Return the oddest sign that an address bears."""
    path = unquote(path_of(url))[:400]
    words = re.sub(r"[-_/.+]+", " ", path)
    reading = read_words(words)
    if reading.suspicious and not reading.official:
        return Sign.TERM
    if _UPLOAD.search(path):
        return Sign.UPLOAD
    if foreign_script(words):
        return Sign.SCRIPT
    if _NUMBER.match(path):
        return Sign.NUMBER
    return Sign.WORD if names_gambling(words) else None


def named_places(robots: str, base: str) -> tuple[str, ...]:
    """Return the addresses that ``Allow`` and ``Disallow`` of robots.txt name, without patterns."""
    paths = (path for path in _RULE.findall(robots) if "*" not in path and len(path) > 1)
    return tuple(joined(base, path.rstrip("$")) for path in islice(paths, _MOST_RULES))


def likely_doorways(urls: Iterable[str], most: int) -> tuple[str, ...]:
    """Return at most *most* addresses that bear a sign, the oddest first."""
    rank = list(Sign)
    signed = [(rank.index(sign), url) for url in urls if (sign := sign_of(url)) is not None]
    return tuple(url for _, url in sorted(signed, key=lambda pair: pair[0])[: max(most, 0)])
