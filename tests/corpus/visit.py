"""The real crawl and the real checks over a portal of the corpus; nothing touches a network."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from portal_audit.collect.crawl.crawl import crawl
from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.http.limits import AccessRules
from portal_audit.collect.http.robots_rules import RobotRules
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.evidence import Crawl, Evidence, Exchange, Front, Visit
from portal_audit.model import Finding, Target
from portal_audit.parse.html import read_page
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check
from portal_audit.rules.profile import Profile
from portal_audit.scoring.judge import judge
from tests.corpus.build import Site
from tests.corpus.portal import Portal

TODAY = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
"""The day on which every portal of the corpus is visited."""
ITEMS = "information."


@dataclass(frozen=True, slots=True)
class Auditor:
    """The checks of required information, as an ordinary audit asks them."""

    catalog: Catalog
    profiles: dict[str, Profile]

    def items_of(self, portal: Portal) -> tuple[Check, ...]:
        """Return the scored items a portal of this kind is held to; other checks are left out."""
        profile = self.profiles[portal.kind.value]
        return tuple(
            check
            for check in profile.select(self.catalog, portal.kind)
            if check.id.startswith(ITEMS) and check.weight > 0 and "found" in check.outcomes
        )

    def findings(self, portal: Portal) -> tuple[tuple[Finding, ...], Crawl]:
        """Visit a portal and judge what was seen."""
        target = Target(
            portal.id, portal.url, portal.name, portal.kind, province="", parent=portal.parent
        )
        front, seen = look(Site(portal), target, self.catalog.interests)
        evidence = Evidence(front, seen, Visit(target, TODAY))
        return tuple(judge(self.items_of(portal), evidence)), seen


def look(site: Site, target: Target, interests: Iterable[str]) -> tuple[Front, Crawl]:
    """Return the front page and the crawl of a site that exists in memory only."""
    client = _InMemoryClient(site)
    home = client.answer(target.url)
    page = read_page(home, asked=target.url)
    exchange = Exchange(target.url, home.status, home.headers, home.elapsed)
    front = Front((exchange,), page, https=True)
    plan = VisitPlan(interests=tuple(interests))

    async def go() -> Crawl:
        return await crawl(target, cast(HttpClient, client), plan, front)

    return front, asyncio.run(go())


class _InMemoryClient:
    """Answers from a site in memory as the real client would."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._rules: RobotRules | None = None
        self.rules = AccessRules()
        self.seconds_left = 600.0

    def obey(self, text: str, host: str | None = None) -> RobotRules:
        self._rules = RobotRules(text, "portal-audit/1")
        return self._rules

    async def get(
        self,
        url: str,
        *,
        method: str = "GET",
        max_body: int | None = None,
        headers: Mapping[str, str] | None = None,
        use_robots: bool = True,
    ) -> HttpResponse:
        await asyncio.sleep(0)
        return self.answer(url)

    def answer(self, url: str) -> HttpResponse:
        served = self._site.get(url)
        return HttpResponse(
            url=url,
            status=served.status,
            headers=(("Content-Type", served.content_type),),
            body=served.body,
            truncated=False,
            wire_bytes=len(served.body),
            elapsed=0.1,
            http_version="HTTP/1.1",
        )
