"""What a scorecard tells on the scales of others, and what fixing one finding gains there.

The record holds views as plain values, perhaps of an older or a foreign program: whatever does not
have the shape expected is left out, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal_audit.model import SiteResult

from .words import ReportWords

NEWEST = "6"
"""Algorithm of the Observatory whose gains are told."""
RULES = {
    "observatory": (
        "MDN HTTP Observatory: Tests and scoring",
        "https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring",
    ),
    "ssl_labs": (
        "SSL Labs: SSL Server Rating Guide",
        "https://github.com/ssllabs/research/wiki/SSL-Server-Rating-Guide",
    ),
    "mozilla_tls": (
        "Mozilla: Server Side TLS",
        "https://wiki.mozilla.org/Security/Server_Side_TLS",
    ),
}
"""View → name and address of the rules that were applied."""


@dataclass(frozen=True, slots=True)
class Test:
    """One test of the Observatory."""

    __test__ = False
    name: str
    result: str
    points: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rating is held down: the grade it leaves, and the machine name of the reason."""

    grade: str
    code: str


def observatory(
    versions: Mapping[str, Any],
) -> tuple[str, Mapping[str, Any], tuple[Test, ...]]:
    """Return the algorithm that is shown, its view, and its tests that cost or gain points.

    That is the newest of those there are; the others stand in the record only.
    """
    views = {version: view for version, view in versions.items() if isinstance(view, Mapping)}
    version = max(views, default="")
    if not version:
        return "", {}, ()
    view = views[version]
    results, modifiers = _mapping(view, "results"), _mapping(view, "modifiers")
    tests = (
        Test(str(name), str(result), _whole(modifiers.get(name)))
        for name, result in results.items()
    )
    return version, view, tuple(test for test in tests if test.points)


def reasons(values: object) -> tuple[Reason, ...]:
    """Read ``B: old-version`` and the like."""
    parts = (str(value).partition(": ") for value in _list(values))
    return tuple(
        Reason(grade if colon else "", code if colon else grade) for grade, colon, code in parts
    )


def lacks(values: object) -> tuple[tuple[str, str], ...]:
    """Read ``versions: TLSv1.0, TLSv1.1`` and the like as rule and the values that break it."""
    parts = (str(value).partition(": ") for value in _list(values))
    return tuple((rule, values) for rule, _, values in parts)


def gains(site: SiteResult, check: str, words: ReportWords) -> str:
    """Return what fixing one finding alone gains, in words; empty where that is not known."""
    entry = _mapping(_mapping(site.views, "if_fixed"), check)
    if not entry:
        return ""
    points = entry.get("score")
    rises = isinstance(points, int | float) and points > 0
    parts = [
        words("if_fixed.score", points=float(points or 0)) if rises else words("if_fixed.held")
    ]
    parts += _observatory(site, entry, words)
    if pair := _pair(_mapping(entry, "ssl_labs")):
        parts.append(words("if_fixed.ssl_labs", before=pair[0], after=pair[1]))
    guide = str(_mapping(site.views, "mozilla_tls").get("guideline", ""))
    if pair := _pair(_mapping(_mapping(entry, "mozilla_tls"), guide)):
        before, after = (words.name("mozilla_profile", each) for each in pair)
        parts.append(words("if_fixed.mozilla", before=before, after=after))
    return "; ".join(parts)


def _observatory(site: SiteResult, entry: Mapping[str, Any], words: ReportWords) -> list[str]:
    now = _mapping(_mapping(site.views, "observatory"), NEWEST)
    then = _mapping(_mapping(entry, "observatory"), NEWEST)
    if not now or not then:
        return []
    return [
        words(
            "if_fixed.observatory",
            before=_whole(now.get("score")),
            after=_whole(then.get("score")),
            worse=str(now.get("grade")),
            better=str(then.get("grade")),
        )
    ]


def _pair(table: Mapping[str, Any]) -> tuple[str, str] | None:
    return (str(table["from"]), str(table["to"])) if {"from", "to"} <= set(table) else None


def _mapping(table: object, key: str) -> Mapping[str, Any]:
    value = table.get(key) if isinstance(table, Mapping) else None
    return value if isinstance(value, Mapping) else {}


def _list(values: object) -> list[object]:
    return list(values) if isinstance(values, list | tuple) else []


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | float) else 0
