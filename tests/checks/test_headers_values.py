"""The headers that one value decides: xcto, framing, referrer, permissions, disclosure."""

from collections.abc import Callable

import pytest

from portal_audit.api import Finding, Page

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([], "missing"),
        (["nosniff"], "nosniff"),
        (["NoSniff"], "nosniff"),
        (["nosniff", "nosniff"], "nosniff"),
        (["nosniff, other"], "nosniff"),
        (["other, nosniff"], "other"),
        (["'nosniff'"], "other"),
        ([""], "other"),
    ],
)
def test_xcto(values: list[str], outcome: str, ask: Ask, see: See) -> None:
    pieces = see([("X-Content-Type-Options", value) for value in values])
    assert ask("headers.xcto", *pieces).outcome == outcome


@pytest.mark.parametrize(
    ("xfo", "csp", "outcome"),
    [
        ([], [], "missing"),
        (["DENY"], [], "xfo"),
        (["sameorigin"], [], "xfo"),
        (["SAMEORIGIN, SAMEORIGIN"], [], "xfo"),
        (["SAMEORIGIN", "SAMEORIGIN"], [], "xfo"),
        (["SAMEORIGIN", "DENY"], [], "contradictory"),
        (["DENY, ALLOWALL"], [], "contradictory"),
        (["ALLOW-FROM https://tinh.example.gov.vn"], [], "allow-from"),
        (["ALLOWALL"], [], "invalid"),
        (['"DENY"'], [], "invalid"),
        ([""], [], "invalid"),
        ([], ["frame-ancestors 'self'"], "via-csp"),
        ([], ["default-src *; FRAME-ANCESTORS 'none'"], "via-csp"),
        ([], ["frame-ancestors"], "via-csp"),
        (["ALLOWALL"], ["frame-ancestors 'self'"], "via-csp"),
        ([], ["default-src 'self'"], "missing"),
        (["DENY"], ["default-src 'self'"], "xfo"),
        (["DENY"], ["frame-ancestors *"], "wildcard"),
        ([], ["frame-ancestors 'self' https:"], "wildcard"),
        ([], ["frame-ancestors *", "frame-ancestors 'self'"], "via-csp"),
        ([], ["frame-ancestors *, frame-ancestors 'self'"], "via-csp"),
    ],
)
def test_framing(xfo: list[str], csp: list[str], outcome: str, ask: Ask, see: See) -> None:
    headers = [("X-Frame-Options", value) for value in xfo]
    headers += [("Content-Security-Policy", value) for value in csp]
    assert ask("headers.framing", *see(headers)).outcome == outcome


def test_framing_ignores_what_browsers_ignore(ask: Ask, see: See) -> None:
    meta = (("content-security-policy", "frame-ancestors 'self'"),)
    page = Page(URL, URL, 200, meta=meta)
    reporting = {"Content-Security-Policy-Report-Only": "frame-ancestors 'self'"}
    assert ask("headers.framing", *see(reporting, page=page)).outcome == "missing"


