"""http and https are both asked, and the page a visitor gets is chosen from the two."""

import asyncio
import ssl
from ipaddress import ip_network
from typing import Any, cast

import pytest

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes.http import front, http_front, http_start, https_front, https_start
from portal_audit.errors import NoEvidence
from portal_audit.evidence import Exchange, Failure, Front, HttpFront, HttpsFront
from portal_audit.model import Target
from tests.fixtures.hostile import hostile

HOST = "portal.example"
RULES = AccessRules(
    allow_private=(ip_network("127.0.0.0/8"),),
    resolve=(("www.portal.example", "127.0.0.1"), ("other.example", "127.0.0.1")),
)
LIMITS = VisitLimits(rate=10_000, connect_timeout=0.3, read_timeout=0.3, request_timeout=0.5)
HTML = "Content-Type: text/html; charset=utf-8"
PAGE = b"<!doctype html><html lang=vi><title>S\xe1\xbb\x9f T\xc6\xb0 ph\xc3\xa1p</title><p>Tin</p>"


@pytest.mark.parametrize(
    ("target", "https", "http"),
    [
        (Target("p", "https://a.example/"), "https://a.example/", "http://a.example/"),
        (Target("p", "https://a.example/vi/"), "https://a.example/vi/", "http://a.example/"),
        (Target("p", "https://a.example:8443/"), "https://a.example:8443/", "http://a.example/"),
        (
            Target("p", "https://a.example:8443/", http_url="http://a.example:8080/"),
            "https://a.example:8443/",
            "http://a.example:8080/",
        ),
        (Target("p", "http://a.example/vi"), "https://a.example/", "http://a.example/vi"),
        (Target("p", "http://a.example:8080/"), "https://a.example/", "http://a.example:8080/"),
    ],
)
def test_where_each_scheme_is_asked(target: Target, https: str, http: str) -> None:
    assert (https_start(target), http_start(target)) == (https, http)


async def contact(target: Target) -> tuple[HttpsFront, HttpFront]:
    async with HttpClient(target, LIMITS, RULES) as client:
        return await https_front(target, client), await http_front(target, client)


def both(safe: Any, plain: Any) -> tuple[HttpsFront, HttpFront]:
    async def main() -> tuple[HttpsFront, HttpFront]:
        async with safe, plain:
            return await contact(
                Target("p", safe.url(HOST), address="127.0.0.1", http_url=plain.url(HOST))
            )

    return asyncio.run(main())


def test_what_both_schemes_sent_is_kept(scripted: Any, server_tls: ssl.SSLContext) -> None:
    safe = scripted({"/": scripted.reply("200 OK", HTML, body=PAGE)}, server_tls)
    plain = scripted({"/": lambda _head: scripted.redirect(safe.url(HOST))})
    https, http = both(safe, plain)
    assert (https.answered, https.failure) == (True, None)
    assert [each.status for each in https.exchanges] == [200]
    assert https.exchanges[0].header("content-type") == "text/html; charset=utf-8"
    assert https.page is not None
    assert https.page.title == "Sở Tư pháp"
    assert [each.status for each in http.exchanges] == [302, 200]
    assert http.last is not None
    assert http.last.url == https.start
    assert http.page is not None


@pytest.mark.parametrize("status", ["204 No Content", "403 Forbidden", "404 Gone", "503 Busy"])
def test_any_status_is_an_answer(status: str, scripted: Any, server_tls: ssl.SSLContext) -> None:
    https, http = both(
        scripted({"/": scripted.reply(status)}, server_tls), scripted({"/": scripted.reply(status)})
    )
    assert https.answered
    assert http.answered
    assert https.page is None


def test_what_is_no_html_has_no_page(scripted: Any, server_tls: ssl.SSLContext) -> None:
    pdf = scripted.reply("200 OK", "Content-Type: application/pdf", body=b"%PDF-1.7")
    https, _ = both(scripted({"/": pdf}, server_tls), scripted({}))
    assert (https.page, https.answered) == (None, True)


@pytest.mark.parametrize(
    ("trick", "https", "http"),
    [
        ("silent", "timeout", "timeout"),
        ("closes", "tls", "refused"),
        ("garbage", "tls", "not-http"),
        ("redirect-loop", "timeout", "redirect-loop"),
    ],
)
def test_a_door_that_does_not_open_says_why(trick: str, https: str, http: str) -> None:
    with hostile(trick) as server:
        url = f"https://{HOST}:{server.port}/"
        target = Target("p", url, address="127.0.0.1", http_url=url.replace("https", "http"))
        safe, plain = asyncio.run(contact(target))
    assert safe.failure is not None
    assert plain.failure is not None
    assert (safe.failure.cause, plain.failure.cause) == (https, http)
    assert not safe.answered


