"""What has no section of its own: a document among others, a sentence amid a page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from portal_audit.api import Crawl, Exchange, Front, Kind, Link, Outcome, Page, Target, Visit
from portal_audit.rules import catalog

HOME = "https://anphu.hacson.gov.vn/"
VISIT = Visit(
    Target("anphu", HOME, kind=Kind.COMMUNE, parent="https://hacson.gov.vn/"),
    datetime(2026, 11, 22, tzinfo=UTC),
)
PROSE = " ".join(f"Thôn {n} gặt xong lúa, sửa lại mương và đường làng." for n in range(9))
OWN = " ".join(f"Tổ {n} họp bàn làm cầu, kéo điện và trồng cây ven sông." for n in range(9))
SPEAKER = (
    "Khi cần tin, báo, đài gọi người phát ngôn của xã: bà Lê Thị Hoa, Phó Chủ tịch, "
    "điện thoại 0229 3871 234, thư hoalt@anphu.gov.vn."
)


def page(path: str, text: str, links: Sequence[Link] = ()) -> Page:
    url = HOME + path
    menu = tuple(Link(f"{HOME}muc-{n}", f"Mục số {n}", region="nav") for n in range(6))
    return Page(url, url, 200, text=text, main_text=text, links=(*menu, *links))


def judged(item: str, label: str, text: str, *files: str) -> Outcome:
    """Judge a commune's portal with one section that holds *text* and *files*."""
    listed = [Link(f"{HOME}vb-{n}.pdf", name) for n, name in enumerate(files)]
    entry = Link(f"{HOME}phan-nay", label, region="nav")
    body = page("phan-nay", f"{label} {text} {' '.join(files)}", (entry, *listed))
    body = replace(body, headings=(label,))
    home = page("", PROSE, (entry,))
    others = tuple(page(f"khac-{n}", f"Khác {n} {PROSE} {n}", (entry,)) for n in range(3))
    front = Front((Exchange(HOME, 200, (), 0.1),), home, True)
    check = catalog.read().get(f"information.{item}")
    assert check is not None
    return check.rule(crawl=Crawl((home, body, *others)), front=front, visit=VISIT)


@pytest.mark.parametrize("label", ["Quy hoạch - Kế hoạch", "Chương trình, kế hoạch", "Kế hoạch"])
def test_a_plan_among_plans_is_there_in_part(label: str) -> None:
    plans = "Kế hoạch trồng rừng năm 2026", "Kế hoạch số 8/KH-UBND về chuyển đổi số năm 2026"
    assert judged("digital-transformation-plan", label, "", *plans).name == "inside"
    assert judged("digital-transformation-plan", label, "", *plans[:1]).name == "missing"


def test_a_plan_of_investments_among_plans_is_there_in_part() -> None:
    plan = "Kế hoạch đầu tư công năm 2027: 4 công trình, tổng vốn 12 tỷ đồng"
    assert judged("public-investment", "Chương trình, kế hoạch", "", plan).name == "inside"


@pytest.mark.parametrize(
    ("works", "name"),
    [
        (
            "Kiên cố hóa 2 km mương thôn Đông: kinh phí 310 triệu đồng, hoàn thành tháng 5/2026.",
            "found",
        ),
        ("Thôn Đông có 2 km mương: kinh phí 310 triệu đồng, hoàn thành tháng 5/2026.", "missing"),
    ],
)
def test_works_are_told_by_what_is_built(works: str, name: str) -> None:
    assert judged("public-investment", "Công trình, dự án", f"{works} {OWN}").name == name


@pytest.mark.parametrize(
    ("headline", "name"),
    [
        ("Kế hoạch chuyển đổi số năm 2026 của xã", "found"),
        ("Kế hoạch thực hiện Đề án chuyển đổi số năm 2026", "found"),
        ("An Phú triển khai kế hoạch chuyển đổi số năm 2026 đến từng thôn", "unrelated"),
        ("Hội nghị bàn cách thực hiện kế hoạch chuyển đổi số năm 2026", "unrelated"),
    ],
)
def test_news_that_a_plan_is_carried_out_is_no_plan(headline: str, name: str) -> None:
    text = f"{headline}. {OWN}"
    assert judged("digital-transformation-plan", "Chuyển đổi số", text).name == name


@pytest.mark.parametrize("label", ["Hỏi và trả lời", "Danh bạ của xã", "Cán bộ xã"])
def test_a_sentence_holds_the_spokesperson_wherever_it_stands(label: str) -> None:
    assert judged("spokesperson", label, f"{OWN} {SPEAKER} {OWN}").name == "inside"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        # The name and the telephone of two sentences do not belong together.
        ("Danh bạ của xã", f"Người phát ngôn theo quy chế. {OWN} Bà Lê Thị Hoa, 0229 3871 234."),
        ("Tin trong xã", f"{OWN} {SPEAKER}"),
        ("Cán bộ xã", "Tập huấn kỹ năng phát ngôn: bà Lê Thị Hoa, Phó Chủ tịch, 0229 3871 234."),
    ],
)
def test_no_spokesperson_without_name_and_telephone_beside_the_word(label: str, text: str) -> None:
    assert judged("spokesperson", label, f"{text} {OWN}").name == "missing"


def test_what_a_sentence_lacks_is_told() -> None:
    text = SPEAKER.partition(", thư")[0]
    outcome = judged("spokesperson", "Danh bạ của xã", f"{OWN} {text}. {OWN}")
    assert (outcome.name, outcome.facts["missing"]) == ("incomplete", ["e-mail-address"])


def test_who_answers_requests_for_information() -> None:
    text = (
        "Văn phòng là đầu mối cung cấp thông tin cho dân, địa chỉ: thôn Đoài, xã An Phú; gọi "
        "0229 3871 200 hoặc viết về vanphong@anphu.gov.vn."
    )
    outcome = judged("information-request-contact", "Dân hỏi, xã đáp", f"{OWN} {text}")
    assert outcome.name == "inside"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nội dung công khai: ngân sách, đất đai. Hình thức: niêm yết. ", "found"),
        ("Gửi phiếu đến địa chỉ: thôn Đoài, xã An Phú. Thời hạn trả lời: 10 ngày. ", "unrelated"),
    ],
)
def test_a_page_without_the_list_is_not_the_list(text: str, name: str) -> None:
    assert judged("must-publish-list", "Tiếp cận thông tin", f"{text}{OWN}").name == name


def test_functions_as_decisions_head_them() -> None:
    text = "Phòng giúp UBND xã quản lý nhà nước về đất đai, chịu trách nhiệm trước Chủ tịch."
    assert judged("functions-duties", "Vị trí và chức năng", f"{text} {OWN}").name == "found"
