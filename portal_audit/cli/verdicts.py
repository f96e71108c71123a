"""Put the verdict of the gate into a few lines: what failed, and how to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from portal_audit.cli.progress import verdict as level_and_score
from portal_audit.cli.settings import Settings
from portal_audit.model import Cause, Finding, State
from portal_audit.output.report import sentence
from portal_audit.output.sanitise import one_line, plain_facts
from portal_audit.rules.catalog import Catalog
from portal_audit.scoring.gate import FAILED, NOT_JUDGED, PASSED, Verdict

SHOWN = 10
"""How many failing findings are listed for a site."""
WORDS: Mapping[str, Mapping[object, str]] = {
    "vi": {
        PASSED: "ĐẠT",
        FAILED: "KHÔNG ĐẠT",
        NOT_JUDGED: "CHƯA ĐÁNH GIÁ ĐƯỢC",
        "level": "mức {level} thấp hơn mức yêu cầu {least}",
        "coverage": "chỉ kiểm tra được {share} % nội dung, chưa đủ để đánh giá",
        "unread": "không đọc được cổng: {cause}",
        "mend": "Cách khắc phục",
        "more": "và {count} mục nữa",
    },
    "en": {
        PASSED: "PASSED",
        FAILED: "FAILED",
        NOT_JUDGED: "NOT JUDGED",
        "level": "level {level} is below the wanted {least}",
        "coverage": "only {share} % could be tested, too little to judge",
        "unread": "the portal could not be read: {cause}",
        "mend": "To mend it",
        "more": "and {count} more",
    },
}
CAUSES: Mapping[str, Mapping[Cause, str]] = {
    "vi": {
        Cause.DNS: "không tìm thấy tên miền (dns)",
        Cause.REFUSED: "máy chủ từ chối kết nối (refused)",
        Cause.TIMEOUT: "quá thời gian chờ (timeout)",
        Cause.TLS: "không bắt tay được TLS (tls)",
        Cause.BLOCKED: "tường lửa chặn máy quét (blocked)",
        Cause.PARKED: "tên miền chưa có nội dung (parked)",
        Cause.SERVER_ERROR: "máy chủ báo lỗi (server-error)",
        Cause.NOT_HTTP: "câu trả lời không phải HTTP (not-http)",
        Cause.INTERRUPTED: "chưa quét xong (interrupted)",
    },
    "en": {
        Cause.DNS: "its name does not resolve (dns)",
        Cause.REFUSED: "the connection was refused (refused)",
        Cause.TIMEOUT: "no answer in time (timeout)",
        Cause.TLS: "the TLS handshake failed (tls)",
        Cause.BLOCKED: "a firewall blocks the scanner (blocked)",
        Cause.PARKED: "the domain has no content (parked)",
        Cause.SERVER_ERROR: "the server reports an error (server-error)",
        Cause.NOT_HTTP: "the answer is not HTTP (not-http)",
        Cause.INTERRUPTED: "the visit was not finished (interrupted)",
    },
}


def explain(verdict: Verdict, catalog: Catalog, settings: Settings) -> str:
    """Return what the gate says of one site, in the language of the settings."""
    words, site = WORDS[settings.lang], verdict.site
    lines = [
        f"{words[verdict.exit_code]}  {one_line(site.url)}  {level_and_score(site, settings.lang)}"
    ]
    if site.state is State.NOT_SCANNED:
        cause = CAUSES[settings.lang].get(site.cause or Cause.INTERRUPTED, str(site.cause))
        lines.append("  " + words["unread"].format(cause=cause))
    elif site.level == "N":
        lines.append("  " + words["coverage"].format(share=round(site.coverage * 100)))
    if verdict.level_too_low:
        lines.append("  " + words["level"].format(level=site.level, least=settings.min_level))
    for finding in verdict.failing[:SHOWN]:
        lines += _finding(finding, catalog, settings.lang)
    if (more := len(verdict.failing) - SHOWN) > 0:
        lines.append("  " + words["more"].format(count=more))
    return "\n".join(lines)


def _finding(finding: Finding, catalog: Catalog, lang: str) -> list[str]:
    check = catalog.get(finding.check)
    facts = plain_facts(finding.facts)
    told = one_line(sentence(catalog, check, finding, lang, facts))
    lines = [f"  ✗ {finding.check} ({finding.severity.value}): {told}"]
    if check is not None:
        lines.append(f"    {WORDS[lang]['mend']}: {one_line(check.texts[lang].fix)}")
    return lines
