"""What could not be decoded was not read: it is said so, and never held against the portal."""

import asyncio
import gzip
from datetime import UTC, datetime
from ipaddress import ip_network
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest

from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.limits import AccessRules, VisitLimits
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.evidence import Crawl, Evidence, Front, Samples, SecurityTxt, Visit
from portal_audit.model import Kind, Status, Target
from portal_audit.rules import catalog
from portal_audit.scoring.judge import judge

RULES = AccessRules(allow_private=(ip_network("127.0.0.0/8"),))
LIMITS = VisitLimits(rate=10_000, connect_timeout=2, read_timeout=2, site_timeout=20)
HTML = "Content-Type: text/html; charset=utf-8"
PLAIN = "Content-Type: text/plain"
LINK = '<a href="/cam/1">Thủ tục hành chính</a>'
PAGE = f"<!doctype html><html lang=vi><title>Xã Mẫu</title><p>Tin mới</p>{LINK}".encode()


def visit(scripted: Any, paths: dict[str, bytes]) -> tuple[Evidence, list[str]]:
    """Visit a portal on plain HTTP; return the evidence and the targets asked for."""

    async def main() -> tuple[Evidence, list[str]]:
        async with scripted(paths) as server:
            url = server.url("portal.example")
            target = Target("xa", url, address="127.0.0.1", kind=Kind.COMMUNE)
            async with HttpClient(target, LIMITS, RULES) as client:
                kinds = [Crawl, Samples, SecurityTxt]
                seen = await gather(kinds, target, client, VisitPlan(), 20)
            seen = Evidence(*seen, Visit(target, datetime.now(UTC)), missing=seen.missing)
            return seen, server.targets

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("utf-8", PAGE, "unknown-coding"),
        ("br", PAGE, "broken-coding"),
        ("gzip, br", brotli.compress(gzip.compress(PAGE, mtime=0)), "several-codings"),
    ],
)
def test_no_check_says_anything_of_a_page_that_was_not_read(
    coding: str, body: bytes, reason: str, scripted: Any
) -> None:
    page = scripted.reply("200 OK", HTML, f"Content-Encoding: {coding}", body=body)
    seen, _ = visit(scripted, {"/": page})
    front = seen.get(Front)
    assert front is not None
    assert (front.page, front.unread) == (None, reason)
    assert seen.gap(Crawl).reason == reason
    rules = catalog.read()
    pages = [
        one.id
        for one in rules.checks
        if one.family in ("content", "usability") or Crawl in one.needs.values()
    ]
    findings = {finding.check: finding for finding in judge(rules.checks, seen)}
    left = [findings[one] for one in pages if findings[one].status is not Status.NOT_APPLICABLE]
    assert len(left) > 50
    assert [(f.check, f.outcome) for f in left if f.status is not Status.NOT_TESTED] == []
    assert findings["usability.lang"].facts["reason"] == reason


def test_an_inner_page_that_cannot_be_decoded_is_noted_as_unread(scripted: Any) -> None:
    inner = scripted.reply("200 OK", HTML, "Content-Encoding: utf-8", body=PAGE)
    seen, _ = visit(scripted, {"/": scripted.reply("200 OK", HTML, body=PAGE), "/cam/1": inner})
    crawl = seen.get(Crawl)
    assert crawl is not None
    assert [(one.url.rpartition("/cam")[2], one.reason) for one in crawl.unread] == [
        ("/1", "unknown-coding")
    ]


@pytest.mark.parametrize("coding", ["br", "zz"])
def test_a_robots_txt_in_brotli_is_obeyed_and_an_undecodable_one_keeps_us_out(
    coding: str, scripted: Any
) -> None:
    rules = brotli.compress(b"User-agent: *\nDisallow: /cam\n")
    robots = scripted.reply("200 OK", PLAIN, f"Content-Encoding: {coding}", body=rules)
    seen, asked = visit(
        scripted, {"/": scripted.reply("200 OK", HTML, body=PAGE), "/robots.txt": robots}
    )
    crawl = seen.get(Crawl)
    assert crawl is not None
    assert crawl.robots.forbids_all is (coding == "zz")
    assert not [target for target in asked if target.startswith("/cam")]


def test_sitemap_lines_may_be_relative(scripted: Any) -> None:
    robots = scripted.reply("200 OK", PLAIN, body=b"Sitemap: /so-do.xml\n")
    _, asked = visit(
        scripted, {"/": scripted.reply("200 OK", HTML, body=PAGE), "/robots.txt": robots}
    )
    assert "/so-do.xml" in asked
