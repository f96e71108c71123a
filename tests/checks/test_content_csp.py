"""content.csp: policies as sent → the gravest thing that gets past them."""

from collections.abc import Callable

import pytest

from portal_audit.api import Finding, Page

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
CSP = "Content-Security-Policy"
NONCE = "'nonce-r4nd0m'"


@pytest.mark.parametrize(
    ("policies", "outcome"),
    [
        ([], "missing"),
        (
            [
                "script-src 'nonce-r4nd0m' 'strict-dynamic' 'unsafe-inline' https: http:; "
                "object-src 'none'; base-uri 'none'; default-src 'self'"
            ],
            "strict",
        ),
        (["default-src 'self'; frame-acestors 'none'"], "strict-ignored"),
        (["default-src 'self'; img-src ‘self’"], "strict-ignored"),
        (["default-src ‘self’; object-src ‘none’"], "invalid"),
        (["default-src 'self' 'nonce-a' 'strict-dynamic'; connect-src http:"], "insecure-scheme"),
        (["default-src 'self'"], "strict"),
        (["default-src 'none'; script-src 'self'; style-src 'self'"], "strict"),
        (["DEFAULT-SRC 'SELF'"], "strict"),
        ([f"default-src 'self'; script-src {NONCE} 'strict-dynamic' 'unsafe-inline'"], "strict"),
        ([f"default-src 'self'; script-src {NONCE} 'strict-dynamic' https:"], "strict"),
        # as recommended: nothing is said of styles
        (
            [
                f"script-src {NONCE} 'strict-dynamic' https: 'unsafe-inline'; object-src 'none'; "
                "base-uri 'none'"
            ],
            "strict",
        ),
        ([f"script-src {NONCE} 'strict-dynamic'; object-src 'none'; style-src *"], "style-unsafe"),
        ([f"script-src {NONCE}; object-src 'none'"], "style-unsafe"),
        ([f"default-src 'self'; script-src {NONCE} 'unsafe-inline'"], "strict"),
        (["default-src 'self'; script-src 'sha256-abc=' 'unsafe-inline'"], "strict"),
        (["default-src 'self'; script-src https://cdn.example"], "strict"),
        (["default-src 'self'; style-src 'unsafe-inline'"], "style-unsafe"),
        (["default-src 'self'; style-src *"], "style-unsafe"),
        (["script-src 'self'; object-src 'none'"], "style-unsafe"),
        (["default-src 'self'; script-src 'self' 'unsafe-eval'"], "unsafe-eval"),
        (["default-src 'self' 'unsafe-eval'; style-src 'unsafe-inline'"], "unsafe-eval"),
        (["default-src 'self'; script-src 'self' 'unsafe-inline'"], "unsafe-script"),
        (["default-src 'self' 'UNSAFE-INLINE'"], "unsafe-script"),
        (["default-src 'self'; script-src-elem 'unsafe-inline'"], "unsafe-script"),
        (["default-src 'self'; script-src-attr 'unsafe-inline'"], "unsafe-script"),
        (["default-src 'self'; script-src *"], "broad-script"),
        (["default-src 'self' https:"], "broad-script"),
        (["default-src 'self'; script-src 'self' data:"], "broad-script"),
        (["default-src 'self'; script-src https://*"], "broad-script"),
        (["default-src 'self'; script-src *:443"], "broad-script"),
        (["default-src 'self'; object-src *"], "broad-object"),
        (["default-src 'self'; object-src data:"], "broad-object"),
        (["img-src 'self'"], "script-unlimited"),
        (["upgrade-insecure-requests"], "script-unlimited"),
        (["script-src 'self'"], "object-unlimited"),
        (["default-src 'self'; script-src http://cdn.example"], "insecure-scheme"),
        (["default-src 'self'; connect-src ftp://tep.example"], "insecure-scheme"),
        (["default-src 'self'; img-src http://anh.example"], "insecure-passive"),
        (["default-src 'self'; media-src http:"], "insecure-passive"),
        (["script-src 'strict-dynamic'; object-src 'none'"], "strict-dynamic-alone"),
        (["default-src 'self'; script-src 'self'; script-src *"], "repeated"),
        (["default-src 'self'; report-uri /a; report-uri /b"], "strict"),
        (["enable all"], "invalid"),
        ([""], "invalid"),
        ([";;; , ;"], "invalid"),
    ],
)
def test_header(policies: list[str], outcome: str, ask: Ask, see: See) -> None:
    finding = ask("content.csp", *see([(CSP, policy) for policy in policies]))
    assert finding.outcome == outcome


@pytest.mark.parametrize(
    ("policies", "outcome"),
    [
        (["default-src * 'unsafe-inline'", "default-src 'self'"], "strict"),
        (["default-src * 'unsafe-inline', default-src 'self'"], "strict"),
        (["script-src 'unsafe-inline'", "object-src 'none'"], "unsafe-script"),
        (["default-src https:", "default-src *"], "broad-script"),
        (["script-src 'self'", "object-src 'none'; style-src 'self'"], "strict"),
        (["default-src 'self' 'unsafe-eval'", "default-src 'self'"], "strict"),
        (["default-src 'self'; connect-src http://a.example", "default-src 'self'"], "strict"),
    ],
)
def test_only_what_every_policy_allows_counts(
    policies: list[str], outcome: str, ask: Ask, see: See
) -> None:
    finding = ask("content.csp", *see([(CSP, policy) for policy in policies]))
    assert finding.outcome == outcome


@pytest.mark.parametrize(
    ("headers", "metas", "outcome"),
    [
        ({}, ["default-src 'self'"], "strict"),
        ({}, ["frame-ancestors 'self'"], "invalid"),
        ({CSP: "default-src * 'unsafe-inline'"}, ["default-src 'self'"], "strict"),
        ({CSP + "-Report-Only": "default-src 'self'"}, [], "report-only"),
        ({CSP + "-Report-Only": "default-src 'self'"}, ["default-src 'self'"], "strict"),
    ],
)
def test_meta_and_report_only(
    headers: dict[str, str], metas: list[str], outcome: str, ask: Ask, see: See
) -> None:
    meta = tuple((CSP.lower(), value) for value in metas)
    assert ask("content.csp", *see(headers, page=Page(URL, URL, 200, meta=meta))).outcome == outcome


def test_unencrypted_sources_are_no_step_down_on_an_unencrypted_portal(ask: Ask, see: See) -> None:
    pieces = see({CSP: "default-src 'self' http://a.example"}, url="http://xa.example.gov.vn/")
    assert ask("content.csp", *pieces).outcome == "strict"
