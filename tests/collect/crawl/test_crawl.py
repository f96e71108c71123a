"""The crawl over a site that exists in memory only."""

import asyncio
import gzip
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from portal_audit.collect.crawl.crawl import crawl
from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.limits import AccessRules
from portal_audit.collect.http.robots_rules import RobotRules
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.demo.pdf import pdf
from portal_audit.errors import BudgetSpent, Forbidden, NetError, TimedOut
from portal_audit.evidence import Crawl, Exchange, Front, Page
from portal_audit.model import Target
from portal_audit.parse.html import read_page
from portal_audit.rules import catalog

HOME = "https://xa.example/"
OLD_FILES = Path(__file__).parents[2] / "parse" / "documents" / "files"
Served = str | HttpResponse | NetError
Site = Mapping[str, Served] | Callable[[str], Served]


def answer(url: str, body: str | bytes = "", *, status: int = 200, **headers: str) -> HttpResponse:
    named = {"content_type": "text/html; charset=utf-8"} | headers
    return HttpResponse(
        url=url,
        status=status,
        headers=tuple((name.replace("_", "-"), value) for name, value in named.items()),
        body=body.encode() if isinstance(body, str) else body,
        truncated=False,
        wire_bytes=0,
        elapsed=0.1,
        http_version="HTTP/1.1",
    )


def moved(url: str, location: str) -> HttpResponse:
    return answer(url, status=302, location=location)


class FakeDoor:
    """Answers from a dictionary; whatever stands not in it is 404."""

    def __init__(self, site: Site) -> None:
        self.site = site if callable(site) else lambda url: site.get(url, answer(url, status=404))
        self.asked: list[str] = []
        self.methods: list[str] = []
        self.under_way = 0
        self.most_at_once = 0
        self.robots: RobotRules | None = None
        self.rules = AccessRules()
        self.seconds_left = 100.0

    def clock_stopped(self) -> AbstractContextManager[None]:
        return nullcontext()

    def obey(self, text: str) -> RobotRules:
        self.robots = RobotRules(text, "portal-audit/1")
        return self.robots

    async def get(
        self,
        url: str,
        *,
        method: str = "GET",
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
        use_robots: bool = True,
    ) -> HttpResponse:
        url = url.partition("#")[0]
        if use_robots and self.robots is not None and not self.robots.allow(url):
            raise Forbidden("robots")
        self.asked.append(url)
        self.methods.append(method)
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        await asyncio.sleep(0)
        self.under_way -= 1
        served = self.site(url)
        if isinstance(served, NetError):
            raise served
        return answer(url, served) if isinstance(served, str) else served


def front(body: str = "", *, url: str = HOME, status: int = 200) -> Front:
    page: Page | None = read_page(answer(url, body, status=status), asked=HOME) if body else None
    return Front((Exchange(url, status, (), 0.1),), page, https=True)


def visit(
    home: str,
    site: Site,
    *,
    interests: tuple[str, ...] = (),
    max_pages: int = 30,
    client: FakeDoor | None = None,
) -> tuple[Crawl, FakeDoor]:
    client = client or FakeDoor(site)
    return run(client, VisitPlan(max_pages, interests), front(home)), client


def run(client: FakeDoor, plan: VisitPlan, found: Front) -> Crawl:
    async def go() -> Crawl:
        return await crawl(Target("xa", HOME), cast(HttpClient, client), plan, found)

    return asyncio.run(go())


def links(*paths: str, text: str = "") -> str:
    return "".join(f'<a href="{path}">{text or path}</a> ' for path in paths)


def read(seen: Crawl) -> list[str]:
    return [page.url.removeprefix(HOME) for page in seen.pages]


def reasons(seen: Crawl) -> dict[str, str]:
    return {unread.url.removeprefix(HOME): unread.reason for unread in seen.unread}


