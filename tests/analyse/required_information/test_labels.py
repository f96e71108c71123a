"""Labels: what names a thing, how well, and what only looks like it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal_audit.analyse.required_information.label_index import index
from portal_audit.analyse.required_information.labels import (
    EXACT,
    SLUG,
    WITHIN,
    holds,
    label_patterns,
    words_of,
    words_of_many,
)
from portal_audit.evidence import Crawl, Link, Page

HOME = "https://anphu.hacson.gov.vn/"
RECEPTION = label_patterns(
    ("Lịch tiếp công dân", "Tiếp công dân"),
    abbreviations=("LTCD",),
    false_friends=("Kết quả tiếp công dân", "Trụ sở … tiếp công dân"),
)
PROCEDURES = label_patterns(("Thủ tục hành chính",), abbreviations=("TTHC",))
DRAFTS = label_patterns(("Góp ý … dự thảo",))


def page(*links: Link, path: str = "", headings: tuple[str, ...] = (), title: str = "") -> Page:
    return Page(HOME + path, HOME + path, 200, links=links, headings=headings, title=title)


def strengths(thing: object, *links: Link, headings: tuple[str, ...] = ()) -> list[int]:
    found = index(Crawl((page(*links, headings=headings),))).find(thing)  # type: ignore[arg-type]
    return [match.strength for match in found]


def nav(text: str, path: str = "x", **more: str) -> Link:
    return Link(HOME + path, text, region="nav", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Chức năng, nhiệm vụ", "chuc nang nhiem vu"),
        ("CHỨC NĂNG & NHIỆM VỤ", "chuc nang va nhiem vu"),
        ("Ðấu thầu / Mua sắm", "dau thau mua sam"),
        ("Góp ý … dự thảo", "gop y … du thao"),
        ("Góp ý ... dự thảo", "gop y … du thao"),
        ("tin tức", "tin tuc"),
        ("»  Văn bản", "van ban"),
        ("", ""),
    ],
)
def test_words_of(text: str, folded: str) -> None:
    assert words_of(text) == folded


@pytest.mark.parametrize(
    ("key", "phrase", "expected"),
    [
        ("lich tiep cong dan", "tiep cong dan", True),
        ("lich tiep cong danh", "tiep cong dan", False),
        ("thong ke luot truy cap", "thong ke … truy cap", True),
        ("truy cap thong ke", "thong ke … truy cap", False),
        ("gop y vao du thao van ban", "gop y … du thao", True),
        ("cong khai ngan sach xa", "cong khai ngan sach …", True),
    ],
)
def test_holds(key: str, phrase: str, expected: bool) -> None:
    assert holds(key, phrase) is expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (nav("Lịch tiếp công dân"), [EXACT]),
        (nav("2. LỊCH TIẾP CÔNG DÂN"), [EXACT]),
        (nav("Lịch tiếp công dân tháng 11 của Chủ tịch"), [WITHIN]),
        # One wrong letter in a long label of a menu, not in a title of a page's body.
        (nav("Lịch tiếp công dan"), [EXACT]),
        (nav("Lịch tiêp côg dân"), [WITHIN]),
        (nav("Lịch tiếp cônng dân"), [WITHIN]),
        (nav("Lịch tiếp công đoàn"), []),
        (Link(HOME + "x", "Lịch tiếp côg dân"), []),
        (nav("LTCD"), [EXACT]),
        (nav("Kết quả tiếp công dân"), []),
        (nav("Trụ sở Ban tiếp công dân tỉnh"), []),
        (nav("", alt="Lịch tiếp công dân"), [EXACT]),
        (nav("Xem thêm", title="Lịch tiếp công dân"), [EXACT]),
        (nav("Mời họp", title="Lịch tiếp công dân"), []),
        (nav("", alt="lichtiepcongdan.jpg"), [SLUG]),
        # The address speaks beside a file name that says nothing.
        (nav("", "lich-tiep-cong-dan", alt="icon-5.png"), [SLUG]),
        (nav("", alt="/anh/l-ch-ti-p-c-ng-d-n.png"), [SLUG]),
        (nav("", "muc/lich-tiep-cong-dan", alt="o-vuong.png"), [SLUG]),
        (nav("", "2024/Trang/lichtiepcongdan.aspx"), [SLUG]),
        (nav("", "-lich-tiep-cong-dan"), [SLUG]),
        (nav("Ô thứ năm", "lich-tiep-cong-dan-39450.html"), [SLUG]),
        (nav("", "vi/news/lich-tiep-cong-dan/"), [SLUG]),
        (nav("", "chuyen-muc/l%E1%BB%8Bch-ti%E1%BA%BFp-c%C3%B4ng-d%C3%A2n.html"), [SLUG]),
        (nav("", "tin/ket-qua-tiep-cong-dan"), []),
        # In the body of a page, news that mention the words are no section.
        (Link(HOME + "x", "Lịch tiếp công dân tháng 11 năm 2026"), [WITHIN]),
        (Link(HOME + "x", "Thông báo lịch tiếp công dân định kỳ"), [WITHIN]),
        (Link(HOME + "x", "Chủ tịch xã dự hội nghị về lịch tiếp công dân"), []),
        # What is hidden counts only in menus, where drop-downs are.
        (Link(HOME + "x", "Lịch tiếp công dân", hidden=True), []),
        (Link(HOME + "x", "Lịch tiếp công dân", hidden=True, region="nav"), [EXACT]),
    ],
)
def test_how_well_a_link_names_it(link: Link, expected: list[int]) -> None:
    assert strengths(RECEPTION, link) == expected


@pytest.mark.parametrize("slug", ["quy-hoach-su-dung-dat", "quy-hoach-ke-hoach-su-dung-at"])
def test_a_false_friend_is_known_by_its_address(slug: str) -> None:
    plans = label_patterns(
        ("Quy hoạch, kế hoạch", "Quy hoạch"), (), ("quy-hoach",), ("sử dụng đất",)
    )
    assert strengths(plans, nav("", "muc/quy-hoach-ke-hoach")) == [SLUG]
    assert strengths(plans, nav("", f"muc/{slug}")) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bộ TTHC", [WITHIN]),
        ("Danh mục thủ tục hành chính", [WITHIN]),
        ("Tthc", []),
        ("Thủ tướng hành động", []),
    ],
)
def test_abbreviations_need_their_capitals(text: str, expected: list[int]) -> None:
    assert strengths(PROCEDURES, nav(text)) == expected


@pytest.mark.parametrize("path", ["-au-thau-mua-sam", "dau-thau-mua-sam", "-u-th-u-mua-s-m"])
def test_every_treatment_of_a_first_letter(path: str) -> None:
    assert strengths(label_patterns(("Đấu thầu, mua sắm",)), nav("", path)) == [SLUG]


def test_gaps_in_labels() -> None:
    assert strengths(DRAFTS, nav("Góp ý vào dự thảo văn bản QPPL")) == [WITHIN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Lãnh đạo", [EXACT]), ("Lãnh đạo xã An Phú", [WITHIN]), ("Lãnh đạo gặp gỡ nông dân", [])],
)
def test_a_short_label_stands_nearly_alone(text: str, expected: list[int]) -> None:
    assert strengths(label_patterns(("Lãnh đạo",)), nav(text)) == expected


@pytest.mark.parametrize("text", ["Vị trí địa lý", "VI. Vị trí địa lý", "IV. Vị trí địa lý"])
def test_a_first_word_that_looks_like_a_number(text: str) -> None:
    assert strengths(label_patterns(("Vị trí địa lý",)), nav(text)) == [EXACT]


def test_headings_and_titles_name_their_own_page() -> None:
    inner = page(path="x", headings=("Lịch tiếp công dân",), title="Lịch tiếp công dân - Xã An Phú")
    found = index(Crawl((page(nav("Trang chủ")), inner))).find(RECEPTION)
    assert [match.candidate.url for match in found] == [HOME + "x"]
    assert found[0].candidate.evidence == "heading"


def test_the_same_menu_on_every_page_is_one_candidate() -> None:
    menu = (nav("Lịch tiếp công dân"), nav("Lịch tiếp công dân"))
    pages = tuple(page(*menu, path=f"p{number}") for number in range(5))
    assert len(index(Crawl(pages)).find(RECEPTION)) == 1


def test_other_labels_of_a_place() -> None:
    links = [nav(text) for text in ("Lịch tiếp công dân", "Hỏi đáp", "Góp ý", "Hỏi đáp")]
    site = index(Crawl((page(*links),)))
    assert site.labels_beside(HOME + "x", RECEPTION) == ("gop y", "hoi dap")


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_label_breaks_it(text: str, url: str, alt: str) -> None:
    site = index(Crawl((page(Link(url, text, title=alt, alt=alt), headings=(text,)),)))
    site.find(RECEPTION)
    site.find(label_patterns((text or "x",), (alt,), (), (url,)))


@pytest.mark.parametrize(("path", "sections"), [("feeds/", 0), ("gioi-thieu/", 1)])
def test_a_list_of_feeds_leads_to_no_section(path: str, sections: int) -> None:
    """NukeViet lists a feed for each section, under the section's own name."""
    feed = Link(f"{HOME}rss/lich/", "Lịch tiếp công dân")
    found = index(Crawl((page(nav("Trang chủ")), page(feed, path=path)))).find(RECEPTION)
    assert len(found) == sections


@pytest.mark.parametrize("label", ["Liên hệ\nGóp ý", "Liên hệ&#10;Góp ý"])
def test_a_label_with_a_line_break_in_a_batch_is_folded_like_any_other(label: str) -> None:
    assert words_of_many(["Giới thiệu", label, "»"]) == ["gioi thieu", "lien he gop y", ""]
