"""robots.txt is read as RFC 9309 has it, however hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal_audit.collect.http.limits import USER_AGENT
from portal_audit.collect.http.robots_rules import RobotRules
from tests.bounded_time import cpu_seconds


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/", True),
        ('User-agent: "*"\nDisallow: /', "/", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: Googlebot\nDisallow: /", "/", True),
        ("User-agent: Googlebot\nUser-agent: *\nDisallow: /x", "/x", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: portal-audit\nAllow: /", "/", True),
        ("user-agent : Portal-Audit # us\ndisallow : /", "/", False),
        ("User-agent: security\nDisallow: /", "/", True),
        ("User-agent portal-audit\nDisallow /", "/", False),
        ("\ufeffUser-agent: *\r\nDisallow: /", "/", False),
        ("<!doctype html><title>404</title>", "/", True),
        ("User-agent: *\nCrawl-delay: 9\nUser-agent: x\nDisallow: /", "/", False),
        ("User-agent: *\nNoindex: /a\n\n# ours\nUser-agent: x\nDisallow: /", "/", False),
        ("User-agent: *\nSitemap: /s.xml\nUser-agent: x\nDisalow: /", "/", False),
        ("User-agent: *\nDisallow:\nHost: a\nUser-agent: x\nDisallow: /", "/", True),
        ("User-agent: *\nDisallow:\nUser-agent: x\nNoindex: /\nDisallow: /", "/", True),
    ],
)
def test_a_path_and_whether_it_may_be_asked_for(text: str, path: str, allowed: bool) -> None:
    assert RobotRules(text, USER_AGENT).allow("https://portal.example" + path) is allowed


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("", 0.0), ("Crawl-delay: 1", 1.0), ("Crawl-delay: 600", 2.0), ("Crawl-delay: soon", 0.0)],
)
def test_a_crawl_delay_is_honoured_up_to_a_bound(text: str, seconds: float) -> None:
    assert RobotRules("User-agent: *\n" + text, USER_AGENT).delay == seconds


def test_a_crawl_delay_behind_the_rules_is_that_of_their_group() -> None:
    text = "User-agent: *\nDisallow: /x\nCrawl-delay: 1\nUser-agent: x\nDisallow: /"
    assert RobotRules(text, USER_AGENT).delay == 1


def test_sitemaps_are_told_in_order() -> None:
    text = "Sitemap: https://a.example/1.xml\nsitemap: https://a.example/2.xml"
    assert RobotRules(text, USER_AGENT).sitemaps == (
        "https://a.example/1.xml",
        "https://a.example/2.xml",
    )


@pytest.mark.parametrize("separator", [": ", " "])
def test_a_huge_file_of_agents_takes_no_time(separator: str) -> None:
    agents = "\n".join(f"User-agent{separator}bot{number}" for number in range(15_000))
    rules = "\n".join(f"Disallow: /{number}" for number in range(15_000))
    with cpu_seconds(2):
        RobotRules(f"{agents}\n{rules}\n", USER_AGENT).allow("https://portal.example/")


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    rules = RobotRules("User-agent: *\nDisallow: " + text, USER_AGENT)
    assert rules.allow("https://portal.example/x") in (True, False)
    assert 0 <= rules.delay <= 2