def test_the_front_page_is_not_asked_for_again() -> None:
    seen, client = visit(
        links("/", "/a", "https://www.xa.example/", "http://xa.example/#top"),
        {
            HOME + "a": links("/"),
        },
    )
    assert read(seen) == ["", "a"]
    assert client.asked == [HOME + "robots.txt", HOME + "sitemap.xml", HOME + "a"]
    assert (seen.stopped, seen.budget) == ("done", 30)
    assert seen.home is not None
    assert seen.home.depth == 0


def test_likely_links_come_first_then_menus_then_bodies() -> None:
    home = f"""<nav>{links("/menu-1", "/menu-2")}</nav><p>{links("/bai", "/khac")}
        <a href=/x9>Lịch tiếp công dân</a> <a href=/-au-thau>»</a></p>
        <footer><a href=/so-do>Sơ đồ cổng</a></footer>"""
    seen, _ = visit(home, lambda url: f"<p>{url}</p>", interests=("Lịch tiếp công dân", "Đấu thầu"))
    assert read(seen) == ["", "so-do", "x9", "-au-thau", "menu-1", "menu-2", "bai", "khac"]


def test_how_a_page_was_reached() -> None:
    site: Site = {
        HOME + "a": '<a href=/b title="Hai">  </a>',
        HOME + "b": '<a href=/c><img src=/ba.png alt="Ba"></a>',
        HOME + "c": "<a href=/d>Bốn</a>",
        HOME + "d": "<p>too deep</p>",
    }
    seen, _ = visit("<a href=/a>Một</a>", site)
    assert read(seen) == ["", "a", "b", "c"]
    assert [(page.depth, page.via) for page in seen.pages[1:]] == [
        (1, ("Một",)),
        (2, ("Một", "Hai")),
        (3, ("Một", "Hai", "Ba")),
    ]


def test_the_budget_of_pages_counts_the_front_page() -> None:
    maze = lambda url: f"<p>{url}</p>" + links(f"{url}x/", f"{url}y/")  # noqa: E731
    seen, client = visit(links("/a/", "/b/"), maze, max_pages=5)
    assert len(seen.pages) == 5
    assert seen.stopped == "page-budget"
    assert len(client.asked) == 6
    assert client.most_at_once <= 2


def test_wanted_links_left_over_are_told() -> None:
    seen, _ = visit(
        "<a href=/1>Giới thiệu</a><a href=/2>Liên hệ</a><a href=/3>Góp ý</a><a href=/4>Khác</a>",
        lambda url: f"<p>{url}</p>",
        interests=("Giới thiệu", "Liên hệ", "Góp ý"),
        max_pages=2,
    )
    assert read(seen) == ["", "1"]
    assert reasons(seen) == {"2": "budget", "3": "budget"}


def test_robots_are_obeyed() -> None:
    seen, client = visit(
        links("/kin/a", "/mo"),
        {
            HOME + "robots.txt": "User-agent: *\nDisallow: /kin\nSitemap: https://xa.example/s.xml",
            HOME + "mo": "<p>mở</p>",
        },
    )
    assert read(seen) == ["", "mo"]
    assert reasons(seen) == {"kin/a": "robots"}
    assert HOME + "kin/a" not in client.asked
    assert (seen.robots.status, seen.robots.forbids_all) == (200, False)
    assert seen.robots.sitemaps == (HOME + "s.xml",)
    assert HOME + "s.xml" in client.asked


@pytest.mark.parametrize(
    ("robots", "status"),
    [
        ("User-agent: *\nDisallow: /", 200),
        (answer(HOME + "robots.txt", status=500), 500),
        (TimedOut("read"), None),
    ],
)
def test_kept_out_of_everything(robots: Served, status: int | None) -> None:
    seen, client = visit(links("/a"), {HOME + "robots.txt": robots, HOME + "a": "a"})
    assert read(seen) == [""]
    assert (seen.robots.status, seen.robots.forbids_all, seen.stopped) == (status, True, "robots")
    assert reasons(seen) == {"a": "robots"}
    assert client.asked == [HOME + "robots.txt"]


SITEMAP = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}</urlset>"
INDEX = "<sitemapindex>{}</sitemapindex>"


def locs(kind: str, *urls: str) -> str:
    return "".join(f"<{kind}><loc>{url}</loc></{kind}>" for url in urls)


