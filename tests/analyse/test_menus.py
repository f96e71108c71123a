"""A menu stands on every page; a box of news that is marked as navigation stands on one."""

from portal_audit.analyse.menus import menu_places, unmarked_menu
from portal_audit.evidence import Crawl, Link, Page

HOME = "https://anphu.hacson.gov.vn/"
MENU = Link(f"{HOME}lanh-dao", "Lãnh đạo", region="nav")
BOX = Link(f"{HOME}tin-1", "Lãnh đạo tỉnh thăm xã", region="nav")


def crawl(pages: int) -> Crawl:
    home = Page(HOME, HOME, 200, links=(MENU, BOX))
    inner = (Page(f"{HOME}{n}", f"{HOME}{n}", 200, links=(MENU,)) for n in range(1, pages))
    return Crawl((home, *inner))


def test_a_box_of_the_home_page_is_no_menu() -> None:
    assert menu_places(crawl(6)) == frozenset({"anphu.hacson.gov.vn/lanh-dao"})


def test_few_pages_do_not_tell_a_menu_from_a_box() -> None:
    assert menu_places(crawl(3)) is None


def test_what_every_page_of_a_portal_of_tables_leads_to_is_its_menu() -> None:
    entry, news = Link(f"{HOME}to-chuc", "Tổ chức"), Link(f"{HOME}tin-2", "Gặp mặt doanh nghiệp")
    home = Page(HOME, HOME, 200, links=(entry, news))
    inner = (Page(f"{HOME}{n}", f"{HOME}{n}", 200, links=(entry,)) for n in range(1, 6))
    assert unmarked_menu(Crawl((home, *inner))) == frozenset({"anphu.hacson.gov.vn/to-chuc"})
    assert unmarked_menu(crawl(6)) == frozenset(), "it marks its menu"
