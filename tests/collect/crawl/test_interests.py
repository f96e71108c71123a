"""Which links name what is looked for."""

import pytest

from portal_audit.collect.crawl.interests import EXACT, LONG, SLUG, WITHIN, InterestMatch, Interests

WANTED = Interests(
    ("Lịch tiếp công dân", "Đấu thầu", "Thủ tục hành chính", "Bộ thủ tục hành chính")
)
URL = "https://x.vn/1"


def match(quality: int, *phrases: int) -> InterestMatch:
    return InterestMatch(frozenset(phrases), quality)


@pytest.mark.parametrize(
    ("label", "url", "found"),
    [
        ("Lịch tiếp công dân", URL, match(EXACT, 0)),
        ("LỊCH TIẾP CÔNG DÂN »", URL, match(EXACT, 0)),
        ("Lịch tiếp công dân tháng 9", URL, match(WITHIN, 0)),
        ("Mời thầu - Đấu thầu", URL, match(WITHIN, 1)),
        ("Bộ thủ tục hành chính", URL, match(EXACT, 3)),
        ("Danh mục bộ thủ tục hành chính", URL, match(WITHIN, 3)),
        ("", "https://x.vn/lichtiepcongdan.aspx", match(SLUG, 0)),
        ("lichtiepcongdan.jpg", URL, match(SLUG, 0)),
        ("lichtiepcongdan", URL, InterestMatch()),
        ("", "https://x.vn/-au-thau-76761", match(SLUG, 1)),
        ("Xem thêm", "https://x.vn/l-ch-ti-p-c-ng-d-n-n-m-2021", match(SLUG, 0)),
        (
            "Ủy ban nhân dân xã thông báo lịch tiếp công dân định kỳ của lãnh đạo",
            URL,
            match(LONG, 0),
        ),
        ("Lịch tiếp khách", URL, InterestMatch()),
        ("", URL, InterestMatch()),
    ],
)
def test_match(label: str, url: str, found: InterestMatch) -> None:
    assert WANTED.match(label, url) == found
