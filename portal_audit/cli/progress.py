"""Show how a scan goes on: a live display on a terminal, else lines, else JSON, or nothing."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from time import monotonic
from types import TracebackType
from typing import Any, Self

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Column

from portal_audit.cli.dry_run import duration
from portal_audit.cli.pace import Pace
from portal_audit.cli.words import words
from portal_audit.collect.http.request_log import RequestLog
from portal_audit.model import SiteResult, Target
from portal_audit.output.report import cause_of, least_covered
from portal_audit.output.sanitise import one_line
from portal_audit.runs.site_audit import SiteAudit
from portal_audit.texts import TextTable

WAITING_SHOWN = 3
"""How many sites in flight are named."""
MINUTE = 60.0


def number(value: float, lang: str) -> str:
    """Return a score with one decimal, with the decimal mark of the language."""
    return words(lang).number(value)


def verdict(site: SiteResult, lang: str) -> str:
    """Return level and score, or why there is none."""
    say = words(lang)
    if site.cause is not None:
        return f"N ({say(f'gate.cause.{cause_of(site)}')})"
    if site.score is None or site.level == "N":  # a score beside N would be taken for a verdict
        return f"N ({say('progress.tested-only', share=tested_share(site, say))})"
    return f"{site.level} {number(site.score, lang)}"


def tested_share(site: SiteResult, say: TextTable) -> str:
    """Return how much of a site was tested: of the part that keeps it from having a level."""
    part, coverage = least_covered(site)
    share = say.coverage(coverage)
    return say("gate.share-of-part", share=share, part=say.name("part", part)) if part else share


def reading(site: SiteResult, lang: str) -> str:
    """Return how many pages were read and why no more, such as `` · 30 pages: …``."""
    if not site.pages_read:
        return ""
    pages = words(lang)("progress.pages", n=site.pages_read)
    why = words(lang).name("reason", site.stopped)
    return f" · {pages}: {why}" if why else f" · {pages}"


def summary(site: SiteResult, lang: str) -> str:
    """Return the verdict on a site, and how far it was read."""
    return verdict(site, lang) + reading(site, lang)


class Progress:
    """Says nothing: the display of ``--quiet``, and the base of the others."""

    shows_requests = False
    """Whether it shows every request; if not, none need be told."""

    def __init__(self, total: int, lang: str) -> None:
        """Expect *total* sites."""
        self.total = total
        self.lang = lang
        self.done = 0
        self.in_flight: dict[str, str] = {}
        self.pace = Pace(total)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """End."""

    def started(self, target: Target) -> None:
        """A site is being visited."""
        self.in_flight[target.id] = one_line(target.title)
        self.show_started(target)

    def held(self, target: Target) -> None:
        """The verdict on a site has to wait for another look."""
        self.in_flight.pop(target.id, None)

    def finished(self, audit: SiteAudit) -> None:
        """A site is done, and stored."""
        self.done += 1
        self.pace.finished()
        self.in_flight.pop(audit.target.id, None)
        self.show_finished(audit.result)

    def requested(self, entry: RequestLog) -> None:
        """A request was made or refused."""

    def show_started(self, target: Target) -> None:
        """Show that a site is being visited."""

    def show_finished(self, site: SiteResult) -> None:
        """Show the result of a site."""

    def outlook(self) -> str:
        """Return how many portals a minute are finished, and how long the rest will take."""
        flying = len(self.in_flight)
        pace, left = self.pace.per_minute(flying), self.pace.seconds_left(flying)
        if pace is None or left is None or self.done >= self.total:
            return ""
        time = duration(left, self.lang)
        return words(self.lang)("progress.outlook", pace=number(pace, self.lang), time=time)

    def note(self, text: str) -> None:
        """Show a warning; those are shown even with ``--quiet``."""
        typer.echo(text, err=True)


class Lines(Progress):
    """One plain line per finished site; now and then, how it goes on."""

    def __init__(self, total: int, lang: str) -> None:
        """Say how it goes on at every tenth part of a run, of a long one every minute."""
        super().__init__(total, lang)
        self._step = max(total // 10, 3)
        self._said = monotonic()

    def show_finished(self, site: SiteResult) -> None:
        """Print ``[3/18] name … B 73,4 · 30 trang: đã đọc đủ số trang cho phép``."""
        name = one_line(site.name or site.url)
        typer.echo(f"[{self.done}/{self.total}] {name} … {summary(site, self.lang)}", err=True)
        due = self.done % self._step == 0 or monotonic() - self._said >= MINUTE
        if due and (outlook := self.outlook()):
            self._said = monotonic()
            flying = words(self.lang)("progress.in-flight", n=len(self.in_flight))
            typer.echo(f"    {flying} · {outlook}", err=True)


class JsonLines(Progress):
    """One JSON line per event, for programs."""

    shows_requests = True

    def requested(self, entry: RequestLog) -> None:
        """Print the request."""
        self._print("request", **asdict(entry))

    def show_started(self, target: Target) -> None:
        """Print which site is begun."""
        self._print("start", site=target.id, url=target.url)

    def show_finished(self, site: SiteResult) -> None:
        """Print the result of the site."""
        self._print(
            "site",
            site=site.id,
            url=site.url,
            state=site.state,
            cause=site.cause,
            level=site.level,
            score=site.score,
            pages_read=site.pages_read,
            stopped=site.stopped,
            done=self.done,
            total=self.total,
            in_flight=len(self.in_flight),
            per_minute=_rounded(self.pace.per_minute(len(self.in_flight))),
            seconds_left=_rounded(self.pace.seconds_left(len(self.in_flight))),
        )

    def note(self, text: str) -> None:
        """Print a note."""
        self._print("note", text=text)

    def _print(self, event: str, **values: Any) -> None:
        typer.echo(json.dumps({"event": event, **values}, default=_plain), err=True)


class Live(Progress):
    """A live bar: sites done, in flight, time left; finished sites scroll by above it."""

    def __init__(self, total: int, lang: str, console: Console) -> None:
        """Draw on *console*."""
        super().__init__(total, lang)
        self._bar = Bar(
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn(
                "{task.description}",
                markup=False,
                table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
            ),
            console=console,
            expand=True,
            transient=True,
        )
        self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> Self:
        """Begin to draw."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Wipe the bar."""
        self._bar.stop()

    def show_started(self, target: Target) -> None:
        """Name the sites in flight."""
        self._draw()

    def show_finished(self, site: SiteResult) -> None:
        """Print the site above the bar."""
        name = one_line(site.name or site.url)
        self._bar.console.print(
            f"{name} … {summary(site, self.lang)}", markup=False, highlight=False
        )
        self._bar.advance(self._task)
        self._draw()

    def note(self, text: str) -> None:
        """Print a note above the bar."""
        self._bar.console.print(text, markup=False, highlight=False)

    def _draw(self) -> None:
        names = list(self.in_flight.values())
        more = f" +{len(names) - WAITING_SHOWN}" if len(names) > WAITING_SHOWN else ""
        outlook = self.outlook()
        flying = ", ".join(names[:WAITING_SHOWN]) + more
        shown = f"{outlook} · {flying}" if outlook else flying
        self._bar.update(self._task, description=shown)


def progress(total: int, *, lang: str, quiet: bool = False, json_log: bool = False) -> Progress:
    """Return the display that suits."""
    if json_log:
        return JsonLines(total, lang)
    if quiet:
        return Progress(total, lang)
    console = Console(stderr=True)
    if console.is_terminal and not console.is_dumb_terminal and sys.stderr.isatty():
        return Live(total, lang, console)
    return Lines(total, lang)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
