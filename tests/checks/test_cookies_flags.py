"""The attributes of cookies: secure, httponly, samesite."""

from collections.abc import Callable

import pytest

from portal_audit.api import Exchange, Finding, HttpFront, Page

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]
URL = "https://xa.example.gov.vn/"
YEAR = "max-age=31536000"


def cookies(*lines: str) -> list[tuple[str, str]]:
    return [("Set-Cookie", line) for line in lines]


@pytest.mark.parametrize(
    ("lines", "hsts", "outcome"),
    [
        ([], None, "none"),
        (["a=1; Secure"], None, "all-secure"),
        (["a=1; secure; path=/", "PHPSESSID=x;SECURE"], None, "all-secure"),
        (["a=1"], None, "open"),
        (["a=1; Secure", "b=2; HttpOnly"], None, "open"),
        (["a=Secure"], None, "open"),
        (["a=1"], YEAR, "behind-hsts"),
        (["a=1"], "max-age=15552000", "open"),
        (["PHPSESSID=x"], YEAR, "session-behind-hsts"),
        (["PHPSESSID=x; HttpOnly"], None, "session-open"),
        (["connect.sid=x"], None, "session-open"),
        ([".ASPXAUTH=x"], None, "session-open"),
        (["sidebar=open"], None, "open"),
        (["author=an"], None, "open"),
        (["XSRF-TOKEN=x"], None, "open"),
        (["a=; Max-Age=0"], None, "none"),
        (["a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], None, "none"),
        (["a=\x00b"], None, "none"),
    ],
)
def test_secure(lines: list[str], hsts: str | None, outcome: str, ask: Ask, see: See) -> None:
    headers = cookies(*lines)
    if hsts:
        headers.append(("Strict-Transport-Security", hsts))
    assert ask("cookies.secure", *see(headers)).outcome == outcome


def test_secure_without_https(ask: Ask, see: See) -> None:
    pieces = see(cookies("a=1"), url="http://xa.example.gov.vn/")
    assert ask("cookies.secure", *pieces).outcome == "no-https"


def test_cookies_of_redirects_and_inner_pages_count(ask: Ask, see: See) -> None:
    inner = Page(URL + "tim", URL + "tim", 200, headers=tuple(cookies("inner=1")))
    start = "http://xa.example.gov.vn/"
    http = HttpFront(start, (Exchange(start, 301, tuple(cookies("lb=1")), 0.1),))
    finding = ask("cookies.secure", *see(cookies("a=1; Secure"), pages=(inner,), http=http))
    assert finding.facts["cookies"] == ["lb", "inner"]
    assert finding.where == (start, inner.url)


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ([], "none"),
        (["lang=vi"], "no-session"),
        (["XSRF-TOKEN=x"], "no-session"),
        (["JSESSIONID=x; HttpOnly"], "protected"),
        (["ASP.NET_SessionId=x; path=/; httponly"], "protected"),
        (["JSESSIONID=x"], "exposed"),
        (["laravel_session=x; Secure"], "exposed"),
        # phpMyAdmin, DotNetNuke, SharePoint, Joomla, NukeViet
        (["phpMyAdmin=x"], "exposed"),
        (["pmaAuth-1=x"], "exposed"),
        ([".DOTNETNUKE=x"], "exposed"),
        (["FedAuth=x"], "exposed"),
        (["rtFa=x"], "exposed"),
        (["5d41402abc4b2a76b9719d911017c592=x"], "exposed"),
        (["nv4c_a1b2c_sess=x"], "exposed"),
        (["cakephp=x"], "exposed"),
        # A time that scripts read, and the mark of a firewall.
        (["LFR_SESSION_STATE_20105=1760000000"], "no-session"),
        (["cookiesession1=678A3E"], "no-session"),
        # ASP.NET Identity, WebSphere, WordPress, CAS, Keycloak, ADFS, TYPO3, Spring
        ([".AspNet.ApplicationCookie=x"], "exposed"),
        (["LtpaToken2=x"], "exposed"),
        (["wordpress_sec_5d41402abc4b2a76b9719d911017c592=x"], "exposed"),
        (["CASTGC=x"], "exposed"),
        (["KEYCLOAK_IDENTITY=x"], "exposed"),
        (["MSISAuth=x"], "exposed"),
        (["fe_typo_user=x"], "exposed"),
        (["remember-me=x"], "exposed"),
        (["wordpress_test_cookie=x", "_pk_ses.1.ab=x", "TS01abc=x", "__cf_bm=x"], "no-session"),
        (["startfacebook=x"], "no-session"),
        (["5d41402abc4b2a76=x"], "no-session"),
        (["dnn_IsMobile=False"], "no-session"),
        (["access_token=x; Secure"], "exposed"),
        (["a=1; HttpOnly", "user_login=x"], "exposed"),
    ],
)
def test_httponly(lines: list[str], outcome: str, ask: Ask, see: See) -> None:
    assert ask("cookies.httponly", *see(cookies(*lines))).outcome == outcome


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ([], "none"),
        (["a=1; SameSite=Lax", "b=1; samesite=STRICT"], "limited"),
        (["a=1; SameSite=Lax", "b=1; SameSite=None; Secure"], "none-secure"),
        (["a=1"], "absent"),
        (["a=1; SameSite=None; Secure", "b=1"], "absent"),
        (["a=1; SameSite=None"], "none-insecure"),
        (["a=1; SameSite=Everything"], "invalid"),
        (["a=1; SameSite"], "invalid"),
        (["a=1; SameSite=x; SameSite=Lax"], "limited"),
        (["XSRF-TOKEN=x; Secure"], "csrf-absent"),
        (["csrftoken=x; SameSite=Lax"], "limited"),
        (["__RequestVerificationToken=x; HttpOnly"], "csrf-absent"),
    ],
)
def test_samesite(lines: list[str], outcome: str, ask: Ask, see: See) -> None:
    assert ask("cookies.samesite", *see(cookies(*lines))).outcome == outcome


def test_values_of_cookies_are_never_shown(ask: Ask, see: See) -> None:
    pieces = see(cookies("PHPSESSID=verysecret"))
    for check in ("cookies.secure", "cookies.httponly", "cookies.samesite"):
        assert "verysecret" not in repr(ask(check, *pieces))
