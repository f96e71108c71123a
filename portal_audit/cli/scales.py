"""What a check touches on the scales of others, and what fixing it gains, as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal_audit.cli.words import words
from portal_audit.model import Finding, SiteResult, Status
from portal_audit.scoring.external import mozilla_tls, observatory, ssl_labs
from portal_audit.scoring.remediation import fixes


def touched(check_id: str) -> dict[str, Any]:
    """Return what the check touches: tests with their results and points, grades, conditions."""
    parts = fixes().get(check_id)
    if parts is None:
        return {}
    grades = {**ssl_labs.OVERRIDES, **ssl_labs.CAPS, **dict.fromkeys(ssl_labs.WARNINGS, "A-")}
    values = {
        "observatory": {
            test: {
                result: {str(algorithm): points for algorithm, points in table.items()}
                for result, table in observatory.priced(test).items()
            }
            for test in parts.observatory
        },
        "ssl_labs": {reason: grades.get(reason) for reason in parts.ssl_labs},
        "mozilla_tls": list(parts.mozilla_tls),
    }
    return {view: value for view, value in values.items() if value}


def page(check_id: str, lang: str) -> list[str]:
    """Return what the check touches as lines of text."""
    say, scales = words(lang), touched(check_id)
    lines = ["", f"{say('scales.scales')}:"]
    if not scales:
        return [*lines, f"  {say('scales.none')}"]
    for test, results in scales.get("observatory", {}).items():
        lines.append(f"  {say('scales.test', name=test)}:")
        lines += [f"    {result}: {_points(points)}" for result, points in results.items()]
    if reasons := scales.get("ssl_labs"):
        lines.append(f"  {say('scales.ssl_labs', guide=ssl_labs.GUIDE)}:")
        lines += [
            f"    {reason}: {grade or say('scales.category')}" for reason, grade in reasons.items()
        ]
    if rules := scales.get("mozilla_tls"):
        guides = ", ".join(mozilla_tls.guidelines())
        lines.append(f"  {say('scales.mozilla_tls', guides=guides)}: {', '.join(rules)}")
    return lines


def gained(check_id: str, site: SiteResult, run: str, lang: str) -> list[str]:
    """Return what fixing the check on a site would gain, as lines of text."""
    say = words(lang)
    lines = ["", f"{say('scales.fixing', site=site.url)}:"]
    finding = next((each for each in site.findings if each.check == check_id), None)
    if finding is None:
        return [*lines, f"  {say('scales.absent')}"]
    if not _lost(finding):
        return [*lines, f"  {say('scales.not-lost', status=finding.status.value)}"]
    entry = gain(check_id, site)
    if entry is None:
        return [*lines, f"  {say('scales.older', run=run)}"]
    before, points = site.score or 0.0, entry["score"]
    score = say(
        "scales.score" if points > 0 else "scales.capped",
        points=f"{points:+.1f}",
        before=f"{before:.1f}",
        after=f"{before + points:.1f}",
    )
    return [*lines, *(f"  {line}" for line in (score, *_elsewhere(entry, site)))]


def gain(check_id: str, site: SiteResult) -> dict[str, Any] | None:
    """Return the stored gain of fixing one finding, if the run has it."""
    table = site.views.get("if_fixed")
    entry = table.get(check_id) if isinstance(table, Mapping) else None
    return dict(entry) if isinstance(entry, Mapping) and "score" in entry else None


def _lost(finding: Finding) -> bool:
    return finding.status in (Status.FAIL, Status.PARTIAL)


def _elsewhere(entry: Mapping[str, Any], site: SiteResult) -> list[str]:
    views: Any = site.views
    lines = [
        f"MDN HTTP Observatory, {algorithm}: {now['score']} → {then['score']}"
        f" ({now['grade']} → {then['grade']})"
        for algorithm, then in entry.get("observatory", {}).items()
        for now in [views["observatory"][algorithm]]
    ]
    if pair := entry.get("ssl_labs"):
        lines.append(f"SSL Labs: {pair['from']} → {pair['to']}")
    for guide, pair in entry.get("mozilla_tls", {}).items():
        lines.append(f"Mozilla Server Side TLS {guide}: {pair['from']} → {pair['to']}")
    return lines


def _points(table: Mapping[str, int]) -> str:
    """Return one number where all algorithms agree, else one each; a dash where it is unknown."""
    every = [_signed(table.get(str(number))) for number in observatory.ALGORITHMS]
    return every[0] if len(set(every)) == 1 else " · ".join(every)


def _signed(points: int | None) -> str:
    return "–" if points is None else f"{points:+d}" if points else "0"
