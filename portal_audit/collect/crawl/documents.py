"""Ask for documents under interesting labels: are they there, and do they have text?"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from portal_audit.collect.crawl.crawl_state import CrawlState, file_name_of, length_of
from portal_audit.collect.crawl.frontier import FrontierEntry
from portal_audit.collect.http.client import HttpResponse
from portal_audit.collect.http.request_url import request_url
from portal_audit.collect.probes.document_reader import read_all
from portal_audit.errors import BudgetSpent, NetError
from portal_audit.evidence import Document
from portal_audit.parse.documents import MOST_TEXT, DocumentText
from portal_audit.parse.http.content_type import media_type

MAX_DOCUMENTS = 16
MAX_DOCUMENTS_OF_THE_HOME_PAGE = 10
"""Its menus may lead to files where others have pages."""
MAX_DOCUMENTS_OF_A_PAGE = 3
MAX_READ = 10
MAX_SIZE = 2_000_000
"""Bytes of a document that is fetched whole."""
MAX_SIZE_OF_ALL = 6_000_000
SECONDS_OF_ALL = 10.0
"""For reading the files of one site, once they are here."""
SHARE_OF_TIME = 0.25
"""Of what is left of the site's time, for other probes come after this one."""
_READABLE = (
    "pdf",
    "officedocument.wordprocessing",
    "officedocument.spreadsheet",
    "msword",
    "ms-word",
    "ms-excel",
    "opendocument.text",
    "opendocument.spreadsheet",
    "rtf",
)
_ENDINGS = (".pdf", ".docx", ".xlsx", ".doc", ".xls", ".odt", ".ods", ".rtf")


async def ask_documents(state: CrawlState) -> None:
    """Ask for heads, so that dead ones are known; then read the first few that can be read.

    Raises BudgetSpent and TimeoutError; what was had until then is kept.
    """
    asked: Counter[tuple[str, ...]] = Counter()
    there: list[tuple[FrontierEntry, HttpResponse]] = []
    for candidate in sorted(state.frontier.documents, key=lambda one: one.match.quality):
        page = candidate.via[:-1]
        most = MAX_DOCUMENTS_OF_A_PAGE if page else MAX_DOCUMENTS_OF_THE_HOME_PAGE
        if state.rules is not None and not state.rules.allow(candidate.url):
            state.note(candidate, "robots")
        elif asked.total() < MAX_DOCUMENTS and asked[page] < most:
            asked[page] += 1
            answer = await _ask_head(state, candidate)
            if answer is not None and _readable(candidate, answer):
                there.append((candidate, answer))
    await _read(state, there[:MAX_READ])


async def _ask_head(state: CrawlState, candidate: FrontierEntry) -> HttpResponse | None:
    try:
        answer = await _get(state, candidate.url, method="HEAD")
        if answer.status in (400, 403, 405, 501):
            answer = await _get(state, candidate.url, max_body=2_048)
    except BudgetSpent:
        state.note(candidate, "budget")
        raise
    except NetError as error:
        state.note(candidate, error.cause)
        return None
    reason = f"http-{answer.status}" if answer.status >= 400 else "not-html"
    state.note(candidate, reason, answer)
    return answer


async def _get(
    state: CrawlState, url: str, *, method: str = "GET", max_body: int | None = None
) -> HttpResponse:
    """Send one request with the cookies of the visit: some downloads need the session."""
    held = state.cookies.header(request_url(url))
    headers = {"Cookie": held} if held else {}
    return await state.client.get(url, method=method, max_body=max_body, headers=headers)


def _readable(candidate: FrontierEntry, answer: HttpResponse) -> bool:
    """Tell whether it is there, of a kind that can be read, and not known to be too large."""
    kind = media_type(answer.all("content-type")).lower()
    path = candidate.url.lower().partition("?")[0]
    names = (path, file_name_of(answer).lower())
    named = any(word in kind for word in _READABLE) or any(n.endswith(_ENDINGS) for n in names)
    return answer.status == 200 and named and (length_of(answer) or 0) <= MAX_SIZE


async def _read(state: CrawlState, there: Sequence[tuple[FrontierEntry, HttpResponse]]) -> None:
    """Fetch whole files and have them read. Nothing is read where they were cut."""
    bodies: list[bytes] = []
    left = MAX_SIZE_OF_ALL
    for candidate, _ in there:
        if left <= 0:
            break
        try:
            answer = await _get(state, candidate.url, max_body=min(MAX_SIZE, left))
        except BudgetSpent:
            break  # nothing more is asked for, but what is here is read
        except NetError:
            continue
        left -= len(answer.body)
        if answer.status == 200:
            state.documents.append(_document(candidate, answer))
            bodies.append(b"" if answer.truncated else answer.body)
    if any(bodies):
        seconds = min(SECONDS_OF_ALL, state.client.seconds_left * SHARE_OF_TIME)
        readings = await asyncio.to_thread(read_all, bodies, seconds, state.client.rules.ca_file)
        for place, reading in enumerate(readings):
            state.documents[place] = _with(state.documents[place], reading)


def _document(candidate: FrontierEntry, answer: HttpResponse) -> Document:
    kind = media_type(answer.all("content-type"))[:200]
    size = length_of(answer) or len(answer.body) or None
    return Document(candidate.url, answer.status, kind, size, candidate.label)


def _with(document: Document, reading: DocumentText) -> Document:
    return replace(
        document,
        pages=reading.pages,
        has_text=reading.has_text,
        text=reading.text[:MOST_TEXT],
        title=reading.title[:200],
        signatures=reading.signatures,
    )
