"""Sitemaps as sites send them, broken and hostile ones among them."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.http.sitemap import (
    MAX_FEED_URLS,
    MAX_URLS,
    SitemapFile,
    read_feed,
    read_sitemap,
)

NS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
ONE = f"<urlset {NS}><url><loc> https://x.vn/a </loc></url></urlset>"
IMAGE = "<image:image xmlns:image='i'><image:loc>https://x.vn/a.png</image:loc></image:image>"


@pytest.mark.parametrize(
    ("body", "file"),
    [
        (ONE, SitemapFile(("https://x.vn/a",), valid=True)),
        (
            "\n<?xml version='1.0' encoding='UTF-8'?>" + ONE,
            SitemapFile(("https://x.vn/a",), valid=True),
        ),
        ("<urlset><url><loc>a</loc></url></urlset>", SitemapFile(("a",), valid=True)),
        (f"<urlset><url><loc>a</loc>{IMAGE}</url></urlset>", SitemapFile(("a",), valid=True)),
        ("<urlset/>", SitemapFile(valid=True)),
        (
            f"<sitemapindex {NS}><sitemap><loc>s.xml</loc></sitemap></sitemapindex>",
            SitemapFile(files=("s.xml",), valid=True),
        ),
        ("<urlset><url><loc>a</loc></url><url><loc>b", SitemapFile(("a",))),
        ("<urlset><url><loc>a & b</loc></url></urlset>", SitemapFile()),
        ("<html><body>404</body></html>", SitemapFile()),
        ("<!doctype html><p>404", SitemapFile()),
        ("", SitemapFile()),
        ("\x1f\x8bnot gzip", SitemapFile()),
    ],
)
def test_read_sitemap(body: str, file: SitemapFile) -> None:
    assert read_sitemap(body.encode("latin-1")) == file


def test_packed() -> None:
    assert read_sitemap(gzip.compress(ONE.encode())) == SitemapFile(("https://x.vn/a",), valid=True)


def test_entities_stay_unresolved() -> None:
    bomb = "<!DOCTYPE u [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'><!ENTITY f SYSTEM 'file:///etc/passwd'>]>"
    read = read_sitemap(f"{bomb}<urlset><url><loc>x&b;&f;</loc></url></urlset>".encode())
    assert "root" not in "".join(read.urls)
    assert "aaa" not in "".join(read.urls)


def test_a_bomb_is_unpacked_only_in_part() -> None:
    assert not read_sitemap(gzip.compress(b"<urlset>" + b" " * 50_000_000)).valid


def test_no_more_than_the_bound() -> None:
    many = "<urlset>" + "<url><loc>a</loc></url>" * (MAX_URLS + 5) + "</urlset>"
    assert len(read_sitemap(many.encode()).urls) == MAX_URLS


@pytest.mark.parametrize(
    ("body", "urls", "valid"),
    [
        (b"<rss><channel><item><link> /a </link></item></channel></rss>", ("a",), True),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='b'/></entry></feed>",
         ("b",), True),
        (b"<rss><channel><item><link>/a</link></item><item><link>/b", ("a",), False),
        (b"<rss><channel><item><link>http://[half</link></item></channel></rss>", (), True),
        (b"<html><link href='x'/></html>", (), False),
        (b"", (), False),
    ],
)  # fmt: skip
def test_feeds(body: bytes, urls: tuple[str, ...], valid: bool) -> None:
    file = read_feed(body, "https://xa.example/")
    assert file.urls == tuple("https://xa.example/" + url for url in urls)
    assert file.valid is valid


def test_a_long_feed_is_cut() -> None:
    items = b"".join(b"<item><link>/%d</link></item>" % n for n in range(MAX_FEED_URLS + 5))
    assert len(read_feed(b"<rss>" + items + b"</rss>", "https://a.example/").urls) == MAX_FEED_URLS


@given(
    st.one_of(st.binary(max_size=500), st.text(max_size=200).map(lambda t: f"<urlset>{t}".encode()))
)
def test_any_bytes_are_read(body: bytes) -> None:
    read_sitemap(body)
    read_feed(body, "https://xa.example/")
