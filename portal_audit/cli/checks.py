"""``portal-audit checks``: the catalog, and the page of one check."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from portal_audit.cli import options, scales
from portal_audit.cli.citing import Ground, ground, law_lines
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.errors import BadCheck, BadInput
from portal_audit.model import Kind, SiteResult
from portal_audit.rules import catalog as catalogs
from portal_audit.rules import profile_files as profiles
from portal_audit.rules import toml_files
from portal_audit.rules.catalog import Catalog
from portal_audit.rules.check import Check
from portal_audit.rules.plugins import builtin
from portal_audit.rules.profile import Profile
from portal_audit.rules.promises import broken
from portal_audit.texts import Message, did_you_mean, without_facts

app = typer.Typer(help="The checks that portals are audited by.", no_args_is_help=True)
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]


@app.command("list")
def list_checks(
    only: options.Only = None,
    skip: options.Skip = None,
    checks: options.Checks = None,
    lang: options.Lang = None,
    as_json: AsJson = False,
) -> None:
    """List the checks. Example: portal-audit checks list --only tls --lang en."""
    settings = Settings.gather(options.given(locals(), "as_json"))
    catalog = catalogs.read(settings.checks).select(settings.only, settings.skip)
    if as_json:
        typer.echo(_json([_facts(check, settings.lang) for check in catalog]))
        return
    say = words(settings.lang)
    rows = [tuple(say(f"checks.{name}") for name in ("id", "severity", "weight", "title"))]
    for check in catalog:
        weight = f"{check.weight:g}" + (f" {say('checks.active')}" if check.active else "")
        severity = say.name("severity", check.severity.value).lower()
        rows.append((check.id, severity, weight, check.texts[settings.lang].title))
    show_table(rows)


def show_table(rows: Sequence[tuple[str, ...]]) -> None:
    """Print columns for a reader, of which a program such as ``head`` may stop reading early."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    try:
        for *cells, last in rows:
            padded = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
            typer.echo("  ".join([*padded, last]))
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would flush again on its way out, and complain of the same pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@app.command()
def explain(
    check_id: Annotated[str, typer.Argument(metavar="ID", help="Such as headers.hsts.")],
    site: Annotated[
        str, typer.Option(metavar="ID|URL", help="What fixing it there would gain.")
    ] = "",
    run: Annotated[
        str, typer.Option(metavar="RUN", help="Stored run that holds the site.")
    ] = "latest",
    checks: options.Checks = None,
    store: options.Store = None,
    lang: options.Lang = None,
    as_json: AsJson = False,
) -> None:
    """Print everything about one check, and on a site what fixing it would gain.

    Example: portal-audit checks explain headers.hsts --site https://portal.example/
    """
    settings = Settings.gather(options.given(locals(), "check_id", "site", "run", "as_json"))
    catalog = catalogs.read(settings.checks)
    check = _find(check_id, catalog)
    rests_on = ground(check, catalog, datetime.now(UTC).date())
    stored = _stored(settings.store, run, site) if site else None
    if as_json:
        facts = _facts(check, settings.lang) | {"citations": rests_on.facts(settings.lang)}
        facts |= {"scales": scales.touched(check.id)}
        gain = {"gain": scales.gain(check.id, stored[1])} if stored else {}
        typer.echo(_json(facts | gain))
        return
    lines = [page(check, settings.lang, rests_on), *scales.page(check.id, settings.lang)]
    if stored:
        lines += scales.gained(check.id, stored[1], stored[0], settings.lang)
    typer.echo("\n".join(lines))


def _stored(place: str, run: str, site: str) -> tuple[str, SiteResult]:
    """Return the id of a stored run and its result on one site."""
    from portal_audit.cli.evidence import find  # lists of checks need no store
    from portal_audit.store import Store

    with Store.open(place, create=False) as opened:
        info = opened.info(run)
        target = find(site, opened.targets(info.id), info.id)
        return info.id, next(each for each in opened.run(info.id).sites if each.id == target.id)


