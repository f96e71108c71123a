"""Redirects are followed hop by hop, each through the guard."""

import asyncio
import ssl
from ipaddress import ip_network
from typing import Any

import pytest

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.redirects import RedirectChain
from portal_audit.collect.http.request_url import refuse_port, request_url
from portal_audit.errors import Forbidden
from portal_audit.model import Target
from tests.fixtures.hostile import hostile

LIMITS = VisitLimits(rate=10_000, connect_timeout=0.3, read_timeout=0.3, request_timeout=0.5)
HOST = "portal.example"
RULES = AccessRules(
    allow_private=(ip_network("127.0.0.0/8"),),
    resolve=((HOST, "127.0.0.1"), ("other.example", "127.0.0.1"), ("inner.example", "10.0.0.1")),
)


async def redirects(start: str) -> RedirectChain:
    async with HttpClient(Target("portal", start), LIMITS, RULES) as client:
        return await client.follow_redirects(start)


def follow(server: Any, host: str = HOST) -> RedirectChain:
    async def main() -> RedirectChain:
        async with server:
            return await redirects(server.url(host))

    return asyncio.run(main())


def steps(seen: RedirectChain) -> list[tuple[str, int]]:
    return [
        (each.url.partition("example")[2].lstrip(":0123456789"), each.status)
        for each in seen.exchanges
    ]


def test_every_answer_of_the_chain_is_kept(scripted: Any) -> None:
    server = scripted(
        {
            "/": scripted.redirect("/vi", "Set-Cookie: a=1", "set-cookie: b=2"),
            "/vi": scripted.reply("301 Moved", "location: vi/home?x=1#top"),
            "/vi/home?x=1": scripted.reply(body=b"home"),
        }
    )
    seen = follow(server)
    assert steps(seen) == [("/", 302), ("/vi", 301), ("/vi/home?x=1", 200)]
    assert seen.exchanges[0].all("Set-Cookie") == ("a=1", "b=2")
    assert seen.failure is None
    assert seen.answer is not None
    assert seen.answer.body == b"home"


@pytest.mark.parametrize("status", [300, 304, 305])
def test_other_3xx_end_the_chain(status: int, scripted: Any) -> None:
    seen = follow(scripted({"/": scripted.reply(f"{status} X", "Location: /b")}))
    assert steps(seen) == [("/", status)]
    assert seen.answer is not None


def test_a_redirect_without_location_ends_the_chain(scripted: Any) -> None:
    assert steps(follow(scripted({"/": scripted.reply("302 Found")}))) == [("/", 302)]


@pytest.mark.parametrize(
    ("trick", "cause", "hops"),
    [
        ("redirect-loop", "redirect-loop", 3),
        ("redirect-endless", "too-many-redirects", 11),
        ("redirect-metadata", "forbidden", 1),
    ],
)
def test_a_chain_that_leads_nowhere_good_is_broken_off(trick: str, cause: str, hops: int) -> None:
    with hostile(trick) as server:
        seen = asyncio.run(redirects(server.url))
    assert seen.answer is None
    assert seen.failure is not None
    assert (seen.failure.cause, len(seen.exchanges)) == (cause, hops)


@pytest.mark.parametrize(
    ("location", "cause"),
    [
        ("http://inner.example/", "forbidden"),
        ("http://[::1]/", "forbidden"),
        ("http://0x7f.1@169.254.169.254/", "forbidden"),
        ("ftp://other.example/", "forbidden"),
        ("javascript:alert(1)", "forbidden"),
        ("http://[::1", "forbidden"),
    ],
)
def test_a_hop_that_the_guard_refuses_breaks_the_chain(
    location: str, cause: str, scripted: Any
) -> None:
    seen = follow(scripted({"/": scripted.redirect(location)}))
    assert steps(seen) == [("/", 302)]
    assert seen.failure is not None
    assert seen.failure.cause == cause


def test_hops_may_change_scheme_and_host(scripted: Any, server_tls: ssl.SSLContext) -> None:
    async def main() -> RedirectChain:
        async with scripted({}, server_tls) as safe, scripted({}) as plain:
            plain.paths["/"] = scripted.redirect(safe.url(HOST))
            safe.paths["/"] = scripted.redirect(plain.url("other.example", "/end"))
            plain.paths["/end"] = scripted.reply(body=b"end")
            return await redirects(plain.url(HOST))

    seen = asyncio.run(main())
    assert [each.url.partition(":")[0] for each in seen.exchanges] == ["http", "https", "http"]
    assert seen.answer is not None
    assert seen.answer.body == b"end"


def test_a_portal_that_loops_without_its_cookie_is_read(scripted: Any) -> None:
    def front(head: str) -> bytes:
        if "cookie: seen=1" in head.lower():
            return scripted.reply(body=b"welcome")  # type: ignore[no-any-return]
        return scripted.redirect("/", "Set-Cookie: seen=1; Path=/")  # type: ignore[no-any-return]

    seen = follow(scripted({"/": front}))
    assert steps(seen) == [("/", 302), ("/", 200)]


def test_cookies_go_back_to_their_own_host_only(scripted: Any) -> None:
    server = scripted({})

    async def main() -> None:
        async with server:
            server.paths["/"] = scripted.redirect(
                server.url("other.example", "/x"),
                "Set-Cookie: a=1; Domain=example",
                "Set-Cookie: s=1; Secure",
            )
            server.paths["/x"] = scripted.redirect(server.url(HOST, "/y"), "Set-Cookie: b=1")
            server.paths["/y"] = scripted.reply()
            await redirects(server.url(HOST))

    asyncio.run(main())
    cookies = [
        line for head in server.heads for line in head.split("\r\n") if line.startswith("Cookie")
    ]
    assert cookies == ["Cookie: a=1"]
    assert "Cookie: a=1" in server.heads[2]


def test_the_next_chain_starts_without_cookies(scripted: Any) -> None:
    server = scripted({"/": scripted.reply("200 OK", "Set-Cookie: a=1")})

    async def main() -> None:
        async with server, HttpClient(Target("portal", server.url(HOST)), LIMITS, RULES) as client:
            await client.follow_redirects(server.url(HOST))
            await client.follow_redirects(server.url(HOST))

    asyncio.run(main())
    assert "cookie" not in server.heads[1].lower()


@pytest.mark.parametrize("port", [22, 25, 6379])
def test_no_redirect_leads_to_another_service(scripted: Any, port: int) -> None:
    """As browsers refuse them; the name resolves, and nothing is sent to it."""
    server = scripted({})

    async def main() -> RedirectChain:
        async with server:
            server.paths["/"] = scripted.redirect(f"http://other.example:{port}/")
            return await redirects(server.url(HOST))

    chain = asyncio.run(main())
    assert chain.failure is not None
    assert (chain.failure.cause, chain.failure.detail) == ("forbidden", f"port {port}")


def test_the_port_that_the_inventory_names_may_be_any() -> None:
    own, usual = request_url("https://portal.example:6000/"), request_url("https://portal.example/")
    refuse_port(own, own)
    with pytest.raises(Forbidden, match="port 6000"):
        refuse_port(own, usual)
