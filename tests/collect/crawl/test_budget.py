"""The crawl spends its pages on what a reader would look at."""

import pytest

from portal_audit.collect.crawl.skip_rules import is_download, is_skipped
from portal_audit.demo.pdf import pdf
from portal_audit.evidence import Crawl
from tests.collect.crawl.test_crawl import (
    HOME,
    FakeDoor,
    Served,
    answer,
    links,
    moved,
    read,
    reasons,
    visit,
)

NEWS_TITLES = "".join(
    f'<p><a href="/tin/bai-{n}.html">Chủ tịch xã kiểm tra phòng chống lụt bão đợt {n}</a></p>'
    for n in range(5)
)


@pytest.mark.parametrize(
    "path",
    [
        "users/login/",
        "dang-ky",
        "index.php?option=com_users&view=registration",
        "tim-kiem?q=ngân+sách",
        "?s=abc",
        "tag/nong-thon-moi",
        "tin-tuc?print=1",
        "in-bai/123",
        "su-kien?month=3",
        "?theme=dark",
        "?lang=en",
        "voting/3",
        "gio-hang",
        "rss/tin-tuc",
        "comments/feed/",
        "index.php?format=feed&type=rss",
        "van-ban/?C=M;O=A",
        "van-ban/?C=N&O=D",
        "Default.aspx?ctl=login&returnurl=%2f",
        "_layouts/Authenticate.aspx?Source=%2F",
        "index.php?option=com_search&searchword=a",
        "tim-kiem-nang-cao",
        "inbaiviet.aspx?id=5",
        "printpdf/5",
        "index.php?option=com_tags&view=tag&id=3",
        "index.php?option=com_jevents&task=month.calendar",
        "events/2026-11",
        "change-theme/2",
        "?SkinSrc=%5bG%5d",
        "?high_contrast=1",
        "tham-do-y-kien/ket-qua",
        "index.php?option=com_poll",
        "RSS.ashx",
        "comment/reply/5",
        "download-counter?id=1",
    ],
)
def test_pages_that_show_nothing_new_are_not_asked_for(path: str) -> None:
    _, client = visit(f'<nav><a href="/{path}">Mục</a></nav>', {})
    assert client.asked == [HOME + "robots.txt", HOME + "sitemap.xml"]


@pytest.mark.parametrize(
    "path",
    [
        "rss",
        "tim-kiem",
        "gioi-thieu",
        "index.php?language=vi&nv=news",
        "tin-tuc/the-thao",
        "?q=node/5",
        "taxonomy/term/5",
        "thanh-vien-ubnd",
        "thu-tuc-dang-ky-khai-sinh",
        "in-an-xuat-ban",
        "binh-chon-san-pham-ocop",
    ],
)
def test_sections_of_like_names_are(path: str) -> None:
    assert not is_skipped(HOME + path, "Mục")


@pytest.mark.parametrize("label", ["Đăng nhập", "ĐĂNG KÝ", "In trang", "Quên mật khẩu"])
def test_labels_say_it_where_addresses_do_not(label: str) -> None:
    assert is_skipped(HOME + "?p=12", label)
    assert not is_skipped(HOME + "?p=12", f"{label} lịch tiếp công dân")


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("x/?download=1&id=0", ""),
        ("api/file/5", ""),
        ("tai-ve/7", ""),
        ("x?id=3", "Biểu 1.pdf"),
        ("LinkClick.aspx?fileticket=abc%3d&tabid=57", ""),
        ("documents/10180/123/qd.pdf/0a1b?version=1.0", ""),
        ("c/document_library/get_file?uuid=a&groupId=2", ""),
        ("index.php?option=com_docman&task=doc_download&gid=5", ""),
        ("Handlers/DownloadFile.ashx?id=5", ""),
        ("van-ban/dinh-kem/12", ""),
    ],
)
def test_downloads_are_told_by_address_or_label(path: str, label: str) -> None:
    assert is_download(HOME + path, label)


def test_other_addresses_of_a_page_cost_nothing() -> None:
    page = '<link rel="canonical" href="/a"><title>A</title><p>Như nhau</p>'
    site: dict[str, Served] = {
        HOME + "a": page,
        **{HOME + f"a?x={n}": page for n in "bcde"},
        HOME + "moved": moved(HOME + "moved", "/a"),
        HOME + "z": "<title>Z</title><p>Khác</p>",
    }
    home = f"<nav>{links('/a', '/a?x=b', '/a?x=c', '/moved', '/a?x=d', '/z')}</nav>"
    seen, _ = visit(home, site, max_pages=3)
    assert seen.pages_read == 3
    assert read(seen)[-1] == "z"


