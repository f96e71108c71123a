"""What every test of a check needs: the catalog's rule, and evidence built in one line."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal_audit.api import (
    Crawl,
    Evidence,
    Exchange,
    Finding,
    Front,
    HttpFront,
    HttpsFront,
    Page,
    Target,
    Visit,
)
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.rules import catalog
from portal_audit.scoring.judge import judge

URL = "https://xa.example.gov.vn/"
AT = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)
Headers = Iterable[tuple[str, str]]
Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]


def read(html: str, url: str = URL + "tin", status: int = 200, **more: object) -> Page:
    """Read a page from its HTML, as a visit does."""
    headers = (("Content-Type", "text/html; charset=utf-8"),)
    body = html.encode()
    answer = HttpResponse(url, status, headers, body, False, len(body), 0.1, "HTTP/1.1")
    page = read_page(answer, asked=url)
    assert page is not None
    return replace(page, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def rules() -> catalog.Catalog:
    """Every check that stands in the repository."""
    return catalog.read()


@pytest.fixture
def ask(rules: catalog.Catalog) -> Ask:
    """Judge one check on pieces of evidence: ``ask("headers.hsts", *see(headers))``.

    A rule that raises fails the test, and so does a sentence with a gap that no fact fills.
    """

    def _ask(check_id: str, *pieces: object, **changed: object) -> Finding:
        check = rules.get(check_id)
        assert check is not None, check_id
        (finding,) = judge([check], Evidence(*pieces, **changed))  # type: ignore[arg-type]
        assert finding.outcome != "broken-check", finding.facts
        if finding.outcome in check.outcomes:
            for language, texts in check.texts.items():
                sentence = texts.sentence(finding.outcome, finding.facts)
                assert "{" not in sentence.replace("{{", ""), (language, sentence)
        return finding

    return _ask


@pytest.fixture
def see() -> See:
    """Build the evidence of a visit from the headers and the page of the front door."""

    def _see(
        headers: Headers | Mapping[str, str] = (),
        *,
        url: str = URL,
        page: Page | None = None,
        pages: tuple[Page, ...] = (),
        http: HttpFront | None = None,
    ) -> tuple[object, ...]:
        sent = tuple(headers.items()) if isinstance(headers, Mapping) else tuple(headers)
        page = page or Page(url=url, asked=url, status=200, headers=sent)
        exchanges = (Exchange(url, 200, sent, 0.1),)
        https = url.startswith("https:")
        return (
            Front(exchanges, page, https),
            HttpsFront(url, exchanges, page=page) if https else HttpsFront(URL),
            http or HttpFront("http://xa.example.gov.vn/"),
            Crawl((page, *pages)),
            Visit(Target("xa", url), AT),
        )

    return _see