def test_pages_of_the_sitemap_come_last() -> None:
    site: Site = {
        HOME + "sitemap.xml": SITEMAP.format(locs("url", HOME + "b", "https://khac.example/c")),
        HOME + "a": "<p>a</p>",
        HOME + "b": "<p>b</p>",
    }
    seen, _ = visit(links("/a"), site)
    assert read(seen) == ["", "a", "b"]
    assert seen.sitemap is not None
    assert (seen.sitemap.status, seen.sitemap.valid, len(seen.sitemap.urls)) == (200, True, 2)
    assert seen.pages[2].via[0] == "sitemap.xml"


def test_what_a_page_names_is_followed_for_its_name_and_not_as_one_of_many() -> None:
    numbers = [f"{HOME}muc/{number}.html" for number in range(1, 8)]
    named = f'<a href="/muc/7.html">Lịch tiếp công dân</a>{links("/muc/1.html")}'
    site: Site = {
        HOME + "sitemap.xml": SITEMAP.format(locs("url", *numbers)),
        HOME + "so-do": named,
    } | {url: f"<p>{url}</p>" for url in numbers}
    seen, _ = visit('<a href="/so-do">Sơ đồ cổng</a>', site)
    via = {page.url: page.via for page in seen.pages}
    assert via[HOME + "muc/7.html"] == ("Sơ đồ cổng", "Lịch tiếp công dân")
    assert len([url for url in via if "/muc/" in url]) < len(numbers)
    assert len(read(seen)) == len(set(read(seen)))


def test_an_index_of_sitemaps_is_followed_one_level() -> None:
    inner = gzip.compress(SITEMAP.format(locs("url", HOME + "b")).encode())
    site: Site = {
        HOME + "sitemap.xml": INDEX.format(locs("sitemap", HOME + "1.xml.gz", HOME + "2.xml")),
        HOME + "1.xml.gz": answer(HOME + "1.xml.gz", inner),
        HOME + "2.xml": INDEX.format(locs("sitemap", HOME + "3.xml")),
        HOME + "b": "<p>b</p>",
    }
    seen, client = visit("<p>Xã</p>", site)
    assert read(seen) == ["", "b"]
    assert HOME + "3.xml" not in client.asked


ODD = ("tai-xiu-online", "uploads/a.html", "423295/", "555555/", "666666/")


def test_a_few_odd_addresses_of_the_sitemap_are_read_first() -> None:
    named = [*(HOME + path for path in reversed(ODD)), "https://khac.example/tai-xiu-online"]
    site: Site = {
        HOME + "sitemap.xml": SITEMAP.format(locs("url", *named)),
        **{HOME + path: f"<p>{path}</p>" for path in (*ODD, "gioi-thieu")},
    }
    seen, client = visit("<nav>" + links("/gioi-thieu") + "</nav>", site)
    # No page links to what intruders leave; three of them at most come before the menu.
    assert read(seen)[:5] == ["", "tai-xiu-online", "uploads/a.html", "666666/", "gioi-thieu"]
    assert seen.pages[1].via == ("sitemap.xml", HOME + "tai-xiu-online")
    assert "https://khac.example/tai-xiu-online" not in client.asked


@pytest.mark.parametrize(("pages", "read_first"), [(30, 3), (20, 2), (9, 0)])
def test_odd_addresses_take_a_tenth_of_the_pages(pages: int, read_first: int) -> None:
    site: Site = {
        HOME + "sitemap.xml": SITEMAP.format(locs("url", *(HOME + path for path in ODD))),
        HOME + "gioi-thieu": "<p>a</p>",
        **{HOME + path: f"<p>{path}</p>" for path in ODD},
    }
    seen, _ = visit("<nav>" + links("/gioi-thieu") + "</nav>", site, max_pages=pages)
    assert read(seen).index("gioi-thieu") == 1 + read_first


