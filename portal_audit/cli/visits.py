"""Visit the portals of a command, keep each as it finishes, and show the progress."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, aclosing, contextmanager, nullcontext
from dataclasses import replace
from ipaddress import ip_network

from portal_audit.cli.dry_run import duration
from portal_audit.cli.ending import run_until_ended
from portal_audit.cli.progress import Progress
from portal_audit.cli.words import words
from portal_audit.model import SecondLook, State, Target
from portal_audit.output.sanitise import one_line
from portal_audit.runs.many_portals import audit_again, audit_all
from portal_audit.runs.processes.crew import in_processes
from portal_audit.runs.second_look import LookRules, SecondLooks
from portal_audit.runs.site_audit import AuditSettings, SiteAudit
from portal_audit.scoring.reachability import forbidden
from portal_audit.texts import Message


def visit_all(
    targets: Sequence[Target],
    job: AuditSettings,
    progress: Progress,
    keep: Callable[[SiteAudit], None] = lambda audit: None,
    rules: LookRules = LookRules(),  # noqa: B008  (frozen)
    meanwhile: AbstractContextManager[None] | None = None,
) -> SecondLook | None:
    """Audit every target; look at the doubtful ones again, and return what came of that.

    *keep* is called with each site before anything else is done with it. Ctrl-C comes out as
    KeyboardInterrupt, with everything finished so far kept. *meanwhile* is entered once the
    processes are made, and left at the end.
    """
    looks = SecondLooks(
        rules,
        again=audit_again,
        held=lambda audit: progress.held(audit.target),
        begun=lambda n, seconds: progress.note(looking_again(n, seconds, progress.lang)),
    )

    async def visit(observed: AuditSettings) -> None:
        scripted = 0
        first = audit_all(targets, observed)
        async with aclosing(looks.confirmed(first, len(targets), observed)) as audits:
            async for audit in audits:
                # A store that waits for a lock must not stop the clocks of the sites in flight.
                await asyncio.to_thread(keep, audit)
                progress.finished(audit)
                if (refused := refusal(audit)) is not None:
                    progress.note(refused.text(progress.lang))
                scripted += audit.needs_browser
        if scripted and job.browser is None:
            progress.note(words(progress.lang)("run.needs-browser", n=scripted))

    log = progress.requested if progress.shows_requests else None
    observed = replace(job, on_start=progress.started, log=log)
    # Processes are made before the display starts its thread.
    with (
        in_processes(observed, len(targets)) as ready,
        progress,
        logs_as_notes(progress.note, progress.lang),
        meanwhile or nullcontext(),
    ):
        run_until_ended(visit(ready))
        if looks.total is not None:
            progress.note(looked_again(looks.total, progress.lang))
    return looks.total


def looking_again(portals: int, seconds: float, lang: str) -> str:
    """Return what is said before portals are looked at again."""
    say = words(lang)
    when = say("run.look-later", time=duration(seconds, lang)) if seconds else say("run.look-now")
    return say("run.look", n=portals, when=when)


def looked_again(total: SecondLook, lang: str) -> str:
    """Return what is said of all second looks."""
    return words(lang)("run.looked-again", n=total.portals, cleared=total.cleared)


NEVER_A_PORTAL = ("metadata", "link-local")
"""Kinds of addresses that nobody is advised to permit."""
REFUSED = re.compile(r"(\S+) \(([a-z][a-z-]*)\)")
"""An address and what it is, as the client's refusal has them."""


class _Notes(logging.Handler):
    """Hands log records to the display, so that they neither break nor bypass it."""

    def __init__(self, note: Callable[[str], None], lang: str) -> None:
        super().__init__(logging.WARNING)
        self._note, self._lang = note, lang

    def emit(self, record: logging.LogRecord) -> None:
        said = record.msg
        text = one_line(said.text(self._lang) if isinstance(said, Message) else record.getMessage())
        if record.exc_info and os.environ.get("PORTAL_AUDIT_DEBUG"):
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        self._note(text)


@contextmanager
def logs_as_notes(note: Callable[[str], None], lang: str) -> Iterator[None]:
    """Have a display show what the engine warns of, in a language."""
    logger, handler = logging.getLogger("portal_audit"), _Notes(note, lang)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def refusal(audit: SiteAudit) -> Message | None:
    """Return a warning where a target was not visited because its address is a private one."""
    if audit.result.state is State.SCANNED:
        return None
    failure = forbidden(audit.unpacked())
    return None if failure is None else private_address(audit.target.url, failure.detail)


def private_address(url: str, detail: str) -> Message | None:
    """Return what a refused address is, and how it is permitted; ``None`` for other refusals."""
    for address, kind in REFUSED.findall(detail):
        try:
            network = str(ip_network(address.strip("[]")))
        except ValueError:
            continue
        place, what = address.strip("[]"), Message(f"network.{kind}")
        if kind in NEVER_A_PORTAL:
            return Message("refused-address", url=url, address=place, kind=what)
        return Message("private-address", url=url, address=place, kind=what, network=network)
    return None
