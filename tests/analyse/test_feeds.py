"""A feed is announced by the head of a page, or by a page that lists feeds."""

import pytest

from portal_audit.analyse.feeds import announces_feed
from portal_audit.evidence.page import Link, Page

HOME = "https://xa.gov.test/"
FEED = Link(HOME + "rss/tin-tuc", "Tin tức")


@pytest.mark.parametrize(
    ("page", "announced"),
    [
        (Page(HOME, HOME, 200), False),
        (Page(HOME, HOME, 200, relations=(("alternate application/rss+xml", HOME + "a"),)), True),
        (Page(HOME, HOME, 200, relations=(("alternate application/atom+xml", HOME + "a"),)), True),
        (Page(HOME, HOME, 200, relations=(("alternate en", HOME + "en"),)), False),
        (Page(HOME, HOME, 200, links=(FEED,)), False),
        (Page(HOME + "rss", HOME + "rss", 200, links=(FEED,)), True),
        (Page(HOME + "rss", HOME + "rss", 200), False),
    ],
)
def test_announces_feed(page: Page, announced: bool) -> None:
    assert announces_feed(page) is announced
