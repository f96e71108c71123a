"""``portal-audit inventory discover``: the component portals that a provincial portal shows."""

from __future__ import annotations

import asyncio
import tomllib
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from portal_audit import inventory
from portal_audit.cli import options, prepare
from portal_audit.cli.settings import Settings
from portal_audit.collect.browser import find_chromium, open_chromium
from portal_audit.collect.gather import gather
from portal_audit.collect.http.client import HttpClient
from portal_audit.collect.probes.base import VisitPlan
from portal_audit.evidence import Crawl, Evidence, HttpFront, HttpsFront
from portal_audit.inventory.discover import (
    INTERESTS,
    DiscoveredPortal,
    DiscoveryCertainty,
    discover,
    province_of,
)
from portal_audit.inventory.provinces import by_name
from portal_audit.inventory.write import csv_text, writable, write
from portal_audit.model import Fact, Kind, Target
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.parse.http.urls import host_of
from portal_audit.rules.check import fill
from portal_audit.scoring.reachability import reachability

COULD_NOT_TELL = 3
MOST_TOLD = 30
"""Portals to be looked at that are named; the inventory marks them all."""


def discover_portals(
    url: Annotated[str, typer.Argument(metavar="URL", help="The provincial portal.")],
    out: Annotated[
        Path | None,
        typer.Option(help="Inventory to write: .csv, .xlsx or .yaml [default: CSV on stdout]."),
    ] = None,
    province: Annotated[
        str, typer.Option(help="Name of the province [default: from the portal's title].")
    ] = "",
    lang: options.Lang = None,
    ca_file: options.CaFile = None,
    allow_private: options.AllowPrivate = None,
    resolve: options.Resolve = None,
    max_pages: options.MaxPages = None,
    site_timeout: options.SiteTimeout = None,
    rate: options.Rate = None,
    tls_rate: options.TlsRate = None,
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
    words = DiscoverWords(settings.lang, settings.quiet)
    words.tell("reading", url=target.url, pages=settings.max_pages)
    seen = asyncio.run(_visit(target, settings, program))
    crawl = seen.get(Crawl)
    if crawl is None or not crawl.pages:
        typer.echo(f"portal-audit: {_why_unread(target, seen)}", err=True)
        raise typer.Exit(COULD_NOT_TELL)
    found = discover(crawl, target.url)
    name = province or province_of(crawl, target.url)
    rows = [_own_row(target, crawl, name), *(_row(one, target, name) for one in found)]
    rows = [row for row in rows if "functional" not in row["tags"].split()]
    notes = _notes(found, words)
    if out is None:
        typer.echo(csv_text(rows, notes), nl=False)
    else:
        write(out, rows, notes)
    _summarise(words, target, settings, crawl, found, name, out)


async def _visit(target: Target, settings: Settings, program: Path | None) -> Evidence:
    """Read the provincial portal through the same door as a scan does."""
    limits = settings.limits()
    async with (
        open_chromium(program) as chromium,
        HttpClient(target, limits, settings.net_rules()) as client,
        chromium.tab(client) if chromium else nullcontext() as tab,
    ):
        plan = VisitPlan(limits.max_pages, INTERESTS, browser=tab)
        return await gather([Crawl], target, client, plan, limits.site_timeout)


def _why_unread(target: Target, seen: Evidence) -> str:
    """Say why the provincial portal could not be read, and what can be done."""
    _, cause = reachability(seen)
    reason = cause.value if cause is not None else "no page"
    for kind in (HttpsFront, HttpFront):
        front = seen.get(kind)
        if front is not None and front.failure is not None and front.failure.cause == "forbidden":
            detail = one_line(front.failure.detail)
            return f"{target.url} was not visited: {detail}. --allow-private CIDR permits it."
    return f"{target.url} could not be read ({reason}); nothing was written. Is the address right?"


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


def _notes(found: Iterable[DiscoveredPortal], words: DiscoverWords) -> list[str]:
    functional = [one.url for one in found if one.functional]
    return [words("functional_note"), *functional] if functional else []


def _summarise(
    words: DiscoverWords,
    target: Target,
    settings: Settings,
    crawl: Crawl,
    found: tuple[DiscoveredPortal, ...],
    province: str,
    out: Path | None,
) -> None:
    """Say how many were found, how sure that is, and what a person should look at."""
    portals = [one for one in found if not one.functional]
    words.tell("read", n=len(crawl.pages), url=target.url)
    if crawl.stopped != "done":
        why = words.name("why", crawl.stopped)
        words.tell("stopped", why=why, more=min(settings.max_pages * 3, 1000))
    if crawl.needs_browser:
        words.tell("browser")
    if not portals:
        words.tell("none")
        return
    counts = Counter(one.kind for one in portals)
    kinds = "; ".join(words(f"kind.{kind.value}", n=counts[kind]) for kind in Kind if counts[kind])
    words.tell("found", n=len(portals), kinds=kinds)
    levels = Counter(one.certainty for one in portals)
    words.tell("sure", **{level.value: levels[level] for level in DiscoveryCertainty})
    official = by_name(province) if province else None
    if official is not None and counts[Kind.COMMUNE] != official.communes:
        words.tell(
            "official",
            communes=official.communes,
            province=official.name,
            as_of=official.as_of,
            n=counts[Kind.COMMUNE],
        )
    _tell_unsure(words, [one for one in portals if one.certainty is DiscoveryCertainty.UNSURE])
    functional = [host_of(one.url) for one in found if one.functional]
    if functional:
        words.tell("functional", n=len(functional), hosts=shorten(", ".join(functional), 600))
    words.tell("not_visited", file=out or "FILE")


def _tell_unsure(words: DiscoverWords, unsure: list[DiscoveredPortal]) -> None:
    if not unsure:
        return
    words.tell("check")
    for one in unsure[:MOST_TOLD]:
        why = "; ".join(words.name("note", note) for note in one.notes or ("guess",))
        name = shorten(one_line(one.name), 80)
        words.say(f"  {one.url}  {name}{' – ' if name else ''}{why}")
    if len(unsure) > MOST_TOLD:
        words.tell("more", n=len(unsure) - MOST_TOLD)


class DiscoverWords:
    """The sentences of one language, on stderr unless asked to be quiet."""

    def __init__(self, lang: str, quiet: bool) -> None:
        """Read ``discover.toml``."""
        file = Path(__file__).with_suffix(".toml")
        self._table: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))[lang]
        self._quiet = quiet

    def __call__(self, key: str, **gaps: Fact) -> str:
        """Return the text of a dotted key; ``one|many`` by ``n``."""
        entry: Any = self._table
        for part in key.split("."):
            entry = entry[part]
        one, bar, many = str(entry).partition("|")
        text = many if bar and gaps.get("n") != 1 else one
        return fill(text, gaps)

    def name(self, group: str, key: str) -> str:
        """Return the words for a machine name, or the name itself."""
        return str(self._table[group].get(key, key))

    def tell(self, key: str, **gaps: Any) -> None:
        """Say a sentence."""
        self.say(self(key, **{name: _plain(value) for name, value in gaps.items()}))

    def say(self, line: str) -> None:
        """Say a line."""
        if not self._quiet:
            typer.echo(line, err=True)


def _plain(value: object) -> Fact:
    return value if isinstance(value, int | str) else str(value)