def test_odd_addresses_keep_to_robots_txt_and_are_not_read_where_a_page_links_to_them() -> None:
    site: Site = {
        HOME + "robots.txt": "User-agent: *\nDisallow: /tai-xiu-online\nAllow: /no-hu-online",
        HOME + "sitemap.xml": SITEMAP.format(locs("url", HOME + ODD[0], HOME + ODD[1])),
        HOME + ODD[1]: "<p>b</p>",
        HOME + "no-hu-online": "<p>c</p>",
        HOME + "a": "<p>a</p>",
    }
    seen, client = visit("<nav>" + links("/a", "/" + ODD[1]) + "</nav>", site)
    assert HOME + ODD[0] not in client.asked
    assert reasons(seen)[ODD[0]] == "robots"
    assert [page.via[0] for page in seen.pages[1:]] == ["robots.txt", "/a", "/" + ODD[1]]


def test_an_injected_page_that_only_the_sitemap_names_is_found() -> None:
    """From the wire to the sentence, with an innocent look-alike beside it."""
    sold = "<title>Nhà cái uy tín số 1</title><p>Đăng ký nhận khuyến mãi, tài xỉu, nổ hũ.</p>"
    told = "<title>Tài xỉu: phá ổ nhóm</title><p>Công an xã khởi tố vụ án tài xỉu.</p>"
    site: Site = {
        HOME + "sitemap.xml": SITEMAP.format(locs("url", HOME + "423295/", HOME + "tai-xiu-1")),
        HOME + "423295/": sold,
        HOME + "tai-xiu-1": told,
        HOME + "a": "<p>Tin tức của xã</p>",
    }
    seen, _ = visit("<title>Xã</title>" + links("/a"), site)
    check = catalog.read().get("content.injected_spam")
    assert check is not None
    outcome = check.rule(crawl=seen)
    assert (outcome.name, outcome.where) == ("doorway", (HOME + "423295/",))
    sentence = check.texts["en"].sentence(outcome.name, outcome.facts)
    assert "not linked from any page that was read" in sentence
    assert "“Nhà cái uy tín số 1”" in sentence


FEED = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'


def test_the_feed_that_the_home_page_names_may_lead_to_odd_addresses() -> None:
    items = f"<item><link>{HOME}tin/1</link></item><item><link>/tai-xiu-online</link></item>"
    site: Site = {
        HOME + "rss.xml": f"<rss><channel><link>{HOME}</link>{items}</channel></rss>",
        HOME + "tai-xiu-online": "<p>b</p>",
    }
    seen, _ = visit(f"<head>{FEED}</head><p>Xã</p>", site)
    assert seen.feed is not None
    assert seen.feed.urls == (HOME + "tin/1", HOME + "tai-xiu-online")
    assert read(seen) == ["", "tai-xiu-online"]
    assert seen.pages[1].via[0] == "RSS"


@pytest.mark.parametrize("served", [answer(HOME + "rss.xml", status=404), TimedOut("x"), "<p>"])
def test_a_feed_that_is_none_stops_nothing(served: Served) -> None:
    seen, _ = visit(
        f"<head>{FEED}</head>{links('/a')}", {HOME + "rss.xml": served, HOME + "a": "a"}
    )
    assert seen.feed is not None
    assert (seen.feed.urls, seen.feed.valid) == ((), False)
    assert read(seen) == ["", "a"]


def test_a_feed_elsewhere_is_not_asked_for() -> None:
    seen, _ = visit("<head>" + FEED.replace("/rss", "https://khac.example/rss") + "</head>", {})
    assert seen.feed is None


def test_no_sitemap_is_told_as_such() -> None:
    seen, _ = visit("<p>Xã</p>", {})
    assert seen.sitemap is not None
    assert (seen.sitemap.status, seen.sitemap.valid) == (404, False)


@pytest.mark.parametrize(
    ("served", "reason"),
    [
        (answer(HOME + "a", status=404), "http-404"),
        (answer(HOME + "a", status=500), "http-500"),
        (TimedOut("read"), "timeout"),
        (moved(HOME + "a", "https://khac.example/"), "off-site"),
        (answer(HOME + "a", "%PDF-1.7", content_type="application/pdf"), "not-html"),
    ],
)
def test_what_could_not_be_read(served: Served, reason: str) -> None:
    seen, _ = visit("<a href=/a>Công khai</a>", {HOME + "a": served})
    assert read(seen) == [""]
    (unread,) = seen.unread
    assert (unread.url, unread.reason, unread.label) == (HOME + "a", reason, "Công khai")
    assert seen.stopped == "done"


