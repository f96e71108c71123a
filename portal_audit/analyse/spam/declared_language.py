"""Whether a page in another script declares its language, as honest versions do.

Portals of border provinces have pages in Chinese, Lao or Khmer, and many have English ones: they
carry their language in ``lang``, path, host name or ``hreflang``, or a link that names it.
"""

import re
from collections.abc import Iterable
from urllib.parse import unquote

from portal_audit.analyse.spam.doorways import LISTS
from portal_audit.evidence.page import Page
from portal_audit.parse.http.urls import host_of, same_place
from portal_audit.parse.text.language import primary
from portal_audit.parse.text.scripts import LANGUAGES, foreign_script
from portal_audit.parse.text.vietnamese import fold

_SEGMENT = re.compile(r"([a-z]{2,8})(?:[-_](?:[a-z]{2}|hans|hant))?", re.IGNORECASE)
_TONGUE = r"(?:trung|lao|khmer|thai|nga|nhat|han|a rap|anh|nuoc ngoai)"
_NAMED = re.compile(
    rf"\btieng {_TONGUE}\b|\b(?:chinese|khmer|russian|japanese|korean|arabic|english)\b"
)
_LONGEST_NAME = 30
"""Letters of a label that names a language rather than an article."""


def declares_foreign_language(page: Page, script: str, pages: Iterable[Page]) -> bool:
    """Tell whether *page*, written in *script*, is a version that the site declares."""
    codes = LANGUAGES.get(script, ())
    if (primary(page.lang or "") or "") in codes:
        return True
    if not _address_words(page).isdisjoint(codes) or _NAMED.search(fold(unquote(page.url))):
        return True
    clicked = () if page.via[:1] in LISTS else page.via
    if any(_names_language(label, script) for label in clicked):
        return True
    place = same_place(page.url)
    return any(
        relation.rpartition(" ")[2].partition("-")[0] in codes and same_place(url) == place
        for other in pages
        for relation, url in other.relations
    )


def _names_language(label: str, script: str) -> bool:
    if len(label) > _LONGEST_NAME:
        return False
    return foreign_script(label, 2) == script or bool(_NAMED.search(fold(label)))


def _address_words(page: Page) -> set[str]:
    """Return the words of host and path that name a language: whole segments, not their parts."""
    path, _, query = unquote(page.url).lower().partition("://")[2].partition("?")
    segments = path.split("/")[1:] + [part.rpartition("=")[2] for part in query.split("&")]
    words = {
        match[1] for segment in segments if (match := _SEGMENT.fullmatch(segment.partition(".")[0]))
    }
    return words | {host_of(page.url).partition(".")[0]}
