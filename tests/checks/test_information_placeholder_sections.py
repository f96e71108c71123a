"""Menus: how many of their pages say nothing."""

from functools import cache

import pytest

from portal_audit.api import Crawl, Link, Page
from portal_audit.rules import catalog
from portal_audit.rules.check import Check

HOME = "https://anphu.hacson.gov.vn/"
WORDS = "Phòng làm việc của xã mở cửa lúc bảy giờ rưỡi sáng và đóng cửa lúc năm giờ chiều mỗi ngày"
FAX = f"{WORDS}. Số fax: đang cập nhật. {WORDS}"
EMPTY = "Nội dung đang được cập nhật..."


@cache
def check() -> Check:
    found = catalog.read().get("information.placeholder_sections")
    assert found is not None
    return found


def crawl(texts: list[str], region: str = "nav", read: bool = True) -> Crawl:
    """Make a home page with one menu entry for each text, and the pages they lead to."""
    urls = [f"{HOME}muc-{number}" for number in range(len(texts))]
    links = tuple(Link(url, f"Mục số {url[-1]}", region=region) for url in urls)
    home = Page(HOME, HOME, 200, text=WORDS, main_text=WORDS, links=links)
    pages = [
        Page(url, url, 200, text=text, main_text=text)
        for url, text in zip(urls, texts, strict=True)
        if read
    ]
    return Crawl((home, *pages))


def full(count: int) -> list[str]:
    words = WORDS.split()
    return [" ".join(f"{word}{number}" for word in words) for number in range(count)]


@pytest.mark.parametrize(
    ("site", "expected"),
    [
        (crawl(full(8)), "none"),
        (crawl([*full(8), EMPTY]), "one"),
        (crawl([*full(8), EMPTY, "Chưa có bài viết"]), "many"),
        (crawl([*full(8), EMPTY, ""]), "many"),
        (crawl([*full(2), EMPTY]), "many"),  # a third of what could be read
        (crawl([*full(8), FAX]), "none"),
        (crawl([EMPTY] * 4), "many"),
        (crawl([*full(8), EMPTY], region="body"), "unread"),
        (crawl(full(8), read=False), "unread"),
        (Crawl(()), "unread"),
    ],
)
def test_outcome(site: Crawl, expected: str) -> None:
    outcome = check().rule(crawl=site)
    assert outcome.name == expected, dict(outcome.facts)


def test_it_lists_them() -> None:
    outcome = check().rule(crawl=crawl([*full(8), EMPTY, EMPTY]))
    assert outcome.facts["labels"] == ["Mục số 8", "Mục số 9"]
    assert outcome.where == (HOME + "muc-8", HOME + "muc-9")
    assert outcome.facts["percent"] == 20
