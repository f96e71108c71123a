"""The report on commune reach: one page that opens from disk, and the same as CSV and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from portal_audit import __version__
from portal_audit.inventory.commune_host import required_host
from portal_audit.inventory.commune_reach import CommuneReach, CommuneRow
from portal_audit.inventory.provinces import source
from portal_audit.output.sanitise import one_line, sanitise, shorten
from portal_audit.parse.http.urls import host_of

from ..html.links import href  # noqa: TID252  (packs are mounted under varying names)
from .data import write_csv, write_json
from .words import ReachWords

HERE = Path(__file__).parent
STYLES = (HERE.parent / "html" / "style.css", HERE / "commune_reach.css")
LETTERS = "ABCDEN"


def write(reach: CommuneReach, out: Path, lang: str) -> list[Path]:
    """Write ``reach.html``, ``reach.csv`` and ``reach.json``; return them."""
    files = [out / f"reach.{suffix}" for suffix in ("html", "csv", "json")]
    text = page(reach, lang)
    files[0].write_text(text, encoding="utf-8", newline="\n")
    write_csv(reach, files[1])
    write_json(reach, files[2])
    return files


def page(reach: CommuneReach, lang: str) -> str:
    """Return the page: no script, no request to anywhere, everything scanned escaped."""
    words = ReachWords(lang)
    jinja = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {
        "href": href,
        "host": host_of,
        "clip": lambda text, most: shorten(one_line(text), most),
        "number": words.number,
        "percent": words.percent,
    }
    values: dict[str, Any] = {
        "t": words,
        "lang": lang,
        "version": __version__,
        "style": Markup("\n".join(file.read_text(encoding="utf-8") for file in STYLES)),
        "reach": reach,
        "run": reach.run,
        "moment": words.moment(reach.run.started_at) if reach.run is not None else "",
        "source": source(),
        "as_of": _day(reach, lang),
        "todo": _todo(reach),
        "unsure_ipv6": _unsure_ipv6(reach),
        "letters": [letter for letter in LETTERS if reach.levels.get(letter)],
        "required": lambda commune: required_host(commune, reach.domain),
        "why": lambda cause: words.table.get(f"why.{cause}") or words.name("cause", cause),
    }
    return jinja.get_template("commune_reach.html.j2").render(values)


def _todo(reach: CommuneReach) -> dict[str, list[CommuneRow]]:
    """Return the communes that something should be done about."""
    rows = reach.rows
    return {
        "missing": [row for row in rows if row.state == "none"],
        "doubtful": [row for row in rows if row.state in ("several", "ambiguous")],
        "unreachable": [row for row in rows if row.target and row.answers["reachable"] is False],
        "plain": [row for row in rows if row.target and row.answers["https"] is False],
        "incomplete": [row for row in rows if row.target and row.answers["information"] is False],
        "hosts": [row for row in rows if row.state == "has" and row.answers["host"] is False],
        "remarks": [row for row in rows if row.remarks],
    }


def _unsure_ipv6(reach: CommuneReach) -> int:
    """Return of how many portals that a run visited IPv6 could not be determined."""
    visited = [row for row in reach.rows if row.target is not None and row.cause != "not-in-run"]
    return sum(row.answers["ipv6"] is None for row in visited) if reach.run is not None else 0


def _day(reach: CommuneReach, lang: str) -> str:
    if reach.official is None:
        return ""
    year, month, day = reach.official.as_of.split("-")
    return f"{day}/{month}/{year}" if lang == "vi" else reach.official.as_of


def _printable(value: object) -> object:
    """Make scanned text visible wherever a template prints it; numbers and markup pass."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return sanitise(value)
    return value
