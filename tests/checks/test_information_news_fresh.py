"""News: which date is the latest posting, and whether it is recent enough."""

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest

from portal_audit.api import Crawl, DatedText, Kind, Link, Outcome, Page, Script, Target, Visit
from portal_audit.rules import catalog
from portal_audit.rules.check import Check

HOME = "https://anphu.hacson.gov.vn/"
LOADS = ("skeleton-list",)


@cache
def check() -> Check:
    found = catalog.read().get("information.news_fresh")
    assert found is not None
    return found


def page(path: str = "", *dates: tuple[str, str], via: tuple[str, ...] = (), **more: Any) -> Page:
    seen = tuple(DatedText(day, source, f"… {day} …") for day, source in dates)
    facts = {"text": "Tin của xã An Phú.", "main_text": "Tin của xã An Phú."} | more
    return Page(HOME + path, HOME + path, 200, dates=seen, via=via, **facts)


def in_address(path: str, dated: str) -> Page:
    return Page(
        HOME + path, HOME + path, 200, dates=(DatedText("2026-11-20", "url", HOME + dated),)
    )


def beside(*lines: str, old: str = "") -> Page:
    """A list of news as a person reads it; *old* is a day that a word labels."""
    title = "Xã họp bàn việc làm đường liên thôn"
    days = tuple(DatedText(iso(line), "text", line.replace("TITLE", title)) for line in lines)
    labelled = (DatedText(old, "posted", f"Ngày đăng {old}"),) if old else ()
    return Page(HOME, HOME, 200, links=(Link(HOME + "a", title),), dates=(*labelled, *days))


def iso(line: str) -> str:
    day, month, year = re.search(r"(\d\d)[/.](\d\d)[/.](\d{4})", line).groups()  # type: ignore[union-attr]
    return f"{year}-{month}-{day}"


@pytest.mark.parametrize(
    "line",
    [
        "TITLE (20/11/2026)",
        "TITLE 20/11/2026 03:00:00 PM Đã xem: 3",
        "Tin nổi bật 20/11/2026 TITLE",
        "Tin hoạt động ngành (20.11.2026 14:14) Một bài khác",
        "Tin sự kiện · 20/11/2026 · Tác giả: Văn phòng",
    ],
)
def test_a_day_beside_a_headline_is_the_day_of_posting(line: str) -> None:
    # Though one old page has a labelled day.
    assert judged(beside(line, old="2020-09-09")).facts["newest"] == "2026-11-20"


def test_a_headline_may_end_like_a_day_of_the_week() -> None:
    title = "Liên hoan dân ca bài chòi tỉnh lần thứ 7"
    day = DatedText("2026-11-20", "text", f"{title} Thứ sáu, 20/11/2026 09:12 Mười hai đội dự")
    old = DatedText("2020-09-09", "posted", "Ngày đăng 2020-09-09")
    home = Page(HOME, HOME, 200, links=(Link(HOME + "a", title),), dates=(old, day))
    assert judged(home).facts["newest"] == "2026-11-20"


@pytest.mark.parametrize(
    "line",
    [
        "TITLE. Hồ sơ gửi về Văn phòng trước 17:00 ngày 20/11/2026 qua thư điện tử",
        "Đã giải quyết 99,85% hồ sơ (tự động cập nhật vào lúc 12:00:00 20/11/2026)",
        "phát động phong trào từ ngày 20/10/2025 đến 20/11/2026. Đồng thời",
    ],
)
def test_a_day_within_a_sentence_or_a_counter_is_none(line: str) -> None:
    assert judged(beside(line, old="2026-05-05")).facts["newest"] == "2026-05-05"


@pytest.mark.parametrize(
    "words",
    [
        # At the end of a page the words reach further to one side: to the day of another title.
        "cho bà con (05/05/2026) Thời điểm đóng thầu: 20/11/2026 09:00",
        "cho bà con (05/05/2026) Số liệu cập nhật lúc 08:00 ngày 20/11/2026",
        "cho bà con (05/05/2026) Thời tiết Hà Nội 20/11/2026: 28°C",
        "cho bà con (05/05/2026) Lịch cắt điện từ 8h00 ngày 20/11/2026",
    ],
)
def test_the_words_around_another_day_say_nothing_of_this_one(words: str) -> None:
    assert judged(dated_by(("2026-11-20", "text", words))).facts["newest"] == "2026-05-05"


@pytest.mark.parametrize(
    "words",
    [
        "© 2026 UBND xã. Cập nhật lần cuối: 20/11/2026",
        "Hỏi đáp Người gửi: Nguyễn Thị Mai, ngày gửi 20/11/2026",
        "Gió Tây Nam cấp 4, sóng 1 - 1,5m. Cập nhật 20/11/2026 06:00",
        "Tình hình giải quyết hồ sơ (Cập nhật ngày 20/11/2026)",
    ],
)
def test_a_change_of_the_page_or_a_question_of_a_citizen_is_no_posting(words: str) -> None:
    assert judged(dated_by(("2026-11-20", "posted", words))).facts["newest"] == "2026-05-05"


