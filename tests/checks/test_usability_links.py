"""usability.links: menu entries and links that lead to an error page."""

from collections.abc import Callable

import pytest

from portal_audit.api import Crawl, Finding, Page, Unread
from tests.checks.conftest import URL, read

Ask = Callable[..., Finding]
HOME = read(
    "<nav><a href='/tin'>Tin tức</a> <a href='/lich'>Lịch</a></nav>"
    "<main><a href='/bai-1'>Bài 1</a> <a href='/bai-2'>Bài 2</a>"
    "<a href='/tin'>Tất cả tin</a></main>"
    "<p hidden><a href='/an'>Ẩn</a></p>",
    URL,
)


def unread(path: str, status: int | None) -> Unread:
    return Unread(URL + path, f"http-{status}", status)


@pytest.mark.parametrize(
    ("gone", "outcome"),
    [
        ((), "none"),
        ((unread("tin", 404),), "menu"),
        ((unread("tin", 500),), "menu"),
        ((unread("bai-1", 404), unread("lich", 410)), "menu"),
        ((unread("bai-1", 404),), "few"),
        ((unread("bai-1", 404), unread("bai-2", 404)), "many"),
        # Refused, too busy, out of reach: not known to be broken.
        ((unread("tin", 403),), "none"),
        ((unread("tin", 503),), "none"),
        ((Unread(URL + "tin", "timeout"),), "none"),
        # Nothing that a visitor could follow leads there.
        ((unread("trong-sitemap", 404),), "none"),
        ((unread("an", 404),), "none"),
    ],
)
def test_usability_links(gone: tuple[Unread, ...], outcome: str, ask: Ask) -> None:
    assert ask("usability.links", Crawl((HOME,), gone)).outcome == outcome


def test_a_small_share_is_few(ask: Ask) -> None:
    pages = (HOME, *(Page(f"{URL}{n}", f"{URL}{n}", 200) for n in range(120)))
    gone = (unread("bai-1", 404), unread("bai-2", 404))
    assert ask("usability.links", Crawl(pages, gone)).outcome == "few"


def test_the_entry_is_named(ask: Ask) -> None:
    finding = ask("usability.links", Crawl((HOME,), (unread("lich", 404),)))
    assert finding.facts["links"] == [f"“Lịch” → {URL}lich (404)"]
    assert finding.where == (URL,)


def test_nothing_read(ask: Ask) -> None:
    assert ask("usability.links", Crawl(())).outcome == "unread"
