"""At the end of a run: settle what it changed, send the digests, say what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import typer

from portal_audit.cli.decisions_of import decisions_of
from portal_audit.cli.prepare import LoadedRules
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.errors import PortalAuditError
from portal_audit.history.notices import channels as channel_files
from portal_audit.history.notices.channels import Channels
from portal_audit.output.sanitise import one_line
from portal_audit.runs.notify.apprise_process import AppriseProcess
from portal_audit.runs.notify.flush import Flushed, flush
from portal_audit.runs.notify.held import held_back
from portal_audit.runs.notify.message import Sender
from portal_audit.runs.notify.settle import settle
from portal_audit.runs.notify.watch import Watch
from portal_audit.store import Store
from portal_audit.store.process_identity import this_process

SenderFactory = Callable[[], AppriseProcess]


def watch_of(store: Store, run_id: str, settings: Settings, rules: LoadedRules) -> Watch:
    """Return what notices the changes of a run while it goes on."""
    targets = store.targets(run_id)
    return Watch(
        store,
        run_id,
        targets,
        rules.catalog,
        rules.profiles,
        decisions_of(settings, rules, targets),
        rules.profile,
    )


def notify_of(store: Store, run_id: str, settings: Settings, rules: LoadedRules) -> None:
    """Tell people what a run changed, where channels are set; whatever fails, the run is good."""
    if settings.channels is None:
        return
    say = words(settings.lang)
    try:
        channels = channel_files.read(settings.channels)
        settle_run(store, run_id, channels, settings, rules)
        send_due(store, channels, settings.lang)
    except PortalAuditError as error:
        typer.echo(say("notify.stopped", reason=error.text(settings.lang)), err=True)
    except Exception as error:  # notices come after a run and must not take it down
        typer.echo(say("notify.stopped", reason=type(error).__name__), err=True)


def settle_run(
    store: Store, run_id: str, channels: Channels, settings: Settings, rules: LoadedRules
) -> None:
    """Turn what a run changed into digests, once."""
    settle(
        store,
        run_id,
        channels,
        rules.everything,
        now=now(),
        decisions=decisions_of(settings, rules, store.targets(run_id)),
        held=held_back(store, run_id),
    )


def send_due(store: Store, channels: Channels, lang: str, sender: Sender | None = None) -> Flushed:
    """Send what is due and say what came of it."""
    with AppriseProcess() as apprise:
        done = flush(store, channels, sender or apprise, this_process(), now)
    for line in report_of(done, lang):
        typer.echo(line, err=True)
    return done


def report_of(done: Flushed, lang: str) -> Sequence[str]:
    """Return what came of sending, a line each; no address is in it."""
    say = words(lang)
    lines = [say("notify.sent", n=done.sent)] if done.sent else []
    for one in done.failed:
        facts = {
            "channel": one.channel,
            "to": f" ({one.recipient})" if one.recipient else "",
            "reason": say.name("notify.reason", one_line(one.error)),
            "attempts": one.attempts,
        }
        if one.next_at is None:
            lines.append(say("notify.given-up", **facts))
        else:
            lines.append(say("notify.failed", next=f"{one.next_at:%Y-%m-%d %H:%M} UTC", **facts))
    return lines


def now() -> datetime:
    """Return the time, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
