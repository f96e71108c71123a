"""What pages load from other organisations without anybody clicking."""

import re
from collections.abc import Iterator

from portal_audit.api import Page, Script
from portal_audit.parse.http.urls import domain_of, host_of

_RUNS = re.compile(r"(?:module|(?:text|application)/(?:x-)?(?:java|ecma)script)?", re.IGNORECASE)
"""Types that a browser runs; consent tools keep scripts waiting under others (text/plain)."""
_NAMED = re.compile(r"(?:https?:)?//([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)/", re.IGNORECASE)


def foreign_hosts(page: Page) -> Iterator[tuple[str, bool]]:
    """Yield the foreign hosts of a page, and whether a script or a frame comes from there.

    Hosts named in the first part of an inline script count as scripts: the pasted snippets of
    counters load their code that way.
    """
    own = domain_of(host_of(page.url))
    for host, active in _hosts(page):
        if host and domain_of(host) != own:
            yield host[:100], active


def _hosts(page: Page) -> Iterator[tuple[str, bool]]:
    for script in page.scripts:
        if _runs(script):
            for host in _of_script(script):
                yield host, True
    for frame in page.frames:
        yield _of(frame.url), True
    for url in (*(sheet.url for sheet in page.stylesheets), *(image.url for image in page.images)):
        yield _of(url), False


def _runs(script: Script) -> bool:
    return bool(_RUNS.fullmatch(script.type.partition(";")[0].strip()))


def _of_script(script: Script) -> list[str]:
    if script.url is not None:
        return [_of(script.url)]
    return [host.lower().removeprefix("www.") for host in _NAMED.findall(script.text)]


def _of(url: str) -> str:
    return host_of(url) if url[:4].lower() == "http" else ""
