"""The options that commands share, each declared once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

NET, WHAT, HOW = "Network", "What is asked", "Output"

Inventory = Annotated[
    Path | None,
    typer.Option("--inventory", "-i", help="CSV, XLSX or YAML list of portals."),
]
Profile = Annotated[
    str | None,
    typer.Option(
        help="Hold every portal to this profile (name or TOML file), whatever its kind.",
        rich_help_panel=WHAT,
    ),
]
Only = Annotated[
    list[str] | None,
    typer.Option(help="Only these families or checks, comma-separated.", rich_help_panel=WHAT),
]
Skip = Annotated[
    list[str] | None,
    typer.Option(help="Leave these families or checks out.", rich_help_panel=WHAT),
]
Checks = Annotated[
    list[Path] | None,
    typer.Option("--checks", help="Folder of your own checks (repeatable).", rich_help_panel=WHAT),
]
AuthorisedBy = Annotated[
    str | None,
    typer.Option(
        help="Document that allows active checks; it is stored and printed.", rich_help_panel=WHAT
    ),
]
RankBy = Annotated[
    str | None,
    typer.Option(help="Rank by total, security or publication.", rich_help_panel=WHAT),
]
Store = Annotated[
    str | None,
    typer.Option(
        help="SQLAlchemy URL or SQLite file of the store [default: portal-audit.sqlite].",
        rich_help_panel=HOW,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(help="Folder for the reports [default: report].", rich_help_panel=HOW),
]
Format = Annotated[
    list[str] | None,
    typer.Option(
        "--format", help="Formats, comma-separated [default: html,json,csv].", rich_help_panel=HOW
    ),
]
Lang = Annotated[
    str | None, typer.Option(help="Language: vi or en [default: vi].", rich_help_panel=HOW)
]
Quiet = Annotated[
    bool | None, typer.Option("--quiet", "-q", help="No progress on stderr.", rich_help_panel=HOW)
]
JsonLog = Annotated[
    bool | None,
    typer.Option("--json-log", help="Progress as one JSON line per event.", rich_help_panel=HOW),
]
CaFile = Annotated[
    Path | None,
    typer.Option(help="PEM file of roots to trust besides the built-in.", rich_help_panel=NET),
]
AllowPrivate = Annotated[
    list[str] | None,
    typer.Option(
        help="Private network (CIDR) that may be visited (repeatable).", rich_help_panel=NET
    ),
]
Resolve = Annotated[
    list[str] | None,
    typer.Option(help="HOST:IP to use in place of DNS (repeatable).", rich_help_panel=NET),
]
MaxPages = Annotated[
    int | None, typer.Option(help="Pages read per site [default: 30].", rich_help_panel=NET)
]
SiteTimeout = Annotated[
    float | None, typer.Option(help="Seconds for one site [default: 180].", rich_help_panel=NET)
]
Rate = Annotated[
    float | None,
    typer.Option(help="Requests a second per host [default: 2].", rich_help_panel=NET),
]
TlsRate = Annotated[
    float | None,
    typer.Option(help="New TLS connections a second per host [default: 10].", rich_help_panel=NET),
]
Contact = Annotated[
    str | None,
    typer.Option(
        metavar="MAIL|URL",
        help="Whom a portal's operator can turn to; stands in the User-Agent of every request.",
        rich_help_panel=NET,
    ),
]
Concurrency = Annotated[
    int | None, typer.Option(help="Sites in flight [default: 8].", rich_help_panel=NET)
]
Browser = Annotated[
    str | None,
    typer.Option(
        metavar="auto|never|PATH",
        help="Chromium for portals that show nothing without JavaScript; used only for those "
        "[default: auto, if portal-audit\\[browser] is installed].",
        rich_help_panel=NET,
    ),
]
Screenshots = Annotated[
    bool | None,
    typer.Option(
        "--screenshots/--no-screenshots",
        help="A picture of every portal on its scorecard; takes the browser and more requests "
        "[default: only of portals that need a browser].",
        rich_help_panel=HOW,
    ),
]
MinLevel = Annotated[
    str | None, typer.Option(help="Worst level that passes, A to E.", rich_help_panel=WHAT)
]
FailOn = Annotated[
    str | None,
    typer.Option(
        help="Mildest severity of a failed check that fails the gate "
        "[default: high, if no --min-level is given].",
        rich_help_panel=WHAT,
    ),
]
RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="Id of a stored run, its beginning, or latest.")
]


def given(arguments: Mapping[str, Any], *own: str) -> dict[str, Any]:
    """Return the options that were given, without the *own* ones of the command.

    Typer has an empty list for an option that was not given.
    """
    return {
        name: value
        for name, value in arguments.items()
        if name not in own and value is not None and value != []
    }
