"""A process that visits portals: targets come in, packed evidence goes out."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import asdict, replace
from datetime import datetime

from portal_audit.collect.browser import Chromium, open_chromium
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.collect.probes.document_reader import READERS
from portal_audit.collect.probes.page_reader import READER
from portal_audit.collect.tls.worker_pool import POOL
from portal_audit.evidence import Crawl
from portal_audit.model import Target
from portal_audit.runs.loop_lag import LoopLag
from portal_audit.runs.one_portal import visit_in_time
from portal_audit.runs.processes.frames import FrameChannel, MessageFrame
from portal_audit.runs.processes.garbage import GarbageCollection
from portal_audit.runs.processes.warnings import dump_warning
from portal_audit.runs.site_audit import AuditSettings
from portal_audit.store.packed import PackedEvidence, pack_evidence
from portal_audit.store.serialise import load_target

HEARTBEAT = 1.0
"""Seconds between signs of life: one whose loop stands still gives none."""


def run_visitor(job: AuditSettings, wants_requests: bool, read: int, write: int) -> None:
    """Visit what is asked for until the parent closes its end."""
    try:
        asyncio.run(_serve(job, wants_requests, read, write))
    finally:
        POOL.close()
        READER.close()
        READERS.close()


async def _serve(job: AuditSettings, wants_requests: bool, read: int, write: int) -> None:
    channel = await FrameChannel.open(read, write)
    channel.send(MessageFrame("hello", {"pid": os.getpid()}))
    forward_warnings(channel)
    if wants_requests:
        job = replace(
            job, log=lambda entry: channel.send(MessageFrame("request", pack_entry(entry)))
        )
    visits: set[asyncio.Task[None]] = set()
    garbage = GarbageCollection()
    async with open_chromium(job.browser) as chromium, LoopLag() as lag:
        heart = asyncio.create_task(_beat(channel))
        while (frame := await channel.receive()) is not None:
            target = load_target(frame.data["target"])
            task = asyncio.create_task(_visit(target, job, chromium, lag, channel))
            visits.add(task)
            task.add_done_callback(visits.discard)
            task.add_done_callback(lambda _: garbage.finished())
        await _end(heart, *visits)


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _beat(channel: FrameChannel) -> None:
    while True:
        channel.send(MessageFrame("alive"))
        await asyncio.sleep(HEARTBEAT)


async def _visit(
    target: Target,
    job: AuditSettings,
    chromium: Chromium | None,
    lag: LoopLag,
    channel: FrameChannel,
) -> None:
    evidence = await visit_in_time(target, job, chromium, lag)
    if evidence is None:
        channel.send(MessageFrame("failed", {"id": target.id}))
        return
    crawl = evidence.get(Crawl)
    packed = pack_evidence(evidence)
    facts = {"id": target.id, "needs_browser": crawl is not None and crawl.needs_browser}
    channel.send(pack_frame("gathered", facts, packed))


def pack_frame(kind: str, facts: dict[str, object], packed: PackedEvidence) -> MessageFrame:
    """Return a frame with evidence, and its picture behind it."""
    picture = packed.screenshot
    more = {} if picture is None else {"picture_of": picture.url}
    image = b"" if picture is None else picture.image
    return MessageFrame(kind, {**facts, **more, "size": len(packed.blob)}, packed.blob + image)


def pack_entry(entry: RequestLog) -> dict[str, object]:
    """Return a line of the request log as JSON values."""
    return {**asdict(entry), "at": entry.at.isoformat()}


def unpack_entry(data: dict[str, object]) -> RequestLog:
    """Return the line of the request log."""
    entry = RequestLog(**data)  # type: ignore[arg-type]  # our own process wrote it
    return replace(entry, at=datetime.fromisoformat(str(data["at"])))


class _Forward(logging.Handler):
    """Sends warnings to the parent, which alone writes to the terminal."""

    def __init__(self, channel: FrameChannel) -> None:
        super().__init__(logging.WARNING)
        self._channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        self._channel.send(MessageFrame("warning", dump_warning(record)))


def forward_warnings(channel: FrameChannel) -> None:
    """Have the parent show what this process logs."""
    logging.getLogger("portal_audit").addHandler(_Forward(channel))
