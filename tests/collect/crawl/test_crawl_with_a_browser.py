"""A portal without text until its scripts run: read as the browser shows it, or not tested."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import cast

import pytest

from portal_audit.collect.browser import MOST_NOTED, Rendering, Tab
from portal_audit.collect.crawl.crawl import crawl
from portal_audit.collect.crawl.rendering import screenshot
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.errors import NoEvidence
from portal_audit.evidence import Crawl, Screenshot
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Target
from tests.collect.crawl.test_crawl import HOME, FakeDoor, front, links, read

SHELL = '<div id="root"></div><script src="/app.js"></script>'
WORDS = "<p>" + "Nội dung của trang này. " * 30 + "</p>"
PICTURE = b"\xff\xd8\xff picture"


@dataclass
class FakeInterceptor:
    sent: int = 3
    first_lines: tuple[tuple[str, str], ...] = ()


@dataclass
class FakeTab:
    """Shows what it was given; ``None`` where it was given nothing."""

    pages: dict[str, str]
    shown: list[tuple[str, bool, bool]] = field(default_factory=list)
    """URL, whether its answer was given along, whether a picture was asked for."""
    picture: bytes | None = None
    interceptor: FakeInterceptor = field(default_factory=FakeInterceptor)
    refusals: tuple[object, ...] = ()
    requests: tuple[tuple[str, str], ...] = ()

    @property
    def rendered(self) -> int:
        return len(self.shown)

    async def render(
        self, url: str, answer: HttpResponse | None = None, *, picture: bool = False
    ) -> Rendering | None:
        self.shown.append((url.removeprefix(HOME), answer is not None, picture))
        if url not in self.pages:
            return None
        self.picture = PICTURE if picture else self.picture
        return Rendering(
            url, self.pages[url], truncated=False, settled=True, requests=self.requests
        )


def visit(tab: FakeTab | None, site: dict[str, str], home: str = SHELL) -> Crawl:
    async def go() -> Crawl:
        client = FakeDoor({f"{HOME}{path}": body for path, body in site.items()})
        plan = VisitPlan(browser=cast(Tab, tab))
        return await crawl(Target("xa", HOME), cast(HttpClient, client), plan, front(home))

    return asyncio.run(go())


def test_pages_are_read_as_the_browser_shows_them() -> None:
    tab = FakeTab({HOME: WORDS + links("/gioi-thieu"), f"{HOME}gioi-thieu": WORDS + "Giới thiệu"})
    seen = visit(tab, {"gioi-thieu": SHELL})
    assert read(seen) == ["", "gioi-thieu"]
    assert all(page.rendered for page in seen.pages)
    assert "Giới thiệu" in seen.pages[1].text
    assert not seen.needs_browser
    assert tab.shown == [("", False, True), ("gioi-thieu", True, False)]


def test_what_the_browser_did_is_told() -> None:
    seen = visit(FakeTab({HOME: WORDS}), {})
    assert seen.browser is not None
    assert (seen.browser.pages, seen.browser.requests) == (1, 3)


def test_headers_and_size_stay_those_of_the_answer() -> None:
    [home] = visit(FakeTab({HOME: WORDS}), {}).pages
    assert home.size == len(SHELL)
    assert dict(home.headers)["content-type"] == "text/html; charset=utf-8"


RULES = """<style>body { background: url(http://cdn.example/a.png) }
p { background: url(http://cdn.example/b.png) } body p { background: none }</style>
<img src="http://cdn.example/c.png">"""


def test_of_pictures_in_style_those_count_that_the_browser_asked_for() -> None:
    """It asks for them with encryption, where the page has it."""
    tab = FakeTab({HOME: WORDS + RULES}, requests=(("image", "https://cdn.example/a.png"),))
    [home] = visit(tab, {}).pages
    assert [load.url for load in home.loads] == ["http://cdn.example/a.png"]
    assert [image.url for image in home.images] == ["http://cdn.example/c.png"]


def test_where_not_all_requests_were_noted_rules_of_style_are_believed() -> None:
    many = tuple(("image", f"https://cdn.example/{n}.gif") for n in range(MOST_NOTED))
    [home] = visit(FakeTab({HOME: WORDS + RULES}, requests=many), {}).pages
    assert len(home.loads) == 2


def test_a_route_of_the_script_is_a_page_of_its_own() -> None:
    route = f"{HOME}#/lanh-dao"
    tab = FakeTab({HOME: WORDS + links("#/lanh-dao", "#top"), route: WORDS + "Lãnh đạo"})
    assert read(visit(tab, {"": SHELL})) == ["", "#/lanh-dao"]


def test_without_a_browser_it_needs_one() -> None:
    seen = visit(None, {})
    assert seen.needs_browser
    assert seen.browser is None


def test_a_page_that_could_not_be_shown_still_needs_one() -> None:
    assert visit(FakeTab({}), {}).needs_browser


def test_a_portal_with_text_is_read_without() -> None:
    tab = FakeTab({HOME: WORDS})
    seen = visit(tab, {"gioi-thieu": SHELL}, WORDS + links("/gioi-thieu"))
    assert tab.shown == []
    assert not any(page.rendered for page in seen.pages)


def test_robots_txt_comes_first() -> None:
    tab = FakeTab({HOME: WORDS})
    seen = visit(tab, {"robots.txt": "User-agent: *\nDisallow: /"})
    assert tab.shown == []
    assert seen.needs_browser


def take(tab: FakeTab | None, seen: Crawl, *, wanted: bool, status: int = 200) -> bytes:
    plan = VisitPlan(browser=cast(Tab, tab), screenshots=wanted)

    async def go() -> Screenshot:
        return await screenshot(plan, front(WORDS, status=status), seen)

    return asyncio.run(go()).image


def test_the_picture_of_a_portal_that_needed_the_browser_is_there_already() -> None:
    tab = FakeTab({HOME: WORDS})
    seen = visit(tab, {})
    assert take(tab, seen, wanted=False) == PICTURE
    assert len(tab.shown) == 1


def test_a_picture_of_another_is_taken_where_it_is_asked_for() -> None:
    tab = FakeTab({HOME: WORDS})
    seen = visit(tab, {}, WORDS)
    assert take(tab, seen, wanted=True) == PICTURE
    assert tab.shown == [("", False, True)]


@pytest.mark.parametrize(
    ("wanted", "robots", "status", "reason"),
    [
        (False, "", 200, "not-asked"),
        (True, "User-agent: *\nDisallow: /", 200, "no-picture"),
        (True, "", 403, "no-picture"),
    ],
)
def test_no_picture_is_taken_unasked_or_where_we_are_kept_out(
    wanted: bool, robots: str, status: int, reason: str
) -> None:
    tab = FakeTab({HOME: WORDS})
    seen = visit(tab, {"robots.txt": robots}, WORDS)
    with pytest.raises(NoEvidence, match=reason):
        take(tab, seen, wanted=wanted, status=status)
    assert tab.shown == []


def test_without_a_browser_there_is_no_picture() -> None:
    with pytest.raises(NoEvidence, match="no-browser"):
        take(None, visit(None, {}, WORDS), wanted=True)