def test_redirects_within_the_site() -> None:
    site: Site = {
        HOME + "a": moved(HOME + "a", "/b"),
        HOME + "b": moved(HOME + "b", "c"),
        HOME + "c": "<p>c</p>",
        HOME + "d": moved(HOME + "d", "/"),
        HOME + "e": moved(HOME + "e", "/e"),
    }
    seen, _ = visit(links("/a", "/d", "/e"), site)
    assert [(page.asked, page.url) for page in seen.pages[1:]] == [
        (HOME + "a", HOME + "c"),
        (HOME + "d", HOME),
    ]
    assert reasons(seen) == {"e": "http-302"}


def test_other_sites_are_not_visited_but_told_where_they_matter() -> None:
    home = """<a href=https://dvc.example/>Dịch vụ công</a><a href=https://bao.example/>Báo</a>
        <a href=https://con.xa.example/>Con</a>"""
    seen, client = visit(home, {}, interests=("Dịch vụ công",))
    assert reasons(seen) == {"https://dvc.example/": "off-site"}
    assert all(url.startswith(HOME) for url in client.asked)


def test_documents_are_asked_for_their_heads() -> None:
    site: dict[str, Served] = {
        HOME + "nganh": links("/1.pdf", "/2.docx", "/3.pdf", text="Quyết định")
        + '<a href="https://cdn.example/4.pdf">Quyết định</a>',
        HOME + "1.pdf": answer(
            HOME + "1.pdf", content_type="application/pdf", content_length="12345"
        ),
        HOME + "2.docx": answer(HOME + "2.docx", status=405),
        HOME + "khac": links("/5.pdf"),
    }
    home = "<a href=/nganh>Công khai ngân sách</a><a href=/khac>Khác</a>"
    seen, client = visit(home, site, interests=("Công khai ngân sách",))
    assert reasons(seen) == {
        "1.pdf": "not-html",
        "2.docx": "http-405",
        "3.pdf": "http-404",
        "https://cdn.example/4.pdf": "off-site",
    }
    first = seen.not_read(HOME + "1.pdf")
    assert first is not None
    assert (first.status, first.content_type, first.size) == (200, "application/pdf", 12345)
    assert client.methods[-5:] == ["HEAD", "HEAD", "GET", "HEAD", "GET"]
    assert [document.url for document in seen.documents] == [HOME + "1.pdf"]
    assert seen.documents[0].has_text is None


def test_a_few_documents_are_read() -> None:
    def served(url: str) -> Served:
        if not url.endswith(".pdf"):
            return "".join(f'<a href="/{n}.pdf">Công khai {n}</a>' for n in range(9))
        number = url[-5]
        size = "2500000" if number == "0" else "5000"
        body = pdf([f"Dự toán số {number} của Ủy ban nhân dân xã"])
        cut = number == "1"
        return replace(
            answer(url, body, content_type="application/pdf", content_length=size), truncated=cut
        )

    home = "".join(f"<a href=/muc-{n}>Công khai ngân sách {n}</a>" for n in range(9))
    home += "".join(f'<a href="/{n}.pdf">Công khai {n}</a>' for n in range(2))
    seen, _ = visit(home, served, interests=("Công khai",))
    assert len(seen.documents) <= 10
    assert HOME + "0.pdf" not in [document.url for document in seen.documents]
    cut = next(document for document in seen.documents if document.url == HOME + "1.pdf")
    assert (cut.has_text, cut.text) == (None, "")
    whole = next(document for document in seen.documents if document is not cut)
    assert (whole.has_text, whole.pages) == (True, 1)
    assert whole.text.startswith("Dự toán số")
    assert whole.label.startswith("Công khai")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("budget.doc", "application/msword"),
        ("budget.odt", "application/octet-stream"),
        ("budget.rtf", "application/rtf"),
        ("sheet.xls", "application/vnd.ms-excel"),
    ],
)
def test_documents_in_old_formats_are_read(name: str, kind: str) -> None:
    body = (OLD_FILES / name).read_bytes()
    site: Site = {HOME + name: answer(HOME + name, body, content_type=kind)}
    seen, _ = visit(f'<a href="/{name}">Công khai</a>', site, interests=("Công khai",))
    (document,) = seen.documents
    assert document.has_text
    assert "an phú" in document.text.lower()


