"""What a URL leads to, whatever it looks like."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.web_url import BadUrl, host_of, read_host, read_url, resolve
from tests.imports import PRODUCT, ROOT, imports, place


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
    assert read_url(url).url == read


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
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadUrl):
        read_url(url)


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
        ("https://c\u00e1\u00bb\u0095ng.example/", "https://cổng.example/"),
        ("\\\\b.example\\x", "https://b.example/x"),
        ("/\\b.example/x", "https://b.example/x"),
        ("\\vi\\tin", "https://a.example/vi/tin"),
        ("http:\\\\b.example\\x?y=\\z", "http://b.example/x?y=\\z"),
        ("http:/b.example/x", "http://b.example/x"),
        ("http:b.example/x", "http://b.example/x"),
        ("https:////b.example/x", "https://b.example/x"),
        ("https:vi", "https://a.example/x/vi"),
        ("https:/vi", "https://a.example/vi"),
        (" \t/vi\x01 ", "https://a.example/vi"),
        ("HTTPS://b.example/", "https://b.example/"),
        ("", "https://a.example/x/"),
    ],
)
def test_a_location_is_resolved_as_sent(location: str, whole: str) -> None:
    assert resolve("https://a.example/x/", location) == whole


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Portal.example./a", "www.portal.example"),
        ("HTTPS://Portal.example:8443/", "portal.example"),
        ("https://cổng.example/", "xn--cng-qmz.example"),
        ("https://xn--cng-qmz.example/", "xn--cng-qmz.example"),
        ("https://CO\u0302\u0309NG.example/", "xn--cng-qmz.example"),
        ("//portal.example/x", "portal.example"),
        ("https:\\\\portal.example\\x", "portal.example"),
        ("https:/portal.example/x", "portal.example"),
        ("https://u:p@portal.example/", "portal.example"),
        ("https://127.1/", "127.0.0.1"),
        ("https://[::1]:81/", "::1"),
        ("https://p%6Frtal.example/", "portal.example"),
        ("https://{host}/", ""),
        ("https://a b/", ""),
        ("http://[half", ""),
        ("mailto:a@portal.example", ""),
        ("#top", ""),
        ("", ""),
    ],
)
def test_the_host_of_a_url(url: str, host: str) -> None:
    assert host_of(url) == host


@given(st.text(max_size=60))
def test_any_text_has_a_host_or_none(text: str) -> None:
    host = host_of(text)
    assert host == "" or read_host(f"[{host}]" if ":" in host else host) == host


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_reference_is_resolved(base: str, reference: str) -> None:
    resolve(base, reference)
    with suppress(BadUrl):
        url = read_url(resolve(f"https://portal.example/{base}", reference)).url
        assert read_url(url).url == url


SPLITTERS = {f"urllib.parse.{name}" for name in ("urlsplit", "urlparse", "urljoin", "urlunsplit")}


def test_no_other_module_takes_urls_apart() -> None:
    """Two readers of one URL are how a scanner is led to another host than the one it checked."""
    product = [*PRODUCT.rglob("*.py"), *(ROOT / "checks").rglob("*.py")]
    product += (ROOT / "reports").rglob("*.py")
    readers = {place(file) for file in product if imports(file) & SPLITTERS}
    # The sample province is a server: what it takes apart are requests.
    assert readers == {"portal_audit/parse/http/web_url.py", "portal_audit/demo/site.py"}
