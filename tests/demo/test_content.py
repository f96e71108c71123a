"""What the sample portals publish: whole, linked, dated, and on a page of its own for each item."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
from lxml import html  # type: ignore[import-untyped]

from portal_audit.demo.calendar import Calendar
from portal_audit.demo.pdf import pdf
from portal_audit.demo.province import BY_SLUG, PORTALS
from portal_audit.demo.site_pages import PLACEHOLDERS, Pages
from portal_audit.demo.slugs import SlugStyle, path

TODAY = date(2026, 11, 22)
FEWEST_WORDS = 60
ONE_OF_EACH = ("hacson", "sotaichinh", "sotuphap", "suoinga", "dongmay", "nganthong", "dichvucong")


@cache
def pages_of(slug: str) -> Pages:
    portals = {portal.slug: f"https://{portal.host}:1/" for portal in PORTALS}
    portal = BY_SLUG[slug]
    return Pages(portal, f"https://{portal.host}:1", "https://hacson.gov.test:1", portals, TODAY)


@pytest.mark.parametrize("slug", ONE_OF_EACH)
def test_every_item_has_a_page_with_something_to_say(slug: str) -> None:
    pages = pages_of(slug)
    texts = {}
    for where, key in pages.paths.items():
        if key in pages.items:
            content = html.fromstring(pages.html(where)).xpath('//div[@class="noi-dung"]')[0]
            texts[key] = " ".join(content.text_content().split())
    thin = {key for key, text in texts.items() if len(text.split()) < FEWEST_WORDS}
    assert thin == (PLACEHOLDERS if slug == "nganthong" else set())
    assert len(set(texts.values())) >= len(texts) - len(thin)
    assert not any("{{" in text or "{%" in text for text in texts.values())


@pytest.mark.parametrize("slug", ONE_OF_EACH)
def test_every_link_of_its_own_leads_somewhere(slug: str) -> None:
    pages = pages_of(slug)
    known = {"", "/tim-kiem", "/rss.xml", *pages.paths}
    for where in pages.paths:
        tree = html.fromstring(pages.html(where))
        for link in tree.xpath("//a/@href | //option/@value"):
            own = not link.startswith(("https://", "mailto:", "tel:", "#"))
            assert not own or link in known or pages.document(link), (where, link)


@pytest.mark.parametrize("slug", ONE_OF_EACH)
def test_every_page_is_two_clicks_away_and_has_a_title_of_its_own(slug: str) -> None:
    pages = pages_of(slug)
    site_map = html.fromstring(pages.html(pages.urls["sitemap"])).xpath("//a/@href")
    news = html.fromstring(pages.html(pages.urls["news"])).xpath("//a/@href")
    assert set(pages.paths) <= {*site_map, *news}
    titles = [html.fromstring(pages.html(where)).findtext(".//title") for where in pages.paths]
    assert len(set(titles)) == len(titles)


def test_dates_of_the_stale_portal_are_all_old() -> None:
    pages = pages_of("hackhe")
    posted = r"(?:Ngày đăng|Cập nhật ngày): (?:<time[^>]*>)?(\d\d)/(\d\d)/(\d{4})"
    days = [
        date(int(year), int(month), int(day))
        for where in pages.paths
        for day, month, year in re.findall(posted, pages.html(where))
    ]
    assert len(days) > 40
    assert (TODAY - max(days)).days > 60


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 22), ("09 tháng đầu năm", 2026, date(2026, 10, 9))),
        (date(2026, 10, 5), ("06 tháng đầu năm", 2026, date(2026, 7, 9))),
        (date(2027, 1, 9), ("cả năm", 2026, date(2027, 1, 9))),
        (date(2028, 2, 29), ("cả năm", 2027, date(2028, 1, 9))),
    ],
)
def test_budget_reports_end_with_the_quarter_that_is_due(
    today: date, latest: tuple[str, int, date]
) -> None:
    first, *others = Calendar(today).quarters(4)
    assert (first.months, first.year, first.published) == latest
    assert len({(quarter.months, quarter.year) for quarter in (first, *others)}) == 4


@pytest.mark.parametrize(
    ("style", "address"),
    [
        (SlugStyle.HTML, "/gioi-thieu/lanh-dao-so.html"),
        (SlugStyle.PLAIN, "/lanh-dao-so"),
        (SlugStyle.DROPPED, "/web/guest/lanh-ao-so"),
        (SlugStyle.JOINED, "/Pages/lanhdaoso.aspx"),
        (SlugStyle.NUMBERED, "/lanh-dao-so-46131"),
    ],
)
def test_addresses_in_the_styles_of_real_platforms(style: SlugStyle, address: str) -> None:
    found = path(style, "gioi-thieu", "Lãnh đạo Sở")
    assert re.sub(r"\d+$", "0", found) == re.sub(r"\d+$", "0", address)


def test_text_of_a_pdf_can_be_read_back() -> None:
    document = pdf(["Quyết định số 7", "Ủy ban nhân dân xã Đồng Mây"]).decode("ascii")
    table = {
        code: chr(int(letter, 16)) for code, letter in re.findall(r"<(..)> <(....)>", document)
    }
    shown = re.findall(r"<([0-9a-f]+)> '", document)
    lines = ["".join(table[pair] for pair in re.findall("..", line)) for line in shown]
    assert lines == ["Quyết định số 7", "Ủy ban nhân dân xã Đồng Mây"]