def test_no_more_than_sixteen_documents_are_asked_for() -> None:
    home = "".join(f"<a href=/muc-{n}>Công khai {n}</a>" for n in range(6))
    site: Site = {HOME + f"muc-{n}": links(*(f"/{n}-{m}.pdf" for m in range(5))) for n in range(6)}
    seen, client = visit(home, site, interests=tuple(f"Công khai {n}" for n in range(6)))
    assert client.methods.count("HEAD") == 16
    assert sorted(reasons(seen).values()).count("budget") == 14


def test_the_menus_of_a_home_page_may_lead_to_files_only() -> None:
    def served(url: str) -> Served:
        return answer(
            url, pdf([f"Nội dung của {url} do xã công bố"]), content_type="application/pdf"
        )

    home = "".join(f'<a href="/{n}.pdf">Công khai {n}</a>' for n in range(12))
    seen, _ = visit(home, served, interests=tuple(f"Công khai {n}" for n in range(12)))
    assert len(seen.documents) == 10
    assert all(document.has_text for document in seen.documents)
    assert [*reasons(seen).values()].count("budget") == 2


def test_hidden_links_and_traps_are_left_alone() -> None:
    home = """<div style="display:none"><a href=/an>x</a></div><a href=/dang-nhap>Đăng nhập</a>
        <a href="/lich?thang=5">›</a><a href=/a.jpg>x</a><a href=/in/print/5>In</a>
        <nav><ul style="display:none"><li><a href=/menu>Menu</a></ul></nav>"""
    seen, _ = visit(home, lambda url: f"<p>{url}</p>")
    assert read(seen) == ["", "menu"]


def test_pages_that_say_the_same_lead_no_further() -> None:
    seen, _ = visit(links("/a", "/b"), lambda url: links(url + "/deeper", text="như nhau"))
    assert read(seen) == ["", "a", "b", "a/deeper"]


def test_a_few_pages_of_one_list_are_enough() -> None:
    home = links(*(f"/tin/bai-{n}.html" for n in range(20)))
    seen, _ = visit(home, lambda url: f"<p>{url}</p>")
    assert read(seen) == ["", "tin/bai-0.html", "tin/bai-1.html", "tin/bai-2.html"]


def test_one_page_of_each_kind_before_two_of_one() -> None:
    home = """<a href=/a>Lịch công tác</a><a href=/b>Lịch công tác</a><a href=/c>Góp ý</a>"""
    site = lambda url: f"<p>{url}</p>"  # noqa: E731
    seen, _ = visit(home, site, interests=("Lịch công tác", "Góp ý"))
    assert read(seen) == ["", "a", "c", "b"]


def test_what_failed_counts_as_not_met() -> None:
    home = """<a href=/1>Lịch công tác</a><a href=/2>Góp ý</a>
        <nav><a href=/4>Khác</a></nav><a href=/3>Lịch công tác</a>"""
    site: Site = {HOME + str(n): f"<p>{n}</p>" for n in (2, 3, 4)}
    seen, _ = visit(home, site, interests=("Lịch công tác", "Góp ý"))
    assert read(seen) == ["", "2", "3", "4"]


def test_a_site_that_begins_to_keep_us_out() -> None:
    home = links(*(f"/{name}" for name in "abcdefghijkl"))
    seen, client = visit(home, lambda url: answer(url, status=403))
    assert seen.stopped == "blocked"
    assert len(client.asked) == 2 + 6


