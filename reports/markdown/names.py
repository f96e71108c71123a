"""The file names of pages."""

from __future__ import annotations

from portal_audit.model import SiteResult

from ..html.links import page_name  # noqa: TID252  (packs are mounted under varying names)


def page_of(site: SiteResult) -> str:
    """Return the file name of a portal's page."""
    return page_name(site.id).removesuffix(".html") + ".md"
