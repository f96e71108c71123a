"""What kind of page this is, by its structure before anything on it is judged.

A person sees at a glance whether a page is a list, one article or a form; what it may prove follows
from that. An article proves nothing of a section, however many words of the item stand in it.
"""

import re
from enum import StrEnum

from portal_audit.analyse.block_pages import no_such_page
from portal_audit.analyse.boilerplate import Content
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Page

_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?20\d\d"
_DATE_LINE = re.compile(rf"(?<!\d){_DAY}(?!\d)|\bngày \d{{1,2}} tháng \d{{1,2}}", re.IGNORECASE)
_FRAMEWORK_FIELD = re.compile(r"^_|^MSO|\$|^ctl\d|^InputKeywords$|captcha|token", re.IGNORECASE)
"""Names of fields that a platform puts on every page."""


class PageKind(StrEnum):
    """What a person would call a page."""

    HOME = "home"
    LIST = "list"
    DOCUMENTS = "documents"
    ARTICLE = "article"
    STATIC = "static"
    FORM = "form"
    LOGIN = "login"
    ERROR = "error"


def page_kind(content: Content, home: Page | None) -> PageKind:
    """Say what kind of page this is."""
    page = content.page
    if home is not None and (page is home or page.url == home.url):
        return PageKind.HOME
    if page.status >= 400 or no_such_page(content.nearly_all):
        return PageKind.ERROR
    if any(form.password for form in page.forms) and content.words < THRESHOLDS.article_words:
        return PageKind.LOGIN
    in_links = sum(len(label.split()) for label, _ in content.links)
    listed = len(content.links) >= THRESHOLDS.list_links
    if listed and len(content.documents) * 2 >= len(content.links):
        return PageKind.DOCUMENTS
    if listed and in_links >= THRESHOLDS.list_share * content.words:
        return PageKind.LIST
    if any(len(own_fields(form.fields)) >= 2 for form in page.forms):
        return PageKind.FORM
    return PageKind.ARTICLE if _has_date_line(content) else PageKind.STATIC


def own_fields(fields: tuple[str, ...]) -> list[str]:
    """Return the fields of a form that ask something, without those of the platform."""
    return [name for name in fields if not _FRAMEWORK_FIELD.search(name)]


def _has_date_line(content: Content) -> bool:
    """Tell whether a day stands beside the headline, above a text."""
    head = " ".join(content.text.split()[: THRESHOLDS.headline_words])
    return content.words >= THRESHOLDS.article_words and bool(_DATE_LINE.search(head))
