"""What stands behind a label: a page with content, a document, nothing, somebody else's site."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from portal_audit.analyse.block_pages import no_such_page, refusal_sign
from portal_audit.analyse.boilerplate import Content
from portal_audit.analyse.document_pages import as_content
from portal_audit.analyse.placeholder import (
    awaits_script,
    only_tests,
    opens_with_sign,
    placeholder_sign,
)
from portal_audit.analyse.required_information.abbreviations import words_of_file
from portal_audit.analyse.required_information.labels import GENERIC, Label, words_of
from portal_audit.analyse.required_information.page_kind import asks_something
from portal_audit.analyse.required_information.page_names import without_names
from portal_audit.analyse.required_information.site_index import SiteIndex
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Page, Unread
from portal_audit.parse.http.urls import host_of, is_document, relation, same_place
from portal_audit.parse.text.spaces import has_fewer_words

_CODES = {"budget": "page-budget"}
ONLY_TESTS = "only-tests"
"""The reason of a placeholder whose entries are all tests, or the package's own posts."""
_GONE = frozenset({404, 410, 500})
_BUTTON = re.compile(r"(?:xem|tai|doc|chi tiet|download|print|tweet|chia se|gui)\b")
_FILE_STORE = re.compile(
    r"(?:^|\.)(?:(?:drive|docs)\.google\.com|onedrive\.live\.com|1drv\.ms|sharepoint\.com|dropbox\.com"
    r"|mega\.nz|mediafire\.com|fshare\.vn)$"
)
"""Hosts where anyone keeps files: what stands there may well be the office's own."""
_DOCUMENT_TYPE = re.compile(
    r"pdf|msword|ms-excel|ms-powerpoint|officedocument|opendocument|rtf|zip|octet-stream|csv"
)


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """Where a candidate leads.

    ``kind`` is ``page`` (read, with content), ``block`` (a part of the page the label stands on),
    ``document`` (a file; without ``content`` where it was not read as text), ``placeholder``,
    ``home``, ``dead``, ``national``, ``other`` (another organisation), ``unread``, ``script``
    (only a script shows it) or ``blocked``.
    """

    kind: str
    url: str
    content: Content | None = None
    raw: str = ""
    """The words to look in."""
    reason: str = ""
    """Why unread (``robots``, ``budget`` …), the sign of a placeholder, the host, the status;
    ``panel`` for a block that a tab or an accordion of this very name opens; ``scan`` for a file
    that was read and has only pictures of text, ``file`` for one that could not be read."""
    beneath: tuple[Content, ...] = ()
    """Up to three pages that its own links lead to."""
    contacts: str = ""
    """More words in which persons, telephone numbers and addresses are looked for: contacts repeat
    from page to page, so that they look like furniture."""

    @property
    def loads_more(self) -> bool:
        """Whether a page was read that says a script is still to bring a part of it."""
        return self.kind == "page" and self.content is not None and awaits_script(self.content.text)


def link_target(
    index: SiteIndex, candidate: Label, own: str, parent: str, allowed: tuple[str, ...]
) -> LinkTarget:
    """Follow a candidate as far as the crawl went. *own* and *parent* are URLs of portals."""
    url = candidate.url
    if not url.lower().startswith(("http://", "https://")):
        return _panel(index, candidate) or LinkTarget("script", candidate.page.url, reason=url[:60])
    home = index.crawl.home
    if candidate.own_place:
        return _block(index, candidate)
    if home is not None and same_place(url) in (same_place(home.url), same_place(own)):
        return _home(index, candidate)
    page = index.pages.get(same_place(url))
    unread = index.unread.get(same_place(url))
    whose = relation(page.url if page else url, own, parent, allowed)
    if whose == "other" and _FILE_STORE.search(host_of(url)):
        return LinkTarget("unread", url, reason="file-store")
    if whose in ("national", "other"):
        gone = unread is not None and unread.status in (404, 410)
        return LinkTarget("dead" if gone else whose, url, reason=host_of(page.url if page else url))
    if page is None:
        return _with_words(index, _unread(url, unread or _never_reached(index, url)))
    return read_page(index, page)


