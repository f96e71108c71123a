"""What the sound portal of the reading set publishes; the texts are those of the province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from markupsafe import Markup, escape

from portal_audit.model import Kind
from portal_audit.testbed import content
from portal_audit.testbed.province import BY_SLUG
from portal_audit.testbed.site_pages import Pages
from portal_audit.testbed.slugs import SlugStyle, path

PUBLISHED = (
    *("org-structure", "functions-duties", "leaders", "administrative-documents"),
    *("legal-documents", "admin-procedures", "budget-approved", "budget-execution"),
    *("procurement", "development-plan", "land-use-plan", "citizen-reception", "contact"),
)
"""Ids in the catalogue of required information. Everything else is missing on every portal."""
NEWS = 2
"""Pieces of news."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the sound portal."""

    id: str
    label: str
    path: str


def sections() -> tuple[Section, ...]:
    """Return the sections, in menu order."""
    items = {item.id: item for item in content.items(Kind.COMMUNE)}
    return tuple(
        Section(key, items[key].label, path(SlugStyle.HTML, items[key].section, items[key].label))
        for key in PUBLISHED
    )


class _WithoutFiles(Pages):
    """Documents are named, not linked: a scan would have them read on each of the portals."""

    def _doc(self, title: str) -> Markup:
        return escape(title)


@lru_cache(maxsize=2)
def bodies(today: date) -> Mapping[str, str]:
    """Return what the page of each section (by id) and piece of news (by slug) says."""
    portal = replace(BY_SLUG["lungxanh"], fault="none")
    pages = _WithoutFiles(portal, "", "", {}, today)
    told = {article.slug: article.body for article in news()}
    told |= {key: pages.items[key].body for key in PUBLISHED}
    return {key: str(pages.body(source)) for key, source in told.items()}


def news() -> tuple[content.Article, ...]:
    """Return the pieces of news, the latest first."""
    return content.articles(Kind.COMMUNE, "lungxanh")[:NEWS]