@pytest.mark.parametrize(
    ("spent", "stopped"),
    [("time", "time"), ("bytes", "bytes"), ("requests", "page-budget"), ("429 …", "blocked")],
)
def test_the_door_says_enough(spent: str, stopped: str) -> None:
    site: Site = {HOME + "a": "<p>a</p>", HOME + "b": BudgetSpent(spent)}
    seen, _ = visit(links("/a", "/b", "/c", "/d"), site)
    assert read(seen) == ["", "a"]
    assert seen.stopped == stopped
    assert reasons(seen)["b"] == ("time" if spent == "time" else "budget")


def test_what_was_read_is_kept_when_time_runs_out() -> None:
    client = FakeDoor({})
    client.seconds_left = 0.5
    seen, _ = visit(links("/a"), {}, client=client)
    assert (read(seen), seen.stopped) == ([""], "time")


@pytest.mark.parametrize(("status", "stopped"), [(403, "blocked"), (503, "blocked"), (404, "done")])
def test_no_front_page_no_crawl(status: int, stopped: str) -> None:
    client = FakeDoor({})
    for body in ("", "<p>Từ chối</p>"):
        seen = run(client, VisitPlan(), front(body, status=status))
        assert (seen.pages, seen.stopped) == ((), stopped)
    assert not client.asked


def test_a_page_that_sends_its_visitors_on() -> None:
    home = '<meta http-equiv=refresh content="0; url=/trang-chu"><a href=/a>a</a>'
    seen, _ = visit(home, lambda url: f"<p>{url}</p>")
    assert read(seen) == ["", "trang-chu", "a"]


def test_the_same_answers_give_the_same_crawl() -> None:
    site = lambda url: f"<p>{url}</p>" + links(f"{url}/1", f"{url}/2")  # noqa: E731
    assert visit(links("/a", "/b"), site)[0] == visit(links("/a", "/b"), site)[0]


def test_an_empty_application_says_it_needs_a_browser() -> None:
    seen, _ = visit("<div id=app></div><script src=/app.js></script>", {})
    assert seen.needs_browser


LIFERAY = """<script>Liferay.ThemeDisplay={}</script><script src=/html/js/barebone.jsp?browserId=x>
    </script><nav><a href=/web/guest/vb>Văn bản</a></nav>"""
LIST = "/web/guest/vb?p_p_id=vb&p_p_lifecycle=2&p_p_resource_id="


def test_the_platform_is_told() -> None:
    seen, _ = visit(LIFERAY, {})
    assert seen.platform.name == "Liferay 6"
    assert dict(seen.platform.signs).keys() == {"assets", "links", "body"}
    assert visit("<p>Xã</p>", {})[0].platform.name == ""


def test_the_platform_behind_a_splash_screen() -> None:
    site: Site = {HOME + "trang-chu": LIFERAY}
    seen, _ = visit("<p>Chào mừng</p><a href=/trang-chu>Vào cổng</a>", site)
    assert seen.platform.name == "Liferay 6"


def test_a_list_that_a_script_would_fetch_stands_on_its_page() -> None:
    url = f"https://xa.example{LIST}loadPage"
    site: Site = {
        HOME + "web/guest/vb": f"<h1>Văn bản</h1><script>$.get('{LIST}loadPage')</script>",
        url: "<ul><li>Ngày đăng: 01/09/2026 <a href=/web/guest/qd-12>Quyết định 12</a></ul>",
        HOME + "web/guest/qd-12": "<p>Quyết định</p>",
    }
    seen, client = visit(LIFERAY, site)
    section = seen.page(HOME + "web/guest/vb")
    assert section is not None
    assert section.filled_from == url
    assert section.main_text == "Văn bản Ngày đăng: 01/09/2026 Quyết định 12"
    assert [dated.date for dated in section.dates] == ["2026-09-01"]
    assert "web/guest/qd-12" in read(seen)
    assert client.asked.count(url) == 1


