"""``portal-audit notify``: try the channels, see what would be told, send what is due."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.decisions_of import decisions_of
from portal_audit.cli.notices_of_run import now, send_due, settle_run
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.errors import BadInput
from portal_audit.history.notices import channels as channel_files
from portal_audit.history.notices.channels import Channel, Channels
from portal_audit.history.notices.digest import texts
from portal_audit.output.sanitise import one_line, sanitise
from portal_audit.runs.notify.apprise_process import AppriseProcess
from portal_audit.runs.notify.held import held_back
from portal_audit.runs.notify.message import Outgoing
from portal_audit.runs.notify.settle import preview as letters_of
from portal_audit.store import RunInfo, Store
from portal_audit.texts import Message, did_you_mean

app = typer.Typer(help="Tell people what a run changed.", no_args_is_help=True)
TOOL_FAILED = 1
RunOption = Annotated[
    str, typer.Option("--run", metavar="RUN", help="Id of a stored run, its beginning, or latest.")
]


def _channels(settings: Settings) -> Channels:
    if settings.channels is None:
        raise BadInput(Message("no-channels"))
    return channel_files.read(settings.channels)


@app.command("test")
def try_channels(
    channel: Annotated[str | None, typer.Option(metavar="NAME", help="Only this channel.")] = None,
    to: Annotated[
        str | None,
        typer.Option(metavar="MAIL", help="Recipient for the channel `contact`, which has none."),
    ] = None,
    channels: options.Channels = None,
    lang: options.Lang = None,
) -> None:
    """Send a test message over each channel. Exit code 1 where one fails.

    Example: portal-audit notify test --channels channels.toml
    """
    settings = Settings.gather(options.given(locals(), "channel", "to"))
    named = _channels(settings)
    chosen = _chosen(named, channel)
    say = words(settings.lang)
    if not chosen:
        typer.echo(say("notify.nobody"))
        return
    failed = False
    with AppriseProcess() as send:
        for one in chosen:
            wording = texts(one.lang)
            text = wording("test-text", channel=one.name)
            html = f"<p>{text}</p>"
            recipient = to or "" if one is named.contact else ""
            message = Outgoing(wording("test-title"), text, html, recipient)
            answer = send(one, message)
            failed = failed or not answer.ok
            why = say.name("notify.reason", one_line(answer.error))
            shown = say("notify.works") if answer.ok else why
            typer.echo(say("notify.tried", channel=one.name, answer=shown))
    if failed:
        raise typer.Exit(TOOL_FAILED)


def _chosen(named: Channels, name: str | None) -> tuple[Channel, ...]:
    if name is None:
        return (*named.channels, *([named.contact] if named.contact else []))
    found = named.named(name)
    if found is None:
        hint = did_you_mean(name, named.names)
        names = ", ".join(named.names)
        raise BadInput(Message("no-such-channel", name=name, hint=hint, names=names))
    return (found,)


@contextmanager
def _opened(
    run: str, flags: Mapping[str, Any]
) -> Iterator[tuple[Store, RunInfo, Settings, prepare.LoadedRules]]:
    """Open the store for a run, with the settings and rules that it was made with."""
    with Store.open(Settings.gather(flags).store, create=False) as opened:
        info = opened.info(run)
        settings = prepare.like(info, flags)
        yield opened, info, settings, prepare.rules(settings)


@app.command()
def preview(
    run: RunOption = "latest",
    channels: options.Channels = None,
    waivers: options.Waivers = None,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Show the digests of a run and whom they would go to; send and change nothing.

    Example: portal-audit notify preview --run latest --channels channels.toml
    """
    with _opened(run, options.given(locals(), "run")) as (opened, info, settings, rules):
        held = held_back(opened, info.id)
        letters = letters_of(
            opened,
            info.id,
            _channels(settings),
            rules.everything,
            now=now(),
            decisions=decisions_of(settings, rules, opened.targets(info.id)),
            held=held,
        )
    say = words(settings.lang)
    for check in sorted(held.checks):
        typer.echo(say("notify.held", check=check), err=True)
    if not letters:
        typer.echo(say("notify.nothing"))
    for letter in letters:
        to = f" ({letter.recipient})" if letter.recipient else ""
        typer.echo(say("notify.to", channel=letter.channel, to=to))
        typer.echo(f"{one_line(letter.title)}\n\n{sanitise(letter.text)}")


@app.command()
def send(
    run: RunOption = "latest",
    channels: options.Channels = None,
    waivers: options.Waivers = None,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Send what is due: what a run changed and nobody was told, and what could not be sent before.

    Exit code 1 where something could not be sent. Example: portal-audit notify send
    """
    with _opened(run, options.given(locals(), "run")) as (opened, info, settings, rules):
        named = _channels(settings)
        if info.complete:
            settle_run(opened, info.id, named, settings, rules)
        done = send_due(opened, named, settings.lang)
    if not done.sent and not done.failed:
        typer.echo(words(settings.lang)("notify.nothing"), err=True)
    if done.failed:
        raise typer.Exit(TOOL_FAILED)
