"""How far and how long cookies reach: scope, lifetime, prefix."""

from collections.abc import Callable

import pytest

from portal_audit.api import Finding

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]


def cookies(*lines: str) -> list[tuple[str, str]]:
    return [("Set-Cookie", line) for line in lines]


@pytest.mark.parametrize(
    ("host", "domain", "outcome"),
    [
        ("sotuphap.hanoi.gov.vn", None, "host-only"),
        ("sotuphap.hanoi.gov.vn", "sotuphap.hanoi.gov.vn", "host-only"),
        ("sotuphap.hanoi.gov.vn", ".hanoi.gov.vn", "shared"),
        ("a.sotuphap.hanoi.gov.vn", "sotuphap.hanoi.gov.vn", "parent"),
        ("hanoi.gov.vn", "hanoi.gov.vn", "parent"),
        ("www.hanoi.gov.vn", "Hanoi.gov.vn", "parent"),
        ("sotuphap.hanoi.gov.vn", "gov.vn", "public-suffix"),
        ("sotuphap.hanoi.gov.vn", "vn", "public-suffix"),
        ("sotuphap.hanoi.gov.vn", "example.com", "foreign"),
        ("sotuphap.hanoi.gov.vn", "phap.hanoi.gov.vn", "foreign"),
    ],
)
def test_scope(host: str, domain: str | None, outcome: str, ask: Ask, see: See) -> None:
    line = "a=1; Secure" + (f"; Domain={domain}" if domain else "")
    pieces = see(cookies("b=1", line), url=f"https://{host}/")
    assert ask("cookies.scope", *pieces).outcome == outcome


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ([], "none"),
        (["a=1"], "short"),
        (["a=1; Max-Age=34560000"], "short"),
        (["a=1; Max-Age=34646400"], "long"),
        (["a=1; Expires=Tue, 01 Jan 2030 00:00:00 GMT", "b=1"], "long"),
        (["a=1; Max-Age=60; Expires=Tue, 01 Jan 2030 00:00:00 GMT"], "short"),
    ],
)
def test_lifetime(lines: list[str], outcome: str, ask: Ask, see: See) -> None:
    assert ask("cookies.lifetime", *see(cookies(*lines))).outcome == outcome


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ([], "none"),
        (["a=1"], "unprefixed"),
        (["__Host-a=1; Secure; Path=/", "b=1"], "prefixed"),
        (["__secure-a=1; Secure; Domain=example.gov.vn"], "prefixed"),
        (["__Host-a=1; Secure"], "refused"),
        (["__Host-a=1; Secure; Path=/; Domain=example.gov.vn"], "refused"),
        (["__Secure-a=1"], "refused"),
    ],
)
def test_prefix(lines: list[str], outcome: str, ask: Ask, see: See) -> None:
    assert ask("cookies.prefix", *see(cookies(*lines))).outcome == outcome


def test_no_cookie_has_no_scope(ask: Ask, see: See) -> None:
    assert ask("cookies.scope", *see()).outcome == "none"
