"""What a check touches on the scales of others, and what mending it gains, as plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal_audit.model import Finding, SiteResult, Status
from portal_audit.scoring.external import mozilla_tls, observatory, ssl_labs
from portal_audit.scoring.remediation import fixes

WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "scales": "Trên thang điểm của nơi khác (chúng tôi tự tính theo quy tắc họ công bố)",
        "none": "Không thang điểm nào trong ba thang xét điều này.",
        "test": "MDN HTTP Observatory, phép thử {name} (thuật toán 4 · 5 · 6)",
        "ssl_labs": "SSL Labs {guide}, hạng tốt nhất còn lại",
        "category": "một phần của điểm",
        "mozilla_tls": "Mozilla Server Side TLS {guides}, điều kiện",
        "mending": "Nếu chỉ sửa điều này ở {site}",
        "not-lost": "Không có gì để sửa: {status}.",
        "absent": "Lần kiểm tra này không xét điều này.",
        "older": "Lần kiểm tra này chưa tính; chạy portal-audit judge {run} --save rồi thử lại.",
        "score": "Điểm: {points} ({before} → {after})",
        "held": "Điểm chưa tăng, vì lỗi khác còn giữ điểm ở {before}.",
    },
    "en": {
        "scales": "On the scales of others (computed by us, by the rules they publish)",
        "none": "None of the three scales looks at this.",
        "test": "MDN HTTP Observatory, test {name} (algorithms 4 · 5 · 6)",
        "ssl_labs": "SSL Labs {guide}, the best grade left",
        "category": "part of the score",
        "mozilla_tls": "Mozilla Server Side TLS {guides}, conditions",
        "mending": "If only this is mended at {site}",
        "not-lost": "There is nothing to mend: {status}.",
        "absent": "This run did not ask this check of the portal.",
        "older": "This run does not tell yet: run portal-audit judge {run} --save, then try again.",
        "score": "Score: {points} ({before} → {after})",
        "held": "The score does not rise yet, as other faults hold it at {before}.",
    },
}


def touched(check_id: str) -> dict[str, Any]:
    """Return what the check touches: tests with their results and points, grades, conditions."""
    mend = fixes().get(check_id)
    if mend is None:
        return {}
    grades = {**ssl_labs.OVERRIDES, **ssl_labs.CAPS, **dict.fromkeys(ssl_labs.WARNINGS, "A-")}
    told = {
        "observatory": {
            test: {
                result: {str(algorithm): points for algorithm, points in table.items()}
                for result, table in observatory.priced(test).items()
            }
            for test in mend.observatory
        },
        "ssl_labs": {reason: grades.get(reason) for reason in mend.ssl_labs},
        "mozilla_tls": list(mend.mozilla_tls),
    }
    return {view: value for view, value in told.items() if value}


def page(check_id: str, lang: str) -> list[str]:
    """Return what the check touches as lines of text."""
    words, told = WORDS[lang], touched(check_id)
    lines = ["", f"{words['scales']}:"]
    if not told:
        return [*lines, f"  {words['none']}"]
    for test, results in told.get("observatory", {}).items():
        lines.append(f"  {words['test'].format(name=test)}:")
        lines += [f"    {result}: {_points(points)}" for result, points in results.items()]
    if reasons := told.get("ssl_labs"):
        lines.append(f"  {words['ssl_labs'].format(guide=ssl_labs.GUIDE)}:")
        lines += [
            f"    {reason}: {grade or words['category']}" for reason, grade in reasons.items()
        ]
    if rules := told.get("mozilla_tls"):
        guides = ", ".join(mozilla_tls.guidelines())
        lines.append(f"  {words['mozilla_tls'].format(guides=guides)}: {', '.join(rules)}")
    return lines


def gained(check_id: str, site: SiteResult, run: str, lang: str) -> list[str]:
    """Return what mending the check on a site would gain, as lines of text."""
    words = WORDS[lang]
    lines = ["", f"{words['mending'].format(site=site.url)}:"]
    finding = next((each for each in site.findings if each.check == check_id), None)
    if finding is None:
        return [*lines, f"  {words['absent']}"]
    if not _lost(finding):
        return [*lines, f"  {words['not-lost'].format(status=finding.status.value)}"]
    entry = gain(check_id, site)
    if entry is None:
        return [*lines, f"  {words['older'].format(run=run)}"]
    before, points = site.score or 0.0, entry["score"]
    score = words["score" if points > 0 else "held"].format(
        points=f"{points:+.1f}", before=f"{before:.1f}", after=f"{before + points:.1f}"
    )
    return [*lines, *(f"  {line}" for line in (score, *_elsewhere(entry, site)))]


def gain(check_id: str, site: SiteResult) -> dict[str, Any] | None:
    """Return the stored gain of mending one finding, if the run tells it."""
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
