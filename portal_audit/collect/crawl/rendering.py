"""Pages as a browser shows them, and a picture of the front page."""

from __future__ import annotations

from dataclasses import replace

from portal_audit.collect.browser import MOST_NOTED, Tab
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.probes.base import VisitPlan, probe
from portal_audit.collect.probes.page_reader import read_page
from portal_audit.errors import NoEvidence
from portal_audit.evidence import BrowserUse, Crawl, Front, Page, Screenshot
from portal_audit.evidence.answer import HttpResponse
from portal_audit.evidence.page import Load

_UTF_8 = "text/html; charset=utf-8"


async def rendered(
    client: HttpClient,
    tab: Tab,
    page: Page,
    url: str,
    *,
    answer: HttpResponse | None = None,
    picture: bool = False,
) -> Page | None:
    """Return *page* as a browser shows *url*; ``None`` where it could not.

    *answer* is what the page was read from, so that it need not be fetched again.
    """
    shown = await tab.render(url, answer, picture=picture)
    if shown is None:
        return None
    others = tuple((name, value) for name, value in page.headers if name.lower() != "content-type")
    made = HttpResponse(
        url=shown.url,
        status=page.status,
        headers=(*others, ("Content-Type", _UTF_8)),
        body=shown.html.encode("utf-8", "replace"),
        truncated=shown.truncated,
        wire_bytes=0,
        elapsed=page.elapsed,
        http_version="",
    )
    after = await read_page(
        client, made, asked=page.asked, depth=page.depth, via=page.via, rendered=True
    )
    if after is None:
        return None
    return replace(
        after,
        headers=page.headers,
        content_type=page.content_type,
        encoding=page.encoding,
        size=page.size,
        requested=shown.requests,
        loads=_loaded(after.loads, shown.requests),
    )


def _loaded(loads: tuple[Load, ...], requests: tuple[tuple[str, str], ...]) -> tuple[Load, ...]:
    """Leave out what only rules of style name and the browser did not ask for.

    Pictures without encryption it asks for with it (Mixed Content Level 2).
    """
    if len(requests) >= MOST_NOTED:
        return loads
    asked = {_after_scheme(url) for _, url in requests}
    return tuple(one for one in loads if one.source != "css" or _after_scheme(one.url) in asked)


def _after_scheme(url: str) -> str:
    return url.partition(":")[2][:400]


def browser_use(tab: Tab | None) -> BrowserUse | None:
    """Return what the browser did for a crawl."""
    if tab is None:
        return None
    refused = tuple((refusal.url, refusal.why) for refusal in tab.refusals)
    return BrowserUse(tab.rendered, tab.interceptor.sent, refused, tab.interceptor.first_lines)


@probe
async def screenshot(plan: VisitPlan, front: Front, crawl: Crawl) -> Screenshot:
    """Return the picture taken while the home page was read, or take one where it is asked for.

    Comes after the crawl, so that robots.txt is known and obeyed.
    """
    tab = plan.browser
    if tab is None:
        raise NoEvidence("no-browser", applies=False)
    kept_out = front.last.status >= 400 or crawl.stopped == "blocked" or crawl.robots.forbids_all
    if tab.picture is None and plan.screenshots and not kept_out:
        await tab.render(front.url, picture=True)
    if tab.picture is None:
        raise NoEvidence("no-picture" if plan.screenshots else "not-asked", applies=False)
    return Screenshot(front.url, tab.picture)
