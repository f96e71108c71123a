"""Commune reach for other programs: ``reach.csv`` (a row a commune) and ``reach.json``."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal_audit.inventory.commune_host import required_host
from portal_audit.inventory.commune_reach import CommuneReach, CommuneRow
from portal_audit.output.sanitise import sanitise

from ..csv.render import Cell, safe  # noqa: TID252  (packs are mounted under varying names)

SCHEMA = "portal-audit/reach/1"
COLUMNS = [
    *("commune", "kind", "code", "state", "url", "host_form", "host_wanted", "matched_by"),
    *("portal", "host", "reachable", "https", "ipv6", "information"),
    *("cause", "level", "score", "information_score", "items_met", "items", "items_not_tested"),
    *("remarks", "other_urls", "also_fits"),
]
ANSWERS = {True: "yes", False: "no", None: "unknown"}


def write_csv(reach: CommuneReach, file: Path) -> None:
    """Write a row for each commune: UTF-8 with BOM, as Excel wants it."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([safe(cell) for cell in row] for row in _rows(reach))


def _rows(reach: CommuneReach) -> Iterator[list[Cell]]:
    for row in reach.rows:
        facts = _facts(row, reach.domain)
        answers = [ANSWERS[answer] for answer in row.answers.values()]
        lists = [" ".join(row.remarks), " ".join(row.others), "; ".join(row.shared)]
        yield [
            *(facts[key] for key in ("commune", "kind", "code", "state", "url")),
            *(facts[key] for key in ("host_form", "host_wanted", "matched_by")),
            *answers,
            *(facts[key] for key in ("cause", "level", "score", "information_score")),
            *(facts[key] for key in ("items_met", "items", "items_not_tested")),
            *lists,
        ]


def write_json(reach: CommuneReach, file: Path) -> None:
    """Write everything; ``null`` stands for what could not be determined."""
    text = json.dumps(as_json(reach), ensure_ascii=False, indent=2)
    file.write_text(sanitise(text) + "\n", encoding="utf-8", newline="\n")


def as_json(reach: CommuneReach) -> dict[str, Any]:
    """Return reach as JSON values."""
    run, official = reach.run, reach.official
    return {
        "schema": SCHEMA,
        "province": reach.province,
        "domain": reach.domain or None,
        "run": None
        if run is None
        else {"id": run.id, "started_at": run.started_at.isoformat(), "complete": run.complete},
        "official": None
        if official is None
        else {"province": official.name, "communes": official.communes, "as_of": official.as_of},
        "figures": {
            one.measure: {
                "yes": one.yes,
                "no": one.no,
                "unknown": one.unknown,
                "of": one.of,
                "share": round(one.share, 4),
                "share_at_most": round(one.most, 4),
            }
            for one in reach.figures
        },
        "levels": dict(reach.levels),
        "communes": [_entry(row, reach.domain) for row in reach.rows],
        "unlisted": [{"url": one.url, "name": one.name} for one in reach.unlisted],
    }


def _entry(row: CommuneRow, domain: str) -> dict[str, Any]:
    return {
        **_facts(row, domain),
        "answers": dict(row.answers),
        "remarks": list(row.remarks),
        "other_urls": list(row.others),
        "also_fits": list(row.shared),
    }


def _facts(row: CommuneRow, domain: str) -> dict[str, Any]:
    return {
        "commune": row.commune.title,
        "kind": row.commune.kind or None,
        "code": row.commune.code or None,
        "state": row.state,
        "url": row.target.url if row.target is not None else None,
        "host_form": row.form.value if row.form is not None else None,
        "host_wanted": required_host(row.commune, domain) or None,
        "matched_by": row.by or None,
        "cause": row.cause or None,
        "level": row.level or None,
        "score": row.score,
        "information_score": row.information,
        "items_met": row.met,
        "items": row.items,
        "items_not_tested": row.untested,
    }
