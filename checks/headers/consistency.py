"""Consistency: whatever protects the home page protects inner pages, errors and files too."""

from collections.abc import Callable
from dataclasses import dataclass

from portal_audit.api import Crawl, Front, HttpsFront, Outcome, Samples
from portal_audit.parse.http.urls import same_place, same_site

from ._protection import ON_FILES, ON_PAGES, ON_REDIRECTS, Sample, lacking, missing, read

SHOWN = 20
"""URLs named in a finding."""


@dataclass(frozen=True, slots=True)
class _Classes:
    """The answers of a visit, by what they are."""

    home: Sample
    inner: list[Sample]
    errors: list[Sample]
    files: list[Sample]
    redirects: list[Sample]


def judge(front: Front, https: HttpsFront, crawl: Crawl, samples: Samples) -> Outcome:
    """Compare which protections are there at all; their values are the business of other checks."""
    answers = _classes(front, https, crawl, samples)
    others = [*answers.inner, *answers.errors, *answers.files]
    home = [name for name in ON_PAGES if name in answers.home.names]
    found = next(filter(None, (rule(answers, home) for rule in _RULES)), None)
    if found is not None:
        return found
    if not home:
        return Outcome("nothing", where=[front.url])
    if not others:
        return Outcome("only-home", where=[front.url])
    return Outcome("same", where=[front.url], headers=home, count=len(others))


def _inner_bare(answers: _Classes, home: list[str]) -> Outcome | None:
    if names := missing(answers.inner, home):
        where = _urls(answers.inner)
        return Outcome("home-only", where=where, headers=names, pages=len(answers.inner))
    return None


def _home_bare(answers: _Classes, home: list[str]) -> Outcome | None:
    """Tell what every inner page has. One that has more than the others does no harm."""
    some = lacking(answers.inner, ON_PAGES)
    names = [name for name in ON_PAGES if name not in home and name not in some]
    if answers.inner and names:
        return Outcome("home-bare", where=[answers.home.url], headers=names)
    return None


def _errors_bare(answers: _Classes, home: list[str]) -> Outcome | None:
    if names := missing(answers.errors, home):
        return Outcome("errors-bare", where=_urls(answers.errors), headers=names)
    return None


def _some_inner_bare(answers: _Classes, home: list[str]) -> Outcome | None:
    if names := lacking(answers.inner, home):
        faulty = [page for page in answers.inner if not page.names.issuperset(home)]
        return Outcome("inner-missing", where=_urls(faulty), headers=names, count=len(faulty))
    return None


def _files_bare(answers: _Classes, home: list[str]) -> Outcome | None:
    if names := lacking(answers.files, [name for name in ON_FILES if name in home]):
        return Outcome("files-bare", where=_urls(answers.files), headers=names)
    return None


def _redirects_bare(answers: _Classes, home: list[str]) -> Outcome | None:
    if names := lacking(answers.redirects, [name for name in ON_REDIRECTS if name in home]):
        return Outcome("redirects-bare", where=_urls(answers.redirects), headers=names)
    return None


_RULES: tuple[Callable[[_Classes, list[str]], Outcome | None], ...] = (
    _inner_bare,
    _home_bare,
    _errors_bare,
    _some_inner_bare,
    _files_bare,
    _redirects_bare,
)
"""The gravest first."""


def _classes(front: Front, https: HttpsFront, crawl: Crawl, samples: Samples) -> _Classes:
    metas = front.page.meta if front.page else ()
    scheme = front.url.partition(":")[0]
    inner = {
        page.url: read(page.url, page.headers, page.meta)
        for page in crawl.pages
        if page.headers
        and page.url.partition(":")[0] == scheme
        and same_place(page.url) != same_place(front.url)
    }
    errors = []
    if (lost := samples.not_found) and lost.html and lost.last.status in (404, 410):
        errors = [read(lost.last.url, lost.last.headers, lost.meta)]
    files = []
    if (asset := samples.asset) and asset.status == 200:
        files = [read(asset.url, asset.headers)]
    redirects = [
        read(hop.url, hop.headers)
        for hop in https.exchanges[:-1]
        if hop.url.startswith("https:") and same_site(hop.url, front.url)
    ]
    home = read(front.url, front.last.headers, metas)
    return _Classes(home, list(inner.values()), errors, files, redirects)


def _urls(samples: list[Sample]) -> list[str]:
    return [sample.url for sample in samples[:SHOWN]]
