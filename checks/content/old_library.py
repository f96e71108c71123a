"""Old libraries: JavaScript libraries in versions with published vulnerabilities."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal_audit.api import Crawl, Front, Outcome, Page

from ._foreign import pages
from ._library import number, plain, read_file, within

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
    """``from`` (optional), ``below``, ``cves``."""
    ended: str = ""
    """Below this version nobody mends it any more; ``all`` where that is so of every version."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``old_library.toml``."""

    as_of: str
    """Month of the table, ``YYYY-MM``."""
    libraries: list[Any]

    def __post_init__(self) -> None:
        """Read the rows, so that a misspelt one is refused when the check is loaded."""
        rows = [Library(**{"folders": [], "faulty": [], **row}) for row in self.libraries]
        for bounds in (bounds for row in rows for bounds in row.faulty):
            if set(bounds) - {"from"} != {"below", "cves"}:
                raise ValueError(f"faulty wants below, cves and perhaps from: {bounds}")
        object.__setattr__(self, "libraries", rows)


@dataclass(frozen=True, slots=True)
class Met:
    """A library in one version, and the first page it was met on."""

    library: Library
    version: str
    page: str

    @property
    def cves(self) -> list[str]:
        """Published vulnerabilities of this version."""
        return [
            cve
            for bounds in self.library.faulty
            if within(self.version, bounds)
            for cve in bounds["cves"]
        ]

    @property
    def is_ended(self) -> bool:
        """Whether nobody mends this version any more."""
        ended = self.library.ended
        return bool(ended) and (ended == "all" or number(self.version) < number(ended))

    def shown(self) -> str:
        """Return the library for a reader, with its vulnerabilities."""
        told = f" ({', '.join(self.cves[:3])})" if self.cves else ""
        return f"{self.library.name} {self.version}{told}"


def judge(front: Front, crawl: Crawl, limits: Limits) -> Outcome:
    """Tell libraries by the names of files; one whose address tells no version is not guessed."""
    met = list(_met(pages(front, crawl), limits))
    told = [one for one in met if one.version]
    for name, found in (
        ("faulty", [one for one in told if one.cves]),
        ("ended", [one for one in told if one.is_ended]),
    ):
        if found:
            shown = [one.shown() for one in found[:SHOWN]]
            return Outcome(name, where=_pages(found), count=len(found), libraries=shown)
    if told:
        shown = [one.shown() for one in told[:SHOWN]]
        return Outcome("none-known", where=_pages(told), libraries=shown, as_of=limits.as_of)
    if met:
        names = list(dict.fromkeys(one.library.name for one in met))
        return Outcome("unversioned", where=_pages(met), libraries=names[:SHOWN])
    return Outcome("none", where=[front.url])


def _met(read: list[Page], limits: Limits) -> Iterator[Met]:
    """Yield each library in each version once."""
    known = {file: library for library in limits.libraries for file in library.files}
    seen: set[tuple[str, str]] = set()
    for page in read:
        for url in [*(s.url or "" for s in page.scripts), *(s.url for s in page.stylesheets)]:
            file = read_file(url)
            library = known.get(file.name)
            if library is None:
                continue
            version = file.version_of(map(plain, (*library.files, *library.folders)))
            if (library.name, version) not in seen:
                seen.add((library.name, version))
                yield Met(library, version, page.url)


def _pages(met: list[Met]) -> list[str]:
    return list(dict.fromkeys(one.page for one in met))[:20]
