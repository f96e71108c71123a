"""``scan --dry-run``: what would be sent where, and how long it would take. Sends nothing."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.model import Target
from portal_audit.output.sanitise import one_line
from portal_audit.runs.estimate import estimate


def show_estimate(targets: Sequence[Target], settings: Settings) -> None:
    """Print a line for each host, and what it comes to."""
    say = words(settings.lang)
    limits = settings.limits()
    processes = min(settings.process_count(), max(len(targets), 1))
    whole = estimate(targets, limits, settings.concurrency, processes)
    for host in whole.hosts:
        typer.echo(
            say(
                "dry-run.host",
                host=one_line(host.host),
                n=host.portals,
                requests=host.requests,
                rate=f"{host.rate:g}",
                time=duration(host.seconds, settings.lang),
            )
        )
    typer.echo(
        say(
            "dry-run.whole",
            n=len(targets),
            hosts=len(whole.hosts),
            requests=whole.requests,
            tls_rate=f"{limits.tls_rate:g}",
            concurrency=settings.concurrency,
            processes=processes,
            time=duration(whole.seconds, settings.lang),
        )
    )
    if settings.distributed:
        typer.echo(say("dry-run.distributed"))


def duration(seconds: float, lang: str) -> str:
    """Return a span of time as people say it: seconds, then minutes, then hours and minutes."""
    say = words(lang)
    if seconds < 90:
        return say("duration.seconds", n=max(round(seconds), 1))
    minutes = round(seconds / 60)
    if minutes < 90:
        return say("duration.minutes", n=minutes)
    return say("duration.hours", hours=minutes // 60, minutes=minutes % 60)
