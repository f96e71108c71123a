"""Portals whose news is old, beside dates that are no dates of publication."""

from __future__ import annotations

from portal_audit.testbed.reading.trap import Trap, Twist, trap

OLD = 100
STALE = {"news_fresh": "stale"}
FRESH = {"news_fresh": "fresh"}


def _old(slug: str, vi: str, en: str, everywhere: str = "", home: str = "") -> Trap:
    """Return the portal with old news and something newer in the header or on the home page.

    News shows bare dates: beside labelled ones others would not count anyway.
    """
    bodies = {"home": f"$body{home}"} if home else {}
    twist = Twist(news_age=OLD, posted="$date", everywhere=everywhere, bodies=bodies)
    return trap(slug, vi, en, twist, lost=STALE)


def _posted(slug: str, vi: str, en: str, posted: str) -> Trap:
    """Return the portal whose news is fresh and says so in another way."""
    return trap(slug, vi, en, Twist(posted=posted), passes=FRESH)


DATES = (
    _old("news-old", "Tin mới nhất đã hơn ba tháng.", "The latest news is three months old."),
    _old(
        "date-clock",
        "Tin cũ, đầu trang hiện ngày hôm nay.",
        "Old news; the header shows today's date.",
        everywhere="<p>Thứ Ba, ngày $ago_0</p>",
    ),
    trap(
        "date-clock-in-body",
        "Tin cũ, thân trang nào cũng hiện ngày hôm nay.",
        "Old news; the body of every page shows today's date.",
        Twist(news_age=OLD, posted="$date", above="<p>Thứ Ba, $ago_0 - 08:15</p>"),
        lost=STALE,
    ),
    _old(
        "date-header",
        "Tin cũ, đầu trang có một ngày cố định.",
        "Old news; the header shows a date that never changes.",
        everywhere="<p>$ago_7</p>",
    ),
    _old(
        "date-future",
        "Tin cũ, trang chủ báo một cuộc họp sắp tới.",
        "Old news; the home page names a day to come.",
        home="<p>Kỳ họp Hội đồng nhân dân xã khai mạc ngày $in_12.</p>",
    ),
    _old(
        "date-deadline",
        "Tin cũ, trang chủ nêu hạn góp ý.",
        "Old news; the home page names a deadline.",
        home="<p>Góp ý dự thảo quy chế, hạn gửi ý kiến đến hết ngày $ago_4.</p>",
    ),
    _old(
        "date-document",
        "Tin cũ, trang chủ nêu ngày ban hành văn bản.",
        "Old news; the home page names the date of a document.",
        home="<p>Quyết định số 21/QĐ-UBND ban hành ngày $ago_3, có hiệu lực từ ngày $ago_2.</p>",
    ),
    _old(
        "date-yearless",
        "Tin cũ, trang chủ có ngày không ghi năm và ngày âm lịch.",
        "Old news; the home page has dates without a year and of the lunar calendar.",
        home="<p>Lịch trực THỨ BA, NGÀY $day_3; từ $day_5 - $day_1 (tức $ago_2 ÂL).</p>",
    ),
    _old(
        "date-copyright",
        "Tin cũ, chân bài ghi năm bản quyền.",
        "Old news; a copyright line names this year.",
        home="<p>© $year Bản quyền thuộc Ủy ban nhân dân xã Lũng Xanh. Lượt xem: 400</p>",
    ),
    _posted(
        "date-in-words",
        "Tin ghi ngày đăng bằng chữ.",
        "News says in words when it was posted.",
        "Đăng ngày: $words",
    ),
    _posted(
        "date-with-time",
        "Tin ghi giờ trước, ngày sau, có khoảng trống quanh dấu nối.",
        "News has the time first, and spaces round the separators.",
        "(Cập nhật lần cuối: 14:36 $spaced)",
    ),
    trap(
        "date-none",
        "Tin không ghi ngày.",
        "News says nowhere when it was posted.",
        Twist(posted=""),
        told={"news_fresh": "no-date"},
    ),
)
