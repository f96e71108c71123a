"""What a page becomes after its scripts, and what hostile scripts cannot do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal_audit.collect.browser import Tab
from portal_audit.collect.browser import tab as tab_module
from tests.collect.browser.conftest import Show, page
from tests.conftest import redirect, reply

pytestmark = pytest.mark.browser

HTML = "Content-Type: text/html; charset=utf-8"
SCRIPTED = page(
    '<div id="root"></div><script src="/app.js"></script>', '<link rel="stylesheet" href="/a.css">'
)


def html(body: str, *lines: str) -> bytes:
    return reply("200 OK", HTML, *lines, body=page(body))


def script(code: str) -> bytes:
    return reply("200 OK", "Content-Type: text/javascript", body=code.encode())


def data(text: str, *lines: str) -> bytes:
    return reply("200 OK", "Content-Type: application/json", *lines, body=text.encode())


FILL = (
    "fetch('/api/muc').then(r => r.text()).then(t => { document.getElementById('root')"
    ".innerHTML = '<h1>' + t + '</h1><a href=\"#/lanh-dao\">Lãnh đạo</a>'; });"
)


def test_what_a_script_fetches_is_there(show: Show) -> None:
    paths = {
        "/": reply("200 OK", HTML, body=SCRIPTED),
        "/app.js": script(FILL),
        "/api/muc": data("Xã Đèo Sim"),
    }

    async def look(tab: Tab, server: Any) -> Any:
        return await tab.render(server.url()), server.heads

    shown, heads = show(paths, look)
    assert "<h1>Xã Đèo Sim</h1>" in shown.html
    assert shown.settled
    assert all("portal-audit/" in head for head in heads)


def test_a_script_is_asked_for_once_in_a_visit(show: Show) -> None:
    paths = {
        "/": reply("200 OK", HTML, body=SCRIPTED),
        "/app.js": script(FILL),
        "/api/muc": data("Xã"),
    }

    async def look(tab: Tab, server: Any) -> list[str]:
        for _ in range(3):
            await tab.render(server.url())
        targets: list[str] = server.targets
        return targets

    asked = show(paths, look)
    assert (asked.count("/app.js"), asked.count("/api/muc")) == (1, 3)


def test_every_request_stands_in_the_visits_log(show: Show) -> None:
    paths = {
        "/": reply("200 OK", HTML, body=SCRIPTED),
        "/app.js": script(FILL),
        "/api/muc": data("Xã"),
    }

    async def look(tab: Tab, server: Any) -> Any:
        await tab.render(server.url())
        client = tab.interceptor.client
        return [entry.url.rpartition(str(server.port))[2] for entry in client.log], server.targets

    logged, asked = show(paths, look)
    assert sorted(logged) == sorted(asked)


def test_a_cookie_comes_back_and_a_redirect_is_followed(show: Show) -> None:
    code = "fetch('/old').then(r => r.text()).then(t => document.body.append(t + document.cookie));"
    paths = {
        "/": html(f"<script>{code}</script>", "Set-Cookie: visit=7"),
        "/old": redirect("/new"),
        "/new": lambda head: data("cookie: visit=7" if "visit=7" in head else "none"),
    }

    async def look(tab: Tab, server: Any) -> Any:
        return await tab.render(server.url())

    assert "cookie: visit=7visit=7" in show(paths, look).html


def test_robots_txt_binds_the_requests_of_a_page_too(show: Show) -> None:
    code = "for (const at of ['/api/open', '/api/kept']) fetch(at);"

    async def look(tab: Tab, server: Any) -> Any:
        tab.interceptor.client.obey("User-agent: *\nDisallow: /api/kept")
        await tab.render(server.url())
        return server.targets, {(r.url.rpartition("/")[2], r.why) for r in tab.refusals}

    asked, refused = show({"/": html(f"<script>{code}</script>")}, look)
    assert "/api/open" in asked
    assert "/api/kept" not in asked
    assert ("kept", "robots") in refused


def test_a_route_of_a_script_is_a_page_of_its_own(show: Show) -> None:
    code = "document.body.append('route:' + location.hash)"

    async def look(tab: Tab, server: Any) -> Any:
        return await tab.render(server.url(path="/#/lanh-dao"))

    shown = show({"/": html(f"<script>{code}</script>")}, look)
    assert "route:#/lanh-dao" in shown.html
    assert shown.url.endswith("/#/lanh-dao")


def test_pages_of_a_visit_share_a_tab_that_is_emptied_between_them(show: Show) -> None:
    first = "left = 1; addEventListener('pagehide', () => fetch('/gone'))"
    then = "document.body.textContent = `${typeof left}, ${history.length > 1}`"
    paths = {"/": html(f"<script>{first}</script>"), "/then": html(f"<script>{then}</script>")}

    async def look(tab: Tab, server: Any) -> Any:
        await tab.render(server.url())
        return await tab.render(server.url(path="/then")), server.targets

    shown, asked = show(paths, look)
    assert "undefined, true" in shown.html
    assert "/gone" not in asked


def test_a_picture_has_its_images_and_other_pages_have_none(show: Show) -> None:
    paths = {"/": html('<img src="/a.png">'), "/a.png": reply("404 Not Found")}

    async def look(tab: Tab, server: Any) -> Any:
        await tab.render(server.url())
        without = list(server.targets)
        shown = await tab.render(server.url(), picture=True)
        return without, server.targets, shown

    without, asked, shown = show(paths, look)
    assert "/a.png" not in without
    assert "/a.png" in asked
    assert shown.picture.startswith(b"\xff\xd8\xff")


GOOD = html("<p>sound</p>")
HOSTILE_SECONDS = 2.5
HOSTILE: dict[str, str] = {
    "busy-loop": "for (;;) { }",
    "busy-after-load": "setTimeout(() => { for (;;) { } }, 0)",
    "dialogs": "alert(1); confirm(2); prompt(3); onbeforeunload = () => 'stay';",
    "reloads-for-ever": "location.reload()",
    "leads-on-for-ever": "location.href = '/?' + Math.random()",
    "asks-for-ever": "setInterval(() => fetch('/api?' + Math.random()), 20)",
    "grows": "setInterval(() => document.body.append('x'.repeat(100000)), 50)",
    "pop-ups": "for (let i = 0; i < 20; i++) window.open('/?' + i)",
    "eats-memory": "const a = []; setInterval(() => a.push(new Array(9e6).fill(7.5)), 0)",
    "replaces-itself": "document.open(); document.write('<p>written'); document.close()",
    "lies": "Object.defineProperty(Document.prototype, 'body', {get() { throw 1; }})",
}


@pytest.mark.parametrize("code", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_script_costs_its_own_page_only(
    show: Show, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = {"/": html(f"<p>first</p><script>{code}</script>"), "/good": GOOD}

    async def look(tab: Tab, server: Any) -> Any:
        with monkeypatch.context() as short:  # for this page only: it would use all it gets
            short.setattr(tab_module, "PAGE_SECONDS", HOSTILE_SECONDS)
            await tab.render(server.url())
        return await tab.render(server.url(path="/good")), tab.interceptor.sent

    good, sent = show(paths, look)
    assert good is not None
    assert "sound" in good.html
    assert sent <= 62


def test_a_page_that_leaves_for_another_site_stays_where_it_is(show: Show) -> None:
    async def look(tab: Tab, server: Any) -> Any:
        return await tab.render(server.url()), tab.refusals

    code = "document.body.append('mine'); location.href = 'http://elsewhere.example/';"
    shown, [refusal] = show({"/": html(f"<script>{code}</script>")}, look)
    assert "mine" in shown.html
    assert (refusal.url, refusal.why) == ("http://elsewhere.example/", "page-away")


def test_a_page_that_does_not_come_is_no_page(show: Show) -> None:
    async def look(tab: Tab, server: Any) -> Any:
        return await tab.render(server.url(path="/hangs-up"))

    assert show({"/hangs-up": b""}, look) is None


ORIGINS: list[tuple[str, Callable[[int], str], bool]] = [
    ("own", lambda port: f"http://127.0.0.1:{port}", True),
    ("another origin", lambda port: f"http://localhost:{port}", False),
]


@pytest.mark.parametrize(("_name", "origin", "passed"), ORIGINS, ids=[row[0] for row in ORIGINS])
def test_headers_of_a_script_go_to_its_own_origin_only(
    show: Show, _name: str, origin: Callable[[int], str], passed: bool
) -> None:
    async def look(tab: Tab, server: Any) -> Any:
        code = f"fetch('{origin(server.port)}/api', {{headers: {{'X-Token': 't'}}}})"
        server.paths["/"] = html(f"<script>{code}</script>")
        await tab.render(server.url())
        return [head for head in server.heads if head.startswith("GET /api")]

    [head] = show({"/api": data("{}")}, look)
    assert ("x-token: t" in head.lower()) is passed
