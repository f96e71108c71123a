"""Cases for the Observatory written by hand: at least one for each result string it knows.

Each row changes one thing of a plain site on which every test of algorithm 4 gives 0 points, so
that its points can be read off the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.oracles.observatory_cases import HOST, Case

ORIGIN = "https://http-observatory.security.mozilla.org"
PLAIN = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'self'; style-src 'unsafe-inline'",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One change, and what it gives."""

    test: str
    case: Case
    result: str
    points: int
    """Under algorithm 4, or 6 where the test is only there."""

    def __str__(self) -> str:
        """Name the row as pytest shows it."""
        return self.result


def site(
    headers: dict[str, Any] | None = None,
    *,
    cookies: tuple[str, ...] = (),
    body: str = "",
    head: str = "",
    **changes: Any,
) -> Case:
    """Return the plain site with some things changed; a header that is ``None`` is not sent."""
    given = {**PLAIN, **(headers or {}), **({"set-cookie": list(cookies)} if cookies else {})}
    sent = {name: value for name, value in given.items() if value is not None}
    answer = {"headers": sent, "verified": changes.pop("verified", True)}
    case = {
        "host": HOST,
        "auto": answer,
        "auto_url": f"https://{HOST}/",
        "https": answer,
        "http": {"headers": {}, "verified": True},
        "route": [f"http://{HOST}/", f"https://{HOST}/"],
        "cookies": list(cookies),
        "html": f"<!doctype html><html><head>{head}</head><body><p>Tin</p>{body}</body></html>",
        "cors": None,
    }
    return case | changes


def csp(value: Any, result: str, points: int, **more: Any) -> Row:
    """Return a row about the policy."""
    case = site({"content-security-policy": value, **more.pop("headers", {})}, **more)
    return Row("content-security-policy", case, f"csp-{result}", points)


