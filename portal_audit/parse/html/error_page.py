"""What a server says where it answers with an error: the words, bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal_audit.evidence.page import ErrorPage, Page
from portal_audit.parse.html.encoding import decode
from portal_audit.parse.html.walk_scope import clean
from portal_audit.parse.http.content_type import media_type

if TYPE_CHECKING:
    from portal_audit.evidence.answer import HttpResponse

MOST_TEXT = 3_000
_MOST_SCRIPTS = 20
_TEXT_TYPES = ("text/", "application/json", "application/problem+json", "application/xml")


def read_error(
    answer: HttpResponse, page: Page | None, *, asked: str, label: str = ""
) -> ErrorPage | None:
    """Read an answer whose status is an error; ``None`` where it says nothing in words.

    *page* is what ``read_page`` made of it.
    """
    if answer.status < 400 or not answer.body:
        return None
    if page is not None:
        scripts = tuple(script.url for script in page.scripts if script.url)[:_MOST_SCRIPTS]
        text = page.text[:MOST_TEXT]
        return ErrorPage(asked, answer.status, page.title[:300], text, scripts, label[:200])
    kind = media_type(answer.all("content-type")).lower()
    if not kind.startswith(_TEXT_TYPES):
        return None
    text = clean(decode(answer.body[: MOST_TEXT * 4], kind)[0], MOST_TEXT)
    return ErrorPage(asked, answer.status, text=text, label=label[:200]) if text else None
