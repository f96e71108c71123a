"""exposure.dir_index: lists of files that servers make."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from portal_audit.analyse.directory_listing import listing_of
from portal_audit.api import Crawl, Exchange, Finding, Front, Page
from tests.checks.conftest import URL, read

Ask = Callable[..., Finding]
See = Callable[..., tuple[object, ...]]


def apache(*names: str) -> str:
    rows = "".join(
        f'<tr><td><a href="{name}">{name}</a></td><td>2026-05-02</td></tr>' for name in names
    )
    return (
        "<title>Index of /upload</title><h1>Index of /upload</h1><table><tr>"
        '<th><a href="?C=N;O=D">Name</a></th></tr>'
        '<tr><td><a href="/">Parent Directory</a></td></tr>'
        f"{rows}</table>"
    )


def nginx(*names: str) -> str:
    rows = "\n".join(f'<a href="{name}">{name}</a> 02-May-2026 10:00 1234' for name in names)
    head = "<title>Index of /upload/</title><h1>Index of /upload/</h1>"
    return f'{head}<pre><a href="../">../</a>\n{rows}</pre>'


def iis(*names: str) -> str:
    rows = "".join(
        f'5/2/2026 1:00 AM 123 <a href="/upload/{name}">{name}</a><br>' for name in names
    )
    return (
        "<title>xa.example.gov.vn - /upload/</title><h1>xa.example.gov.vn - /upload/</h1><pre>"
        f'<a href="/">[To Parent Directory]</a><br>{rows}</pre>'
    )


@pytest.mark.parametrize("server", [apache, nginx, iis])
@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        (("bao-cao.pdf", "danh-sach.xlsx"), "listed"),
        (("anh.jpg", "kieu.css", "phong.woff2"), "assets"),
        (("anh.jpg", "nam-2026/"), "assets"),
        (("web.config", "anh.jpg"), "archives"),
        (("sao-luu-2026.zip",), "archives"),
        (("cong.sql", "cong.sql.gz"), "archives"),
    ],
)
def test_exposure_dir_index(
    server: Callable[..., str], names: tuple[str, ...], outcome: str, ask: Ask, see: See
) -> None:
    finding = ask("exposure.dir_index", *see(pages=(read(server(*names), URL + "upload/"),)))
    assert finding.outcome == outcome
    if outcome != "archives":
        assert finding.facts["names"] == list(names)
    assert finding.severity.value == {"archives": "high", "assets": "low"}.get(outcome, "medium")


def test_a_listing_as_home_page(ask: Ask) -> None:
    page = read(apache("portal/", "huong-dan.txt"), URL)
    front = Front((Exchange(URL, 200, (), 0.1),), page, True)
    assert ask("exposure.dir_index", front, Crawl((page,))).outcome == "home"


@pytest.mark.parametrize(
    "html",
    [
        "<title>Index of Economic Freedom</title><p>Báo cáo <a href='b.pdf'>tải về</a></p>",
        "<title>Tài liệu</title><ul><li><a href='a.zip'>Phần mềm kê khai (zip)</a></ul>",
        "<title>Index of / văn bản</title><p><a href='/'>Trang chủ</a> <a href='a.zip'>Tải</a></p>",
    ],
)
def test_a_page_with_files_is_no_listing(html: str, ask: Ask, see: See) -> None:
    assert ask("exposure.dir_index", *see(pages=(read(html),))).outcome == "none"


def test_without_a_page(ask: Ask) -> None:
    front = Front((Exchange(URL, 200, (), 0.1),), None, True)
    assert ask("exposure.dir_index", front, Crawl(())).outcome == "not-html"


def test_names_are_short(ask: Ask, see: See) -> None:
    page: Page = read(apache("a" * 400 + ".pdf"), URL + "upload/")
    names = ask("exposure.dir_index", *see(pages=(page,))).facts["names"]
    assert isinstance(names, list)
    assert len(names[0]) == 100


LISTINGS = tomllib.loads(
    Path(__file__).with_name("directory_listings.toml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("kind", "name"), [(k, name) for k in LISTINGS for name in LISTINGS[k]])
def test_listings_as_servers_make_them(kind: str, name: str) -> None:
    found = listing_of(read(LISTINGS[kind][name], URL + "upload/"))
    assert (found is not None) == (kind == "listing")
