"""Which JavaScript library a file is, and in what version, by its address."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from portal_audit.parse.http.web_url import host_of, parts_of

_DIGITS = r"\d{1,4}(?:\.\d{1,5}){1,3}"
_TAIL = r"(?:-?(?:alpha|beta|rc|pre|dev)[\w.-]*)?"
_VERSION = re.compile(rf"v?({_DIGITS}){_TAIL}")
_VERSIONED = re.compile(rf"([a-z].*?)[-._@]?v?({_DIGITS}){_TAIL}(?:-(?:core|more)(?:-\w\w)?)?")
"""MooTools put the part and how it was packed behind: ``mootools-1.2.4-core-yc.js``."""
_UNDERSCORED = re.compile(r"(\d{2})_(\d{2})_(\d{2})")
"""A folder of DotNetNuke: ``jQuery/01_09_01/jquery.js``."""
_BANNER = re.compile(
    r"\s*/[*/][*!\s]*(?:@license[*\s]+|@preserve[*\s]+)?([A-Za-z][\w. -]{1,30}?)"
    r"(?:\s+(?:JavaScript\s+(?:Library|framework)|Library|Plugin|Core|compiled))?[\s,:-]+(?:v|version\s+|@)?"
    rf"({_DIGITS})\b"
)
"""The comment that a library begins with: ``/*! jQuery v1.9.1 | …``."""
_WORDPRESS_VERSION = re.compile(rf"(?:^|&)ver=({_DIGITS})")
_END = re.compile(r"\.(?:js|mjs|cjs|css)$")
_BUILDS = re.compile(
    r"(?:[.-](?:min|slim|bundle|pack|packed|pkgd|prod|umd|esm|global|legacy|runtime|custom|all"
    r"|vsdoc|intellisense|debug|compat|nocompat|full|production|development))+$"
)
_JS = re.compile(r"js$")
_PARENTS = 4
"""Folders looked at above a file."""
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class File:
    """What the address of a script or style sheet says."""

    name: str
    """Bare name in small letters, without version, build and ending; empty where there is none."""
    version: str = ""
    """The version in the name itself."""
    folders: tuple[tuple[str, str], ...] = ()
    """Versions that stand in folders, each with the plain name beside it; the nearest first."""

    def version_of(self, names: Iterable[str]) -> str:
        """Return the version of the library that goes by these plain names; empty if not given.

        A folder's number counts only beside the library's own name: ``/jquery/1.12.4/jquery.js``
        has one, ``/theme/1.12.4/jquery.js`` is the number of something else.
        """
        own = set(names)
        found = (version for folder, version in self.folders if folder in own)
        return self.version or next(found, "")


@lru_cache(maxsize=4096)
def read_file(url: str) -> File:
    """Return what the address of a file says.

    A number in the query is most often the portal's own, so that it is believed of WordPress
    only, which puts the library's there.
    """
    parts, host = parts_of(url), host_of(url)
    if parts is None:
        return File("")
    *above, file = [unquote(part).lower()[:200] for part in parts.path[:_LONGEST].split("/")]
    if not _END.search(file) and "@" not in file:
        return File("")
    stem, version = _split(_BUILDS.sub("", _END.sub("", file)))
    if not version and "/wp-includes/js/" in parts.path:
        given = _WORDPRESS_VERSION.search(parts.query)
        version = given[1] if given else ""
    shop = host.split(".")[-2:-1]  # cdn.ckeditor.com/4.5.7/…
    folders = [*shop, *(folder for folder in above if folder)]
    return File(_BUILDS.sub("", stem), version, tuple(_versions(folders)))


def _split(name: str) -> tuple[str, str]:
    found = _VERSIONED.fullmatch(name)
    return (found[1], found[2]) if found else (name, "")


def _versions(folders: list[str]) -> Iterable[tuple[str, str]]:
    for index in range(len(folders) - 1, max(len(folders) - 1 - _PARENTS, -1), -1):
        stem, version = _split(_BUILDS.sub("", folders[index].removesuffix("-dist")))
        if version:
            yield plain(stem), version
        elif index and (found := _VERSION.fullmatch(folders[index])):
            yield plain(folders[index - 1]), found[1]
        elif index and (found := _UNDERSCORED.fullmatch(folders[index])):
            yield plain(folders[index - 1]), ".".join(str(int(part)) for part in found.groups())


def banner(code: str) -> tuple[str, str]:
    """Return the name and version that a script's first comment gives; empty where it has none."""
    found = _BANNER.match(code[:300])
    return (found[1].strip(), found[2]) if found else ("", "")


def plain(name: str) -> str:
    """Return one spelling of a library's name: ``Chart.js``, ``chart`` and ``chartjs`` are one."""
    return _JS.sub("", re.sub(r"[._ -]", "", name.lower()))


def number(version: str) -> tuple[int, ...]:
    """Return a version as numbers that compare: 3.5 and 3.5.0 are the same."""
    parts = [int(part) for part in version.split(".")]
    while parts and not parts[-1]:
        parts.pop()
    return tuple(parts)


def within(version: str, bounds: Mapping[str, object]) -> bool:
    """Tell whether a version lies from ``from`` to just below ``below``; both may be left out."""
    own, low, high = number(version), bounds.get("from"), bounds.get("below")
    return not (low and own < number(str(low))) and not (high and own >= number(str(high)))
