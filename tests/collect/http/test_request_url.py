"""What a URL leads to, whatever it looks like."""

import pytest

from portal_audit.collect.http.request_url import join, request_url
from portal_audit.errors import Forbidden


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://portal.example", "https://portal.example/"),
        ("https://Portal.EXAMPLE./a#b", "https://portal.example/a"),
        ("https://portal.example:443/", "https://portal.example/"),
        ("http://portal.example:443/", "http://portal.example:443/"),
        ("http://portal.example:8080/?q=đ a", "http://portal.example:8080/?q=%C4%91%20a"),
        ("https://sở.example/", "https://xn--s-lym.example/"),
        ("http://so_tu_phap.example/", "http://so_tu_phap.example/"),
        ("http://good.example@127.0.0.1/", "http://127.0.0.1/"),
        ("http://u:p@portal.example/", "http://portal.example/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0x7f000001/", "http://127.0.0.1/"),
        ("http://017700000001/", "http://127.0.0.1/"),
        ("http://127.1/", "http://127.0.0.1/"),
        ("http://0x7f.0.0.0x1./", "http://127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]:81/", "http://[::ffff:7f00:1]:81/"),
        ("http://portal.example:1/", "http://portal.example:1/"),
        ("http://portal.example:65535/", "http://portal.example:65535/"),
        (" http://portal.example/ ", "http://portal.example/"),
    ],
)
def test_a_url_and_where_it_leads(url: str, read: str) -> None:
    assert request_url(url).url == read


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/path",
        "portal.example",
        "ftp://portal.example/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "gopher://127.0.0.1:25/",
        "http://",
        "http:///path",
        "http://portal.example:0/",
        "http://portal.example:65536/",
        "http://portal.example:99999999999/",
        "http://portal.example:x/",
        "http://a b/",
        "http://a..b/",
        "http://-a.example/",
        "http://1.2.3.4.5/",
        "http://256.1.1.1/",
        "http://1.2.3.08/",
        "http://4294967296/",
        "http://a.0x1/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://[127.0.0.1]/",
        "http://por\x00tal.example/",
        "http://portal.example/\r\nHost: other",
        "http://" + "a" * 64 + ".example/",
        "http://portal.example/" + "a" * 9_000,
    ],
)
def test_what_is_no_web_address_is_forbidden(url: str) -> None:
    with pytest.raises(Forbidden):
        request_url(url)


@pytest.mark.parametrize(
    ("location", "whole"),
    [
        ("/vi", "https://a.example/vi"),
        ("//b.example/x", "https://b.example/x"),
        ("http://b.example", "http://b.example"),
        ("?p=1", "https://a.example/x/?p=1"),
        ("/tin-t\u00e1\u00bb\u00a9c", "https://a.example/tin-tức"),
        ("/caf\u00e9", "https://a.example/café"),
        ("http://[::1", "http://[::1"),
    ],
)
def test_a_location_is_resolved_as_sent(location: str, whole: str) -> None:
    assert join("https://a.example/x/", location) == whole