def read_page(index: SiteIndex, page: Page) -> LinkTarget:
    """Say what a page that was read holds."""
    if page.url not in index.targets:
        index.targets[page.url] = _read_page(index, page)
    there: LinkTarget = index.targets[page.url]
    return there


def _read_page(index: SiteIndex, page: Page) -> LinkTarget:
    if page.status >= 400:
        return _unread(page.url, Unread(page.url, f"http-{page.status}", page.status))
    if refusal := refusal_sign(page):
        return LinkTarget("blocked", page.url, reason=refusal)
    if page.needs_browser:
        return LinkTarget("script", page.url)
    content = index.text.content(page)
    title = len(words_of(page.headings[0]).split()) if page.headings else 0
    own = without_names(page, content.text)
    if (
        not content.documents
        and len(content.links) < THRESHOLDS.list_links
        and no_such_page(content.nearly_all)
    ):
        return LinkTarget("dead", page.url, content, reason="no-such-page")
    if sign := _sign(content, title):
        return LinkTarget("placeholder", page.url, content, reason=sign)
    if content.same_as_home and not content.images:
        return LinkTarget("home", page.url, content)
    said = own if own.strip() else page.main_text or page.text
    if (content.empty and content.by_script) or (
        _holds_little(content, own) and awaits_script(said)
    ):
        return LinkTarget("script", page.url, content)
    if (
        content.empty
        and has_fewer_words(own, THRESHOLDS.fewest_words)
        and not content.images
        and not asks_something(page, index.crawl.home)
    ):
        return LinkTarget("placeholder", page.url, content)
    if content.empty and (sign := _drawn_sign(page)):
        return LinkTarget("placeholder", page.url, content, reason=sign)
    beneath = _beneath(index, content)
    raw = " . ".join(_words(index, content, own, beneath))
    return LinkTarget("page", page.url, content, raw, beneath=beneath, contacts=page.main_text)


def _holds_little(content: Content, own: str) -> bool:
    """Tell whether a page holds no list, no document and hardly a word beside its name."""
    return (
        len(content.links) < THRESHOLDS.list_links
        and not content.documents
        and has_fewer_words(own, THRESHOLDS.placeholder_words)
    )


def _sign(content: Content, title: int) -> str:
    """Return the words by which a page says that nothing is here yet; empty where it does not."""
    sign = ""
    if not content.documents and len(content.links) < THRESHOLDS.list_links:
        sign = placeholder_sign(content.text, title)
        if not sign and content.empty:
            sign = placeholder_sign(content.nearly_all, title)
    elif not content.documents:
        sign = opens_with_sign(content.text, (label for label, _ in content.links), title)
    return sign or (ONLY_TESTS if only_tests(_entries(content)) else "")


def _drawn_sign(page: Page) -> str:
    """Return the words by which a picture says that nothing is here yet: ``dang-cap-nhat.png``."""
    named = (f"{words_of_file(image.url)} {image.alt or ''}" for image in page.images)
    return next(filter(None, map(placeholder_sign, named)), "")


def _entries(content: Content) -> Iterator[str]:
    """The labels of what a page lists; buttons (“Xem tiếp”, “Tải về”) are none, “test 1” is one."""
    for label, _ in content.links:
        key = words_of(label)
        long = key.count(" ") >= 2 and key not in GENERIC and not _BUTTON.match(key)
        if long or only_tests((label,)):
            yield label


def _beneath(index: SiteIndex, content: Content) -> tuple[Content, ...]:
    """Return the first pages that a page's own links lead to."""
    children = (index.pages.get(same_place(url)) for _, url in content.links)
    read = [child for child in children if child is not None and child.status < 400]
    return tuple(map(index.text.content, read[:3]))


