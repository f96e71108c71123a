"""``portal-audit why``: from stored evidence, what was looked at and which rule decided."""

from datetime import UTC, datetime

import pytest

from portal_audit.analyse.required_information.item import ItemLimits
from portal_audit.analyse.required_information.trace import Trace
from portal_audit.analyse.required_information.verdict import explain
from portal_audit.api import Crawl, Exchange, Front, Link, Page, Target, Visit
from portal_audit.cli import why
from portal_audit.rules import catalog
from portal_audit.rules.check import Check

HOME = "https://anphu.hacson.gov.vn/"
VISIT = Visit(Target("anphu", HOME), datetime(2026, 11, 22, tzinfo=UTC))
LEADERS = (
    "Lãnh đạo Ủy ban nhân dân xã. Ông Nguyễn Văn An, sinh năm 1975, Chủ tịch, phụ trách chung, "
    "điện thoại 0225 3812 345. Bà Trần Thị Bình, Phó Chủ tịch, phụ trách văn hóa, xã hội."
)
NEWS = "Lãnh đạo UBND tỉnh thăm và tặng quà cho trẻ em (20.11.2026 14:00)"


def check() -> Check:
    found = catalog.read().get("information.leaders")
    assert found is not None
    return found


def trace(*links: Link, pages: tuple[Page, ...] = ()) -> Trace:
    menu = [Link(f"{HOME}muc-{n}", f"Mục số {n}", region="nav") for n in range(6)]
    home = Page(HOME, HOME, 200, text="Tin", main_text="Tin", links=(*menu, *links))
    crawl = Crawl((home, *pages))
    limits = check().rule.keywords["limits"]  # type: ignore[attr-defined]
    assert isinstance(limits, ItemLimits)
    return explain(crawl, Front((Exchange(HOME, 200, (), 0.1),), home, True), VISIT, limits)


def behind_menu() -> Trace:
    url = f"{HOME}lanh-dao"
    page = Page(url, url, 200, text=LEADERS, main_text=LEADERS)
    return trace(Link(url, "Lãnh đạo", region="nav"), pages=(page,))


def test_a_label_taken_tells_where_it_led_and_what_was_found() -> None:
    told = behind_menu()
    [step] = told.followed
    assert (told.outcome, told.rule, step.target) == ("found", "label", "page")
    assert "person" in step.found


def test_a_title_of_news_is_refused_and_says_why() -> None:
    told = trace(Link(f"{HOME}tin-1", NEWS))
    assert told.outcome == "missing"
    assert {step.refused for step in told.steps} <= {"posting", "sentence"}
    assert told.steps


def test_it_judges_as_the_check_does() -> None:
    url = f"{HOME}lanh-dao"
    page = Page(url, url, 200, text=LEADERS, main_text=LEADERS)
    menu = Link(url, "Lãnh đạo", region="nav")
    home = Page(HOME, HOME, 200, text="Tin", main_text="Tin", links=(menu,))
    front = Front((Exchange(HOME, 200, (), 0.1),), home, True)
    judged = check().rule(crawl=Crawl((home, page)), front=front, visit=VISIT)
    assert judged.name == behind_menu().outcome


def test_a_finding_says_how_many_labels_were_looked_behind_as_its_trace_does() -> None:
    empty = Page(f"{HOME}lanh-dao", f"{HOME}lanh-dao", 200, text="Tin", main_text="Tin")
    links = (
        *(Link(f"{HOME}muc-{n}", f"Mục số {n}", region="nav") for n in range(6)),
        Link(empty.url, "Lãnh đạo", region="nav"),
        Link(f"{HOME}mat", "Lãnh đạo UBND xã", region="nav"),
        Link(f"{HOME}tin-1", NEWS),
    )
    home = Page(HOME, HOME, 200, text="Tin", main_text="Tin", links=links)
    crawl, front = Crawl((home, empty)), Front((Exchange(HOME, 200, (), 0.1),), home, True)
    judged = check().rule(crawl=crawl, front=front, visit=VISIT)
    limits = check().rule.keywords["limits"]  # type: ignore[attr-defined]
    followed = explain(crawl, front, VISIT, limits).followed
    assert judged.name != "found"
    assert judged.facts["looked"] == len(followed) >= 2


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_code_of_a_trace_has_words(lang: str) -> None:
    told = "\n".join(why.lines(check(), behind_menu(), lang))
    assert "Lãnh đạo" in told
    assert why.WORDS[lang]["rule-label"] in told


def test_both_languages_have_the_same_words() -> None:
    assert set(why.WORDS["vi"]) == set(why.WORDS["en"])
