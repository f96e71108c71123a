"""Which names an address may stand for: the telling part of its path, as a slug."""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from portal_audit.analyse.required_information.labels import Label, says_whose, words_of
from portal_audit.analyse.required_information.vocabulary import SLUGS
from portal_audit.parse.http.web_url import host_of, path_of
from portal_audit.parse.text.vietnamese import fold

IMAGE_FILE = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|ico)\b", re.IGNORECASE)
_EXTENSION = re.compile(r"\.(?:html?|aspx?|php|jsp|png|jpe?g|gif|svg|webp|bmp|ico)$")
_NAMELESS = re.compile(
    r"(?:default|index|home|trang-chu|lists?|posts?|pages|forms|sitepages|all(?:posts|items|pages)|"
    r"viewcategory|categor(?:y|ies)|view|\d+)(?:\.\w+)?",
    re.IGNORECASE,
)
"""Parts of a path that a platform puts there, below the one that names the section."""
_NUMBER = re.compile(r"(?:-[a-z]?\d+)+$")
_ASKED_FOR = re.compile(r"[?&][\w.]{1,20}=([a-z]+(?:[-_][a-z]+){2,9})(?=&|$)", re.IGNORECASE)
"""A name in the question mark's part: ``Default.aspx?page=lich-tiep-cong-dan``."""


def that_may_name(urls: list[str]) -> set[str]:
    """Return the addresses in which any slug of any item stands at all."""
    plain = _plain("\n".join(urls)).split("\n")
    if len(plain) != len(urls):  # one of them has a line break
        plain = list(map(_plain, urls))
    named = {urls[number] for number, _ in SLUGS.found_in_each(plain)}
    return named | {url for url, one in zip(urls, plain, strict=True) if not one.isascii()}


def _plain(url: str) -> str:
    return unquote(url).lower().replace("_", "-").replace(" ", "-")


def slugs_in(candidate: Label) -> Iterable[str]:
    """Return the slugs that a candidate's address, or its image's file name, may stand for."""
    if candidate.evidence == "file-name":
        files = IMAGE_FILE.findall(candidate.label)
        return {form for name in files for form in _forms(name.rpartition("/")[2])}
    if candidate.evidence != "slug":
        return ()
    return forms_of(candidate.url)


@lru_cache(maxsize=4096)
def words_of_address(url: str) -> str:
    """Return the folded words of the last telling part of a path."""
    return words_of(_EXTENSION.sub("", last_part(url)))


@lru_cache(maxsize=4096)
def forms_of(url: str) -> frozenset[str]:
    """Return the slugs that an address may stand for."""
    named = {form for one in _ASKED_FOR.findall(url) for form in _forms(one)}
    return frozenset(_forms(last_part(url)) | named)


def last_part(url: str) -> str:
    """Return the last telling part of a path, or the first label of the host where none is."""
    segments = [part for part in unquote(path_of(url)).split("/") if part]
    while segments and _NAMELESS.fullmatch(segments[-1]):
        segments.pop()
    return segments[-1] if segments else host_of(url).partition(".")[0]


def _forms(segment: str) -> set[str]:
    # “đấu-thầu”, as some platforms keep it, is the slug “dau-thau” with its marks.
    segment = segment.lower() if segment.isascii() else fold(segment)
    plain = _EXTENSION.sub("", segment).replace("_", "-").replace(" ", "-")
    plain = plain.strip("-")  # a dropped đ may have been the first letter
    cut = _NUMBER.sub("", plain)
    words = cut.split("-")
    # What follows a name may say whose it is; anything else makes it the title of an article.
    starts = {
        "-".join(words[:count])
        for count in range(3, min(len(words), 10))
        if says_whose(words[count:])
    }
    return {form for form in {plain, cut, *starts} if form}
