"""What pages load from other organisations without anybody clicking."""

import re
from collections.abc import Iterator

from portal_audit.api import Page, Script
from portal_audit.parse.http.urls import domain_of, host_of

_RUNS = re.compile(r"(?:module|(?:text|application)/(?:x-)?(?:java|ecma)script)?", re.IGNORECASE)
"""Types that a browser runs; consent tools keep scripts waiting under others (text/plain)."""


def foreign_hosts(page: Page) -> Iterator[tuple[str, bool]]:
    """Yield the foreign hosts of a page, and whether a script or a frame comes from there.

    What an inline script loads counts where it does so on every visit: an address that it only
    names is none.
    """
    own = domain_of(host_of(page.url))
    for host, active in _hosts(page):
        if host and domain_of(host) != own:
            yield host[:100], active


def _hosts(page: Page) -> Iterator[tuple[str, bool]]:
    for script in page.scripts:
        if _runs(script):
            yield _of(script.url or ""), True
    for frame in page.frames:
        yield _of(frame.url), True
    for url in (*(sheet.url for sheet in page.stylesheets), *(image.url for image in page.images)):
        yield _of(url), False
    for load in page.loads:
        if load.kind != "form":
            yield _of(load.url), load.kind in ("script", "frame")
    for resource, url in page.requested or ():
        yield _of(url), resource in ("script", "document")


def _runs(script: Script) -> bool:
    return bool(_RUNS.fullmatch(script.type.partition(";")[0].strip()))


def _of(url: str) -> str:
    return host_of(url) if url[:4].lower() == "http" else ""
