"""headers.redirect_https: the chain of http:// → what is said of it."""

from collections.abc import Callable

import pytest

from portal_audit.api import Exchange, Failure, Finding, HttpFront, HttpsFront, Page

HTTP = "http://xa.example.gov.vn/"
HTTPS = "https://xa.example.gov.vn/"
WWW = "https://www.xa.example.gov.vn/"
Hop = tuple[str, int, str | None]


def chain(*hops: Hop, failure: str | None = None, refresh: str = "") -> HttpFront:
    exchanges = tuple(
        Exchange(url, status, (("Location", to),) if to else (), 0.1) for url, status, to in hops
    )
    last = hops[-1][0] if hops else HTTP
    meta = (("refresh", refresh),) if refresh else ()
    return HttpFront(
        HTTP,
        exchanges,
        Failure(failure, last) if failure else None,
        Page(last, HTTP, 200, meta=meta),
    )


SECURE = HttpsFront(HTTPS, (Exchange(HTTPS, 200, (), 0.1),))
DEAD = HttpsFront(HTTPS, failure=Failure("refused", HTTPS))


@pytest.mark.parametrize(
    ("http", "https", "outcome"),
    [
        (chain((HTTP, 301, HTTPS), (HTTPS, 200, None)), SECURE, "first-hop"),
        (chain((HTTP, 308, HTTPS), (HTTPS, 301, WWW), (WWW, 200, None)), SECURE, "first-hop"),
        (
            chain(
                (HTTP, 302, "https://xa.example.gov.vn:8443/"),
                ("https://xa.example.gov.vn:8443/", 200, None),
            ),
            SECURE,
            "first-hop",
        ),
        (chain((HTTP, 307, "//xa.example.gov.vn/a"), (HTTP, 200, None)), SECURE, "ends-on-http"),
        (chain((HTTP, 301, HTTPS), failure="timeout"), SECURE, "first-hop"),
        (chain((HTTP, 303, HTTPS), (HTTPS, 200, None)), SECURE, "odd-status"),
        (chain((HTTP, 301, WWW), (WWW, 200, None)), SECURE, "off-host"),
        (
            chain((HTTP, 301, "/vi"), (HTTP + "vi", 301, HTTPS), (HTTPS, 200, None)),
            SECURE,
            "late",
        ),
        (chain((HTTP, 200, None)), SECURE, "not-redirected"),
        (chain((HTTP, 200, None), refresh="0; url=" + HTTPS), SECURE, "meta-refresh"),
        (chain((HTTP, 200, None), (HTTPS, 200, None)), SECURE, "meta-refresh"),
        (chain((HTTP, 200, None), (HTTP + "vi", 200, None)), SECURE, "not-redirected"),
        (chain((HTTP, 403, None)), SECURE, "error-page"),
        (chain((HTTP, 302, None)), SECURE, "error-page"),
        (chain((HTTP, 301, "http://[bad"), (HTTP, 200, None)), SECURE, "error-page"),
        (chain((HTTP, 302, "/vi"), (HTTP + "vi", 200, None)), SECURE, "ends-on-http"),
        (
            chain((HTTP, 301, HTTPS), (HTTPS, 302, HTTP + "m"), (HTTP + "m", 200, None)),
            SECURE,
            "ends-on-http",
        ),
        (chain((HTTP, 301, "http://cu.example/"), failure="refused"), SECURE, "ends-on-http"),
        (chain((HTTP, 301, "http://10.0.0.1/"), failure="forbidden"), SECURE, "undetermined"),
        (chain((HTTP, 301, HTTPS), (HTTPS, 301, HTTP), failure="redirect-loop"), SECURE, "loop"),
        (chain((HTTP, 301, HTTPS), failure="too-many-redirects"), SECURE, "loop"),
        (chain(failure="refused"), SECURE, "closed"),
        (chain(failure="timeout"), SECURE, "closed"),
        (chain(failure="budget"), SECURE, "undetermined"),
        (chain(failure="not-http"), SECURE, "undetermined"),
        (chain((HTTP, 200, None)), DEAD, "no-https"),
        (chain((HTTP, 301, HTTPS), failure="refused"), DEAD, "no-https"),
        (chain(failure="refused"), DEAD, "no-https"),
    ],
)
def test_redirect(
    http: HttpFront, https: HttpsFront, outcome: str, ask: Callable[..., Finding]
) -> None:
    assert ask("headers.redirect_https", http, https).outcome == outcome


def test_it_names_where_the_first_step_leads(ask: Callable[..., Finding]) -> None:
    http = chain((HTTP, 301, WWW), (WWW, 200, None))
    finding = ask("headers.redirect_https", http, SECURE)
    assert finding.facts["target"] == WWW
    assert finding.where == (HTTP, WWW)
