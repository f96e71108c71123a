"""Every way portals were seen to write a date, and every date that is none of posting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.parse.text.dates import MAX_DATES, find_dates


def seen(text: str, url: str = "") -> list[tuple[str, str]]:
    return [(dated.date, dated.source) for dated in find_dates(text, url)]


@pytest.mark.parametrize(
    ("text", "date", "source"),
    [
        ("22/09/2022 15:15", "2022-09-22", "text"),
        ("08/07/2024  11:38", "2024-07-08", "text"),
        ("00:00 17/09/2018", "2018-09-17", "text"),
        ("17:22 27/12/2016", "2016-12-27", "text"),
        ("05/03/2021 09:10:11 SA", "2021-03-05", "text"),
        ("05/03/2021 09:10:11 CH", "2021-03-05", "text"),
        ("17 - 05 - 2024", "2024-05-17", "text"),
        ("(26-12-2017)", "2017-12-26", "text"),
        ("07 / 12 / 2019 - 12:41 PM", "2019-12-07", "text"),
        ("Thứ Bảy, 26/01/2019 19:26", "2019-01-26", "text"),
        ("Thứ tư, 13/10/2021", "2021-10-13", "text"),
        ("THỨ HAI, 28/03/2022 07:57:01", "2022-03-28", "text"),
        ("Thứ năm: 17:49 ngày 07/05/2020", "2020-05-07", "text"),
        ("Thứ Hai, 5/6/2025 10:05:03", "2025-06-05", "text"),
        ("Thứ ba, 25 Tháng 1 2022 16:22", "2022-01-25", "text"),
        ("ngày 22 tháng 05 năm 2025", "2025-05-22", "text"),
        ("22 tháng 5, 2025", "2025-05-22", "text"),
        ("Đăng ngày: 22 tháng 05 năm 2025", "2025-05-22", "posted"),
        ("Ngày đăng: 17/05/2024", "2024-05-17", "posted"),
        ("Ngày đăng bài: 17/05/2024 | Tác giả: …", "2024-05-17", "posted"),
        ("Đăng ngày 17/05/2024", "2024-05-17", "posted"),
        ("Ngày đăng: Thứ Bảy, 26/01/2019 19:26", "2019-01-26", "posted"),
        ("Đăng lúc: 08:26 27/12/2016", "2016-12-27", "posted"),
        ("(Cập nhật lần cuối: 14:36 17/03/2022)", "2022-03-17", "posted"),
        ("Ngày cập nhật: 17/03/2022", "2022-03-17", "posted"),
        ("Cập nhật: 2026-09-01", "2026-09-01", "posted"),
        ("NGÀY ĐĂNG: 01-09-2026", "2026-09-01", "posted"),
        ("Posted on Aug 5, 2019", "2019-08-05", "posted"),
        ("Aug 5, 2019", "2019-08-05", "text"),
        ("5 August 2019", "2019-08-05", "text"),
        ("2021-3-5", "2021-03-05", "text"),
        ("28.03.2022", "2022-03-28", "text"),
        ("Đại hội Đảng ngày 12/9/2026", "2026-09-12", "text"),
        ("Bài viết trước 12/9/2026", "2026-09-12", "text"),
        ("Giới thiệu văn bản 12/9/2026", "2026-09-12", "text"),
        ("Hôm nay: Thứ Ba, 16/07/2024", "2024-07-16", "header"),
        ("Thứ 3, Ngày 16/07/2024 - Xin chào", "2024-07-16", "header"),
        ("5 tháng Chín, 2024", "2024-09-05", "text"),
        ("10 thg 3, 2024", "2024-03-10", "text"),
        ("02/09/24", "2024-09-02", "text"),
        ("(02/09/24)", "2024-09-02", "text"),
        ("Ngày đăng: 02/09/24.", "2024-09-02", "posted"),
        ("Thứ hai, 02/09/24, 08:30", "2024-09-02", "text"),
        ("31/12/99", "1999-12-31", "text"),
    ],
)
def test_read(text: str, date: str, source: str) -> None:
    assert seen(text) == [(date, source)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("5 tháng Chín, 2024", "2024-09-05"),
        ("10 thg 3, 2024", "2024-03-10"),
        ("12 Tháng Mười Một 2025", "2025-11-12"),
        ("Tháng Chín 5, 2024", "2024-09-05"),
        ("Đăng bởi admin Tháng Mười Hai 15, 2024 trong Tin tức", "2024-12-15"),
        ("Th9 05, 2024", "2024-09-05"),
        ("Họp dân (05.08.2026 15:52)", "2026-08-05"),
    ],
)
def test_months_in_words(text: str, date: str) -> None:
    assert seen(text) == [(date, "text")]


def test_a_counter_that_updates_itself_posts_nothing() -> None:
    assert seen("(tự động cập nhật vào lúc 12:00:00 30/11/2026)") == [("2026-11-30", "text")]


def test_both_ends_of_a_range_are_read() -> None:
    week = "Tuần thứ 07 từ ngày 09/02/2026 đến ngày 13/02/2026"
    assert seen(week) == [("2026-02-09", "text"), ("2026-02-13", "text")]
    week = "Từ ngày 14/07/2025 đến ngày 20/07/2025"
    assert seen(week) == [("2025-07-14", "text"), ("2025-07-20", "text")]


@pytest.mark.parametrize(
    "text",
    [
        "THỨ BA, NGÀY 28/5",
        "Thứ 2 / 14/7",
        "28.3 - 3.4",
        "(nhằm 12/12 ÂL)",
        "12/12/2025 ÂL",
        "12/12/2025 (âm lịch)",
        "nhằm ngày 12/12/2025",
        "Ngày ban hành: 02/03/2021",
        "Văn bản ngày 02/03/2021",
        "80/2025/QĐ-UBND 22/11/2025",
        "Sinh ngày 02/03/1971",
        "Quyết định ban hành ngày 02/03/2021",
        "Quyết định số 80/2025/QĐ-UBND ngày 22/11/2025",
        "Nghị định số 42/2022/NĐ-CP ngày 24 tháng 6 năm 2022",
        "Công văn 123/UBND-VX của Ủy ban nhân dân tỉnh ngày 24/6/2022",
        "có hiệu lực từ ngày 01/07/2025",
        "Giấy phép số 260/GP-TTĐT do Cục cấp ngày 08/12/2010",
        "Hạn góp ý: 30/09/2026",
        "góp ý trước ngày 30/09/2026",
        "hạn cuối nhận hồ sơ 30/09/2026",
        "Bản quyền © 2017",
        "Lượt xem: 400",
        "31/02/2024",
        "12/25/2024",
        "Nghị định 42/2022/NĐ-CP",
        "Quyết định 12/3/2020/QĐ-UBND",
        "0240.38.2010",
        "1.2.2010.3",
        "",
    ],
)
def test_no_date_of_posting(text: str) -> None:
    assert seen(text) == []


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://x.example/portal/Pages/2024-5-17/Tin.aspx", "2024-05-17"),
        ("https://x.example/uploads/news/2023_09/a.jpg", "2023-09-01"),
        ("https://x.example/uploads/news/2025_02", "2025-02-01"),
        ("https://x.example/tintuc/2026/9/bai-viet", "2026-09-01"),
        ("https://x.example/gov-hni/7/VanBan/2026/5/25/a.pdf", "2026-05-25"),
        ("https://x.example/bai-viet-20241003083820222.htm", "2024-10-03"),
        ("https://x.example/bai-viet-20241003083820.htm", "2024-10-03"),
    ],
)
def test_urls(url: str, date: str) -> None:
    assert seen("", url) == [(date, "url")]


@pytest.mark.parametrize(
    "url",
    [
        "https://x.example/node/20241399083820",
        "https://x.example/2024/Trang/lich.aspx",
        "https://x.example/so-2024-76761",
        "https://x.example/102241003083820222.htm",
        # The number of an article behind the year it speaks of.
        "https://x.example/danh-gia-nam-2016-6.html",
    ],
)
def test_numbers_in_urls(url: str) -> None:
    assert seen("", url) == []


def test_what_machines_are_told() -> None:
    told = find_dates("", times=["2026-09-01T10:00:00+07:00", "1/9/2026"], published=["2026-08-31"])
    assert [(dated.date, dated.source) for dated in told] == [
        ("2026-08-31", "posted"),
        ("2026-09-01", "time"),
    ]


def test_posted_dates_come_first_and_each_once() -> None:
    text = "01/09/2026 … Ngày đăng: 31/08/2026 … 01/09/2026"
    assert seen(text) == [("2026-08-31", "posted"), ("2026-09-01", "text")]


def test_a_clock_in_the_header_is_called_so() -> None:
    assert [dated.source for dated in find_dates("01/09/2026", source="header")] == ["header"]


def test_the_words_around_are_kept_short() -> None:
    (dated,) = find_dates("chữ " * 100 + "Ngày đăng: 01/09/2026 " + "chữ " * 100)
    assert "Ngày đăng: 01/09/2026" in dated.text
    assert len(dated.text) <= 120


def test_no_more_than_the_bound() -> None:
    many = " ".join(f"{day:02d}/{month:02d}/2020" for month in range(1, 13) for day in range(1, 29))
    assert len(find_dates(many)) == MAX_DATES


@given(
    st.text(alphabet="0123456789/.-– thángnămngàyđăÂLMay,:\n", max_size=300), st.text(max_size=60)
)
def test_never_raises(text: str, url: str) -> None:
    for dated in find_dates(text, url, times=[text], published=[url]):
        assert len(dated.date) == 10


@pytest.mark.parametrize(
    "text",
    [
        *("1/2/24", "12/13/24", "30/02/24", "112/05/24", "12/05/24/QĐ", "12/05/245", "12/05/24,5"),
        *("ngày ban hành 12/05/24", "Hạn nộp: 12/05/24", "10.12/05/24", "5/12/05/24"),
    ],
)
def test_two_digits_are_no_year_in_other_numbers_and_of_other_days(text: str) -> None:
    assert seen(text) == []


def test_days_come_in_the_order_of_the_text_however_their_years_are_written() -> None:
    assert seen("02/09/24 rồi 03/09/2024 rồi 04/09/24") == [
        ("2024-09-02", "text"),
        ("2024-09-03", "text"),
        ("2024-09-04", "text"),
    ]
