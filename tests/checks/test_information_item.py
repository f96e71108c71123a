"""Every outcome of the shared rule of required information, on hand-made crawls."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, NamedTuple
from unicodedata import normalize

import pytest

from portal_audit.analyse.required_information.item import ItemLimits
from portal_audit.api import (
    Crawl,
    DatedText,
    Document,
    Exchange,
    Form,
    Front,
    Image,
    Link,
    Outcome,
    Page,
    Script,
    Target,
    Unread,
    Visit,
)
from portal_audit.rules import catalog
from portal_audit.rules.check import Check

HOME = "https://anphu.hacson.gov.vn/"
VISIT = Visit(
    Target("anphu", HOME, parent="https://hacson.gov.vn/"), datetime(2026, 11, 22, tzinfo=UTC)
)
MENU = ("Trang chủ", "Tin tức", "Video", "Thư viện ảnh", "Thông báo")
LEADERS = (
    "Lãnh đạo Ủy ban nhân dân xã. Ông Nguyễn Văn An, sinh năm 1975, Chủ tịch, phụ trách chung, "
    "điện thoại 0225 3812 345. Bà Trần Thị Bình, Phó Chủ tịch, phụ trách văn hóa, xã hội."
)
RECEPTION = (
    "Lịch tiếp công dân của Chủ tịch Ủy ban nhân dân xã năm 2026. Địa điểm: phòng tiếp công dân, "
    "trụ sở Ủy ban nhân dân xã An Phú. Thời gian: 8 giờ sáng thứ năm hằng tuần."
)
FILLER = " ".join(f"Bản tin số {n} của xã nói về mùa màng và đường làng." for n in range(1, 9))
NEWS = " ".join(f"Tin {n}: bà con thôn {n} gặt xong lúa và sửa lại mương." for n in range(1, 9))


@cache
def check(item: str) -> Check:
    found = catalog.read().get(f"information.{item}")
    assert found is not None
    return found


def at(path: str) -> str:
    return HOME + path.lstrip("/")


def link(text: str, path: str, region: str = "nav", **more: Any) -> Link:
    url = path if ":" in path else at(path)
    return Link(url, text, region=region, **more)


def page(path: str, text: str = "", links: Sequence[Link] = (), **more: Any) -> Page:
    url = at(path)
    facts: dict[str, Any] = {"text": text, "main_text": text} | more
    return Page(url, url, 200, links=tuple(links), **facts)


def home(*links: Link, text: str = NEWS, **more: Any) -> Page:
    menu = [link(label, f"muc-{number}") for number, label in enumerate(MENU)]
    return page("", text, [*menu, *links], **more)


def mail(region: str) -> Link:
    return link("Thư", "mailto:ubnd@anphu.hacson.gov.vn", region=region)


class Asked(NamedTuple):
    """An item asked of a site; judged by the test, not while tests are collected."""

    item: str
    crawl: Crawl
    visit: Visit

    def judged(self) -> Outcome:
        front = Front((Exchange(HOME, 200, (), 0.1),), self.crawl.home, True)
        return check(self.item).rule(crawl=self.crawl, front=front, visit=self.visit)


def rule(item: str, *pages: Page, visit: Visit = VISIT, **crawl: Any) -> Asked:
    return Asked(item, Crawl(pages, **crawl), visit)


def behind(item: str, label: str, text: str, **more: Any) -> Asked:
    """Judge a site with one menu entry that leads to one page."""
    return rule(item, home(link(label, "x")), page("x", text, **more))


def unread(item: str, label: str, reason: str, **more: Any) -> Asked:
    gap = Unread(at("x"), reason, **more)
    return rule(item, home(link(label, "x")), unread=(gap,))


def file(item: str, label: str, has_text: bool | None, text: str = "") -> Asked:
    """Judge a site with one menu entry that leads to a PDF."""
    gap = Unread(at("x"), "not-html", status=200, content_type="application/pdf")
    read = Document(at("x"), 200, "application/pdf", has_text=has_text, text=text)
    return rule(item, home(link(label, "x")), unread=(gap,), documents=(read,))


def tab(item: str, label: str, text: str) -> Asked:
    """Judge a site whose home page opens *text* by a tab."""
    return rule(item, home(Link("#tab-2", label), panels=(("tab-2", text),)))


OTHERS = tuple(page(f"tin-{n}", "Tin của xã.") for n in range(9))


FOUR = [link(text, "x") for text in ("Lãnh đạo", "Sơ đồ", "Số liệu chung", "Hỏi đáp")]
FOOTER = (
    "Cơ quan chủ quản: Ủy ban nhân dân xã An Phú. Địa chỉ: số 5 đường Hòa Bình, thôn Đông. "
    "Điện thoại: 0225 3812 345. Email: vanthu@hacson.gov.vn"
)
BUDGET = (
    "Công khai dự toán ngân sách xã năm 2026 theo quyết định của Hội đồng nhân dân xã: tổng thu "
    "12.500.000 đồng, tổng chi 12.300.000 đồng, dự phòng 200.000 đồng."
)
ACCOUNTS = "Công khai quyết toán ngân sách năm {}, biểu số 116/CK-NSNN kèm theo quyết định của xã."
TALK = (
    "Mời bà con xem thông tin về thủ tục hành chính của xã tại trang này, hoặc hỏi cán bộ bộ phận "
    "một cửa khi cần làm thủ tục."
)
DVC = link("Cổng Dịch vụ công quốc gia", "https://dichvucong.gov.vn/p/home", region="body")
PROCEDURES = tuple(
    link(name, f"tt-{number}", region="body")
    for number, name in enumerate(("Đăng ký khai sinh", "Đăng ký khai tử", "Chứng thực bản sao"))
)
DAY = (DatedText("2026-11-22", "text", "Chủ nhật, 22/11/2026"),)
CLOCKS = (
    page(
        "x",
        "Công văn số 12/UBND-VP " + FILLER,
        dates=(*DAY, DatedText("2024-03-01", "posted", "01/03/2024")),
    ),
    *(page(f"muc-{number}", f"{number} " + NEWS, dates=DAY) for number in range(4)),
)
LETTERS = "Người dân gửi thư cho Ủy ban nhân dân xã, và được trả lời trong mười lăm ngày. " * 3
PICTURE = (Image(at("so-do.jpg")),)
SCRIPT = Script(None, text="$.ajax({url: '/ds'})")
PDF = link("Kế hoạch tiếp dân", "ke-hoach.pdf", region="body")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        # A label leads to a page that holds what it should.
        (behind("leaders", "Lãnh đạo", LEADERS), "found"),
        (behind("leaders", "LÃNH ĐẠO", LEADERS), "found"),
        # What every footer has takes no petitions; an address on the page does.
        (behind("feedback", "Góp ý", LETTERS, links=[mail("footer")]), "unrelated"),
        (behind("feedback", "Góp ý", LETTERS, links=[mail("body")]), "found"),
        (behind("leaders", "Lãnh đạo xã An Phú", LEADERS), "found"),
        (behind("citizen-reception", "Lịch tiếp công dân", RECEPTION), "found"),
        (behind("citizen-reception", normalize("NFD", "Lịch tiếp công dân"), RECEPTION), "found"),
        (behind("citizen-reception", "2. Lịch tiếp dân", RECEPTION), "found"),
        # A title speaks where the link has no words; a contradicting one does not.
        (
            rule("leaders", home(link("", "x", title="Lãnh đạo")), page("x", LEADERS)),
            "found",
        ),
        (
            rule("leaders", home(link("Mời họp", "x", title="Lãnh đạo")), page("x", LEADERS)),
            "missing",
        ),
        (
            rule(
                "leaders", home(link("", "x", alt="Lãnh đạo", source="image")), page("x", LEADERS)
            ),
            "found",
        ),
        (
            rule("leaders", home(link("Lãnh đạo", "x", region="body")), page("x", LEADERS)),
            "found",
        ),
        (
            rule("leaders", home(link("Lãnh đạo", "x", source="option")), page("x", LEADERS)),
            "found",
        ),
        # Only an image's file name or the address names it.
        (
            rule(
                "citizen-reception",
                home(link("", "tcd", alt="lichtiepcongdan.jpg", source="image")),
                page("tcd", RECEPTION),
            ),
            "image-label",
        ),
        (
            rule(
                "citizen-reception",
                home(link("", "l-ch-ti-p-c-ng-d-n", source="empty")),
                page("l-ch-ti-p-c-ng-d-n", RECEPTION),
            ),
            "image-label",
        ),
        # A home page that consists of frames shows what they show.
        (
            rule(
                "links-to-state-portals",
                page("", "", [Link(at("x"), source="frame")]),
                page("x", NEWS, [link("Cổng Chính phủ", "https://chinhphu.vn/", region="body")]),
            ),
            "found",
        ),
        # Words that cannot be read are not missing.
        (rule("leaders", home(text="Ch? t?ch ?y ban nh?n d?n x? An Ph?. " * 9)), "unread"),
        # What a menu might name that a script has yet to show is not said to be elsewhere.
        (
            rule(
                "budget-final-accounts",
                page("", "Xã An Phú. Đang tải..."),
                page("x", FILLER, headings=("Công khai ngân sách",)),
            ),
            "needs-browser",
        ),
        (
            rule(
                "links-to-state-portals",
                page("", "Xã An Phú. Đang tải..."),
                page("x", NEWS, [link("Liên kết website", "https://chinhphu.vn/")]),
            ),
            "needs-browser",
        ),
        # National systems, and others.
        (
            rule("online-services", home(link("Dịch vụ công", "https://dichvucong.gov.vn/"))),
            "national",
        ),
        (
            rule("procurement", home(link("Thông tin đấu thầu", "https://muasamcong.mpi.gov.vn/"))),
            "national",
        ),
        (
            rule("leaders", home(link("Lãnh đạo", "https://xalang.khac.gov.vn/lanh-dao"))),
            "other-organisation",
        ),
        (
            rule("leaders", home(link("Lãnh đạo", "https://facebook.com/anphu"))),
            "other-organisation",
        ),
        (rule("leaders", home(link("Lãnh đạo", "https://hacson.gov.vn/lanh-dao"))), "unread"),
        # Two fields missing at most is a partial; a page without any is another page.
        (behind("leaders", "Lãnh đạo", "Ông Nguyễn Văn An, Chủ tịch. " + FILLER), "incomplete"),
        (behind("leaders", "Lãnh đạo", FILLER), "unrelated"),
        (behind("leaders", "Lãnh đạo", "Ông Nguyễn Văn An, Chủ tịch, phụ trách"), "incomplete"),
        # Placeholders.
        (behind("leaders", "Lãnh đạo", "Nội dung đang được cập nhật..."), "placeholder"),
        (behind("leaders", "Lãnh đạo", "Chưa có bài viết"), "placeholder"),
        (behind("leaders", "Lãnh đạo", ""), "placeholder"),
        (
            behind(
                "leaders",
                "Lãnh đạo",
                FILLER + " Chỉ dẫn cho người quản trị website: Các liên kết đến bài viết này có "
                "nghĩa là menu bạn vừa truy cập là mục cần phải có",
            ),
            "placeholder",
        ),
        (
            behind("leaders", "Lãnh đạo", LEADERS + " Điện thoại Phó Chủ tịch: đang cập nhật"),
            "found",
        ),
        (
            rule("leaders", home(*FOUR), page("x", "Nội dung đang được cập nhật")),
            "placeholder",
        ),
        # An empty list that a script fills is not an empty page.
        (behind("leaders", "Lãnh đạo", "", scripts=(SCRIPT,)), "needs-browser"),
        (behind("leaders", "Lãnh đạo", "Đang tải dữ liệu"), "needs-browser"),
        (rule("leaders", home(link("Lãnh đạo", "javascript:void(0)"))), "needs-browser"),
        (rule("leaders", home(link("Lãnh đạo", ""))), "needs-browser"),
        (rule("leaders", page("", "", scripts=(SCRIPT,)), needs_browser=True), "needs-browser"),
        (rule("leaders", page("", FILLER)), "needs-browser"),
        # One page for four labels.
        (rule("leaders", home(*FOUR), page("x", LEADERS)), "shared-target"),
        (rule("leaders", home(*FOUR[:3]), page("x", LEADERS)), "found"),
        # The label only leads home.
        (
            rule(
                "leaders",
                home(link("Lãnh đạo", "")),
                page("muc-1", FILLER, [link("Lãnh đạo", "")]),
            ),
            "leads-home",
        ),
        (
            rule("leaders", home(link("Lãnh đạo", "x"), text=LEADERS * 3), page("x", LEADERS * 3)),
            "leads-home",
        ),
        # Dead, blocked, unread.
        (unread("leaders", "Lãnh đạo", "http-404", status=404), "dead"),
        (unread("leaders", "Lãnh đạo", "http-500"), "dead"),
        (unread("leaders", "Lãnh đạo", "http-403", status=403), "blocked"),
        (unread("leaders", "Lãnh đạo", "http-503", status=503), "blocked"),
        (unread("leaders", "Lãnh đạo", "robots"), "unread"),
        (unread("leaders", "Lãnh đạo", "budget"), "unread"),
        (unread("leaders", "Lãnh đạo", "timeout"), "unread"),
        (rule("leaders", home(link("Lãnh đạo", "x")), stopped="page-budget"), "unread"),
        # A file that nobody fetched may hold it all.
        (
            unread("leaders", "Lãnh đạo", "not-html", status=200, content_type="application/pdf"),
            "unread",
        ),
        # A file in the page's place: with text that names the fields, without; a scan; locked.
        (file("citizen-reception", "Lịch tiếp công dân", True, RECEPTION), "found"),
        (file("citizen-reception", "Lịch tiếp công dân", True, FILLER), "file-unclear"),
        (file("citizen-reception", "Lịch tiếp công dân", False), "scan-only"),
        (file("citizen-reception", "Lịch tiếp công dân", None), "unread"),
        (rule("leaders"), "blocked"),
        (rule("leaders", home(), stopped="blocked"), "blocked"),
        # A limit ended the visit before there was enough to say that something is missing.
        (rule("leaders", home(), stopped="time"), "cut-short"),
        (rule("leaders", home(), stopped="page-budget"), "cut-short"),
        (rule("leaders", home(), *OTHERS, stopped="page-budget"), "missing"),
        (rule("leaders", home(), stopped="done"), "missing"),
        # Within a wider section, or that section was not read.
        (behind("leaders", "Giới thiệu", "Lãnh đạo UBND: " + LEADERS + FILLER), "inside"),
        (behind("leaders", "Giới thiệu", FILLER), "missing"),
        # The menu's wider section itself is of no use.
        (unread("leaders", "Giới thiệu", "http-404", status=404), "section-unusable"),
        (behind("leaders", "Giới thiệu", "Nội dung đang được cập nhật"), "section-unusable"),
        (unread("leaders", "Giới thiệu", "budget"), "unread"),
        (
            rule(
                "citizen-reception",
                home(headings=("Lịch tiếp dân",), text="Lịch tiếp dân " + RECEPTION),
            ),
            "inside",
        ),
        # Of two sections that name it, one holds part of it: the other, unread, excuses nothing.
        (
            rule(
                "leaders",
                home(link("Lãnh đạo", "x"), link("Ban lãnh đạo", "y")),
                page("x", "Ông Nguyễn Văn An, Chủ tịch. " + FILLER),
            ),
            "incomplete",
        ),
        (
            rule(
                "leaders",
                home(link("Lãnh đạo", "x"), link("Ban lãnh đạo", "y")),
                page("x", LEADERS),
            ),
            "found",
        ),
        # A general section that does not name it, but holds enough of it.
        (
            behind("natural-conditions", "Giới thiệu", "Xã có diện tích 41 km², dân số 9.200."),
            "inside",
        ),
        (behind("natural-conditions", "Giới thiệu", FILLER), "missing"),
        (behind("feedback", "Liên hệ", "Văn phòng Ủy ban, điện thoại 0225 3812 345"), "inside"),
        # What the item cannot be without; a page's own name proves nothing.
        (
            behind(
                "budget-final-accounts",
                "Công khai ngân sách",
                "Dự toán năm 2026: thu 12.500 triệu đồng, chi 12.300 triệu đồng, dư 1.200 đồng.",
            ),
            "unrelated",
        ),
        (
            behind(
                "procurement",
                "Thông tin đấu thầu",
                "Thông tin đấu thầu " + FILLER,
                headings=("Thông tin đấu thầu",),
            ),
            "unrelated",
        ),
        (behind("org-structure", "Sơ đồ tổ chức", "Sơ đồ", images=PICTURE), "incomplete"),
        # A title in a page's body that leads to a page without the content is a piece of news.
        (
            rule(
                "leaders",
                home(link("Lãnh đạo xã thăm hộ nghèo", "x", region="body")),
                page("x", "Ông Nguyễn Văn An, Chủ tịch, tặng quà. " + FILLER),
            ),
            "missing",
        ),
        # Walls and missing pages with status 200.
        (behind("leaders", "Lãnh đạo", "Access denied. Support ID: 771204"), "blocked"),
        (rule("leaders", page("", "The requested URL was rejected.")), "blocked"),
        (behind("leaders", "Lãnh đạo", "Không tìm thấy trang."), "dead"),
        # Tabs are not told; a drop-down's own # says nothing where the page itself is linked.
        (rule("leaders", home(link("Ban lãnh đạo", "#tab:2"))), "needs-browser"),
        (
            rule(
                "leaders",
                home(link("Lãnh đạo", "javascript:"), link("Ban lãnh đạo", "x")),
                page("x", LEADERS),
            ),
            "found",
        ),
        # Unless their content came with the page.
        (tab("leaders", "Lãnh đạo", LEADERS), "found"),
        (tab("leaders", "Lãnh đạo", "Ông Nguyễn Văn An, Chủ tịch. " + FILLER), "incomplete"),
        (tab("leaders", "Lãnh đạo", FILLER), "needs-browser"),
        (
            tab("leaders", "Lãnh đạo", "Đang tải dữ liệu, vui lòng chờ trong giây lát"),
            "needs-browser",
        ),
        (tab("leaders", "Lãnh đạo", "Mục này hiện đang được cập nhật nội dung"), "placeholder"),
        # A menu that a script brings.
        (
            rule(
                "leaders",
                page(
                    "", "Đang tải... " + NEWS, [link(f"Tin {n}", f"t{n}", "body") for n in range(9)]
                ),
            ),
            "needs-browser",
        ),
        # A footer in another body's name.
        (rule("footer-contact", home(footer_text=FOOTER)), "found"),
        (
            rule("footer-contact", home(footer_text=FOOTER.replace("xã An Phú", "tỉnh Hạc Sơn"))),
            "other-organisation",
        ),
        # Freshness.
        (
            behind(
                "administrative-documents",
                "Chỉ đạo điều hành",
                "Công văn số 12/UBND-VP " + FILLER,
                dates=(DatedText("2024-03-01", "posted", "01/03/2024"),),
            ),
            "stale",
        ),
        (
            behind(
                "administrative-documents",
                "Chỉ đạo điều hành",
                "Công văn số 12/UBND-VP " + FILLER,
                dates=(
                    DatedText("2026-10-01", "posted", "01/10/2026"),
                    DatedText("2027-01-01", "text", "hạn 01/01/2027"),
                ),
            ),
            "found",
        ),
        (
            rule("administrative-documents", home(link("Chỉ đạo điều hành", "x")), *CLOCKS),
            "stale",
        ),
        # What a page of each kind must hold. A budget: years and forms …
        (behind("budget-approved", "Công khai ngân sách", BUDGET), "found"),
        (
            behind("budget-approved", "Công khai ngân sách", BUDGET.replace("2026", "2019")),
            "incomplete",
        ),
        (
            behind(
                "budget-approved",
                "Công khai ngân sách",
                BUDGET.replace("2026", "2019") + " Ngày đăng: 05/01/2026.",
            ),
            "incomplete",
        ),
        (
            behind("budget-approved", "Công khai ngân sách", BUDGET.partition(":")[0] + FILLER),
            "incomplete",
        ),
        (
            behind(
                "budget-approved",
                "Công khai ngân sách",
                BUDGET.partition(":")[0],
                links=(link("Biểu số 108/CK-NSNN", "bieu-108.xls", region="body"),),
            ),
            "found",
        ),
        (behind("budget-final-accounts", "Công khai quyết toán", ACCOUNTS.format(2024)), "found"),
        (
            behind("budget-final-accounts", "Công khai quyết toán", ACCOUNTS.format(2019)),
            "incomplete",
        ),
        # … leaders: names, posts, a short biography and duties …
        (
            behind("leaders", "Lãnh đạo", LEADERS.replace("phụ trách", "").split("điện")[0]),
            "incomplete",
        ),
        (
            behind(
                "leaders",
                "Lãnh đạo",
                "NGUYỄN VĂN AN. Chủ tịch UBND. Sinh năm 1975, phụ trách chung. " + FILLER,
            ),
            "found",
        ),
        (
            behind("leaders", "Lãnh đạo", "Chủ tịch, điện thoại 0225 3812 345. " + FILLER),
            "unrelated",
        ),
        # … procedures: a list, a file or a link into the national portal …
        (behind("admin-procedures", "Thủ tục hành chính", TALK), "unrelated"),
        (behind("admin-procedures", "Thủ tục hành chính", TALK, links=(DVC,)), "found"),
        (behind("admin-procedures", "Thủ tục hành chính", TALK, links=(PDF,)), "found"),
        (behind("admin-procedures", "Thủ tục hành chính", TALK, links=PROCEDURES), "found"),
        (
            behind(
                "admin-procedures",
                "Thủ tục hành chính",
                TALK + " 1.001193 Đăng ký khai sinh; 1.000656 Đăng ký khai tử; 2.000815 Chứng thực",
            ),
            "found",
        ),
        # … contacts: an address, a telephone, mail of the office.
        (
            rule("footer-contact", home(footer_text=FOOTER.replace("hacson.gov.vn", "vnn.vn"))),
            "incomplete",
        ),
        (rule("footer-contact", home(footer_text=FOOTER.replace("vanthu@", "@"))), "incomplete"),
        (
            rule(
                "footer-contact", home(footer_text=FOOTER.replace("0225 3812 345", "đang cập nhật"))
            ),
            "incomplete",
        ),
        (
            rule(
                "footer-contact",
                home(footer_text=FOOTER.replace("số 5 đường Hòa Bình, thôn Đông", "...")),
            ),
            "incomplete",
        ),
        # Nothing names it.
        (rule("leaders", home()), "missing"),
        (rule("recruitment", home()), "grace"),
        # The law still gives time: every kind of fault is a reminder.
        (behind("recruitment", "Tuyển dụng", "Đang cập nhật"), "grace-unfilled"),
        (unread("recruitment", "Tuyển dụng", "http-404", status=404), "grace-unfilled"),
        (
            rule(
                "recruitment",
                home(link("Tuyển dụng", "")),
                page("muc-1", FILLER, [link("Tuyển dụng", "")]),
            ),
            "grace-unfilled",
        ),
        (unread("recruitment", "Tuyển dụng", "timeout"), "unread"),
    ],
)
def test_outcome(asked: Asked, expected: str) -> None:
    outcome = asked.judged()
    assert outcome.name == expected, dict(outcome.facts)
    for texts in check(asked.item).texts.values():
        assert "{" not in texts.sentence(outcome.name, outcome.facts)


@pytest.mark.parametrize(
    ("item", "label", "expected"),
    [
        ("leaders", "Lịch làm việc của lãnh đạo", "missing"),
        ("leaders", "Hoạt động của lãnh đạo tỉnh", "missing"),
        ("leaders", "Lãnh đạo bộ qua các thời kì", "missing"),
        ("org-structure", "Sơ đồ cổng", "missing"),
        ("org-structure", "Ban Tổ chức", "missing"),
        ("sitemap-html", "Sơ đồ tổ chức", "missing"),
        ("legal-documents", "Góp ý vào dự thảo văn bản QPPL", "missing"),
        ("feedback", "Góp ý dự thảo văn bản", "missing"),
        ("legal-documents", "Phản ánh, kiến nghị văn bản QPPL", "missing"),
        ("statistics", "Thống kê truy cập", "missing"),
        ("citizen-reception", "Thông báo kết quả tiếp dân", "missing"),
        ("procurement", "Thông báo đấu giá tài sản", "missing"),
        ("functions-duties", "Chức năng đang được hoàn thiện", "missing"),
        ("development-plan", "Kế hoạch tài chính", "missing"),
        ("administrative-documents", "Hệ thống văn bản và điều hành", "missing"),
        ("legal-documents", "Hệ thống văn bản và điều hành", "missing"),
        ("legal-dissemination", "Hội nghị phổ biến giáo dục pháp luật", "missing"),
        # Spelling variants of the same thing.
        ("org-structure", "Bộ máy, cơ cấu tổ chức, chức năng nhiệm vụ các đơn vị", "unread"),
        ("functions-duties", "Bộ máy, cơ cấu tổ chức, chức năng nhiệm vụ các đơn vị", "unread"),
        ("procurement", "Thông tin Đấu thấu", "unread"),
        ("admin-procedures", "TTHC", "unread"),
        ("admin-procedures", "Danh mục thủ tục hành chính", "unread"),
        ("citizen-reception", "Lịch tiếp công dân", "unread"),
        ("citizen-reception", "L&#7883;ch ti&#7871;p c&#244;ng d&#226;n", "unread"),
        ("draft-documents", "Góp ý vào dự thảo văn bản QPPL", "unread"),
        ("digital-transformation-plan", "Chuyển đổi sô", "unread"),
        ("budget-approved", "Công khai ngân sách xã", "unread"),
        ("budget-final-accounts", "Công khai ngân sách xã", "unread"),
    ],
)
def test_labels_and_false_friends(item: str, label: str, expected: str) -> None:
    where = "body" if expected == "missing" and label.startswith("Hội nghị") else "nav"
    outcome = rule(item, home(link(label, "x", region=where))).judged()
    assert outcome.name == {"missing": outcome_of_nothing(item)}.get(expected, expected)


def outcome_of_nothing(item: str) -> str:
    rule = check(item).rule
    assert isinstance(rule, partial)
    return "grace" if rule.keywords["limits"].grace_until else "missing"


def test_a_gmail_contact_is_incomplete() -> None:
    contact = "Cơ quan chủ quản: UBND xã. Địa chỉ: thôn An Phú, xã An Phú. Điện thoại 0225 3812345."
    official = rule(
        "footer-contact", home(footer_text=contact + " Email: anphu@hacson.gov.vn")
    ).judged()
    private = rule("footer-contact", home(footer_text=contact + " Email: anphu@gmail.com")).judged()
    assert (official.name, private.name) == ("found", "incomplete")
    assert private.facts["missing"] == ["official-email"]


def test_the_finding_can_be_checked_in_one_click() -> None:
    section = link("Giới thiệu", "gt")
    inner = Page(
        at("gt"), at("gt"), 200, depth=1, via=("Giới thiệu",), main_text=FILLER,
        links=(link("Lãnh đạo", "ld"),),
    )  # fmt: skip
    outcome = rule("leaders", home(section), inner, page("ld", LEADERS)).judged()
    assert outcome.where == (at("ld"),)
    assert outcome.facts["via"] == "Giới thiệu › Lãnh đạo"
    assert outcome.facts["label"] == "Lãnh đạo"


def test_the_grace_period_ends() -> None:
    later = Visit(VISIT.target, datetime(2027, 3, 2, tzinfo=UTC))
    assert rule("recruitment", home()).judged().facts["until"] == "2027-03-01"
    assert rule("recruitment", home(), visit=later).judged().name == "missing"
    last = Visit(VISIT.target, datetime(2027, 3, 1, 16, 59, tzinfo=UTC))
    over = Visit(VISIT.target, datetime(2027, 3, 1, 17, 0, tzinfo=UTC))  # 2 March in Vietnam
    assert rule("recruitment", home(), visit=over).judged().name == "missing"
    assert rule("recruitment", home(), visit=last).judged().name == "grace"
    empty = page("x", "Đang cập nhật")
    menu = home(link("Tuyển dụng", "x"))
    assert rule("recruitment", menu, empty, visit=last).judged().facts["until"] == "2027-03-01"
    assert rule("recruitment", menu, empty, visit=later).judged().name == "placeholder"


def test_a_search_box_on_the_home_page_is_enough() -> None:
    box = Form(HOME, fields=("q",))
    assert rule("site-search", home(forms=(box,))).judged().name == "found"


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_field_that_may_be_missing_has_words(lang: str) -> None:
    fields = [
        (one, field.name)
        for one in catalog.read()
        if isinstance(one.rule, partial)
        if isinstance(limits := one.rule.keywords.get("limits"), ItemLimits)
        for field in limits.sought()
    ]
    assert len(fields) > 90
    nameless = [
        (one.id, name) for one, name in fields if name not in one.texts[lang].codes["missing"]
    ]
    assert not nameless


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Lãnh đạo xã An Phú", "unrelated"),
        ("Lãnh đạo xã An Phú dự lễ khai giảng năm học", "missing"),
    ],
)
def test_a_short_label_amid_a_page_is_named_where_nothing_of_it_stands_behind(
    label: str, expected: str
) -> None:
    pages = (home(link(label, "x", region="body")), page("x", "Bà con thu hoạch vụ mùa. " * 9))
    assert rule("leaders", *pages).judged().name == expected
