"""What kind of page this is, by its structure before anything on it is judged.

A person sees at a glance whether a page is a list, one article or a form; what it may prove follows
from that. An article proves nothing of a section, however many words of the item stand in it.
"""

import re
from enum import StrEnum

from portal_audit.analyse.block_pages import no_such_page
from portal_audit.analyse.boilerplate import Content
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Form, Page

_DAY = r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?20\d\d"
_DATE_LINE = re.compile(rf"(?<!\d){_DAY}(?!\d)|\bngày \d{{1,2}} tháng \d{{1,2}}", re.IGNORECASE)
_OF_DOCUMENT = re.compile(r"\d/[\w/-]+,? (?:của [\w ]{1,40} )?(?:ngày )?$")
"""What stands before the day of a document: “Kế hoạch số 05/KH-UBND ngày 09/01/2026”."""
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
    """Say what kind of page this is; forms that the home page has too are furniture."""
    page = content.page
    if home is not None and (page is home or page.url == home.url):
        return PageKind.HOME
    if page.status >= 400 or no_such_page(content.nearly_all):
        return PageKind.ERROR
    forms = own_forms(page, home)
    if any(form.password for form in forms) and content.words < THRESHOLDS.article_words:
        return PageKind.LOGIN
    in_links = sum(len(label.split()) for label, _ in content.links)
    listed = len(content.links) >= THRESHOLDS.list_links
    if listed and len(content.documents) * 2 >= len(content.links):
        return PageKind.DOCUMENTS
    if listed and in_links >= THRESHOLDS.list_share * content.words:
        return PageKind.LIST
    if any(len(own_fields(form.fields)) >= 2 for form in forms):
        return PageKind.FORM
    return PageKind.ARTICLE if _has_date_line(content) else PageKind.STATIC


def own_forms(page: Page, home: Page | None) -> list[Form]:
    """Return the forms of a page that the home page has not."""
    at_home = {form.fields for form in home.forms} if home is not None else set()
    return [form for form in page.forms if form.fields not in at_home]


def asks_something(page: Page, home: Page | None) -> bool:
    """Tell whether a page has a form of its own, or room for a message that a script sends."""
    return takes_message(page) or any(own_fields(form.fields) for form in own_forms(page, home))


def takes_message(page: Page) -> bool:
    """Tell whether a page has room for a message, in a form or beside one."""
    return any(box.type == "textarea" and not box.hidden for box in page.text_boxes or ())


def own_fields(fields: tuple[str, ...]) -> list[str]:
    """Return the fields of a form that ask something, without those of the platform."""
    return [name for name in fields if not _FRAMEWORK_FIELD.search(name)]


def _has_date_line(content: Content) -> bool:
    """Tell whether a day stands beside the headline, above a text."""
    head = " ".join(content.text.split()[: THRESHOLDS.headline_words])
    return content.words >= THRESHOLDS.article_words and any(
        not _OF_DOCUMENT.search(head[: found.start()]) for found in _DATE_LINE.finditer(head)
    )
