"""A few single requests after the crawl: what they bring, and that they stay few and polite."""

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import Any, cast

import pytest

from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.collect.probes.samples import FOREIGN_ORIGIN, asset_of, made_up, samples
from portal_audit.errors import BudgetSpent, DnsFailed, Forbidden, NetError, TimedOut
from portal_audit.evidence import (
    Crawl,
    Exchange,
    Frame,
    Front,
    Load,
    Page,
    Samples,
    Script,
    Stylesheet,
)
from portal_audit.model import Target

HOME = "https://xa.gov.example/"
MADE_UP = made_up(HOME)
HTML = "text/html; charset=utf-8"
WORDS = " ".join(f"từ{number}" for number in range(60))


def answer(url: str, body: str = "", status: int = 200, **headers: str) -> HttpResponse:
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return HttpResponse(
        url, status, sent or (("content-type", HTML),), body.encode(), False, 0, 0.1, ""
    )


@dataclass
class FakeResolver:
    """Knows where addresses come from."""

    where: str

    def source(self, _host: str) -> str:
        return self.where


class FakeDoor:
    """Answers from a dictionary, keyed by method and URL; whatever stands not in it is 404."""

    def __init__(
        self,
        site: Mapping[str, HttpResponse | NetError] | None = None,
        names: Mapping[str, NetError] | None = None,
        source: str = "dns",
        seconds: float = 100.0,
    ) -> None:
        self.site, self.names = site or {}, names or {}
        self.resolver = FakeResolver(source)
        self.seconds_left = seconds
        self.asked: list[tuple[str, str, str]] = []

    async def get(
        self,
        url: str,
        *,
        method: str = "GET",
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponse:
        assert max_body is not None
        origin = (headers or {}).get("Origin", "")
        self.asked.append((method, url, origin))
        served = self.site.get(f"{method} {url}", self.site.get(url, answer(url, status=404)))
        if isinstance(served, NetError):
            raise served
        return served

    async def address_for(self, host: str) -> tuple[str, ...]:
        await asyncio.sleep(0)
        if host == "tarpit.example.com":
            await asyncio.sleep(60)
        if host in self.names:
            raise self.names[host]
        return ("192.0.2.1",)

    def note(self, method: str, url: str, *, cause: str = "", seconds: float = 0.0) -> None:
        assert method == "DNS"


def page(url: str = HOME, *urls: str, **facts: object) -> Page:
    scripts = tuple(Script(each, each) for each in urls)
    return Page(url, url, 200, scripts=scripts, **facts)  # type: ignore[arg-type]


def visit(
    client: FakeDoor,
    home: Page | None = None,
    *pages: Page,
    status: int = 200,
    stopped: str = "done",
    authorised_by: str | None = None,
) -> Samples:
    home = home or page()
    front = Front((Exchange(HOME, status, (), 0.1),), home, https=True)
    plan = VisitPlan(authorised_by=authorised_by)

    async def main() -> Samples:
        crawl = Crawl((home, *pages), stopped=stopped)
        return await samples(Target("xa", HOME), cast("HttpClient", client), plan, front, crawl)

    return asyncio.run(main())


def test_what_is_asked_for_and_nothing_else() -> None:
    client = FakeDoor()
    seen = visit(client, page(HOME, HOME + "js/a.js"))
    assert client.asked == [
        ("GET", MADE_UP, ""),
        ("GET", HOME, FOREIGN_ORIGIN),
        ("GET", HOME, "null"),
        ("HEAD", HOME + "js/a.js", ""),
    ]
    assert seen.cors is not None
    assert (seen.cors.origin, seen.cors.preflight) == (FOREIGN_ORIGIN, None)


def test_the_preflight_is_sent_only_where_it_was_authorised() -> None:
    client = FakeDoor({"OPTIONS " + HOME: answer(HOME, status=204)})
    seen = visit(client, authorised_by="Sở KHCN, 12/2026")
    assert ("OPTIONS", HOME, FOREIGN_ORIGIN) in client.asked
    assert seen.cors is not None
    assert seen.cors.preflight is not None
    assert seen.cors.preflight.status == 204


def test_the_made_up_path_is_the_same_on_every_visit() -> None:
    assert made_up("https://a.vn/x/y?z") == made_up("https://a.vn/")
    assert made_up("https://a.vn/") != made_up("https://b.vn/").replace("b.vn", "a.vn")


def test_facts_of_the_error_page() -> None:
    body = f"""<html lang=vi><title>Không thấy</title><meta name=referrer content=no-referrer>
        <nav><a href=/>Trang chủ</a></nav><p>{WORDS}"""
    seen = visit(FakeDoor({MADE_UP: answer(MADE_UP, body, 404)}), page(text=WORDS)).not_found
    assert seen is not None
    assert (seen.last.status, seen.html, seen.title, seen.lang) == (404, True, "Không thấy", "vi")
    assert (seen.navigation, seen.meta) == (True, (("referrer", "no-referrer"),))
    assert seen.text_length > 200
    assert seen.similarity is not None
    assert seen.similarity > 0.9


@pytest.mark.parametrize(
    ("location", "statuses"),
    [("/", [302, 200]), ("/khac", [302, 404]), ("https://sso.example/", [302]), ("", [302])],
)
def test_one_redirect_on_the_same_site_is_followed(location: str, statuses: list[int]) -> None:
    sent = {"location": location} if location else {"x": "y"}
    client = FakeDoor({MADE_UP: answer(MADE_UP, "", 302, **sent), HOME: answer(HOME)})
    seen = visit(client).not_found
    assert seen is not None
    assert [one.status for one in seen.exchanges] == statuses


@pytest.mark.parametrize(
    ("urls", "asset"),
    [
        ((), None),
        (("https://cdn.example.com/a.js",), None),
        (("/one/a.js", "/two/b.js", "/two/c.js?v=/x/y"), "two/b.js"),
    ],
)
def test_the_asset_stands_in_the_fullest_directory(
    urls: tuple[str, ...], asset: str | None
) -> None:
    found = asset_of(page(HOME, *(HOME + url[1:] if url[0] == "/" else url for url in urls)))
    assert found == (HOME + asset if asset else None)


def test_an_asset_without_head_is_fetched() -> None:
    url = HOME + "a.js"
    client = FakeDoor({"HEAD " + url: answer(url, status=405), "GET " + url: answer(url)})
    seen = visit(client, page(HOME, url)).asset
    assert seen is not None
    assert seen.status == 200


@pytest.mark.parametrize("error", [TimedOut("x"), Forbidden("robots")])
def test_what_cannot_be_had_is_none_and_the_rest_goes_on(error: NetError) -> None:
    client = FakeDoor({MADE_UP: error})
    seen = visit(client, page(HOME, HOME + "a.js"))
    assert seen.not_found is None
    assert seen.cors is not None
    assert seen.asset is not None


def test_a_spent_budget_ends_the_requests() -> None:
    client = FakeDoor({HOME: BudgetSpent("requests")})
    seen = visit(client, page(HOME, "https://cdn.example.com/a.js"))
    assert seen.not_found is not None
    assert (seen.cors, seen.asset) == (None, None)
    assert seen.foreign_hosts is not None
    assert seen.foreign_hosts[0].resolves is True


@pytest.mark.parametrize(("status", "stopped"), [(403, "blocked"), (200, "blocked"), (503, "done")])
def test_a_site_that_keeps_us_out_is_not_asked_again(status: int, stopped: str) -> None:
    client = FakeDoor()
    seen = visit(client, status=status, stopped=stopped)
    assert client.asked == []
    assert (seen.not_found, seen.cors, seen.asset) == (None, None, None)


def test_no_time_left() -> None:
    client = FakeDoor(seconds=0.52)
    seen = visit(client, page(HOME, "https://tarpit.example.com/x.js"))
    assert seen.foreign_hosts is None
    assert seen.not_found is not None


GONE = DnsFailed("no such name")


@pytest.mark.parametrize(
    ("names", "source", "resolves"),
    [
        ({}, "dns", [True, True]),
        ({"cdn.example.com": GONE}, "dns", [False, True]),
        ({"cdn.example.com": DnsFailed("no address")}, "dns", [False, True]),
        ({"cdn.example.com": DnsFailed("timeout")}, "dns", [None, True]),
        ({"cdn.example.com": DnsFailed("the name server does not answer")}, "dns", [None, True]),
        ({"cdn.example.com": Forbidden("leads to 10.0.0.1 (private)")}, "dns", [True, True]),
        ({"cdn.example.com": GONE, "maps.example.net": GONE}, "dns", [False, False]),
        ({"cdn.example.com": GONE}, "inventory", [False, True]),
        # Nothing shows that name service works here at all.
        ({"cdn.example.com": GONE, "maps.example.net": GONE}, "inventory", [None, None]),
    ],
)
def test_names_that_do_not_exist(
    names: dict[str, NetError], source: str, resolves: list[bool | None]
) -> None:
    home = page(HOME, "https://cdn.example.com/x.js", frames=(Frame("https://maps.example.net/"),))
    seen = visit(FakeDoor(names=names, source=source), home).foreign_hosts
    assert seen is not None
    assert [(found.host, found.tag) for found in seen] == [
        ("cdn.example.com", "script"),
        ("maps.example.net", "frame"),
    ]
    assert [found.resolves for found in seen] == resolves


def test_names_that_never_exist_are_known_without_asking() -> None:
    home = page(HOME, "https://cdn.thong-ke.invalid/x.js")
    client = FakeDoor(names={"cdn.thong-ke.invalid": TimedOut("asked")}, source="inventory")
    seen = visit(client, home).foreign_hosts
    assert seen is not None
    assert seen[0].resolves is False


def test_hosts_are_bounded_scripts_first_and_odd_ones_left_out() -> None:
    sheets = tuple(Stylesheet(f"https://h{number}.example.com/") for number in range(12))
    odd = (
        "javascript:x",
        "https:///x",
        "https://[::1]/x",
        "https://localhost/x",
        "http://1.2.3.4/",
    )
    home = page(
        HOME, *odd, "https://www.xa.gov.example/x.js", "https://a\u0301.vn/x", "https:// b/"
    )
    inner = page(HOME + "tin", "https://H11.example.com/x.js", stylesheets=sheets)
    seen = visit(FakeDoor(), home, inner)
    assert seen.foreign_hosts is not None
    hosts = [found.host for found in seen.foreign_hosts]
    assert hosts[:3] == ["xn--1ca.vn", "h11.example.com", "h0.example.com"]
    assert (len(hosts), seen.more_hosts) == (10, 3)
    assert seen.foreign_hosts[1].page == HOME + "tin"


def through_the_door(server: Any, tls: ssl.SSLContext | None, robots: str = "") -> Samples:
    """Visit a server on loopback through the real door."""

    async def main() -> Samples:
        async with server:
            url = server.url("portal.example")
            target = Target("portal", url, address="127.0.0.1")
            home = page(url, url + "a.js")
            front = Front((Exchange(url, 200, (), 0.1),), home, https=tls is not None)
            rules = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))
            async with HttpClient(target, VisitLimits(rate=10_000), rules) as client:
                client.obey(robots)
                return await samples(target, client, VisitPlan(), front, Crawl((home,)))

    return asyncio.run(main())