def refresh(content: str, more: str = "") -> bytes:
    text = f'<!doctype html><html><meta http-equiv="refresh" content="{content}"><body>{more}'
    return text.encode()


@pytest.mark.parametrize(
    ("content", "text", "targets"),
    [
        ("0; url=/home", "", ["/", "/home"]),
        ("0;URL='/home'", "Đang chuyển hướng", ["/", "/home"]),
        ("3, /home", "", ["/", "/home"]),
        ("0;url=/", "", ["/"]),
        ("30;url=/home", "", ["/"]),
        ("600", "", ["/"]),
        ("0;url=http://elsewhere.example/", "", ["/"]),
        ("0;url=javascript:alert(1)", "", ["/"]),
        ("0;url=/home", "Nội dung thật của trang. " * 30, ["/"]),
    ],
)
def test_the_refresh_of_an_empty_page_is_followed_once(
    content: str, text: str, targets: list[str], scripted: Any, server_tls: ssl.SSLContext
) -> None:
    safe = scripted(
        {
            "/": scripted.reply("200 OK", HTML, body=refresh(content, text)),
            "/home": scripted.reply("200 OK", HTML, body=refresh("0;url=/third")),
        },
        server_tls,
    )
    https, _ = both(safe, scripted({}))
    assert safe.targets == targets
    assert https.page is not None
    assert https.page.url.endswith(targets[-1])
    assert https.page.asked == https.start
    assert len(https.exchanges) == len(targets)


def test_a_refresh_that_leads_nowhere_leaves_the_page(
    scripted: Any, server_tls: ssl.SSLContext
) -> None:
    body = refresh("0;url=/home")
    safe = scripted({"/": scripted.reply("200 OK", HTML, body=body), "/home": b""}, server_tls)
    https, _ = both(safe, scripted({}))
    assert (len(https.exchanges), https.failure) == (1, None)
    assert https.page is not None


def seen(kind: Any, *steps: tuple[str, int], cause: str = "") -> Any:
    exchanges = tuple(Exchange(url, status, (), 0.1) for url, status in steps)
    failure = Failure(cause, "x") if cause else None
    return kind(steps[0][0] if steps else "x", exchanges, failure)


async def choose(https: HttpsFront, http: HttpFront) -> Front:
    return await front(cast(HttpClient, None), https, http)  # no page, so nothing is asked for


S, H = ("https://a.example/", 200), ("http://a.example/", 200)


@pytest.mark.parametrize(
    ("https", "http", "url", "over_https"),
    [
        (seen(HttpsFront, S), seen(HttpFront, H), S[0], True),
        (seen(HttpsFront, S), seen(HttpFront, cause="refused"), S[0], True),
        (seen(HttpsFront, cause="tls"), seen(HttpFront, H), H[0], False),
        (
            seen(HttpsFront, cause="refused"),
            seen(HttpFront, ("http://a.example/", 500)),
            H[0],
            False,
        ),
        (seen(HttpsFront, S, H), seen(HttpFront, H), H[0], False),
        (seen(HttpsFront, (S[0], 404)), seen(HttpFront, H), H[0], False),
        (seen(HttpsFront, (S[0], 403)), seen(HttpFront, (H[0], 403)), S[0], True),
        (seen(HttpsFront, (S[0], 503)), seen(HttpFront, cause="refused"), S[0], True),
        (seen(HttpsFront, (S[0], 302), cause="redirect-loop"), seen(HttpFront, H), H[0], False),
        (seen(HttpsFront, cause="tls"), seen(HttpFront, (H[0], 301), S), S[0], True),
    ],
)
def test_the_page_that_a_visitor_gets(
    https: HttpsFront, http: HttpFront, url: str, over_https: bool
) -> None:
    chosen = asyncio.run(choose(https, http))
    assert (chosen.url, chosen.https) == (url, over_https)


@pytest.mark.parametrize(
    ("https", "http", "reason"),
    [
        ("dns", "dns", "dns"),
        ("refused", "refused", "refused"),
        ("timeout", "refused", "timeout"),
        ("tls", "refused", "tls"),
        ("tls", "redirect-loop", "tls"),
        ("forbidden", "forbidden", "forbidden"),
    ],
)
def test_without_any_answer_there_is_no_front(https: str, http: str, reason: str) -> None:
    with pytest.raises(NoEvidence) as caught:
        asyncio.run(choose(seen(HttpsFront, cause=https), seen(HttpFront, cause=http)))
    assert (caught.value.reason, caught.value.applies) == (reason, True)