def test_a_canonical_address_is_not_believed_where_the_words_differ() -> None:
    site: dict[str, Served] = {
        HOME + name: f'<link rel="canonical" href="/a"><p>Trang {name}</p>' for name in "ab"
    }
    seen, _ = visit(links("/a", "/b"), site)
    assert read(seen) == ["", "a", "b"]


def test_two_pieces_of_news_are_read_before_the_pages_run_out() -> None:
    menu = "<nav>" + links(*(f"/muc-{n}x" for n in range(30))) + '<a href="/tin">Tin tức</a></nav>'
    site = lambda url: NEWS_TITLES if url == HOME + "tin" else f"<p>Trang {url}</p>"  # noqa: E731
    seen, _ = visit(menu, site, max_pages=12)
    assert sum(url.startswith("tin/bai-") for url in read(seen)) == 2
    assert seen.pages_read == 12


def test_a_menu_entry_that_is_looked_for_comes_before_links_amid_pages() -> None:
    menu = "<nav>" + "".join(f'<a href="/nganh-{n}x">Ngân sách</a>' for n in range(4)) + "</nav>"
    body = "<p>" + "".join(f'<a href="/dau-{n}x">Đấu thầu</a>' for n in range(4)) + "</p>"
    seen, _ = visit(body + menu, lambda url: f"<p>{url}</p>", interests=("Ngân sách", "Đấu thầu"))
    assert [url[:3] for url in read(seen)[1:]] == ["nga"] * 4 + ["dau"] * 4


def test_the_visit_has_one_cookie_jar() -> None:
    class Shop(FakeDoor):
        sent: list[str]

        async def get(self, url: str, *, headers: object = None, **more: object) -> object:  # type: ignore[override]
            self.sent.append(f"{url.removeprefix(HOME)} {dict(headers or {}).get('Cookie', '')}")  # type: ignore[call-overload]
            if url == HOME + "a" and "sess=1" not in self.sent[-1]:
                return answer(url, status=302, location="/a", set_cookie="sess=1; path=/")
            return await super().get(url, **more)  # type: ignore[arg-type]

    client = Shop({HOME + "a": "<p>Trang A</p>" + links("/b"), HOME + "b": "<p>Trang B</p>"})
    client.sent = []
    seen, _ = visit(links("/a"), {}, client=client)
    assert read(seen) == ["", "a", "b"]
    assert client.sent[-3:] == ["a ", "a sess=1", "b sess=1"]


BANNER = HOME + "banners/click/?id=7&s=abc"
REFRESH = '<meta http-equiv="refresh" content="0;url=https://dichvucong.gov.vn/">'


def _banners(answered: Served) -> Crawl:
    name = "Dịch vụ công trực tuyến"
    home = f'<p><a href="{BANNER}"><img src=b.png alt="{name}"></a></p>'
    return visit(home, {BANNER: answered}, interests=(name,))[0]


@pytest.mark.parametrize(
    "answered",
    [
        moved(BANNER, "https://dichvucong.gov.vn/"),
        answer(BANNER, REFRESH, status=301),
        answer(BANNER, REFRESH),
    ],
    ids=["redirect", "redirect without Location", "refresh"],
)
def test_a_banner_is_known_by_where_it_leads(answered: Served) -> None:
    seen = _banners(answered)
    assert seen.home is not None
    (link,) = seen.home.links
    assert (link.url, link.through) == ("https://dichvucong.gov.vn/", BANNER)
    assert reasons(seen) == {"banners/click/?id=7&s=abc": "off-site"}
    assert seen.unread[0].leads_to == "https://dichvucong.gov.vn/"


def test_a_file_is_known_by_its_type_and_name_whatever_its_address() -> None:
    file = answer(
        HOME + "xem?id=5",
        pdf(["Du toan ngan sach nam 2026"]),
        content_type="application/octet-stream",
        content_disposition='attachment; filename="du-toan.pdf"',
    )
    home = '<p><a href="/xem?id=5">Dự toán ngân sách</a></p>'
    seen, _ = visit(home, {HOME + "xem?id=5": file}, interests=("Dự toán ngân sách",))
    assert seen.unread[0].file_name == "du-toan.pdf"
    assert [document.url for document in seen.documents] == [HOME + "xem?id=5"]
    assert "ngan sach" in seen.documents[0].text