@pytest.mark.parametrize("encrypted", [True, False])
def test_what_goes_over_the_wire(
    scripted: Any, server_tls: ssl.SSLContext, encrypted: bool
) -> None:
    def reflect(head: str) -> bytes:
        origin = head.partition("Origin: ")[2].partition("\r\n")[0]
        return bytes(scripted.reply("200 OK", f"Access-Control-Allow-Origin: {origin}"))

    tls = server_tls if encrypted else None
    server = scripted({"/": reflect, "/a.js": scripted.reply(body=b"x = 1")}, tls)
    seen = through_the_door(server, tls)
    assert [head.split(" ")[0] for head in server.heads] == ["GET", "GET", "GET", "HEAD"]
    assert seen.not_found is not None
    assert seen.not_found.last.status == 404
    assert seen.cors is not None
    assert seen.cors.foreign is not None
    assert seen.cors.foreign.header("Access-Control-Allow-Origin") == FOREIGN_ORIGIN
    assert seen.cors.null is not None
    assert seen.cors.null.header("Access-Control-Allow-Origin") == "null"
    assert seen.asset is not None
    assert seen.asset.url.endswith("/a.js")


def test_robots_txt_is_obeyed(scripted: Any) -> None:
    server = scripted({"/a.js": scripted.reply(body=b"x = 1")})
    seen = through_the_door(server, None, "User-agent: *\nDisallow: /\nAllow: /a.js")
    assert server.targets == ["/a.js"]
    assert (seen.not_found, seen.cors) == (None, None)


def test_what_scripts_and_styles_are_proven_to_load_counts_like_elements() -> None:
    home = page(HOME)
    loaded = (
        Load("script", "https://gone.example.com/x.js", "script"),
        Load("style", "https://theme.example.net/x.css", "css"),
        Load("media", "https://pictures.example.org/x.png", "css"),
    )
    asked_for = (("document", "https://frame.example.org/"),)
    shown = replace(home, loads=loaded, requested=asked_for)
    found = visit(FakeDoor(names={"gone.example.com": GONE}), shown).foreign_hosts
    assert [(each.host, each.tag, each.resolves) for each in found or ()] == [
        ("gone.example.com", "script", False),
        ("frame.example.org", "frame", True),
        ("theme.example.net", "style", True),
    ]
