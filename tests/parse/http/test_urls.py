"""Addresses compared, classed, and kept out of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.urls import (
    domain_of,
    is_document,
    is_media,
    is_trap,
    normalise,
    relation,
    same_organisation,
    same_place,
    same_site,
    slug_of,
    without_state,
)


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("https://xa.gov.vn/a", "https://xa.gov.vn/b", True),
        ("https://www.xa.gov.vn/", "https://xa.gov.vn/", True),
        ("http://XA.gov.vn/", "https://xa.gov.vn/", True),
        ("https://xa.gov.vn:443/", "https://xa.gov.vn/", True),
        ("http://xa.gov.vn:8080/", "https://xa.gov.vn:8443/", True),
        ("https://xa.gov.vn:8443/", "https://xa.gov.vn:9443/", False),
        ("https://tinh.gov.vn/", "https://xa.tinh.gov.vn/", False),
        ("https://xa.gov.vn.evil.example/", "https://xa.gov.vn/", False),
        ("https://xa.gov.vn:99999/", "https://xa.gov.vn/", False),
        ("mailto:a@xa.gov.vn", "https://xa.gov.vn/", False),
        ("javascript:void(0)", "javascript:void(0)", False),
        ("#", "https://xa.gov.vn/", False),
    ],
)
def test_same_site(url: str, other: str, same: bool) -> None:
    assert same_site(url, other) is same
    assert same_site(other, url) is same


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("langgiang.bacninh.gov.vn", "bacninh.gov.vn"),
        ("bacninh.gov.vn", "bacninh.gov.vn"),
        ("angiang.dcs.vn", "angiang.dcs.vn"),
        ("sub.dost-dongnai.gov.vn", "dost-dongnai.gov.vn"),
        ("www.baochinhphu.vn", "baochinhphu.vn"),
        ("xa.tinh.gov.test", "tinh.gov.test"),
        ("xa.tinh.example", "tinh.example"),
        ("xa.hacson.gov.test", "hacson.gov.test"),
        ("localhost", "localhost"),
        ("49.156.54.87", "49.156.54.87"),
    ],
)
def test_domain_of(host: str, domain: str) -> None:
    assert domain_of(host) == domain


def test_same_organisation() -> None:
    assert same_organisation("https://a.bacninh.gov.vn/", "https://bacninh.gov.vn/")
    assert not same_organisation("https://haiphong.gov.vn/", "https://bacninh.gov.vn/")
    assert not same_organisation("mailto:x", "mailto:y")


@pytest.mark.parametrize(
    ("url", "stateless"),
    [
        ("https://x.vn/a;jsessionid=1F?x=1#c", "https://x.vn/a?x=1#c"),
        ("https://x.vn/a?PHPSESSID=4c&x=1", "https://x.vn/a?x=1"),
        ("https://x.vn/(S(3ci0o2adhqu1ieqnmbtrga55))/a.aspx", "https://x.vn/a.aspx"),
        (
            "https://x.vn/webcenter/portal/a?_adf.ctrl-state=9x_4&id=5&_afrLoop=123",
            "https://x.vn/webcenter/portal/a?id=5",
        ),
        (
            "https://x.vn/webcenter/portal/a?_afrLoop=1&_afrWindowMode=0",
            "https://x.vn/webcenter/portal/a",
        ),
        (
            "https://x.vn/wps/portal/bo/gioithieu/!ut/p/a1/04_Sj9CPyk",
            "https://x.vn/wps/portal/bo/gioithieu",
        ),
        # All there is of the path.
        ("https://x.vn/wps/portal/!ut/p/b1/04", "https://x.vn/wps/portal/!ut/p/b1/04"),
        ("https://x.vn/a?id=5&tabid=9", "https://x.vn/a?id=5&tabid=9"),
        ("https://x.vn/a?professionid=5", "https://x.vn/a?professionid=5"),
        ("mailto:a@b", "mailto:a@b"),
    ],
)
def test_states_and_sessions_are_no_part_of_a_place(url: str, stateless: str) -> None:
    assert without_state(url) == stateless
    assert same_place(url) == same_place(stateless)


@pytest.mark.parametrize(
    ("url", "normal"),
    [
        ("HTTPS://XA.gov.vn:443", "https://xa.gov.vn/"),
        ("http://xa.gov.vn:80/a?b=2&a=1#c", "http://xa.gov.vn/a?b=2&a=1"),
        ("https://xa.gov.vn:8443/A", "https://xa.gov.vn:8443/A"),
        ("https://xa.gov.vn/a;jsessionid=1F?x=1", "https://xa.gov.vn/a?x=1"),
        ("https://u:p@xa.gov.vn/", "https://xa.gov.vn/"),
        ("https://[::1]:8443/", "https://[::1]:8443/"),
        ("mailto:a@b", "mailto:a@b"),
        ("http://[half", "http://[half"),
    ],
)
def test_normalise(url: str, normal: str) -> None:
    assert normalise(url) == normal


def test_same_place_takes_one_more_step() -> None:
    assert same_place("http://www.xa.gov.vn/a/") == same_place("https://xa.gov.vn/a")


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://x.vn/So-do-cong.aspx?id=5", "so-do-cong-aspx-id-5"),
        ("https://x.vn/a?loai=G%C3%B3p%20%C3%BD", "a-loai-gop-y"),
        ("https://x.vn/a?loai=Góp ý", "a-loai-gop-y"),
        ("https://x.vn/-au-thau", "au-thau"),
        ("http://[half", ""),
    ],
)
def test_slug_of(url: str, slug: str) -> None:
    assert slug_of(url) == slug


@pytest.mark.parametrize(
    ("url", "document", "media"),
    [
        ("https://x.vn/a.pdf", True, False),
        ("https://x.vn/a.DOCX?v=1", True, False),
        ("https://x.vn/documents/1/a.xls&t=2", True, False),
        ("https://x.vn/a.rtf", True, False),
        ("https://x.vn/a.html", False, False),
        ("https://x.vn/pdf/", False, False),
        ("https://x.vn/a.jpg", False, True),
        ("https://x.vn/rss.xml", False, True),
    ],
)
def test_what_an_address_names(url: str, document: bool, media: bool) -> None:
    assert (is_document(url), is_media(url)) == (document, media)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.vn/dang-nhap",
        "https://x.vn/c/portal/login?p_l_id=1",
        "https://x.vn/logout.aspx",
        "https://x.vn/lich?thang=5",
        "https://x.vn/lich?year=2031&month=2",
        "https://x.vn/su-kien/2031/02/",
        "https://x.vn/tin?sort=date",
        "https://x.vn/tin/print/5",
        "https://x.vn/a/_layouts/15/x.aspx?UrlList=/Lists/x",
        "https://x.vn/wps/portal/!ut/p/b1/04",
        "https://x.vn/?_afrLoop=123",
        "https://x.vn/a/b/a/b/a/b",
        "https://x.vn/?q=" + "x" * 500,
        "https://x.vn" + "/y" * 2 + "/1/2/3/4/5/6/7/8/9/10/11",
    ],
)
def test_traps(url: str) -> None:
    assert is_trap(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://x.vn/",
        "https://x.vn/lich-tiep-cong-dan",
        "https://x.vn/Default.aspx?tabid=119",
        "https://x.vn/web/guest/home",
        "https://x.vn/tin-tuc/2026/9/bai-viet.html",
        "https://x.vn/thong-tin/in-an.html",
        "https://x.vn/vi/news/lich-lam-viec/",
        "https://x.vn/administrative-procedures",
        "https://x.vn/thu-tuc-dang-ky-ket-hon",
    ],
)
def test_no_traps(url: str) -> None:
    assert not is_trap(url)


@given(st.text(max_size=80))
def test_any_text_is_taken(url: str) -> None:
    for text in (url, "https://" + url, "https://x.vn/" + url):
        normalise(text)
        slug_of(text)
        is_trap(text)
        same_site(text, url)
        same_organisation(text, url)


@pytest.mark.parametrize(
    ("url", "whose"),
    [
        ("https://tinh.gov.vn/x", "own"),
        ("https://so.tinh.gov.vn/x", "own"),
        ("https://paht.tinh.gov.vn/", "national"),
        ("https://dichvucong.gov.vn/p", "national"),
        ("https://khac.gov.vn/", "other"),
    ],
)
def test_whose_an_address_is(url: str, whose: str) -> None:
    assert relation(url, "https://tinh.gov.vn/", "", ("paht.*", "dichvucong.gov.vn")) == whose


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        (
            "/banners/click/?id=7&s=57c21447cfd6dba0",
            "/banners/click/?id=7&s=153d555cfbe6116d",
            True,
        ),
        ("/banners/click/?s=57c21447cfd6dba0&id=7", "/banners/click/?id=7", True),
        (
            "/banners/click/?id=7&s=57c21447cfd6dba0",
            "/banners/click/?id=8&s=57c21447cfd6dba0",
            False,
        ),
        ("/van-ban/?id=57c21447cfd6dba0", "/van-ban/?id=153d555cfbe6116d", False),
        (
            "/index.php?nv=banners&op=click&id=3&s=57c21447cfd6dba0",
            "/index.php?nv=banners&op=click&id=3&s=153d555cfbe6116d",
            True,
        ),
        ("/x?utm_source=zalo&utm_medium=a&id=3", "/x?id=3", True),
        ("/x?fbclid=IwAR0", "/x", True),
        ("/lich?p_auth=aB3x&_=1700000000000", "/lich", True),
        ("/x?token_id=3", "/x?token_id=4", False),
    ],
)
def test_tokens_of_click_counters_are_no_part_of_a_place(url: str, other: str, same: bool) -> None:
    host = "https://xa.gov.vn"
    assert (same_place(host + url) == same_place(host + other)) is same