def _words(
    index: SiteIndex, content: Content, own: str, beneath: tuple[Content, ...]
) -> Iterator[str]:
    """Yield the page's *own* words and those of its links, of pages beneath it and of its files."""
    yield own
    yield from (label for label, _ in content.links)
    mails = (link for link in content.page.links if link.url.startswith("mailto:"))
    yield from (link.url for link in mails if link.region == "body")  # the footer's is everywhere
    yield from (child.text for child in beneath)
    files = (index.files.get(same_place(url)) for _, url in content.documents)
    yield from [file.text for file in files if file is not None and file.has_text][:3]


def _block(index: SiteIndex, candidate: Label) -> LinkTarget:
    """A heading, a tab or ``#``: what follows the words on the same page."""
    page, home = candidate.page, index.crawl.home
    if candidate.evidence != "heading" and home is not None and _leads_home(index, candidate):
        return LinkTarget("home", home.url)
    text = page.main_text or page.text
    at = text.lower().find(candidate.label.lower())
    content = index.text.content(page)
    if candidate.evidence == "heading" and at < 0 and page is not home:
        return read_page(index, page)
    if candidate.evidence != "heading" or at < 0:
        return LinkTarget("script", page.url, content)
    window = text[at + len(candidate.label) : at + len(candidate.label) + THRESHOLDS.block_window]
    if placeholder_sign(" ".join(window.split()[:15])):
        return LinkTarget("placeholder", page.url, content, reason=placeholder_sign(window[:200]))
    if page is not home:
        return read_page(index, page)
    return LinkTarget("block", page.url, content, raw=window)


def _panel(index: SiteIndex, candidate: Label) -> LinkTarget | None:
    """A tab or an accordion whose content came with the page; ``None`` where a script brings it."""
    page, name = candidate.page, unquote(candidate.url.removeprefix("#"))
    text = next((text for ident, text in page.panels if ident == name and name), "")
    if len(text.split()) < THRESHOLDS.fewest_words or awaits_script(text):
        return None
    content = index.text.content(page)
    if sign := placeholder_sign(text):
        return LinkTarget("placeholder", page.url, content, reason=sign)
    return LinkTarget("block", page.url, content, raw=text, reason="panel")


def _leads_home(index: SiteIndex, candidate: Label) -> bool:
    """Tell a link to the home page from ``#`` on the home page: other pages have the link too."""
    home = index.crawl.home
    if home is None or candidate.page is not home:
        return False
    return any(
        link.text == candidate.label and same_place(link.url) == same_place(home.url)
        for page in index.crawl.pages[1:6]
        for link in page.links
    )


def _with_words(index: SiteIndex, there: LinkTarget) -> LinkTarget:
    """Add what a file says, where it was read."""
    file = index.files.get(same_place(there.url)) if there.kind == "document" else None
    if file is None or file.has_text is None:
        return there
    content = as_content(file)
    if content is None:
        return replace(there, reason="scan")
    return replace(there, content=content, raw=content.text)


def _home(index: SiteIndex, candidate: Label) -> LinkTarget:
    home = index.crawl.home
    return LinkTarget("home", home.url if home else candidate.url)


def _never_reached(index: SiteIndex, url: str) -> Unread:
    """Say why nothing is known of an address: the visit ended, or it was not among its pages."""
    stopped = index.crawl.stopped
    if stopped == "time":
        return Unread(url, "time")
    return Unread(url, "page-budget" if stopped == "page-budget" else "not-asked")


def _unread(url: str, unread: Unread) -> LinkTarget:
    status = unread.status or 0
    if unread.reason.startswith("http-"):
        status = status or int(re.sub(r"\D", "", unread.reason) or 0)
    if status in _GONE:
        return LinkTarget("dead", url, reason=str(status))
    if status >= 400 or unread.reason == "blocked":
        return LinkTarget("blocked", url, reason=str(status or unread.reason))
    if unread.reason == "not-html" and _DOCUMENT_TYPE.search(unread.content_type.lower()):
        return LinkTarget("document", url, reason="file")
    if is_document(url) and unread.reason in (
        "not-html",
        "budget",
        "page-budget",
        "not-asked",
        "time",
        "off-site",
    ):
        return LinkTarget("document", url, reason="file")
    return LinkTarget("unread", url, reason=_CODES.get(unread.reason, unread.reason))
