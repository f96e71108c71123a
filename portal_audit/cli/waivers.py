"""``portal-audit waivers``: check a file of accepted findings; add one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from portal_audit.cli import options, prepare
from portal_audit.cli.decisions_of import decisions_of
from portal_audit.cli.run_output import ending, today
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.errors import BadInput, BadStore
from portal_audit.history.waiver_files import entry, read
from portal_audit.history.waivers import LONGEST, Mode, Waiver, unused
from portal_audit.inventory.identity import default_key, keys_of
from portal_audit.store import Store
from portal_audit.texts import Message

app = typer.Typer(help="Accepted findings.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE", help="TOML, such as waivers.toml.")]
FILE = Path("waivers.toml")


@app.command()
def check(
    file: File = FILE,
    run: Annotated[
        str | None, typer.Option(metavar="RUN", help="Compare with a stored run.")
    ] = None,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Find every fault of a waivers file; say which have run out, soon do, or are not needed.

    Example: portal-audit waivers check waivers.toml --run latest
    """
    settings = Settings.gather(options.given(locals(), "file", "run"))
    say = words(settings.lang)
    rules = prepare.rules(settings)
    decisions = read(file, [check.id for check in rules.everything])
    typer.echo(say("waivers.read", file=file, n=len(decisions)))
    for line in ending(decisions, settings):
        typer.echo(line)
    if run is None:
        return
    with Store.open(settings.store, create=False) as opened:
        stored = opened.run(run)
        targets = opened.targets(stored.id)
    keys = keys_of(targets)
    decisions = decisions_of(settings.model_copy(update={"waivers": file}), rules, targets)
    findings = [(keys[site.id], finding) for site in stored.sites for finding in site.findings]
    for unneeded in unused(decisions, findings):
        one = unneeded.decision
        typer.echo(say("waivers.unused", portal=one.portal, check=one.check))


@app.command()
def add(
    portal: Annotated[
        str, typer.Argument(metavar="PORTAL", help="Portal key or address, or a pattern of keys.")
    ],
    check: Annotated[str, typer.Argument(metavar="CHECK")],
    reason: Annotated[str, typer.Option(help="Why it is accepted.")],
    owner: Annotated[str, typer.Option(help="Who answers for it.")],
    accepted_by: Annotated[str, typer.Option(help="Who accepts it.")],
    expires: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The last day it holds.")],
    outcome: Annotated[str, typer.Option(help="Only while the outcome is this one.")] = "",
    reference: Annotated[str, typer.Option(help="Number of the document.")] = "",
    mode: Annotated[Mode, typer.Option(help="Report only, or accept the risk.")] = Mode.REPORT_ONLY,
    file: Annotated[Path, typer.Option(metavar="FILE", help="Where it is added.")] = FILE,
    store: options.Store = None,
    lang: options.Lang = None,
) -> None:
    """Add a waiver to a file, which is begun if need be.

    Without --outcome it is bound to the outcome of the last stored run, if there is one.

    Example: portal-audit waivers add xa.example headers.hsts --reason "thay máy chủ"
    --owner "Phòng CNTT" --accepted-by "Giám đốc Sở" --expires 2026-12-31
    """
    settings = Settings.gather(options.given({"store": store, "lang": lang}))
    say = words(settings.lang)
    portal = default_key(portal) if "://" in portal else portal
    outcome = outcome or _last_outcome(settings.store, portal, check)
    begins = today()
    ends = _day(expires)
    if not begins <= ends <= begins + timedelta(days=LONGEST):
        raise BadInput(Message("waiver-days", day=ends.isoformat(), most=LONGEST))
    waiver = Waiver(
        portal=portal,
        check=check,
        reason=reason,
        owner=owner,
        accepted_by=accepted_by,
        accepted_on=begins,
        expires=ends,
        outcome=outcome,
        reference=reference,
        mode=mode,
    )
    ids = [one.id for one in prepare.rules(settings).everything]
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if before:
        read(file, ids)
    text = (before.rstrip() + "\n\n" if before.strip() else "") + entry(waiver)
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8")
    try:
        read(beside, ids)
    except BadInput as error:
        text = error.text(settings.lang).replace(str(beside), str(file))
        raise BadInput(text) from error
    else:
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    typer.echo(say("waivers.added", file=file))
    if outcome:
        typer.echo(say("waivers.bound", outcome=outcome))


def _last_outcome(place: str, portal: str, check: str) -> str:
    """Return what the last run that could tell found wrong; empty where none did."""
    try:
        with Store.open(place, create=False) as opened:
            rows = opened.verdicts(portal=portal, check=check)
    except BadStore:
        return ""
    conclusive = [row for row in rows if row.conclusive]
    return conclusive[-1].outcome if conclusive and conclusive[-1].fault else ""


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadInput(Message("not-a-day", text=text)) from error