def dated_by(day: tuple[str, str, str]) -> Page:
    """The home page with a day, beside an old one that a word labels."""
    return Page(
        HOME, HOME, 200, dates=(DatedText(*day), DatedText("2026-05-05", "posted", "Ngày đăng"))
    )


def judged(home: Page) -> Outcome:
    visit = Visit(Target("anphu", HOME, kind=Kind.COMMUNE), datetime(2026, 11, 22, tzinfo=UTC))
    return check().rule(crawl=Crawl((home,)), visit=visit)


CLOCK, HEAD = ("2026-11-22", "text"), ("2026-11-22", "header")


@pytest.mark.parametrize(
    ("kind", "pages", "expected"),
    [
        (Kind.PROVINCE, [page("", ("2026-11-10", "posted"))], "fresh"),
        (Kind.PROVINCE, [page("", ("2026-11-06", "posted"))], "late"),
        (Kind.COMMUNE, [page("", ("2026-11-06", "posted"))], "fresh"),
        (Kind.COMMUNE, [page("", ("2026-10-01", "posted"))], "late"),
        (Kind.COMMUNE, [page("", ("2026-09-20", "posted"))], "stale"),
        (Kind.DEPARTMENT, [page("", ("2026-09-20", "time"))], "stale"),
        # A day in an address counts where it is the page's own and nothing else dates the page.
        (Kind.DEPARTMENT, [in_address("2026/11/20/hop.html", "2026/11/20/hop.html")], "fresh"),
        (Kind.DEPARTMENT, [in_address("tin.html", "anh/2026/11/20/a.jpg")], "no-date"),
        # Words in the text count only where nothing says when it was posted.
        (Kind.COMMUNE, [page("", ("2026-11-20", "text"))], "fresh"),
        (Kind.COMMUNE, [page("", ("2026-11-20", "text"), ("2026-08-01", "posted"))], "stale"),
        # Dates to come, header dates and clocks are no postings.
        (Kind.COMMUNE, [page("", ("2027-01-01", "posted"), ("2026-08-01", "posted"))], "stale"),
        (Kind.COMMUNE, [page("", ("2026-11-20", "header"))], "no-date"),
        (Kind.COMMUNE, [page(f"{n}", CLOCK) for n in range(4)], "no-date"),
        (Kind.COMMUNE, [page(f"{n}", CLOCK, ("2026-08-01", "text")) for n in range(4)], "stale"),
        (Kind.COMMUNE, [page("", CLOCK), page("b"), page("c"), page("d")], "fresh"),
        # What a clock at the head says does not hide a posting of the same day.
        (Kind.COMMUNE, [page("", CLOCK, HEAD)] + [page(f"{n}", HEAD) for n in range(4)], "fresh"),
        (Kind.COMMUNE, [page("", ("rubbish", "posted"))], "no-date"),
        # A section that was updated does not make old news new.
        (
            Kind.COMMUNE,
            [
                page("", ("2026-08-01", "posted")),
                page("tin", ("2026-08-01", "posted"), via=("Tin tức",)),
                page("lich", ("2026-11-20", "posted"), via=("Lịch tiếp công dân",)),
            ],
            "stale",
        ),
        (
            Kind.COMMUNE,
            [
                page(""),
                page("tin", via=("Tin tức",), links=(Link(HOME + "a", "Bài mới nhất của xã"),)),
                page("a", ("2026-11-20", "posted"), via=("Bài mới nhất của xã",)),
            ],
            "fresh",
        ),
        # What a script is still to bring may be newer; a list that stands empty is no reason.
        (
            Kind.COMMUNE,
            [page("", ("2026-08-01", "posted")), page("tin", via=("Tin tức",), loaders=LOADS)],
            "needs-browser",
        ),
        (
            Kind.COMMUNE,
            [page("", ("2026-11-01", "posted")), page("tin", via=("Tin tức",), loaders=LOADS)],
            "fresh",
        ),
        (
            Kind.COMMUNE,
            [page("", ("2026-08-01", "posted")), page("tin", via=("Tin tức",))],
            "stale",
        ),
        # Where the news pages show no date, any page may.
        (Kind.COMMUNE, [page(""), page("lich", ("2026-11-20", "posted"))], "fresh"),
        # A bare date of a page that is no news may be that of a document or of a budget's row.
        (Kind.COMMUNE, [page(""), page("ngan-sach", ("2026-10-09", "text"))], "no-date"),
        (Kind.COMMUNE, [page(""), page("van-ban", ("2026-11-20", "text"))], "no-date"),
        (Kind.COMMUNE, [page("", scripts=(Script(None),), text="", main_text="")], "unread"),
        (Kind.COMMUNE, [], "unread"),
    ],
)
def test_outcome(kind: Kind, pages: list[Page], expected: str) -> None:
    visit = Visit(Target("anphu", HOME, kind=kind), datetime(2026, 11, 22, tzinfo=UTC))
    outcome = check().rule(crawl=Crawl(tuple(pages)), visit=visit)
    assert outcome.name == expected, dict(outcome.facts)