def meta_csp(policy: str) -> str:
    """Return a policy as a meta element."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


REPORT_ONLY = {"content-security-policy-report-only": "default-src 'self'; report-uri /csp"}
POLICIES = (
    csp("default-src 'none'", "implemented-with-no-unsafe-default-src-none", 10),
    csp("default-src 'none'; script-src 'self'", "implemented-with-no-unsafe-default-src-none", 10),
    csp("default-src 'self'", "implemented-with-no-unsafe", 5),
    csp("DEFAULT-SRC 'SELF'", "implemented-with-no-unsafe", 5),
    csp("default-src 'self' 'nonce-abc' 'unsafe-inline'", "implemented-with-no-unsafe", 5),
    csp(
        "script-src 'strict-dynamic' 'nonce-abc' https: 'unsafe-inline'; object-src 'none';"
        " style-src 'self'",
        "implemented-with-no-unsafe",
        5,
    ),
    csp("default-src 'self' https:, default-src 'self'", "implemented-with-no-unsafe", 5),
    csp(["default-src 'self' https:", "default-src 'self'"], "implemented-with-no-unsafe", 5),
    csp(None, "implemented-with-no-unsafe", 5, head=meta_csp("default-src 'self'")),
    csp(PLAIN["content-security-policy"], "implemented-with-unsafe-inline-in-style-src-only", 0),
    csp(
        "default-src 'self'; style-src https:",
        "implemented-with-unsafe-inline-in-style-src-only",
        0,
    ),
    csp(
        "default-src 'self'; report-uri /a; report-uri /b",
        "implemented-but-duplicate-directives",
        0,
    ),
    csp(
        "default-src 'self'; img-src http:",
        "implemented-with-insecure-scheme-in-passive-content-only",
        -10,
    ),
    csp(
        "default-src 'self'; media-src http://a.vn",
        "implemented-with-insecure-scheme-in-passive-content-only",
        -10,
    ),
    csp("default-src 'self' 'unsafe-eval'", "implemented-with-unsafe-eval", -10),
    csp("default-src 'self'; style-src 'unsafe-eval'", "implemented-with-unsafe-eval", -10),
    csp("default-src 'self' 'unsafe-inline'", "implemented-with-unsafe-inline", -20),
    csp("default-src 'self'; script-src data:", "implemented-with-unsafe-inline", -20),
    csp("default-src 'self'; script-src https:", "implemented-with-unsafe-inline", -20),
    csp("script-src 'self'", "implemented-with-unsafe-inline", -20),
    csp("object-src 'none'", "implemented-with-unsafe-inline", -20),
    csp("default-src 'self'; object-src *", "implemented-with-unsafe-inline", -20),
    csp("default-src 'self' http://a.vn", "implemented-with-insecure-scheme", -20),
    csp("default-src 'self'; connect-src ftp://a.vn", "implemented-with-insecure-scheme", -20),
    csp("default-src 'self'; default-src 'none'", "header-invalid", -25),
    csp("default-src 'self'; script-src 'strict-dynamic'", "header-invalid", -25),
    csp("img", "header-invalid", -25),
    csp(None, "not-implemented", -25),
    csp(None, "not-implemented", -25, head=meta_csp("frame-ancestors 'self'")),
    csp(None, "not-implemented-but-reporting-enabled", -25, headers=REPORT_ONLY),
)
GOOD = "; Secure; HttpOnly; SameSite=Lax"
NO_HSTS = {"strict-transport-security": None}


def cookie(lines: str | tuple[str, ...], result: str, points: int, **more: Any) -> Row:
    """Return a row about cookies."""
    cookies = (lines,) if isinstance(lines, str) else lines
    return Row(
        "cookies",
        site(more.pop("headers", None), cookies=cookies, **more),
        f"cookies-{result}",
        points,
    )


COOKIES = (
    cookie((), "not-found", 0),
    cookie("heroku-session-affinity=1", "not-found", 0),
    cookie("a=1; Domain=khac.vn" + GOOD, "not-found", 0),
    cookie("a=1; Domain=vn" + GOOD, "not-found", 0),
    cookie("sess=1" + GOOD, "secure-with-httponly-sessions-and-samesite", 5),
    cookie(
        "sess=1; Secure; SameSite=None; HttpOnly", "secure-with-httponly-sessions-and-samesite", 5
    ),
    cookie("theme=1; Secure; SameSite=Strict", "secure-with-httponly-sessions-and-samesite", 5),
    cookie("sess=1; Secure; HttpOnly", "secure-with-httponly-sessions", 0),
    cookie(("sess=1; Secure; HttpOnly", "a=1" + GOOD), "secure-with-httponly-sessions", 0),
    cookie("theme=1", "without-secure-flag-but-protected-by-hsts", -5),
    cookie("PHPSESSID=1; HttpOnly", "session-without-secure-flag-but-protected-by-hsts", -10),
    cookie("theme=1; Secure; SameSite=Later", "samesite-flag-invalid", -20),
    cookie("theme=1; Secure; SameSite", "samesite-flag-invalid", -20),
    cookie("theme=1; SameSite=None", "samesite-flag-invalid", -20),
    cookie("csrftoken=1; Secure", "anticsrf-without-samesite-flag", -20),
    cookie("login=1; Secure; SameSite=Lax", "session-without-httponly-flag", -30),
    cookie("SESSION=1", "session-without-httponly-flag", -30),
)
WITHOUT_HSTS = (
    cookie("theme=1", "without-secure-flag", -20, headers=NO_HSTS),
    cookie("sess=1; HttpOnly", "session-without-secure-flag", -40, headers=NO_HSTS),
)
"""These lose 20 points more: those of HSTS."""


def cors(result: str, points: int, origin: str | None, credentials: str | None = None) -> Row:
    """Return a row about what a foreign origin is answered."""
    sent = {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": credentials,
    }
    headers = {name: value for name, value in sent.items() if value is not None}
    case = site(cors={"headers": headers, "verified": True, "origin": ORIGIN})
    name = "cross-origin-resource-sharing"
    return Row(name, case, f"{name}-{result}", points)


CORS = (
    cors("not-implemented", 0, None),
    cors("implemented-with-public-access", 0, "*"),
    cors("implemented-with-restricted-access", 0, "https://a.vn"),
    cors("implemented-with-restricted-access", 0, ORIGIN),
    cors("implemented-with-restricted-access", 0, ORIGIN, "false"),
    cors("implemented-with-universal-access", -50, ORIGIN, "true"),
    cors("implemented-with-universal-access", -50, ORIGIN, "TRUE"),
)


def redirect(result: str, points: int, *route: str, **changes: Any) -> Row:
    """Return a row about the way from http."""
    urls = [f"http://{HOST}/", *(url.format(HOST) for url in route)]
    return Row("redirection", site(route=urls, **changes), f"redirection-{result}", points)


REDIRECTS = (
    redirect("to-https", 0, "https://{}/"),
    redirect("to-https", 0, "https://{}/", "https://www.{}/"),
    redirect("to-https", 0, "https://{}:8443/"),
    redirect("not-needed-no-http", 0, http=None),
    redirect("off-host-from-http", -5, "https://www.{}/"),
    redirect("not-to-https-on-initial-redirection", -10, "http://{}/vi", "https://{}/vi"),
    redirect("not-to-https", -20, "http://{}/vi"),
    redirect("not-to-https", -20, "https://{}/", "http://{}/vi"),
    redirect("missing", -20),
    redirect("invalid-cert", -20, "https://{}/", http={"headers": {}, "verified": False}),
)


def header(
    test: str, name: str, rows: tuple[tuple[Any, str, int], ...], **changes: Any
) -> tuple[Row, ...]:
    """Return rows about one header: value, result, points."""
    return tuple(
        Row(test, site({name: value}, **changes), result, points) for value, result, points in rows
    )


HSTS = header(
    "strict-transport-security",
    "strict-transport-security",
    (
        ("max-age=15552000", "hsts-implemented-max-age-at-least-six-months", 0),
        ("MAX-AGE=63072000; preload", "hsts-implemented-max-age-at-least-six-months", 0),
        ("max-age=15551999", "hsts-implemented-max-age-less-than-six-months", -10),
        ("max-age=0", "hsts-implemented-max-age-less-than-six-months", -10),
        ("includeSubDomains", "hsts-header-invalid", -20),
        ("max-age=31536000, max-age=31536000", "hsts-header-invalid", -20),
        ("", "hsts-header-invalid", -20),
        (None, "hsts-not-implemented", -20),
    ),
)
NO_HTTPS = (
    Row("strict-transport-security", site(https=None), "hsts-not-implemented-no-https", -20),
    Row("strict-transport-security", site(verified=False), "hsts-invalid-cert", -20),
)
REFERRER = (
    *header(
        "referrer-policy",
        "referrer-policy",
        (
            ("no-referrer", "referrer-policy-private", 5),
            ("same-origin", "referrer-policy-private", 5),
            ("strict-origin", "referrer-policy-private", 5),
            ("Strict-Origin-When-Cross-Origin", "referrer-policy-private", 5),
            ("unsafe-url, no-referrer", "referrer-policy-private", 5),
            ("no-referrer, nonsense", "referrer-policy-private", 5),
            (None, "referrer-policy-not-implemented", 0),
            ("origin", "referrer-policy-unsafe", -5),
            ("origin-when-cross-origin", "referrer-policy-unsafe", -5),
            ("unsafe-url", "referrer-policy-unsafe", -5),
            ("no-referrer-when-downgrade", "referrer-policy-unsafe", -5),
            ("nonsense", "referrer-policy-header-invalid", -5),
        ),
    ),
    Row(
        "referrer-policy",
        site({"referrer-policy": "no-referrer"}, head='<meta name="referrer" content="origin">'),
        "referrer-policy-unsafe",
        -5,
    ),
)
CDN = "cdn.example.com/a.js"


def sri(result: str, points: int, body: str, **more: Any) -> Row:
    """Return a row about scripts."""
    return Row("subresource-integrity", site(body=body, **more), f"sri-{result}", points)


SRI = (
    sri("not-implemented-but-no-scripts-loaded", 0, ""),
    sri(
        "not-implemented-but-all-scripts-loaded-from-secure-origin",
        0,
        '<script src="/a.js"></script><script>var a</script>',
    ),
    sri(
        "not-implemented-but-all-scripts-loaded-from-secure-origin",
        0,
        '<script src="https://static.hacson.vn/a.js"></script>',
    ),
    sri(
        "implemented-and-all-scripts-loaded-securely",
        5,
        '<script src="/a.js" integrity="sha384-x"></script>',
    ),
    sri(
        "implemented-and-external-scripts-loaded-securely",
        5,
        f'<script src="https://{CDN}" integrity="sha384-x" crossorigin></script>',
    ),
    sri(
        "not-implemented-but-external-scripts-loaded-securely",
        -5,
        f'<script src="https://{CDN}"></script>',
    ),
    sri(
        "implemented-but-external-scripts-not-loaded-securely",
        -20,
        f'<script src="http://{CDN}" integrity="sha384-x"></script>',
    ),
    sri(
        "implemented-but-external-scripts-not-loaded-securely",
        -20,
        f'<script src="//{CDN}" integrity="sha384-x"></script>',
    ),
    sri(
        "not-implemented-and-external-scripts-not-loaded-securely",
        -50,
        f'<script src="http://{CDN}"></script>',
    ),
    sri(
        "not-implemented-and-external-scripts-not-loaded-securely",
        -50,
        f'<script src="//{CDN}"></script>',
    ),
)
NOT_HTML = Row(
    "subresource-integrity",
    site({"content-type": "application/json"}, body=f'<script src="http://{CDN}"></script>'),
    "sri-not-implemented-response-not-html",
    0,
)
SNIFFING = header(
    "x-content-type-options",
    "x-content-type-options",
    (
        ("nosniff", "x-content-type-options-nosniff", 0),
        (" NoSniff ", "x-content-type-options-nosniff", 0),
        ("nosniff, nosniff", "x-content-type-options-header-invalid", -5),
        ("", "x-content-type-options-not-implemented", -5),
        (None, "x-content-type-options-not-implemented", -5),
    ),
)
FRAMING = (
    *header(
        "x-frame-options",
        "x-frame-options",
        (
            ("DENY", "x-frame-options-sameorigin-or-deny", 0),
            ("sameorigin ", "x-frame-options-sameorigin-or-deny", 0),
            ("ALLOW-FROM https://a.vn", "x-frame-options-allow-from-origin", 0),
            ("ALLOWALL", "x-frame-options-header-invalid", -20),
            ("DENY, DENY", "x-frame-options-header-invalid", -20),
            (None, "x-frame-options-not-implemented", -20),
        ),
    ),
    Row(
        "x-frame-options",
        site(
            {
                "x-frame-options": None,
                "content-security-policy": f"{PLAIN['content-security-policy']}; frame-ancestors *",
            }
        ),
        "x-frame-options-implemented-via-csp",
        5,
    ),
)
CORP = header(
    "cross-origin-resource-policy",
    "cross-origin-resource-policy",
    (
        ("same-origin", "corp-implemented-with-same-origin", 10),
        ("Same-Site", "corp-implemented-with-same-site", 10),
        ("cross-origin", "corp-implemented-with-cross-origin", 0),
        (None, "corp-not-implemented", 0),
        ("nonsense", "corp-header-invalid", -5),
        ("same-origin, same-origin", "corp-header-invalid", -5),
    ),
)
COEP = header(
    "cross-origin-embedder-policy",
    "cross-origin-embedder-policy",
    (
        ("require-corp", "coep-implemented-with-require-corp", 10),
        ('require-corp; report-to="x"', "coep-implemented-with-require-corp", 10),
        ("credentialless", "coep-implemented-with-credentialless", 10),
        ("unsafe-none", "coep-implemented-with-unsafe-none", 0),
        (None, "coep-not-implemented", 0),
        ("require-corp, require-corp", "coep-header-invalid", -5),
        ('"require-corp"', "coep-header-invalid", -5),
        ("nonsense", "coep-header-invalid", -5),
    ),
)
COOP = header(
    "cross-origin-opener-policy",
    "cross-origin-opener-policy",
    (
        ("same-origin", "coop-implemented-with-same-origin", 10),
        ("same-origin-allow-popups", "coop-implemented-with-same-origin-allow-popups", 10),
        ("noopener-allow-popups", "coop-implemented-with-noopener-allow-popups", 10),
        ("unsafe-none", "coop-implemented-with-unsafe-none", 0),
        (None, "coop-not-implemented", 0),
        ("same-origin, same-origin", "coop-header-invalid", -5),
        ("same-origin-plus-coep", "coop-header-invalid", -5),
    ),
)
TEN_TESTS = (
    *(*POLICIES, *COOKIES, *CORS, *REDIRECTS, *HSTS, *REFERRER),
    *(*SRI, NOT_HTML, *SNIFFING, *FRAMING, *CORP),
)
"""One test differs from the plain site in each."""
TWO_TESTS = (*WITHOUT_HSTS, *NO_HTTPS)
"""Rows in which a second test changes, too."""
ALGORITHM_6 = (*COEP, *COOP)
"""Tests that the compared release does not have yet."""
