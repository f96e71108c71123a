"""What a page itself says: neither its name, nor the boxes beside it, nor words far apart."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal_audit.api import (
    Crawl,
    Exchange,
    Form,
    Front,
    Image,
    Kind,
    Link,
    Outcome,
    Page,
    Target,
    TextBox,
    Unread,
    Visit,
)
from portal_audit.rules import catalog

HOME = "https://anphu.hacson.gov.vn/"
VISIT = Visit(
    Target("anphu", HOME, kind=Kind.COMMUNE, parent="https://hacson.gov.vn/"),
    datetime(2026, 11, 22, tzinfo=UTC),
)
PROSE = " ".join(f"Thôn {n} gặt xong lúa, sửa lại mương và đường làng." for n in range(9))
OWN = " ".join(f"Tổ {n} họp bàn làm cầu, kéo điện và trồng cây ven sông." for n in range(9))
"""What stands on the page that is asked about, and on no other."""
BOX = (
    "Người phát ngôn Ông Phạm Đức Long điện thoại 0229 3871 234 thư điện tử "
    "longpd@anphu.gov.vn Khu di tích lịch sử đình làng An Phú đón khách"
)
"""A box that stands beside every page."""
MENU = tuple(Link(f"{HOME}muc-{n}", f"Mục số {n}", region="nav") for n in range(6))


def page(path: str, text: str, *links: Link, headings: Sequence[str] = (), title: str = "") -> Page:
    url = HOME + path
    words = tuple(headings)
    kept = (*MENU, *links)
    return Page(url, url, 200, title=title, text=text, main_text=text, links=kept, headings=words)


def judged(
    item: str, label: str, body: Page, *more: Page, unread: tuple[Unread, ...] = ()
) -> Outcome:
    """Judge a portal whose menu names one page; every page has the same box beside it."""
    entry = Link(body.url, label, region="nav")
    home = page("", f"{PROSE} {BOX}", entry)
    others = tuple(page(f"khac-{n}", f"Khác {n} {PROSE} {n} {BOX}") for n in range(3))
    front = Front((Exchange(HOME, 200, (), 0.1),), home, True)
    asked = catalog.read().get(f"information.{item}")
    assert asked is not None
    seen = Crawl((home, replace(body, via=(label,)), *more, *others), unread)
    return asked.rule(crawl=seen, front=front, visit=VISIT)


def test_the_words_of_a_box_beside_a_page_are_not_its_own() -> None:
    body = page("ls", f"Lịch sử - Văn hóa {OWN} {BOX}", headings=["Lịch sử - Văn hóa"])
    assert judged("local-history-culture", "Lịch sử - Văn hóa", body).name == "unrelated"


def test_contacts_stand_beside_many_pages_and_count() -> None:
    text = f"Người phát ngôn Bà Lê Thị Hoa, Phó Chủ tịch, được giao phát ngôn. {OWN} {BOX}"
    body = page("pn", text, headings=["Người phát ngôn"])
    assert judged("spokesperson", "Người phát ngôn", body).name == "found"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        # The path of sections and the heading say the name, and nothing else does.
        (f"Trang chủ › Tiếp công dân Tiếp công dân {OWN}", "unrelated"),
        # A sentence that begins with it says something.
        (
            f"Tiếp công dân Tiếp công dân tại trụ sở UBND xã, 8h thứ Năm hằng tuần năm 2026. {OWN}",
            "found",
        ),
    ],
    ids=["names alone", "a sentence"],
)
def test_a_name_said_twice_proves_nothing(text: str, outcome: str) -> None:
    body = page("tcd", text, headings=["Tiếp công dân"])
    assert judged("citizen-reception", "Tiếp công dân", body).name == outcome


def test_a_longer_heading_says_more_than_the_name_in_it() -> None:
    text = f"Tiếp công dân Lịch tiếp công dân quý IV năm 2026 8h thứ Năm, tại trụ sở. {OWN}"
    headings = ["Tiếp công dân", "Lịch tiếp công dân quý IV năm 2026"]
    body = page("tcd", text, headings=headings)
    assert judged("citizen-reception", "Tiếp công dân", body).name == "found"


def test_a_title_names_the_page_behind_the_portal() -> None:
    body = page("ls", f"LỊCH SỬ {OWN}", title="Trang thông tin điện tử xã An Phú > LỊCH SỬ")
    assert judged("local-history-culture", "Giới thiệu lịch sử", body).name != "found"


def test_one_syllable_is_told_by_its_marks() -> None:
    body = page("ls", f"Bà Lê Thị Mai đăng bài. {OWN}", headings=["Lịch sử - Văn hóa"])
    assert judged("local-history-culture", "Lịch sử - Văn hóa", body).name == "unrelated"
    body = page("ls", f"Hội làng có lễ rước nước. {OWN}", headings=["Lịch sử - Văn hóa"])
    assert judged("local-history-culture", "Lịch sử - Văn hóa", body).name == "found"


def test_a_file_that_every_page_leads_to_fills_no_section() -> None:
    file = Link(f"{HOME}huong-dan.pdf", "Hướng dẫn sử dụng cổng")
    body = page("ls", "Lịch sử - Văn hóa Đang cập nhật", file, headings=["Lịch sử - Văn hóa"])
    beside = tuple(page(f"m-{n}", f"Bài {n} {PROSE} {n * 7}", file) for n in range(4))
    outcome = judged("local-history-culture", "Lịch sử - Văn hóa", body, *beside)
    assert outcome.name == "placeholder"


def test_a_page_that_is_still_loading_could_not_be_read() -> None:
    text = "Trang chủ › Góp ý dự thảo Góp ý dự thảo văn bản Đang tải dữ liệu, vui lòng chờ …"
    body = page("dt", text, headings=["Góp ý dự thảo văn bản"])
    assert judged("draft-documents", "Góp ý dự thảo", body).name == "needs-browser"


def test_a_page_that_is_a_picture_could_not_be_read() -> None:
    picture = (Image(f"{HOME}lich.jpg"),)
    body = replace(page("ltd", "Lịch tiếp dân", headings=["Lịch tiếp dân"]), images=picture)
    outcome = judged("citizen-reception", "Tiếp công dân", body)
    assert (outcome.name, outcome.facts["reason"]) == ("unread", "picture")


def test_a_picture_that_other_pages_show_too_is_no_content() -> None:
    picture = (Image(f"{HOME}bang-hieu.jpg"),)
    body = replace(page("ltd", "Lịch tiếp dân", headings=["Lịch tiếp dân"]), images=picture)
    beside = replace(page("khac", f"Khác {PROSE}"), images=picture)
    assert judged("citizen-reception", "Tiếp công dân", body, beside).name == "placeholder"


def test_the_pages_that_a_list_leads_to_hold_its_documents() -> None:
    entries = [f"Công khai tình hình thực hiện dự toán quý {n}/2026" for n in ("I", "II", "III")]
    links = tuple(Link(f"{HOME}ns-{n}", title) for n, title in enumerate(entries))
    body = page("ns", " ".join(entries), *links, headings=["Công khai ngân sách"])
    below = tuple(
        page(f"ns-{n}", f"{title} đã đăng", Link(f"{HOME}bieu-{n}.pdf", "Tải về"))
        for n, title in enumerate(entries)
    )
    assert judged("budget-execution", "Công khai ngân sách", body, *below).name == "found"
    bare = tuple(page(f"ns-{n}", f"{title} đã đăng") for n, title in enumerate(entries))
    assert judged("budget-execution", "Công khai ngân sách", body, *bare).name == "incomplete"


def test_what_answers_with_a_file_at_one_number_does_so_at_another() -> None:
    links = tuple(Link(f"{HOME}tai?id={n}", f"Dự toán thu chi năm 2026 biểu {n}") for n in range(3))
    body = page("ns", f"Dự toán ngân sách xã năm 2026 {OWN}", *links)
    answered = (Unread(f"{HOME}tai?id=0", "not-html", 200, content_type="application/pdf"),)
    files = judged("budget-approved", "Công khai ngân sách", body, unread=answered)
    assert files.facts["documents"] == 3


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Kế hoạch số 12/KH-UBND về chuyển đổi số xã An Phú năm 2026.", "found"),
        (f"Kế hoạch làm đường năm 2026. {OWN} Tập huấn chuyển đổi số cho nông dân.", "unrelated"),
        ("Ngày chuyển đổi số quốc gia 10/10/2026: kinh tế số chiếm 20% GDP.", "unrelated"),
    ],
    ids=["a plan", "words far apart", "news of the country"],
)
def test_a_plan_is_named_in_words_near_one_another(text: str, outcome: str) -> None:
    body = page("cds", f"{text} {OWN}", headings=["Chuyển đổi số"])
    assert judged("digital-transformation-plan", "Chuyển đổi số", body).name == outcome


def test_a_budget_for_the_rest_of_a_year_is_none_that_was_carried_out() -> None:
    text = "Dự toán thu, chi ngân sách xã 6 tháng cuối năm 2026: thu 1.250.000, chi 980.500."
    body = page("ns", f"{text} {OWN}", headings=["Công khai ngân sách"])
    assert judged("budget-execution", "Công khai ngân sách", body).name == "unrelated"


def test_a_field_for_a_message_takes_feedback_without_a_form() -> None:
    said = "Phản ánh, kiến nghị Họ tên Nội dung Gửi"
    body = page("pa", said, headings=["Phản ánh, kiến nghị"])
    boxes = (TextBox("noi_dung", type="textarea"),)
    with_room = judged("feedback", "Phản ánh, kiến nghị", replace(body, text_boxes=boxes))
    assert with_room.name == "found"
    one_form = (Form(HOME, "post", fields=("__VIEWSTATE", "ctl00$tim")),)
    aspx = replace(body, forms=one_form, text_boxes=())
    assert judged("feedback", "Phản ánh, kiến nghị", aspx).name != "found"


def test_a_page_with_a_search_box_alone_is_no_empty_page() -> None:
    form = (Form(f"{HOME}tim", fields=("q",)),)
    boxes = (TextBox("q", "Nhập từ khóa tìm kiếm"),)
    body = replace(page("tim", "Tìm kiếm"), forms=form, text_boxes=boxes, headings=("Tìm kiếm",))
    assert judged("site-search", "Tìm kiếm", body).name == "found"


def test_a_line_of_the_home_page_names_the_spokesperson() -> None:
    line = "Người phát ngôn: Bà Lê Thị Hoa, Phó Chủ tịch, điện thoại 0229 3871 234"
    home = page("", f"{PROSE} {line}")
    front = Front((Exchange(HOME, 200, (), 0.1),), home, True)
    asked = catalog.read().get("information.spokesperson")
    assert asked is not None
    outcome = asked.rule(crawl=Crawl((home,)), front=front, visit=VISIT)
    assert outcome.name == "inside"


def test_what_stands_right_below_a_heading_decides_whether_it_is_empty() -> None:
    text = (
        f"Cung cấp thông tin 1. Đầu mối {OWN} 2. Danh mục thông tin phải được công khai "
        "Đang xây dựng 3. Biểu mẫu"
    )
    headings = ["Cung cấp thông tin", "2. Danh mục thông tin phải được công khai"]
    body = page("cctt", text, Link(f"{HOME}mau-01.doc", "Mẫu số 01"), headings=headings)
    assert judged("must-publish-list", "Cung cấp thông tin", body).name == "placeholder"


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ("điện thoại 0229 3871 234", "incomplete"),
        ("phụ trách chung, sinh năm 1975", "found"),
    ],
    ids=["contacts", "biography and duties"],
)
def test_a_telephone_number_is_no_biography(more: str, outcome: str) -> None:
    body = page("ld", f"Ông Phạm Đức Long, Chủ tịch, {more}. {OWN}", headings=["Lãnh đạo"])
    assert judged("leaders", "Lãnh đạo UBND", body).name == outcome


def test_leaders_within_a_wider_section_are_there_in_part() -> None:
    text = f"Giới thiệu Chủ tịch: Ông Phạm Đức Long. Phó Chủ tịch: Bà Lê Thị Hoa. {OWN}"
    assert judged("leaders", "Giới thiệu", page("gt", text)).name == "inside"
    nobody = page("gt", f"Giới thiệu Chủ tịch và Phó Chủ tịch lãnh đạo xã. {OWN}")
    assert judged("leaders", "Giới thiệu", nobody).name == "missing"


@pytest.mark.parametrize(
    ("item", "label", "text", "outcome"),
    [
        # Words of the page stand there, and a script is still to bring the list.
        ("leaders", "Lãnh đạo", f"{OWN} Chủ tịch và các Phó Chủ tịch Đang tải…", "needs-browser"),
        ("leaders", "Lãnh đạo", f"{OWN} Chủ tịch và các Phó Chủ tịch", "unrelated"),
        # No label names the item: an entry hints at it, and its page is not whole.
        ("budget-execution", "Ngân sách", f"{OWN} Dự toán năm 2026 Đang tải…", "needs-browser"),
        ("budget-execution", "Ngân sách", f"{OWN} Dự toán năm 2026", "missing"),
        # What is there counts.
        ("functions-duties", "Chức năng", f"Chức năng, nhiệm vụ. {OWN} Đang tải…", "incomplete"),
        # Not said of the page.
        ("leaders", "Lãnh đạo", f"{OWN} Xe đang tải đất. Vui lòng cho biết ý kiến.", "unrelated"),
    ],
    ids=["loading", "whole", "hint", "hint whole", "there", "a sentence"],
)
def test_what_a_page_lacks_while_it_loads_cannot_be_told(
    item: str, label: str, text: str, outcome: str
) -> None:
    body = page("trang", text, headings=[label])
    assert judged(item, label, body).name == outcome


def test_a_promise_above_what_is_loading_is_no_content() -> None:
    text = "Danh mục dự án đầu tư công, nguồn vốn và tiến độ thực hiện trên địa bàn xã. Đang tải…"
    body = page("da", text, headings=["Công trình"])
    assert judged("public-investment", "Đầu tư công", body).name == "needs-browser"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        # Behind a post stands a person, whatever the family is called.
        ("Phó Cục trưởng Nhữ Đình Cường", "found"),
        ("Giám đốc: Kpă Thuyên", "found"),
        # … but for names of bodies.
        ("Giám đốc Sở Tài chính, Chủ tịch Ủy Ban", "unrelated"),
        ("Trưởng phòng Kinh tế", "unrelated"),
    ],
)
def test_a_name_behind_a_post_is_a_person(text: str, outcome: str) -> None:
    body = page("ld", f"{text}. Sinh năm 1975, phụ trách chung. {OWN}", headings=["Lãnh đạo"])
    assert judged("leaders", "Lãnh đạo", body).name == outcome


def test_the_head_of_a_column_is_no_name_of_the_page() -> None:
    heading = "Dự án do UBND xã làm chủ đầu tư"
    text = f"Trang chủ › Dự án › {heading} Dự án Vốn (tỷ đồng) Tiến độ Cầu Bản Lải 12 78% {OWN}"
    assert judged(
        "public-investment", "Dự án đầu tư", page("da", text, headings=[heading])
    ).name == ("found")


@pytest.mark.parametrize(
    ("named", "outcome"),
    [("test 1", "placeholder"), ("Mời thầu", "incomplete")],
)
def test_an_entry_that_is_a_test_fills_no_section(named: str, outcome: str) -> None:
    entry = page("muc/1", f"{named} {PROSE}")
    text = f"Thông tin đấu thầu, gói thầu {named} 02/7/2025"
    body = page("dt", text, Link(entry.url, named), headings=["Thông tin đấu thầu"])
    assert judged("procurement", "Thông tin đấu thầu", body, entry).name == outcome


def test_a_number_before_a_label_is_none_of_its_words() -> None:
    held = (
        (
            "c3",
            "Là cơ quan hành chính nhà nước, UBND xã tổ chức thực hiện ngân sách và có thẩm quyền.",
        ),
    )
    tab = Link("#c3", "III. Nhiệm vụ, quyền hạn của UBND xã")
    body = replace(page("bm", f"Bộ máy {OWN}", tab), panels=held)
    assert judged("functions-duties", "Bộ máy", body).name == "found"


def test_a_file_store_may_hold_what_is_the_offices_own() -> None:
    stored = page("", "")
    for host, outcome in {
        "drive.google.com": "unread",
        "vanban.example": "other-organisation",
    }.items():
        body = replace(
            stored, url=f"https://{host}/drive/1", asked=f"https://{host}/drive/1", status=0
        )
        assert judged("administrative-documents", "Văn bản chỉ đạo", body).name == outcome


def test_the_list_of_what_must_be_published_holds_nothing_of_it() -> None:
    text = (
        f"Loại thông tin, hình thức, thời điểm {OWN} Dự toán, quyết toán năm 2026 của cơ quan, "
        "dự toán được giao, chi quản lý hành chính, đơn vị dự toán, biểu mẫu."
    )
    assert judged("unit-budget", "Công khai", page("ck", text)).name == "inside"
    listed = judged("unit-budget", "Danh mục thông tin công khai", page("ck", text))
    assert listed.name == "missing"


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        # Of the list stands the name alone, and that is a link to an empty page.
        ("", "placeholder"),
        # The page holds it itself.
        ("Loại thông tin: dự toán, quyết toán; hình thức: niêm yết; thời điểm: 30 ngày.", "found"),
    ],
    ids=["link", "list"],
)
def test_the_words_of_a_link_are_no_content_where_it_leads_to_nothing(
    more: str, outcome: str
) -> None:
    name = "Danh mục thông tin phải được công khai"
    empty = page("dm", f"{name} Nội dung đang được cập nhật.", headings=[name])
    links = Link(empty.url, name), Link(f"{HOME}mau-phieu.pdf", "Mẫu phiếu yêu cầu")
    body = page("tc", f"{OWN} Mẫu phiếu yêu cầu {name} {more}", *links)
    assert judged("must-publish-list", "Tiếp cận thông tin", body, empty).name == outcome


def test_a_directory_of_telephones_may_name_the_spokesperson() -> None:
    text = (
        f"{OWN} Người phát ngôn: ông Phạm Đức Long, Phó Giám đốc, điện thoại 0229 3871 234, "
        "thư điện tử longpd@anphu.gov.vn"
    )
    assert judged("spokesperson", "Danh bạ", page("db", text)).name == "inside"


@pytest.mark.parametrize(
    ("item", "label", "text", "outcome"),
    [
        (
            "service-usage",
            "Thống kê",
            "Hồ sơ nộp trực tuyến 84%, thanh toán trực tuyến 66%.",
            "found",
        ),
        ("service-usage", "Thống kê", "Số dân, số hộ, số trường học của xã.", "missing"),
        ("service-usage", "Tình hình giải quyết", "Tiếp nhận 214, trực tuyến 190.", "found"),
        ("service-processing-results", "Tình hình giải quyết", "Năm 2026: 214 hồ sơ.", "found"),
        ("service-quality-commitment", "Giới thiệu Trung tâm", "Cam kết trả trước hẹn.", "inside"),
        ("service-quality-commitment", "Giới thiệu Trung tâm", "Có 9 quầy.", "missing"),
        ("service-incident-mechanism", "Trợ giúp", "Gặp lỗi thì gọi tổng đài 1022.", "inside"),
        ("service-quality-indicators", "Đo lường", "Tiến độ 19,2/20; số hóa 20,3/22.", "found"),
        ("service-satisfaction", "Khảo sát", "Rất hài lòng 71%, chưa hài lòng 3%.", "found"),
        (
            "service-incident-mechanism",
            "Hỗ trợ",
            "Khi gặp lỗi: sự cố khắc phục trong 4 giờ.",
            "found",
        ),
        ("suspension-notice", "Thông báo", "Thông báo tạm ngừng hệ thống để nâng cấp.", "inside"),
        ("subordinate-units", "Bộ máy", "Văn phòng, Phòng Kinh tế, Trung tâm Y tế.", "found"),
        ("environment", "Môi trường", "Quan trắc quý III: chất lượng không khí tốt.", "found"),
    ],
)
def test_what_stands_on_pages_of_general_names_tells(
    item: str, label: str, text: str, outcome: str
) -> None:
    assert judged(item, label, page("m", f"{OWN} {text}")).name == outcome


@pytest.mark.parametrize(
    ("label", "outcome"),
    [
        # A report on the matter is of the matter; a report of somebody else is a sentence.
        ("Báo cáo tình hình chuyển đổi số", "missing"),
        ("Báo cáo kết quả chuyển đổi số 9 tháng", "found"),
        ("Họp bàn nâng kết quả chuyển đổi số 9 tháng", "missing"),
    ],
)
def test_words_that_say_it_is_a_report_may_stand_before_a_name(label: str, outcome: str) -> None:
    report = page("bc", f"Kết quả chuyển đổi số 9 tháng {OWN}")
    body = page("cds", f"{label} {PROSE}", Link(report.url, label))
    seen = judged("digital-transformation-results", "Mục chung", body, report)
    assert seen.name == ("grace" if outcome == "missing" else outcome)


def test_a_page_named_with_a_year_is_a_document_and_its_name_says_of_when() -> None:
    name = "Kế hoạch phát triển kinh tế - xã hội năm 2026"
    body = page("kh", f"{name} Mục tiêu: tăng 9,8%. {OWN}", headings=[name], title=name)
    assert judged("development-plan", name, body).name == "found"
    bare = "Kế hoạch phát triển kinh tế - xã hội"
    body = page("kh", f"{bare} Mục tiêu: tăng 9,8%. {OWN}", headings=[bare], title=bare)
    assert judged("development-plan", bare, body).facts["missing"] == ["year-or-period"]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [("Sẽ cập nhật sau khi được phê duyệt.", "unrelated"), ("Văn bản, hồ sơ.", "found")],
)
def test_what_a_page_says_is_still_to_come_is_not_there(said: str, outcome: str) -> None:
    text = f"Nơi tiếp nhận: Văn phòng. Mẫu phiếu. Danh mục {said} {OWN}"
    body = page("tctt", text, Link(f"{HOME}mau-01.docx", "Phiếu yêu cầu"))
    assert judged("must-publish-list", "Tiếp cận thông tin", body).name == outcome


def test_pages_beneath_a_section_do_not_tell_what_it_is() -> None:
    below = page("can-bo", f"Công chức văn hóa, phụ trách làng, chùa, đình, đền {PROSE}")
    text = f"Giới thiệu xã Núi, sông, khí trời. {OWN}"
    with_link = page("gt", text, Link(below.url, "Cán bộ xã"))
    assert judged("local-history-culture", "Giới thiệu xã", with_link, below).name == "missing"
    itself = page("gt", f"{text} Làng nghề, di tích, lễ hội")
    assert judged("local-history-culture", "Giới thiệu xã", itself).name == "inside"


ROWS = "Dự toán năm 2026 xã trình HĐND Chưa có Dự toán năm 2026 HĐND giao Thu, chi quý 3/2026 Biểu"


@pytest.mark.parametrize(
    ("item", "outcome"),
    [
        ("budget-approved", "inside"),
        ("budget-execution", "inside"),
        ("budget-proposal", "missing"),  # “Chưa có”
    ],
)
def test_rows_of_a_table_of_what_is_public_are_budgets(item: str, outcome: str) -> None:
    body = page("ck", f"Công khai Tiền ngân sách xã {ROWS} {OWN}", Link(f"{HOME}b.pdf", "Biểu"))
    assert judged(item, "Công khai", body).name == outcome


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("4. Đầu tư công - Kè bờ đông: vốn 64 tỷ đồng, đã giải ngân 41%.", "inside"),
        ("Công trình: đường bản, vốn CTMTQG 7,8 tỷ đồng; nhà văn hóa: chưa khởi công.", "inside"),
        ("4. Đầu tư công", "missing"),
    ],
)
def test_projects_stand_within_what_is_public(text: str, outcome: str) -> None:
    body = page("ck", f"Công khai {text} {OWN}")
    assert judged("public-investment", "Công khai", body).name == outcome


def test_papers_and_steps_are_procedures_under_that_name() -> None:
    text = f"1. Cấp giấy phép xây dựng: hồ sơ gồm đơn, bản vẽ; 20 ngày làm việc. {OWN}"
    body = page("tthc", text, headings=["Hồ sơ, trình tự"])
    assert judged("admin-procedures", "Hồ sơ, trình tự", body).name == "found"


@pytest.mark.parametrize(
    ("footer", "outcome"),
    [
        # One can go there, or both call and write.
        ("© Sở. Trụ sở: 145 đường Hùng Vương. Chịu trách nhiệm: Ông Lê Văn Ba", "incomplete"),
        ("Ban An Phú - ĐT: 0237 3753 999 - Email: bql@hacson.gov.vn", "incomplete"),
        ("UBND xã An Phú. Điện thoại: 0237 3753 999", "missing"),
        ("Cơ quan chủ quản: UBND. Địa chỉ: 8 Lê Lợi, An Phú. ĐT: đang cập nhật", "missing"),
        ("Cơ quan chủ quản: Tên cơ quan. Địa chỉ: Số nhà, tên đường, quận", "missing"),
    ],
    ids=["address", "telephone and mail", "telephone", "promised", "sample"],
)
def test_what_a_footer_must_have_to_count_in_part(footer: str, outcome: str) -> None:
    home = replace(page("", PROSE), footer_text=footer)
    front = Front((Exchange(HOME, 200, (), 0.1),), home, True)
    asked = catalog.read().get("information.footer-contact")
    assert asked is not None
    others = tuple(page(f"khac-{n}", f"Khác {n} {PROSE}") for n in range(3))
    assert asked.rule(crawl=Crawl((home, *others)), front=front, visit=VISIT).name == outcome
