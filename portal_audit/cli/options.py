"""The options that commands share, each declared once; defaults come from the settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from portal_audit.cli.setting_sources import variable_of
from portal_audit.cli.settings import Settings

NETWORK, CHECKS, OUTPUT = "Network", "Checks", "Output"
NAMES = "NAME,…"


def setting(
    name: str, text: str, *flags: str, panel: str | None = None, default: str = "", **more: Any
) -> Any:
    """Return the option of a setting; its help names the default and the environment variable.

    *default* says in words what no value means, where that is more than the value itself.
    """
    return typer.Option(
        *flags, help=f"{text} {notes(name, default)}", rich_help_panel=panel, **more
    )


def notes(name: str, default: str = "") -> str:
    """Return ``[default: …; env: …]``, escaped so that Rich does not take it for markup."""
    parts = [f"env: {variable_of(name)}"]
    if shown := default or _shown(Settings.model_fields[name].default):
        parts.insert(0, f"default: {shown}")
    return f"\\[{'; '.join(parts)}]"


def _shown(value: object) -> str:
    """Return a default as it would be typed; nothing where there is none."""
    if value is None or value is False or value == ():
        return ""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


Inventory = Annotated[
    Path | None,
    setting("inventory", "CSV, XLSX or YAML list of portals.", "--inventory", "-i"),
]
Profile = Annotated[
    str | None,
    setting(
        "profile",
        "Use this profile for all sites.",
        panel=CHECKS,
        metavar="NAME|FILE",
        default="that of each site's kind",
    ),
]
Only = Annotated[
    list[str] | None,
    setting("only", "Only these families or checks, comma-separated.", panel=CHECKS, metavar=NAMES),
]
Skip = Annotated[
    list[str] | None,
    setting("skip", "Leave these families or checks out.", panel=CHECKS, metavar=NAMES),
]
Checks = Annotated[
    list[Path] | None,
    setting(
        "checks", "Folder of your own checks (repeatable).", "--checks", panel=CHECKS, metavar="DIR"
    ),
]
AuthorisedBy = Annotated[
    str | None,
    setting(
        "authorised_by",
        "Document that allows active checks; it is stored and printed in reports.",
        panel=CHECKS,
    ),
]
RankBy = Annotated[
    str | None, setting("rank_by", "Rank by total, security or publication.", panel=CHECKS)
]
Store = Annotated[
    str | None, setting("store", "SQLAlchemy URL or SQLite file of the store.", panel=OUTPUT)
]
Out = Annotated[Path | None, setting("out", "Folder for the reports.", panel=OUTPUT, metavar="DIR")]
Format = Annotated[
    list[str] | None,
    setting("format", "Formats, comma-separated.", "--format", panel=OUTPUT, metavar=NAMES),
]
Reports = Annotated[
    list[Path] | None,
    setting(
        "reports",
        "Folder of your own report formats (repeatable).",
        "--reports",
        panel=OUTPUT,
        metavar="DIR",
    ),
]
Lang = Annotated[
    str | None,
    setting("lang", "Language of reports and messages: vi or en.", panel=OUTPUT, metavar="vi|en"),
]
Title = Annotated[
    str | None,
    setting(
        "title",
        "Name of what is scanned, the heading of reports.",
        panel=OUTPUT,
        default="province and name of the inventory",
    ),
]
Letter = Annotated[
    Path | None,
    setting(
        "letter",
        "Letters of --format docx: your template (.docx), or your office's particulars (.toml).",
        panel=OUTPUT,
        metavar="FILE",
        default="a letter with gaps to fill in",
    ),
]
Quiet = Annotated[
    bool | None,
    setting(
        "quiet", "No progress, no ranking: only where the report is.", "--quiet", "-q", panel=OUTPUT
    ),
]
Shared = Annotated[
    bool | None,
    setting(
        "shared",
        "Let the group read store and report; else only their owner can.",
        "--shared/--private",
        panel=OUTPUT,
    ),
]
JsonLog = Annotated[
    bool | None,
    setting("json_log", "Progress as one JSON line per event.", "--json-log", panel=OUTPUT),
]
CaFile = Annotated[
    Path | None,
    setting(
        "ca_file", "PEM file of roots to trust besides the built-in.", panel=NETWORK, metavar="PEM"
    ),
]
AllowPrivate = Annotated[
    list[str] | None,
    setting(
        "allow_private",
        "Private network that may be visited (repeatable).",
        panel=NETWORK,
        metavar="CIDR",
    ),
]
Resolve = Annotated[
    list[str] | None,
    setting(
        "resolve", "Address to use in place of DNS (repeatable).", panel=NETWORK, metavar="HOST:IP"
    ),
]
MaxPages = Annotated[int | None, setting("max_pages", "Pages read per site.", panel=NETWORK)]
SiteTimeout = Annotated[
    float | None, setting("site_timeout", "Seconds for one site.", panel=NETWORK)
]
TlsRate = Annotated[
    float | None,
    setting(
        "tls_rate",
        "New connections a second per address.",
        panel=NETWORK,
        default="10, or five times --rate",
    ),
]
Rate = Annotated[
    float | None, setting("rate", "Requests a second per host and per address.", panel=NETWORK)
]
Staging = Annotated[
    bool | None,
    setting(
        "staging",
        "The portal is one's own and not yet open: faster, and what only makes sense after the "
        "launch does not apply.",
        "--staging",
        panel=NETWORK,
    ),
]
Header = Annotated[
    list[str] | None,
    setting(
        "header",
        "Field of every request to the portal's own host (repeatable). For basic authentication "
        "set PORTAL_AUDIT_BASIC_AUTH to user:password.",
        "--header",
        panel=NETWORK,
        metavar="'NAME: VALUE'",
    ),
]
Waivers = Annotated[
    Path | None,
    setting("waivers", "File of accepted findings (TOML).", panel=OUTPUT, metavar="FILE"),
]
Channels = Annotated[
    Path | None,
    setting(
        "channels",
        "File of channels over which notices are sent after a run (TOML).",
        panel=OUTPUT,
        metavar="FILE",
    ),
]
Contact = Annotated[
    str | None,
    setting(
        "contact",
        "Whom a portal's operator can turn to; stands in the User-Agent of every request.",
        panel=NETWORK,
        metavar="MAIL|URL",
    ),
]
Concurrency = Annotated[
    int | None, setting("concurrency", "Sites visited at the same time.", panel=NETWORK)
]
Processes = Annotated[
    int | None,
    setting(
        "processes",
        "Processes that visit; portals of one address share one.",
        panel=NETWORK,
        default="one per core",
    ),
]
SecondLooks = Annotated[
    int | None,
    setting(
        "second_looks",
        "How often what could not be read, and new critical faults, are looked at again.",
        panel=NETWORK,
        metavar="N",
    ),
]
SecondLookDelay = Annotated[
    float | None,
    setting(
        "second_look_delay",
        "Seconds at most before each look after the one at the end of the run.",
        panel=NETWORK,
        metavar="S",
    ),
]
Distributed = Annotated[
    bool | None,
    setting(
        "distributed",
        "Have workers visit them (`portal-audit worker`, PostgreSQL).",
        "--distributed",
        panel=NETWORK,
    ),
]
PerAddress = Annotated[
    int | None,
    setting(
        "per_address",
        "Portals of one address that workers visit at a time (with --distributed).",
        panel=NETWORK,
    ),
]
Browser = Annotated[
    str | None,
    setting(
        "browser",
        "Chromium for portals that show nothing without JavaScript; used only for those, and "
        "only if portal-audit\\[browser] is installed.",
        panel=NETWORK,
        metavar="auto|never|PATH",
    ),
]
Screenshots = Annotated[
    bool | None,
    setting(
        "screenshots",
        "A picture of every portal on its scorecard; takes the browser and more requests.",
        "--screenshots/--no-screenshots",
        panel=OUTPUT,
        default="only of portals that need a browser",
    ),
]
MinLevel = Annotated[
    str | None,
    setting("min_level", "Worst level that passes, A to E.", panel=CHECKS, metavar="A-E"),
]
FailOn = Annotated[
    str | None,
    setting(
        "fail_on",
        "Mildest severity of a failed check that fails the gate.",
        panel=CHECKS,
        default="high, if neither --min-level nor --min-score is given",
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
