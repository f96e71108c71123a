"""Read answers without keeping the event loop: small ones at once, large ones in a child process.

What ``parse.html`` reads of a page it reads in time that grows with its size alone
(``parse.html.hazards``): up to ``AT_ONCE`` bytes that is a tenth of a second at the very most; of
sitemaps and feeds the tags are counted. One child a process is enough for the few that are larger;
it is started when first needed.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from threading import Timer
from typing import Any

from pydantic import ValidationError

from portal_audit.collect.http.client import HttpClient, HttpResponse
from portal_audit.collect.probes.reading_child import end, start
from portal_audit.errors import LocalFault
from portal_audit.evidence import Page
from portal_audit.parse import html
from portal_audit.parse.http.sitemap import SitemapFile
from portal_audit.parse.readings import READINGS

AT_ONCE = 256 * 1024
"""Bytes of a page, sitemap or feed that is read in the event loop."""
TAGS_AT_ONCE = 10_000
"""Of a sitemap or feed; so many take less than a twentieth of a second."""
_GZIP = b"\x1f\x8b"
SECONDS = 20.0
"""For one page by the clock; the child bounds its CPU time itself."""


async def read_page(
    client: HttpClient, answer: HttpResponse, *, asked: str, **reading: Any
) -> Page | None:
    """Read an answer as ``parse.html.read_page`` does; return ``None`` where it is no HTML.

    Of a page that cannot be read within bounds the first part is read, and marked as truncated.
    Waiting for the child does not use up the visit's time.
    """
    if len(answer.body) <= AT_ONCE:
        return html.read_page(answer, asked=asked, **reading)
    with client.clock_stopped():
        try:
            page: Page | None = await READER.read("page", answer, {"asked": asked, **reading})
            return page
        except ChildProcessError:
            first = replace(answer, body=answer.body[:AT_ONCE], truncated=True)
            return html.read_page(first, asked=asked, **reading)


async def read_list(client: HttpClient, answer: HttpResponse, kind: str) -> SitemapFile:
    """Read an answer as a ``sitemap`` or a ``feed``; nothing of one that takes too much."""
    body = answer.body
    packed = body.startswith(_GZIP)
    if not packed and len(body) <= AT_ONCE and body.count(b"<") <= TAGS_AT_ONCE:
        file: SitemapFile = READINGS[kind].read(answer)
        return file
    with client.clock_stopped():
        try:
            file = await READER.read(kind, answer, {})
        except ChildProcessError:
            return SitemapFile()
    return file


class Reader:
    """One child process that reads, and the thread that waits for it."""

    def __init__(self) -> None:
        """Start neither yet."""
        self._thread: ThreadPoolExecutor | None = None
        self._process: subprocess.Popen[bytes] | None = None

    async def read(self, kind: str, answer: HttpResponse, reading: Mapping[str, Any]) -> Any:
        """Have an answer read (``READINGS``).

        Raises ChildProcessError where that took too much, LocalFault where no child can be started.
        """
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="pages")
        work = self._thread.submit(self._ask, kind, answer, reading)
        return await asyncio.wrap_future(work)

    def close(self) -> None:
        """End the child. It is started again where it is needed again."""
        if self._thread is not None:
            self._thread.shutdown(wait=True, cancel_futures=True)
            self._thread = None
        self._stop()

    def forget(self) -> None:
        """Drop everything without touching it: after a fork it is the parent's."""
        self._thread = self._process = None

    def _ask(self, kind: str, answer: HttpResponse, reading: Mapping[str, Any]) -> Any:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            try:
                self._process = start("portal_audit.parse")
            except OSError as error:
                raise LocalFault((error.strerror or repr(error)).lower()) from error
        process = self._process
        facts = asdict(replace(answer, body=b""))
        del facts["body"]
        asked = {"as": kind, "length": len(answer.body), "answer": facts, "reading": reading}
        head = json.dumps(asked)
        timer = Timer(SECONDS, process.kill)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(head.encode("ascii") + b"\n" + answer.body)
            process.stdin.flush()
            return READINGS[kind].shape.validate_json(process.stdout.readline())
        except (OSError, ValidationError) as error:
            self._stop()
            raise ChildProcessError from error
        finally:
            timer.cancel()

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            end(process)


READER = Reader()
"""The reader of this process."""

atexit.register(READER.close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=READER.forget)
