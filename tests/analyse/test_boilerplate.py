"""A page's own words: the furniture of the site is taken away, its content is not."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from portal_audit.analyse.boilerplate import SiteContents, on_many
from portal_audit.analyse.required_information.site_index import site_index
from portal_audit.evidence import Crawl, Link, Page, Script, Unread

HOME = "https://anphu.hacson.gov.vn/"
SIDE = " ".join(f"tin-{number}" for number in range(60))


def page(path: str, text: str, *links: Link, scripts: tuple[Script, ...] = ()) -> Page:
    url = HOME + path
    return Page(url, url, 200, text=text, main_text=text, links=links, scripts=scripts)


def own(number: int) -> str:
    return " ".join(f"nội-dung-{number}-{word}" for word in range(30))


def test_side_blocks_go_and_content_stays() -> None:
    pages = [page("", "Trang chủ")] + [page(f"{n}", f"{own(n)} {SIDE}") for n in range(1, 7)]
    site = SiteContents(Crawl(tuple(pages)))
    content = site.content(pages[3])
    assert content.text == own(3)
    assert content.words == 30
    assert not content.empty


def test_nothing_goes_on_a_site_of_two_pages() -> None:
    pages = (page("", own(1)), page("a", own(1) + " thêm"))
    assert SiteContents(Crawl(pages)).content(pages[1]).words == 31


def test_a_copy_of_the_home_page_is_known() -> None:
    home = page("", own(1) + " " + SIDE)
    copy, other = page("a", own(1) + " " + SIDE), page("b", own(2) + " " + SIDE)
    site = SiteContents(Crawl((home, copy, other)))
    assert site.content(copy).same_as_home
    assert not site.content(other).same_as_home
    assert not site.content(home).same_as_home


def test_documents_are_content() -> None:
    listed = page("a", "", Link(HOME + "bieu-1.PDF", "Biểu số 1"), Link("https://b.vn/x.xlsx?v=1"))
    content = SiteContents(Crawl((page("", own(1)), listed))).content(listed)
    assert len(content.documents) == 2
    assert not content.empty


def test_a_file_is_known_by_the_answer_for_another_of_its_form() -> None:
    asked = Unread(f"{HOME}tai?id=1&l=vi", "not-html", 200, content_type="application/pdf")
    site = SiteContents(Crawl((page("", own(1)),), (asked,)))
    assert site.is_file(f"{HOME}tai?l=vi&id=7")
    assert not site.is_file(f"{HOME}tai?bai=7")
    assert not site.is_file(f"{HOME}xem?id=7&l=vi")


def test_menus_and_repeated_links_are_no_list() -> None:
    menu = tuple(Link(f"{HOME}m{n}", f"Mục {n}", region="nav") for n in range(5))
    side = tuple(Link(f"{HOME}s{n}", f"Tin {n}") for n in range(5))
    pages = [page(f"{n}", "", *menu, *side) for n in range(4)]
    assert SiteContents(Crawl(tuple(pages))).content(pages[2]).links == ()


def test_scripts_that_fetch() -> None:
    ajax = page("a", "", scripts=(Script(None, text="$.ajax({})"),))
    plain = page("b", "", scripts=(Script(None, text="var a = 1"),))
    site = SiteContents(Crawl((page("", ""), ajax, plain)))
    assert site.content(ajax).by_script
    assert not site.content(plain).by_script


def test_a_crawl_is_surveyed_once() -> None:
    crawl, other = Crawl((page("", own(1)),)), Crawl((page("", own(2)),))
    assert site_index(crawl) is site_index(crawl)
    assert site_index(other) is not site_index(crawl)
    assert site_index(crawl).crawl is crawl


@given(st.lists(st.lists(st.integers(0, 9))), st.integers(2, 6))
def test_runs_that_stand_on_many_pages(pages: list[list[int]], enough: int) -> None:
    counts = Counter(run for runs in pages for run in {*runs})
    assert on_many(pages, enough) == {run for run, count in counts.items() if count >= enough}
