"""The HTTP client: guarded, pinned, bounded, rate-limited, and everything logged."""

import asyncio
import gc
import gzip
import re
import socket
import ssl
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.http.rate_limits import server_of
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.http.resolver import Resolver
from portal_audit.errors import (
    BudgetSpent,
    DnsFailed,
    Forbidden,
    NetError,
    NotHttp,
    Refused,
    TimedOut,
    TlsFailed,
)
from portal_audit.model import Target
from tests.bounded_time import sooner_than
from tests.fixtures.hostile import hostile

LIMITS = VisitLimits(rate=10_000)
"""Of a client that waits for a machine that is busy with other tests."""
SHORT = replace(LIMITS, connect_timeout=0.3, read_timeout=0.3, request_timeout=0.5, site_timeout=20)
"""For what never comes."""
LOOPBACK = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))
HOST = "portal.example"


def run(
    visit: Callable[[HttpClient], Awaitable[Any]],
    url: str,
    limits: VisitLimits = LIMITS,
    rules: AccessRules = LOOPBACK,
    **more: Any,
) -> Any:
    """Open a client for a portal at *url* whose name leads to loopback, and visit."""

    async def main() -> Any:
        target = Target("portal", url, address="127.0.0.1")
        async with HttpClient(target, limits, rules, **more) as client:
            return await visit(client)

    return asyncio.run(main())