@pytest.mark.parametrize(
    ("headers", "metas", "outcome", "policy"),
    [
        ([], [], "missing", None),
        (["no-referrer"], [], "strict", "no-referrer"),
        (["Strict-Origin-When-Cross-Origin"], [], "strict", "strict-origin-when-cross-origin"),
        (["no-referrer, strict-origin"], [], "strict", "strict-origin"),
        (["unsafe-url, something-new"], [], "unsafe", "unsafe-url"),
        (["unsafe-url", "same-origin"], [], "strict", "same-origin"),
        (["no-referrer-when-downgrade"], [], "unsafe", "no-referrer-when-downgrade"),
        (["origin"], [], "origin-only", "origin"),
        (["origin-when-cross-origin"], [], "origin-only", "origin-when-cross-origin"),
        (["no_referrer"], [], "invalid", "no_referrer"),
        ([""], [], "invalid", ""),
        ([], ["same-origin"], "strict", "same-origin"),
        (["same-origin"], ["unsafe-url"], "unsafe", "unsafe-url"),
        (["same-origin"], ["nonsense"], "strict", "same-origin"),
        ([], ["always"], "unsafe", "unsafe-url"),
        ([], ["never"], "strict", "no-referrer"),
        (["never"], [], "invalid", "never"),
    ],
)
def test_referrer(
    headers: list[str], metas: list[str], outcome: str, policy: str | None, ask: Ask, see: See
) -> None:
    page = Page(URL, URL, 200, meta=tuple(("referrer", value) for value in metas))
    pieces = see([("Referrer-Policy", value) for value in headers], page=page)
    finding = ask("headers.referrer", *pieces)
    assert (finding.outcome, finding.facts.get("value")) == (outcome, policy)


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ([], "missing"),
        (["camera=(), microphone=(), geolocation=()"], "restricts"),
        (["camera=()", "microphone=()", "geolocation=(self)"], "restricts"),
        (['camera=self, microphone=(self "https://a.example"), geolocation=()'], "restricts"),
        (["camera=(), microphone=()"], "loose"),
        (["fullscreen=*"], "loose"),
        (["camera=*, microphone=(), geolocation=()"], "open-to-all"),
        (["camera=(self *), microphone=(), geolocation=()"], "open-to-all"),
        ([""], "empty"),
        (["camera 'none'; microphone 'none'"], "invalid"),
        (["camera=(), microphone=(), geolocation=(),"], "invalid"),
        (["camera=(https://a.example)"], "loose"),
        (["Camera=()"], "invalid"),
        (["camera=("], "invalid"),
    ],
)
def test_permissions(values: list[str], outcome: str, ask: Ask, see: See) -> None:
    pieces = see([("Permissions-Policy", value) for value in values])
    assert ask("headers.permissions", *pieces).outcome == outcome


def test_permissions_under_its_old_name(ask: Ask, see: See) -> None:
    pieces = see({"Feature-Policy": "camera 'none'"})
    assert ask("headers.permissions", *pieces).outcome == "old-name"


@pytest.mark.parametrize(
    ("headers", "generator", "outcome"),
    [
        ([], None, "silent"),
        ([("Server", "")], None, "silent"),
        ([("Server", "nginx")], None, "product"),
        ([("Server", "Microsoft-IIS/10.0")], None, "version"),
        ([("server", "Apache/2.4.41 (Ubuntu)")], None, "version"),
        ([("Server", "Apache Tomcat/9")], None, "version"),
        ([("Server", "AmazonS3")], None, "product"),
        ([("X-Powered-By", "ASP.NET")], None, "product"),
        ([("Server", "nginx"), ("X-Powered-By", "PHP/7.4.3")], None, "version"),
        ([("X-AspNet-Version", "4.0.30319")], None, "version"),
        ([("X-AspNetMvc-Version", "5.2")], None, "version"),
        ([("X-Generator", "Drupal 10 (https://www.drupal.org)")], None, "version"),
        ([], "Joomla! - Open Source Content Management", "product"),
        ([], "WordPress 6.4.2", "version"),
        ([], "NukeViet v4.5", "version"),
    ],
)
def test_disclosure(
    headers: list[tuple[str, str]], generator: str | None, outcome: str, ask: Ask, see: See
) -> None:
    meta = (("generator", generator),) if generator else ()
    pieces = see(headers, page=Page(URL, URL, 200, meta=meta))
    assert ask("headers.disclosure", *pieces).outcome == outcome


def test_disclosure_names_only_what_gives_a_version(ask: Ask, see: See) -> None:
    finding = ask("headers.disclosure", *see({"Server": "nginx", "X-Powered-By": "PHP/7.4.3"}))
    assert finding.facts["sent"] == ["X-Powered-By: PHP/7.4.3"]
