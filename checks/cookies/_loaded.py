"""What pages load from other organisations without anybody clicking."""

from collections.abc import Iterator

from portal_audit.api import Page
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.parse.javascript.script_types import runs


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
        if runs(script.type):
            yield _of(script.url or ""), True
    for frame in page.frames:
        yield _of(frame.url), True
    images = (image.url for image in page.images if image.tag != "lazy")
    for url in (*(sheet.url for sheet in page.stylesheets), *images):
        yield _of(url), False
    for load in page.loads:
        if load.kind != "form":
            yield _of(load.url), load.kind in ("script", "frame")
    for resource, url in page.requested or ():
        yield _of(url), resource in ("script", "document")


def _of(url: str) -> str:
    return host_of(url) if url[:4].lower() == "http" else ""
