"""Old libraries: JavaScript libraries in versions with published vulnerabilities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from portal_audit.api import Crawl, Front, Outcome, Page

from ._foreign import pages
from ._library import banner, number, plain, read_file, within

SHOWN = 8
"""Libraries named in a finding."""


@dataclass(frozen=True, slots=True)
class Library:
    """A row of ``[[limits.libraries]]``: how to know a library, and which versions are bad."""

    name: str
    files: list[str]
    """Bare file names, without version, build and ending."""
    folders: list[str]
    """Other names that folders of it bear."""
    faulty: list[dict[str, Any]]
    """``from`` (optional), ``below``, ``ids``."""
    ended: str = ""
    """Below this version nobody maintains it any more; ``all`` where that is so of every one."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``old_library.toml``."""

    as_of: str
    """Day of the table, ISO 8601."""
    source: str
    libraries: list[Any]

    def __post_init__(self) -> None:
        """Read the rows, so that a misspelt one is refused when the check is loaded."""
        rows = [Library(**{"folders": [], "faulty": [], **row}) for row in self.libraries]
        for bounds in (bounds for row in rows for bounds in row.faulty):
            if set(bounds) - {"from"} != {"below", "ids"}:
                raise ValueError(f"faulty needs below, ids and perhaps from: {bounds}")
        object.__setattr__(self, "libraries", rows)


@dataclass(frozen=True, slots=True)
class Met:
    """A library in one version, and the first page it was met on."""

    library: Library
    version: str
    page: str

    @property
    def ids(self) -> list[str]:
        """Published vulnerabilities of this version."""
        return [
            one
            for bounds in self.library.faulty
            if within(self.version, bounds)
            for one in bounds["ids"]
        ]

    @property
    def is_ended(self) -> bool:
        """Whether nobody maintains this version any more."""
        ended = self.library.ended
        return bool(ended) and (ended == "all" or number(self.version) < number(ended))

    def shown(self) -> str:
        """Return the library for a reader, with its vulnerabilities."""
        listed = f" ({', '.join(self.ids[:3])})" if self.ids else ""
        return f"{self.library.name} {self.version}{listed}"


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Tell libraries by the names of files and first lines; a version is never guessed."""
    met = list(_met(front, crawl, limits))
    versioned = [one for one in met if one.version]
    for name, found in (
        ("faulty", [one for one in versioned if one.ids]),
        ("ended", [one for one in versioned if one.is_ended]),
    ):
        if found:
            shown = [one.shown() for one in found[:SHOWN]]
            return Outcome(name, where=_pages(found), count=len(found), libraries=shown)
    if versioned:
        shown = [one.shown() for one in versioned[:SHOWN]]
        return Outcome("none-known", where=_pages(versioned), libraries=shown, as_of=limits.as_of)
    if met:
        names = list(dict.fromkeys(one.library.name for one in met))
        return Outcome("unversioned", where=_pages(met), libraries=names[:SHOWN])
    return Outcome("none", where=[front.url])


def _met(front: Front, crawl: Crawl, limits: Limits) -> Iterator[Met]:
    """Yield each library in each version once."""
    by_file = {file: library for library in limits.libraries for file in library.files}
    done: set[tuple[str, str]] = set()
    by_address = (
        (page, *one) for page in pages(front, crawl) for one in _by_address(page, by_file)
    )
    for page, library, version in chain(by_address, _by_first_line(front, crawl, limits)):
        if (library.name, version) not in done:
            done.add((library.name, version))
            yield Met(library, version, page.url)


def _by_address(page: Page, by_file: Mapping[str, Library]) -> Iterator[tuple[Library, str]]:
    for url in [*(s.url or "" for s in page.scripts), *(s.url for s in page.stylesheets)]:
        file = read_file(url)
        library = by_file.get(file.name)
        if library is not None:
            yield library, file.version_of(map(plain, (*library.files, *library.folders)))


def _by_first_line(
    front: Front, crawl: Crawl, limits: Limits
) -> Iterator[tuple[Page, Library, str]]:
    """Yield libraries that say their name and version in the comment that they begin with.

    They stand in the page itself, or in a script that a browser fetched to show it.
    """
    fetched = dict(crawl.browser.first_lines) if crawl.browser else {}
    for page in pages(front, crawl):
        for script in page.scripts:
            code = script.text if script.url is None else fetched.get(script.url[:500], "")
            name, version = banner(code)
            for library in limits.libraries:
                if version and plain(library.name) == plain(name):
                    yield page, library, version


def _pages(met: list[Met]) -> list[str]:
    return list(dict.fromkeys(one.page for one in met))[:20]
