"""Do the names exist that pages load scripts, frames and style sheets from?

Whatever has them loaded: elements, style rules, preloads, and scripts where it is proven.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.http.request_url import request_url
from portal_audit.errors import DnsFailed, NetError
from portal_audit.evidence import ForeignHost, Page
from portal_audit.model import Target
from portal_audit.parse.http import web_url
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.parse.http.web_url import literal
from portal_audit.parse.javascript.script_types import runs

MAX_HOSTS = 10
_ORDER = {"script": 0, "frame": 1, "style": 2}
_TAGS = {"script": "script", "document": "frame", "stylesheet": "style"}
"""What the optional browser calls a resource that it really asked for."""
_NAME = re.compile(
    r"(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}"
)
_ABSENT = frozenset({"no such name", "no address"})
"""What the resolver says of names that do not exist; all else is a failure of the look-up."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The hosts looked up, and how many were left out."""

    hosts: tuple[ForeignHost, ...] | None = None
    more: int = 0


async def foreign_hosts(target: Target, client: HttpClient, pages: Iterable[Page]) -> Resolved:
    """Look up at most ten hosts of other organisations; no connection is made to any.

    "No such name" is believed only where name service is known to work: the portal's own name was
    found by it, or that of another of these hosts. Nothing is raised.
    """
    met: dict[str, ForeignHost] = {}
    for found in _met(pages):
        other = met.get(found.host)
        if other is None or _ORDER[found.tag] < _ORDER[other.tag]:
            met[found.host] = found
    ordered = sorted(met.values(), key=lambda found: _ORDER[found.tag])
    chosen = ordered[:MAX_HOSTS]
    answers = await asyncio.gather(*(_resolves(client, found.host) for found in chosen))
    asked = client.resolver.source(request_url(target.url).host) == "dns"
    works = asked or True in answers
    hosts = tuple(
        replace(found, resolves=answer if works or answer or _reserved(found.host) else None)
        for found, answer in zip(chosen, answers, strict=True)
    )
    return Resolved(hosts, len(ordered) - len(chosen))


def _met(pages: Iterable[Page]) -> Iterator[ForeignHost]:
    for page in pages:
        own = domain_of(host_of(page.url))
        loaded = [
            *(("script", script.url or "") for script in page.scripts if runs(script.type)),
            *(("frame", frame.url) for frame in page.frames),
            *(("style", sheet.url) for sheet in page.stylesheets),
            *((load.kind, load.url) for load in page.loads if load.kind in _ORDER),
            *((_TAGS[kind], url) for kind, url in page.requested or () if kind in _TAGS),
        ]
        for tag, url in loaded:
            host = _host(url)
            if host and domain_of(host) != own:
                yield ForeignHost(host, tag, page.url)


def _host(url: str) -> str:
    """Return the name that a browser would look up; empty where there is none to look up."""
    host = web_url.host_of(url) if url[:4].lower() == "http" else ""
    return host if _NAME.fullmatch(host) and literal(host) is None else ""


async def _resolves(client: HttpClient, host: str) -> bool | None:
    if _reserved(host):
        return False
    started, cause, answer = time.monotonic(), "", None
    try:
        await client.address_for(host)
        answer = True
    except DnsFailed as error:
        cause, answer = error.cause, False if str(error) in _ABSENT else None
    except NetError:
        answer = True  # it has an address, though not one that we may go to
    client.note("DNS", f"dns:{host}", cause=cause, seconds=time.monotonic() - started)
    return answer


def _reserved(host: str) -> bool:
    """Whether the name never exists, by RFC 6761 section 6.4."""
    return host.endswith(".invalid")