@pytest.mark.parametrize(
    ("home", "resource", "robots"),
    [
        ("<nav><a href=/web/guest/vb>Văn bản</a></nav>", f"{LIST}loadPage", ""),
        (LIFERAY, f"{LIST}deleteAll", ""),
        (LIFERAY, f"{LIST}loadPage&p_auth=x", ""),
        (LIFERAY, f"{LIST.replace('=2', '=1')}loadPage", ""),
        (LIFERAY, f"//khac.example{LIST}loadPage", ""),
        (LIFERAY, f"{LIST}loadPage", "User-agent: *\nDisallow: /*p_p_resource_id"),
    ],
    ids=["unknown", "does-something", "token", "action", "elsewhere", "robots"],
)
def test_lists_that_are_left_alone(home: str, resource: str, robots: str) -> None:
    site: Site = {
        HOME + "robots.txt": answer(HOME + "robots.txt", robots, content_type="text/plain"),
        HOME + "web/guest/vb": f"<p>Văn bản</p><script>$.get('{resource}')</script>",
    }
    seen, client = visit(home, site)
    assert "web/guest/vb" in read(seen)
    assert not [url for url in client.asked if "p_p_resource_id" in url]
    assert not any(page.filled_from for page in seen.pages)


def test_only_a_few_lists_are_fetched() -> None:
    def served(url: str) -> Served:
        number = url.rpartition("/")[2]
        return f"<p>{url}</p><script>$.get('{LIST}load&n={number}')</script>"

    seen, client = visit(LIFERAY + links(*(f"/m{c}" for c in "abcdefghi")), served)
    assert len([url for url in client.asked if "p_p_resource_id" in url]) == 6
    assert len(seen.pages) == 11


SITE_MAP = "<h1>Sơ đồ cổng</h1>" + links(*(f"/web/guest/muc{c}" for c in "abcdefgh"))


@pytest.mark.parametrize(
    ("home", "there", "asked", "listed"),
    [
        (LIFERAY, SITE_MAP, True, True),
        (LIFERAY + "<a href=/sd>Sơ đồ site</a>", SITE_MAP, False, False),
        ("<p>Xã</p>", SITE_MAP, False, False),
        (LIFERAY, SITE_MAP.replace("Sơ đồ cổng", "Trang chủ"), True, False),
        (LIFERAY, "<h1>Sơ đồ cổng</h1>" + links("/web/guest/muca"), True, False),
        (LIFERAY, Forbidden("robots"), True, False),
    ],
    ids=["found", "linked", "unknown", "another", "empty", "forbidden"],
)
def test_the_site_map_page_that_no_menu_names(
    home: str, there: Served, asked: bool, listed: bool
) -> None:
    address = HOME + "web/guest/so-do-cong"

    def served(url: str) -> Served:
        if url == address:
            return there
        return f"<p>{url}</p>" if "/muc" in url else answer(url, status=404)

    seen, client = visit(home, served)
    assert (address in client.asked) is asked
    assert ("web/guest/muca" in read(seen)) is listed
    # A guess is neither a page that visitors see nor a fault of the site.
    assert seen.page(address) is None
    assert seen.not_read(address) is None


def test_the_sitemap_of_a_platform() -> None:
    wordpress = "<script src=/wp-content/a.js></script><a href='/?page_id=2'>Tin</a>"
    file = f"<urlset><url><loc>{HOME}lich</loc></url></urlset>"
    site: Site = {
        HOME + "wp-sitemap.xml": answer(HOME + "wp-sitemap.xml", file, content_type="text/xml"),
        HOME + "lich": "<p>Lịch</p>",
    }
    seen, _ = visit(wordpress, site)
    assert "lich" in read(seen)
    assert seen.sitemap is not None
    assert (seen.sitemap.url, seen.sitemap.valid) == (HOME + "sitemap.xml", False)


def test_addresses_that_hold_a_state_are_asked_for_without_it() -> None:
    home = links("/gt?_adf.ctrl-state=1x&_afrLoop=1", "/gt?_afrLoop=2", "/a;jsessionid=5A", "/a")
    seen, client = visit(home, lambda url: f"<p>{url}</p>")
    assert client.asked[2:] == [HOME + "gt", HOME + "a"]
    assert read(seen) == ["", "gt", "a"]
