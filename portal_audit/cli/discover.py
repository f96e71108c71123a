"""``portal-audit inventory discover``: the component portals that a provincial portal shows."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from portal_audit import inventory
from portal_audit.cli import options, prepare
from portal_audit.cli.settings import Settings
from portal_audit.cli.visits import private_address
from portal_audit.cli.words import words
from portal_audit.collect.browser import find_chromium, open_chromium
from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.evidence import Crawl, Evidence
from portal_audit.inventory.discover import (
    INTERESTS,
    DiscoveredPortal,
    DiscoveryCertainty,
    discover,
    province_of,
)
from portal_audit.inventory.provinces import by_name
from portal_audit.inventory.write import csv_text, writable, write
from portal_audit.model import Kind, Target
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.parse.http.urls import host_of
from portal_audit.scoring.reachability import forbidden, reachability
from portal_audit.texts import Message

COULD_NOT_TELL = 3
MOST_LISTED = 30
"""Unsure portals that are named; the inventory marks them all."""


def discover_portals(
    url: Annotated[str, typer.Argument(metavar="URL", help="The provincial portal.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Inventory to write: .csv, .xlsx or .yaml \\[default: CSV on stdout]."),
    ] = None,
    province: Annotated[
        str, typer.Option(help="Name of the province \\[default: from the portal's title].")
    ] = "",
    lang: options.Lang = None,
    ca_file: options.CaFile = None,
    allow_private: options.AllowPrivate = None,
    resolve: options.Resolve = None,
    max_pages: options.MaxPages = None,
    site_timeout: options.SiteTimeout = None,
    rate: options.Rate = None,
    contact: options.Contact = None,
    browser: options.Browser = None,
    quiet: options.Quiet = None,
) -> None:
    """Find the component portals of a province: only the provincial portal itself is visited.

    Example: portal-audit inventory discover https://tinh.example/ --out portals.csv
    """
    settings = Settings.gather(options.given(locals(), "url", "out", "province"))
    target = inventory.target(url, kind=Kind.PROVINCE.value, province=province)
    if out is not None:
        writable(out)
    if settings.ca_file is not None:
        prepare.check_ca_file(settings.ca_file)
    program = find_chromium(settings.browser)
    progress = DiscoveryProgress(settings.lang, settings.quiet)
    progress.say("reading", url=target.url, pages=settings.max_pages)
    evidence = asyncio.run(_visit(target, settings, program))
    crawl = evidence.get(Crawl)
    if crawl is None or not crawl.pages:
        typer.echo(f"portal-audit: {_why_unread(target, evidence).text(settings.lang)}", err=True)
        raise typer.Exit(COULD_NOT_TELL)
    found = discover(crawl, target.url)
    name = province or province_of(crawl, target.url)
    rows = [_own_row(target, crawl, name), *(_row(one, target, name) for one in found)]
    rows = [row for row in rows if "functional" not in row["tags"].split()]
    notes = _notes(found, progress)
    if out is None:
        typer.echo(csv_text(rows, notes), nl=False)
    else:
        write(out, rows, notes)
    _summarise(progress, target, settings, crawl, found, name, out)


async def _visit(target: Target, settings: Settings, program: Path | None) -> Evidence:
    """Read the provincial portal with the same client as a scan does."""
    limits = settings.limits()
    async with (
        open_chromium(program) as chromium,
        HttpClient(target, limits, settings.net_rules()) as client,
        chromium.tab(client) if chromium else nullcontext() as tab,
    ):
        plan = VisitPlan(limits.max_pages, INTERESTS, browser=tab)
        return await gather([Crawl], target, client, plan, limits.site_timeout)


def _why_unread(target: Target, evidence: Evidence) -> Message:
    """Say why the provincial portal could not be read, and what can be done."""
    if (refused := forbidden(evidence)) is not None:
        detail = one_line(refused.detail)
        known_as = private_address(target.url, detail)
        return known_as or Message("private-province", url=target.url, detail=detail)
    _, cause = reachability(evidence)
    return Message("province-unread", url=target.url, cause=cause.value if cause else "no page")


def _own_row(target: Target, crawl: Crawl, province: str) -> dict[str, str]:
    title = crawl.home.title if crawl.home is not None else ""
    return {
        "url": target.url,
        "name": shorten(one_line(title), 200).lstrip("=+-@'"),
        "kind": Kind.PROVINCE.value,
        "province": province,
        "tags": "discovered",
    }


def _row(one: DiscoveredPortal, parent: Target, province: str) -> dict[str, str]:
    organisation = one.name if one.kind is Kind.DEPARTMENT else ""
    if one.kind is Kind.COMMUNE and one.name:
        organisation = f"Ủy ban nhân dân {one.name[:1].lower()}{one.name[1:]}"
    tags = ["discovered", one.certainty.value, *(f"see-{note}" for note in one.notes)]
    return {
        "url": one.url,
        "name": one_line(one.name),
        "kind": one.kind.value,
        "organisation": one_line(organisation),
        "province": province,
        "parent": parent.url,
        "tags": " ".join([*tags, *(["functional"] if one.functional else [])]),
    }


def _notes(found: Iterable[DiscoveredPortal], progress: DiscoveryProgress) -> list[str]:
    functional = [one.url for one in found if one.functional]
    return [progress.text("functional_note"), *functional] if functional else []


def _summarise(
    progress: DiscoveryProgress,
    target: Target,
    settings: Settings,
    crawl: Crawl,
    found: tuple[DiscoveredPortal, ...],
    province: str,
    out: Path | None,
) -> None:
    """Say how many were found, how sure that is, and what a person should look at."""
    portals = [one for one in found if not one.functional]
    progress.say("read", n=len(crawl.pages), url=target.url)
    if crawl.stopped != "done":
        why = progress.name("why", crawl.stopped)
        progress.say("stopped", why=why, more=min(settings.max_pages * 3, 1000))
    if crawl.needs_browser:
        progress.say("browser")
    if not portals:
        progress.say("none")
        return
    counts = Counter(one.kind for one in portals)
    kinds = "; ".join(
        progress.text(f"kind.{kind.value}", n=counts[kind]) for kind in Kind if counts[kind]
    )
    progress.say("found", n=len(portals), kinds=kinds)
    levels = Counter(one.certainty for one in portals)
    progress.say("sure", **{level.value: levels[level] for level in DiscoveryCertainty})
    official = by_name(province) if province else None
    if official is not None and counts[Kind.COMMUNE] != official.communes:
        progress.say(
            "official",
            communes=official.communes,
            province=official.name,
            as_of=official.as_of,
            n=counts[Kind.COMMUNE],
        )
    _list_unsure(progress, [one for one in portals if one.certainty is DiscoveryCertainty.UNSURE])
    functional = [host_of(one.url) for one in found if one.functional]
    if functional:
        progress.say("functional", n=len(functional), hosts=shorten(", ".join(functional), 600))
    progress.say("not_visited", file=out or "FILE")


def _list_unsure(progress: DiscoveryProgress, unsure: list[DiscoveredPortal]) -> None:
    if not unsure:
        return
    progress.say("check")
    for one in unsure[:MOST_LISTED]:
        why = "; ".join(progress.name("note", note) for note in one.notes or ("guess",))
        name = shorten(one_line(one.name), 80)
        progress.line(f"  {one.url}  {name}{' – ' if name else ''}{why}")
    if len(unsure) > MOST_LISTED:
        progress.say("more", n=len(unsure) - MOST_LISTED)


class DiscoveryProgress:
    """The sentences of the command in one language, on stderr unless asked to be quiet."""

    def __init__(self, lang: str, quiet: bool) -> None:
        """Speak *lang*."""
        self._words = words(lang)
        self._quiet = quiet

    def text(self, key: str, **facts: object) -> str:
        """Return a sentence."""
        return self._words(f"discover.{key}", **facts)

    def name(self, group: str, key: str) -> str:
        """Return the words for a machine name, or the name itself."""
        return self._words.name(f"discover.{group}", key)

    def say(self, key: str, **facts: object) -> None:
        """Print a sentence."""
        self.line(self.text(key, **facts))

    def line(self, line: str) -> None:
        """Print a line."""
        if not self._quiet:
            typer.echo(line, err=True)
