"""What only a script shows is never told as missing: a visit without a browser cannot tell."""

from datetime import UTC, datetime

import pytest

from portal_audit.api import Crawl, Exchange, Front, Kind, Outcome, Page, Target, Visit
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page
from portal_audit.rules import catalog

HOME = "https://xadongson.haninh.gov.vn/"
VISIT = Visit(Target("x", HOME, kind=Kind.COMMUNE), datetime(2026, 11, 22, tzinfo=UTC))
NAMES = ("Lịch tiếp công dân", "Bản đồ số", "Hội làng", "Chợ quê", "Bến đò", "Liên hệ")
MENU = "".join(f"<li><a href=/muc-{n}>{name}</a></li>" for n, name in enumerate(NAMES))
PROSE = "<p>" + " ".join(f"Tổ {n} họp bàn làm cầu và trồng cây ven sông." for n in range(9))
INTRODUCTION = f"<p>{' '.join(['Trang này đăng nội dung công khai của xã Đông Sơn'] * 4)}."
SAID_BY_SCRIPT = "<noscript>Trình duyệt cần hỗ trợ JavaScript để hiển thị bản đồ.</noscript>"


def read(number: int | None, body: str, head: str = "") -> Page:
    path, name = ("", "Trang chủ") if number is None else (f"muc-{number}", NAMES[number])
    html = (
        f"<html><head><title>{name}</title>{head}</head><body><header><nav><ul>{MENU}</ul></nav>"
        f"</header><main><h1>{name}</h1>{body}</main></body></html>"
    )
    head_lines = (("content-type", "text/html; charset=utf-8"),)
    raw = html.encode()
    answer = HttpResponse(HOME + path, 200, head_lines, raw, False, len(raw), 0.1, "HTTP/1.1")
    page = read_page(answer, asked=HOME + path, via=() if number is None else (name,))
    assert page is not None
    return page


def judged(
    item: str, body: str, head: str = "", *, everywhere: str = "", number: int = 0
) -> Outcome:
    """Judge a portal one page of which has *body*; the others say something of villages."""
    numbers = [None, *(one for one in range(len(NAMES)) if one != number)]
    others = [read(one, f"{PROSE} {one}{everywhere}", head) for one in numbers]
    asked = read(number, body + everywhere, head)
    front = Front((Exchange(HOME, 200, (), 0.1),), others[0], True)
    check = catalog.read().get(f"information.{item}")
    assert check is not None
    return check.rule(crawl=Crawl((others[0], asked, *others[1:])), front=front, visit=VISIT)


@pytest.mark.parametrize(
    "body",
    [
        '<div class="placeholder-glow"><span class="col-6"></span></div>',
        '<ul class="ant-skeleton-paragraph"><li></li><li></li></ul>',
        '<div class="d-flex"><div class="spinner-border" role="status"></div></div>',
        '<section aria-busy="true"></section>',
        "<table><thead><tr><th>STT<th>Ngày<th>Người tiếp<tbody id=ds-lich></tbody></table>",
        "<table id=luoi><thead><tr><th>STT<th>Ngày<th>Người tiếp</table>",
        "<table data-url=/api/lich><thead><tr><th>STT<th>Ngày</table>",
        f'{INTRODUCTION}<div class="listing loading"></div>',
        f"{INTRODUCTION}<p>{{{{ lich.ngay }}}} {{{{ lich.nguoi | upper }}}}",
    ],
)
def test_grey_bars_spinners_and_tables_to_be_filled_are_not_empty(body: str) -> None:
    assert judged("citizen-reception", body).name == "needs-browser"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<table><thead><tr><th>STT<th>Ngày<th>Người tiếp<tbody></tbody></table>",
        '<div class="skeleton" style="display:none"></div>',
        '<a class="btn loading" href=/in>In</a>',
        '<div class="uploader"></div>',
        f"{INTRODUCTION}<div id=quang-cao></div>",
        "<div id=ds-lich></div>",  # without any script
    ],
)
def test_what_nothing_is_to_fill_is_empty(body: str) -> None:
    assert judged("citizen-reception", body).name in ("placeholder", "unrelated")


def test_a_page_that_says_it_is_empty_is_empty() -> None:
    body = '<div class="skeleton"></div><p>Nội dung đang được cập nhật'
    assert judged("citizen-reception", body).name == "placeholder"


@pytest.mark.parametrize(
    ("script", "name"),
    [
        ("/_nuxt/entry.4f1c9a.js", "needs-browser"),
        ("/assets/index-D4xk91.js", "needs-browser"),
        ("/runtime.5c2a91ff.js", "needs-browser"),
        ("/themes/quehuong/main.js?ver=3", "placeholder"),
        ("/js/app.min.js", "placeholder"),
        ("/js/jquery-3.7.1.min.js", "placeholder"),
    ],
)
def test_an_application_may_fill_a_page_without_a_word(script: str, name: str) -> None:
    assert judged("citizen-reception", "", f"<script src={script}></script>").name == name


def test_an_empty_place_with_a_name_may_be_filled() -> None:
    script = "<script src=/js/lich.js></script>"
    assert judged("citizen-reception", "<div id=ds-lich> </div>", script).name == "needs-browser"
    hidden = "<div id=ds-lich style='display:none'></div>"
    assert judged("citizen-reception", hidden, script).name == "placeholder"
    # Every page has it: it is for something else.
    everywhere = judged("citizen-reception", "", script, everywhere="<div id=len-dau></div>")
    assert everywhere.name == "placeholder"


def test_a_spinner_of_every_page_says_nothing_of_one() -> None:
    cover = '<div class="site-preloader"></div>'
    assert judged("citizen-reception", "", everywhere=cover).name == "placeholder"


def test_what_visitors_without_javascript_are_told() -> None:
    map_of_script = f"<div id=khung></div>{SAID_BY_SCRIPT}"
    assert judged("citizen-reception", map_of_script).name == "needs-browser"
    # Where every page says so, it is said of the design.
    assert judged("citizen-reception", "", everywhere=SAID_BY_SCRIPT).name == "placeholder"


def test_what_looks_like_another_item_may_be_it_where_a_script_draws_it() -> None:
    drawn = judged("administrative-map", f"<div id=khung></div>{SAID_BY_SCRIPT}", number=1)
    assert drawn.name == "needs-browser"
    assert judged("administrative-map", PROSE, number=1).name == "missing"
