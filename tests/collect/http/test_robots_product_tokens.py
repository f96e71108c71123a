"""Which groups of robots.txt are meant for us (RFC 9309 2.2.1), as operators spell us."""

import pytest

from portal_audit.collect.http.limits import USER_AGENT
from portal_audit.collect.http.robots_rules import RobotRules

OURS = [
    "portal-audit",
    "Portal-Audit",
    "PORTAL-AUDIT",
    "portal-audit/1.0",
    "portal-audit/0.1 (+https://portal.example)",
    "Portal-Audit Bot",
    "portal-audit*",
    "portal-audit # us",
    "portal-audit;",
    "portal-audit, Googlebot",
    "Googlebot, portal-audit",
    "Googlebot; portal-audit",
    "Googlebot | Portal-Audit",
    "'portal-audit'",
    "portal_audit",
    "portalaudit",
    "Portal Audit",
    "PortalAudit/2",
]
NOT_OURS = [
    "portal",
    "audit",
    "portal-auditor",
    "portal-audit-bot",
    "my-portal-audit",
    "Mozilla/5.0 (compatible; portal-audit/1.0)",
    "Googlebot",
    "portal-audi",
    "security",
    "*bot",
]


@pytest.mark.parametrize("name", OURS)
def test_a_group_that_names_us_is_obeyed(name: str) -> None:
    text = f"User-agent: *\nAllow: /\n\nUser-agent: {name}\nDisallow: /cam\n"
    assert not RobotRules(text, USER_AGENT).allow("https://portal.example/cam/1")


@pytest.mark.parametrize("name", NOT_OURS)
def test_a_group_for_somebody_else_is_not(name: str) -> None:
    text = f"User-agent: {name}\nDisallow: /\n\nUser-agent: *\nAllow: /\n"
    assert RobotRules(text, USER_AGENT).allow("https://portal.example/cam/1")


@pytest.mark.parametrize(
    "line",
    [
        "User-agent: *",
        "user-agent:*",
        "User-Agent : * # all",
        "USERAGENT: *",
        "User_agent: *",
        "User-agent: *;",
        "User-agent: Googlebot, *",
        "User-agent: *, Bingbot",
    ],
)
def test_a_group_for_everybody_is_for_us(line: str) -> None:
    assert not RobotRules(f"{line}\nDisallow: /\n", USER_AGENT).allow("https://portal.example/")


def test_our_group_takes_the_place_of_everybodys() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: portal-audit/9\nDisallow: /x\n"
    assert RobotRules(text, USER_AGENT).allow("https://portal.example/y")