def closed_port() -> int:
    """Return a port of loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def served(
    server: Any,
    visit: Callable[[HttpClient], Awaitable[Any]],
    limits: VisitLimits = LIMITS,
    **more: Any,
) -> Any:
    """Visit a scripted server by name."""
    async with server:
        target = Target("portal", server.url(HOST), address="127.0.0.1")
        async with HttpClient(target, limits, LOOPBACK, **more) as client:
            return await visit(client)


def test_an_answer_is_kept_as_sent(scripted: Any) -> None:
    body = gzip.compress(b"<p>Xin ch\xc3\xa0o</p>")
    lines = ("Set-Cookie: a=1", "X-Mixed-CASE: 1", "set-cookie: b=2", "Content-Encoding: gzip")
    server = scripted({"/a?b=1": scripted.reply("203 Fine", *lines, body=body)})

    async def visit(client: HttpClient) -> tuple[HttpResponse, HttpClient]:
        return await client.get(server.url(HOST, "/a?b=1#c")), client

    answer, client = asyncio.run(served(server, visit))
    assert answer.status == 203
    assert answer.headers[:3] == (
        ("Set-Cookie", "a=1"),
        ("X-Mixed-CASE", "1"),
        ("set-cookie", "b=2"),
    )
    assert answer.all("set-cookie") == ("a=1", "b=2")
    assert answer.body.decode() == "<p>Xin chào</p>"
    assert (answer.truncated, answer.wire_bytes, answer.http_version) == (
        False,
        len(body),
        "HTTP/1.1",
    )
    assert answer.address == "127.0.0.1"
    assert (client.requests, client.bytes_read) == (1, len(body))
    head = server.heads[0]
    assert head.startswith("GET /a?b=1 HTTP/1.1\r\n")
    assert f"Host: {HOST}:{server.port}\r\n" in head
    assert "User-Agent: portal-audit/" in head
    assert "Accept-Encoding: gzip, deflate\r\n" in head
    assert "cookie" not in head.lower()


async def _ask(client: HttpClient, url: str) -> None:
    await client.get(url)


@pytest.mark.parametrize("path", ["/", "/breaks-off"])
def test_a_client_is_forgotten_once_nobody_uses_it(scripted: Any, path: str) -> None:
    server = scripted({"/": scripted.reply(body=b"x"), "/breaks-off": b""})

    async def main() -> None:
        async with server:
            target = Target("portal", server.url(HOST), address="127.0.0.1")
            client = HttpClient(target, LIMITS, LOOPBACK)
            visited = weakref.ref(client)
            async with client:
                # in a task, as probes are: that holds the error, and the error's traceback us
                asked = asyncio.create_task(_ask(client, server.url(HOST, path)))
                await asyncio.wait([asked])
                assert (asked.exception() is not None) == (path != "/")
            del client, asked
            assert visited() is None

    gc.disable()  # it would find what only holds itself, some day
    try:
        asyncio.run(main())
    finally:
        gc.enable()


def own_header(target: str, asked: str, scripted: Any, server_tls: ssl.SSLContext | None) -> bool:
    """Tell whether a request to *asked* carries what lets a visitor into *target*."""
    server = scripted({"/": scripted.reply(body=b"x")}, server_tls)

    async def main() -> None:
        async with server:
            rules = AccessRules(
                allow_private=(ip_network("127.0.0.0/8"),),
                resolve=(("other.example", "127.0.0.1"),),
                headers=(("Authorization", "Basic eDp5"),),
            )
            place = Target("portal", target.format(server.port), address="127.0.0.1")
            async with HttpClient(place, LIMITS, rules) as client:
                await client.get(asked.format(server.port))
                assert "eDp5" not in repr(client.log)

    asyncio.run(main())
    return "Authorization: Basic eDp5" in server.heads[0]


def test_what_lets_a_visitor_in_goes_to_the_portal_alone(
    scripted: Any, server_tls: ssl.SSLContext
) -> None:
    portal = f"https://{HOST}:{{}}/"
    assert own_header(portal, portal, scripted, server_tls)
    assert not own_header(portal, "https://other.example:{}/", scripted, server_tls)


def test_what_lets_a_visitor_in_never_goes_in_clear_where_the_portal_is_on_https(
    scripted: Any,
) -> None:
    plain = f"http://{HOST}:{{}}/"
    assert own_header(plain, plain, scripted, None)
    assert not own_header(f"https://{HOST}:{{}}/", plain, scripted, None)


def test_names_go_into_sni_and_connections_are_kept_per_name(
    scripted: Any, server_tls: ssl.SSLContext
) -> None:
    names: list[str | None] = []
    server_tls.sni_callback = lambda _sock, name, _context: names.append(name)
    server = scripted({"/": scripted.reply(body=b"x")}, server_tls)
    rules = AccessRules(LOOPBACK.allow_private, resolve=(("other.example", "127.0.0.1"),))

    async def main() -> None:
        async with server:
            target = Target("portal", server.url(HOST), address="127.0.0.1")
            async with HttpClient(target, LIMITS, rules) as client:
                for host in (HOST, HOST, "other.example", "other.example"):
                    await client.get(server.url(host))

    asyncio.run(main())
    server_tls.sni_callback = None
    assert names == [HOST, "other.example"]
    assert server.connections == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://good@10.0.0.1/",
        "http://167772161/",
        "http://[::1]/",
        "ftp://portal.example/",
        "http://portal.example:0/",
    ],
)
def test_forbidden_places_are_refused_and_logged_without_a_connection(url: str) -> None:
    async def visit(client: HttpClient) -> HttpClient:
        with pytest.raises(Forbidden):
            await client.get(url)
        return client

    client = run(visit, "http://portal.example/")
    assert [(entry.method, entry.cause, entry.address) for entry in client.log] == [
        ("GET", "forbidden", "")
    ]
    assert client.requests == 0


def test_a_private_address_is_refused_unless_the_person_names_it() -> None:
    async def visit(client: HttpClient) -> str:
        with pytest.raises(Forbidden) as caught:
            await client.get("http://portal.example/")
        return str(caught.value)

    told = run(visit, "http://portal.example/", rules=AccessRules())
    assert told == "portal.example leads to 127.0.0.1 (loopback)"


def test_a_name_that_changes_its_answer_is_reached_where_it_was_checked(scripted: Any) -> None:
    """DNS rebinding: the first answer is checked, pinned, and the only one ever used."""
    answers = iter([("127.0.0.1",), ("169.254.169.254",)])

    async def lookup(_host: str) -> tuple[str, ...]:
        return next(answers)

    async def main() -> list[str]:
        async with scripted({"/": scripted.reply("200 OK", "Connection: close")}) as server:
            target = Target("portal", server.url(HOST))
            resolver = Resolver(target, LOOPBACK, lookup=lookup)
            async with HttpClient(target, LIMITS, LOOPBACK, resolver=resolver) as client:
                return [(await client.get(server.url(HOST))).address for _ in range(3)]

    assert asyncio.run(main()) == ["127.0.0.1"] * 3


@pytest.mark.parametrize(
    ("trick", "error", "detail"),
    [
        ("silent", TimedOut, "no answer"),
        ("tarpit", TimedOut, "no answer"),
        ("garbage", NotHttp, "no status line"),
        ("huge-headers", NotHttp, r"\d+ bytes of headers"),
        ("closes", Refused, "connection (closed without an answer|reset)"),
    ],
)
def test_a_server_that_does_not_speak_is_left_soon(
    trick: str, error: type[NetError], detail: str
) -> None:
    async def visit(client: HttpClient) -> HttpClient:
        with pytest.raises(error, match=detail):
            await sooner_than(3, client.get(client.target.url))
        return client

    with hostile(trick) as server:
        client = run(visit, server.url, SHORT if error is TimedOut else LIMITS)
    assert [entry.cause for entry in client.log] == [error.cause]
    assert re.fullmatch(detail, client.log[0].detail)


@pytest.mark.parametrize(
    ("trick", "cut", "size"),
    [
        ("endless-body", "size", 30_000),
        ("gzip-bomb", "size", 60_000),
        ("slow-body", "timeout", None),
        ("broken-gzip", "broken-coding", 0),
        ("body-too-short", "broken-off", 20),
        ("body-too-long", "", 10),
    ],
)
def test_a_body_without_end_is_cut_and_its_head_kept(
    trick: str, cut: str, size: int | None
) -> None:
    async def visit(client: HttpClient) -> tuple[HttpResponse, HttpClient]:
        return await client.get(client.target.url), client

    limits = VisitLimits(
        rate=10_000,
        request_timeout=0.5 if cut == "timeout" else 20,
        max_body_wire=30_000,
        max_body=60_000,
    )
    with hostile(trick) as server:
        answer, client = run(visit, server.url, limits)
    assert (answer.status, answer.cut, answer.truncated) == (200, cut, bool(cut))
    assert size is None or len(answer.body) == size
    assert answer.wire_bytes <= 30_000 + 65_536
    assert client.log[0].detail == cut


def test_headers_are_bounded(scripted: Any) -> None:
    server = scripted({"/": scripted.reply("200 OK", "X-Big: " + "b" * 5_000)})

    async def visit(client: HttpClient) -> None:
        with pytest.raises(NotHttp, match="bytes of headers"):
            await client.get(server.url(HOST))

    asyncio.run(served(server, visit, VisitLimits(rate=10_000, max_header_bytes=4_000)))


@pytest.mark.parametrize(
    ("trick", "error"), [("silent", TimedOut), ("closes", TlsFailed), ("garbage", TlsFailed)]
)
def test_a_handshake_that_fails_costs_one_connection(trick: str, error: type[NetError]) -> None:
    with hostile(trick) as server:
        url = f"https://portal.example:{server.port}/"

        async def visit(client: HttpClient) -> HttpClient:
            for path in ("", "robots.txt", "sitemap.xml"):
                with pytest.raises(error):
                    await client.get(url + path)
            return client

        client = run(visit, url, SHORT if error is TimedOut else LIMITS)
        assert (server.connections, client.requests, len(client.log)) == (1, 1, 3)


def test_a_dead_host_costs_one_connection_even_when_asked_at_once() -> None:
    port = closed_port()

    async def visit(client: HttpClient) -> HttpClient:
        urls = [f"http://portal.example:{port}/{number}" for number in range(5)]
        results = await asyncio.gather(*map(client.get, urls), return_exceptions=True)
        assert [(type(each), str(each)) for each in results] == [
            (Refused, "connection refused")
        ] * 5
        return client

    client = run(visit, f"http://portal.example:{port}/")
    assert (client.requests, len(client.log)) == (1, 5)
    assert [entry.address for entry in client.log].count("127.0.0.1") == 1


def test_a_name_that_does_not_resolve_is_asked_for_once() -> None:
    asked: list[str] = []

    async def lookup(host: str) -> tuple[str, ...]:
        asked.append(host)
        raise DnsFailed("no such name")

    async def main() -> None:
        target = Target("portal", "https://portal.example/")
        resolver = Resolver(target, AccessRules(), lookup=lookup)
        async with HttpClient(target, LIMITS, AccessRules(), resolver=resolver) as client:
            for url in ("https://portal.example/", "http://portal.example/"):
                with pytest.raises(DnsFailed):
                    await client.get(url)
            assert client.requests == 0

    asyncio.run(main())
    assert asked == ["portal.example"]


def test_the_next_address_is_tried_and_then_preferred(scripted: Any) -> None:
    rules = AccessRules(LOOPBACK.allow_private, resolve=((HOST, "127.0.0.2"), (HOST, "127.0.0.1")))
    server = scripted({"/": scripted.reply("200 OK", "Connection: close")})

    async def main() -> tuple[list[str], tuple[str, ...]]:
        async with server, HttpClient(Target("portal", server.url(HOST)), LIMITS, rules) as client:
            seen = [(await client.get(server.url(HOST))).address for _ in range(2)]
            return seen, await client.address_for(HOST)

    assert asyncio.run(main()) == (["127.0.0.1"] * 2, ("127.0.0.1", "127.0.0.2"))


def test_one_reset_is_not_held_against_a_server(scripted: Any) -> None:
    server = scripted({"/": scripted.reply(body=b"x"), "/reset": b""})

    async def visit(client: HttpClient) -> None:
        for _ in range(2):
            with pytest.raises(Refused):
                await client.get(server.url(HOST, "/reset"))
        assert (await client.get(server.url(HOST))).status == 200

    asyncio.run(served(server, visit))


def test_a_kept_connection_that_went_away_is_opened_again(scripted: Any) -> None:
    """RFC 9112 9.3.1: that the server closed an idle connection is no answer to anything."""
    server = scripted({"/": scripted.reply(body=b"x")})

    async def visit(client: HttpClient) -> int:
        await client.get(server.url(HOST))
        server.paths["/"] = lambda head: b"" if len(server.heads) == 2 else scripted.reply()
        return (await client.get(server.url(HOST))).status

    assert asyncio.run(served(server, visit)) == 200
    assert server.connections == 2


def test_a_server_that_stops_answering_is_given_up_after_three_times(scripted: Any) -> None:
    server = scripted({"/": scripted.reply(body=b"x")})

    async def visit(client: HttpClient) -> list[tuple[str, str]]:
        await client.get(server.url(HOST))
        server.paths["/"] = b"HTTP/1.1 200 OK\r\n"  # a head that never ends
        for _ in range(5):
            with pytest.raises(TimedOut, match="no answer"):
                await client.get(server.url(HOST))
        return [(entry.address, entry.cause) for entry in client.log]

    seen = asyncio.run(served(server, visit, VisitLimits(rate=10_000, read_timeout=0.05)))
    assert seen == [("127.0.0.1", "")] + [("127.0.0.1", "timeout")] * 3 + [("", "timeout")] * 2


@pytest.mark.parametrize(
    ("limits", "answers", "told"),
    [
        (VisitLimits(rate=10_000, max_requests=2), 2, "requests"),
        (VisitLimits(rate=10_000, max_site_bytes=1_500), 2, "bytes"),
        (VisitLimits(rate=10_000, site_timeout=0.0), 0, "time"),
    ],
)
def test_a_site_may_cost_no_more_than_its_budget(
    limits: VisitLimits, answers: int, told: str, scripted: Any
) -> None:
    server = scripted({"/": scripted.reply(body=bytes(1_000))})

    async def visit(client: HttpClient) -> None:
        for _ in range(answers):
            await client.get(server.url(HOST))
        with pytest.raises(BudgetSpent, match=told):
            await client.get(server.url(HOST))

    asyncio.run(served(server, visit, limits))


def test_an_answer_with_more_than_it_should_does_not_spoil_the_next(scripted: Any) -> None:
    """A server that sends a body after HEAD leaves it on the connection."""
    long = scripted.reply(body=b"more than was asked for")
    server = scripted({"/": lambda _head: long + b"and more", "/b": scripted.reply(body=b"b")})

    async def visit(client: HttpClient) -> bytes:
        await client.get(server.url(HOST))
        return (await client.get(server.url(HOST, "/b"))).body

    assert asyncio.run(served(server, visit)) == b"b"


def test_a_body_that_spends_the_budget_of_the_site_says_so(scripted: Any) -> None:
    server = scripted({"/": scripted.reply(body=bytes(1_000))})

    async def visit(client: HttpClient) -> list[str]:
        return [(await client.get(server.url(HOST))).cut for _ in range(2)]

    assert asyncio.run(served(server, visit, VisitLimits(rate=10_000, max_site_bytes=1_500))) == [
        "",
        "budget",
    ]


def test_time_that_runs_out_during_a_request_is_a_spent_budget() -> None:
    async def visit(client: HttpClient) -> None:
        with pytest.raises(BudgetSpent, match="time"):
            await client.get(client.target.url)

    with hostile("silent") as server:
        run(visit, server.url, VisitLimits(site_timeout=0.2))


def test_robots_keep_us_out_of_the_portal_and_of_nothing_else(scripted: Any) -> None:
    server = scripted({"/private/a": scripted.reply(), "/": scripted.reply()})
    rules = AccessRules(LOOPBACK.allow_private, resolve=(("other.example", "127.0.0.1"),))

    async def main() -> HttpClient:
        async with server:
            target = Target("portal", server.url(HOST), address="127.0.0.1")
            async with HttpClient(target, LIMITS, rules) as client:
                client.obey("User-agent: *\nDisallow: /private\n")
                with pytest.raises(Forbidden, match=r"^robots$"):
                    await client.get(server.url(HOST, "/private/a"))
                await client.get(server.url(HOST, "/private/a"), use_robots=False)
                await client.get(server.url("other.example", "/private/a"))
                await client.get(server.url(HOST))
                return client

    client = asyncio.run(main())
    assert server.targets == ["/private/a", "/private/a", "/"]
    assert (client.log[0].cause, client.log[0].detail) == ("forbidden", "robots")


def test_robots_speak_for_the_host_that_serves_them(scripted: Any) -> None:
    server = scripted({"/a": scripted.reply()})
    rules = AccessRules(LOOPBACK.allow_private, resolve=((f"www.{HOST}", "127.0.0.1"),))

    async def main() -> None:
        async with server:
            target = Target("portal", server.url(HOST), address="127.0.0.1")
            async with HttpClient(target, LIMITS, rules) as client:
                client.obey("User-agent: *\nDisallow: /a", f"www.{HOST}")
                await client.get(server.url(HOST, "/a"))
                with pytest.raises(Forbidden, match=r"^robots$"):
                    await client.get(server.url(f"www.{HOST}", "/a"))

    asyncio.run(main())


def test_a_target_that_cannot_be_asked_for_is_refused_when_asked() -> None:
    async def visit(client: HttpClient) -> None:
        with pytest.raises(Forbidden):
            await client.get(client.target.url)

    run(visit, "https://256.256.256.256/")


def test_a_server_that_says_stop_is_left_alone(scripted: Any) -> None:
    server = scripted({"/": scripted.reply("429 Too Many Requests", "Retry-After: 0")})

    async def visit(client: HttpClient) -> int:
        for _ in range(3):
            assert (await client.get(server.url(HOST))).status == 429
        with pytest.raises(BudgetSpent, match="429"):
            await client.get(server.url(HOST))
        return client.requests

    assert asyncio.run(served(server, visit)) == 3


def test_every_request_is_logged_and_told(scripted: Any) -> None:
    server = scripted({"/": scripted.reply(body=b"abc")})
    told: list[RequestLog] = []

    async def visit(client: HttpClient) -> HttpClient:
        await client.get(server.url(HOST), method="HEAD")
        await client.get(server.url(HOST))
        await client.get(server.url(HOST, "/gone"))
        client.note("TLS", "tls://portal.example:443", address="127.0.0.1", detail="27 connections")
        return client

    client = asyncio.run(served(server, visit, log=told.append))
    assert client.log == told
    assert [(entry.method, entry.status, entry.bytes) for entry in told] == [
        ("HEAD", 200, 0),
        ("GET", 200, 3),
        ("GET", 404, 0),
        ("TLS", None, 0),
    ]
    assert all(entry.at.tzinfo is not None and entry.address == "127.0.0.1" for entry in told)


def test_no_more_connections_are_opened_than_allowed(scripted: Any) -> None:
    server = scripted({f"/{number}": scripted.reply(body=b"x") for number in range(20)})

    async def visit(client: HttpClient) -> None:
        await asyncio.gather(*(client.get(server.url(HOST, f"/{number}")) for number in range(20)))

    asyncio.run(served(server, visit))
    assert len(server.heads) == 20
    assert server.connections <= 2


def test_waiting_for_a_neighbour_on_the_same_address_costs_no_time_of_the_visit() -> None:
    async def visit(client: HttpClient) -> tuple[bool, float]:
        port = request_url(client.target.url).port
        turn = client.rate_limits.turn(
            "neighbour.example", rate=1e9, connections=1, server=server_of("127.0.0.1", port)
        )
        async with turn:
            waiting = asyncio.create_task(client.get(client.target.url))
            await asyncio.wait({waiting}, timeout=0.3)
            given_up = waiting.done()
        await asyncio.gather(waiting, return_exceptions=True)
        return given_up, client.waited

    limits = VisitLimits(rate=10_000, connections=1, site_timeout=0.2)
    with hostile("closes") as server:
        given_up, waited = run(visit, server.url, limits)
    assert not given_up, "though the time of the visit was over meanwhile"
    assert waited >= 0.29
