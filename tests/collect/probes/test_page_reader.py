"""Large pages and lists are read in a child process, as they would be here; it alone may die."""

from __future__ import annotations

import asyncio
import errno
import gzip
import os
import signal
from collections.abc import Iterator

import pytest

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes import page_reader
from portal_audit.collect.probes.page_reader import AT_ONCE, TAGS_AT_ONCE, Reader
from portal_audit.errors import LocalFault
from portal_audit.evidence import Page
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Target
from portal_audit.parse import html
from portal_audit.parse.http.sitemap import SitemapFile, read_sitemap

URL = "https://portal.test/"


def answer(text: str) -> HttpResponse:
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    return HttpResponse(URL, 200, kind, text.encode(), False, len(text), 0.1, "HTTP/1.1")


LARGE = answer("<html lang=vi><title>Cổng</title><body>" + "<p>Tin <a href=/a>tức</a>" * 16_000)


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    reader = Reader()
    monkeypatch.setattr(page_reader, "READER", reader)
    yield reader
    reader.close()


def read(*answers: HttpResponse) -> list[Page | None]:
    async def one_after_another() -> list[Page | None]:
        client = HttpClient(Target("p", URL), VisitLimits(), AccessRules())
        return [
            await page_reader.read_page(client, each, asked=URL, depth=1, via=("Tin tức",))
            for each in answers
        ]

    return asyncio.run(one_after_another())


def child(reader: Reader) -> int:
    assert reader._process is not None
    return reader._process.pid


def test_a_large_page_is_read_to_the_letter_as_it_would_be_here(reader: Reader) -> None:
    assert len(LARGE.body) > AT_ONCE
    expected = html.read_page(LARGE, asked=URL, depth=1, via=("Tin tức",))
    assert read(LARGE) == [expected]
    assert child(reader)


def test_a_small_page_needs_no_child(reader: Reader) -> None:
    [page] = read(answer("<title>Cổng</title>"))
    assert page is not None
    assert page.title == "Cổng"
    assert reader._process is None


def test_what_is_no_page_is_none_however_large(reader: Reader) -> None:
    assert read(answer("%PDF-" + " " * AT_ONCE)) == [None]


def listed(body: bytes) -> SitemapFile:
    async def once() -> SitemapFile:
        client = HttpClient(Target("p", URL), VisitLimits(), AccessRules())
        sent = HttpResponse(URL, 200, (), body, False, len(body), 0.1, "HTTP/1.1")
        return await page_reader.read_list(client, sent, "sitemap")

    return asyncio.run(once())


ENTRY = b"<url><loc>https://portal.test/tin</loc></url>"
SITEMAP = b"<urlset>" + ENTRY * (TAGS_AT_ONCE // 4) + b"</urlset>"


def test_a_sitemap_of_many_tags_is_read_to_the_letter_as_it_would_be_here(reader: Reader) -> None:
    assert SITEMAP.count(b"<") > TAGS_AT_ONCE
    assert listed(SITEMAP) == read_sitemap(SITEMAP)
    assert child(reader)


def test_what_a_packed_sitemap_holds_is_not_known_before_so_it_is_read_in_the_child(
    reader: Reader,
) -> None:
    assert listed(gzip.compress(SITEMAP)) == read_sitemap(SITEMAP)
    assert child(reader)


def test_a_small_sitemap_needs_no_child(reader: Reader) -> None:
    assert listed(b"<urlset>" + ENTRY + b"</urlset>").urls == ("https://portal.test/tin",)
    assert reader._process is None


def test_of_a_sitemap_that_ends_the_child_nothing_is_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_reader, "SECONDS", 0.0)
    assert listed(b"<urlset>" + b"<a/>" * 100_000) == SitemapFile()


def test_a_child_that_died_is_started_again(reader: Reader) -> None:
    read(LARGE)
    first = child(reader)
    os.kill(first, signal.SIGKILL)
    assert reader._process is not None
    reader._process.wait()
    assert read(LARGE)[0] is not None
    assert child(reader) != first


def test_of_a_page_that_ends_the_child_the_first_part_is_read(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_reader, "SECONDS", 0.0)
    [page] = read(LARGE)
    assert page is not None
    assert (page.title, page.truncated) == ("Cổng", True)


def test_a_child_that_cannot_be_started_is_a_fault_of_ours(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_process(module: str) -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(page_reader, "start", no_process)
    with pytest.raises(LocalFault, match="resource temporarily unavailable"):
        read(LARGE)


def test_the_clock_of_a_visit_stands_still_while_it_waits_for_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr("portal_audit.collect.http.client.time.monotonic", lambda: now)
    client = HttpClient(Target("p", URL), VisitLimits(site_timeout=60), AccessRules())
    with client.clock_stopped():
        now += 50
        with client.clock_stopped() as ended:  # two at once are not counted twice
            now += 25
            ended()
            now += 5
        assert client.seconds_left == 60
    now += 10
    assert (client.waited, client.seconds_left) == (80, 50)