@app.command("test")
def try_folder(
    folder: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]", help="Folder of checks, frameworks and profiles; ours, if absent."
        ),
    ] = None,
    lang: options.Lang = None,
) -> None:
    """See that checks, frameworks and profiles load, and that texts fit rules.

    Example: portal-audit checks test my-checks
    """
    settings = Settings.gather(options.given(locals(), "folder"))
    files = profiles.files(folder or builtin("checks"))
    alone = folder is not None and files and not catalogs.has_rules(folder)
    catalog = catalogs.read([folder] if folder and not alone else [])
    ours = () if folder is None else {check.id for check in catalogs.read()}
    own = [check for check in catalog if check.id not in ours]
    in_folder, faults = _profiles(files, catalog)
    faults = [*broken(own, catalog), *faults]
    faults += profiles.uncounted(own, [*profiles.load_all().values(), *in_folder])
    if faults:
        raise BadCheck(toml_files.together(faults))
    if folder is None:
        laws = len(catalog.frameworks)
        typer.echo(words(settings.lang)("checks.all-load", n=len(own), laws=laws))
        return
    for check in own:
        typer.echo(f"{check.id}: {check.texts[settings.lang].title}")
    for profile in in_folder:
        typer.echo(f"{profile.name}: {profile.titles[settings.lang]}")
    for line in law_lines(catalog, settings.lang):
        typer.echo(line)


def _profiles(files: Iterable[Path], catalog: Catalog) -> tuple[list[Profile], list[Message]]:
    """Return the profiles of files that can be used, and what is wrong with the others."""
    sound: list[Profile] = []
    faults: list[Message] = []
    for file in files:
        try:
            profile = profiles.read(file)
            profiles.check_names(profile, catalog)
            sound.append(profile)
        except BadCheck as error:
            faults.append(error.args[0])
    return sound, faults


def page(check: Check, lang: str, rests_on: Ground) -> str:
    """Return the page of one check as plain text."""
    say, texts = words(lang), check.texts[lang]
    kinds = ", ".join(say.name("kind", kind.value) for kind in Kind if kind in check.kinds)
    lines = [
        f"{check.id}: {texts.title}",
        "",
        f"{say('explain.severity')}: {say.name('severity', check.severity.value)}",
        f"{say('explain.weight')}: {check.weight:g}",
        f"{say('explain.kinds')}: {kinds}",
    ]
    if check.active:
        lines.append(say("explain.active"))
    for name, text in (
        ("fault", texts.fault),
        ("want", texts.want),
        ("why", texts.why),
        ("fix", texts.fix),
    ):
        lines += ["", f"{say(f'explain.{name}')}:", f"  {text.strip()}"]
    lines += ["", f"{say('explain.outcomes')}:"]
    for name, rule in check.outcomes.items():
        severity = f", {say.name('severity', rule.severity.value)}" if rule.severity else ""
        status = f"{say.name('status', rule.status.value)}{severity}".lower()
        lines.append(f"  {name} ({status}): {without_facts(texts.outcomes[name])}")
    if check.config:
        lines += ["", f"{say('explain.config')}:"]
        for server, config in check.config.items():
            lines += [f"  {server}:", *(f"    {line}" for line in config.strip().splitlines())]
    lines += ["", f"{say('explain.basis')}:", *(f"  {line}" for line in rests_on.lines(lang))]
    return "\n".join([*lines, "", f"{say('explain.source')}: {check.source}"])


def _find(check_id: str, catalog: Catalog) -> Check:
    if (check := catalog.get(check_id)) is not None:
        return check
    families = sorted({check.family for check in catalog})
    if check_id in families:
        raise BadInput(Message("a-family", name=check_id))
    hint = did_you_mean(check_id, [check.id for check in catalog])
    if not hint and (family := did_you_mean(check_id, families)):
        hint = family
    raise BadInput(Message("no-such-check", name=check_id, hint=hint))


def _facts(check: Check, lang: str) -> dict[str, Any]:
    texts = check.texts[lang]
    return {
        "id": check.id,
        "family": check.family,
        "severity": check.severity.value,
        "weight": check.weight,
        "active": check.active,
        "kinds": sorted(kind.value for kind in check.kinds),
        "title": texts.title,
        "fault": texts.fault,
        "want": texts.want,
        "why": texts.why,
        "fix": texts.fix,
        "outcomes": {
            name: {"status": rule.status.value, "text": texts.outcomes[name]}
            for name, rule in check.outcomes.items()
        },
        "config": dict(check.config),
        "basis": list(check.basis),
    }


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
