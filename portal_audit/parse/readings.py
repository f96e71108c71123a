"""What is read of a portal's answers, by name, so that a child process can be asked for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from portal_audit.evidence.answer import HttpResponse
from portal_audit.evidence.page import Page
from portal_audit.parse.html import read_page
from portal_audit.parse.http.sitemap import SitemapFile, read_feed, read_sitemap


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read an answer."""

    read: Callable[..., Any]
    """Takes the answer and what else it needs by name; never raises."""
    shape: TypeAdapter[Any]
    """Of what it returns, to travel as JSON."""


def _sitemap(answer: HttpResponse) -> SitemapFile:
    return read_sitemap(answer.body)


def _feed(answer: HttpResponse) -> SitemapFile:
    return read_feed(answer.body, answer.url)


READINGS: Mapping[str, Reading] = {
    "page": Reading(read_page, TypeAdapter(Page | None)),
    "sitemap": Reading(_sitemap, TypeAdapter(SitemapFile)),
    "feed": Reading(_feed, TypeAdapter(SitemapFile)),
}
