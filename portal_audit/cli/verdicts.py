"""Put the verdict of the gate into lines: what failed, what caps the score, what to fix first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portal_audit.cli.progress import tested_share
from portal_audit.cli.progress import verdict as level_and_score
from portal_audit.cli.settings import Settings
from portal_audit.cli.words import words
from portal_audit.model import Finding, SiteResult, State, Status
from portal_audit.output.fact_words import worded_facts
from portal_audit.output.report import cause_of, sentence, to_fix
from portal_audit.output.sanitise import one_line
from portal_audit.rules.catalog import Catalog
from portal_audit.scoring.gate import FAILED, NOT_JUDGED, PASSED, GateVerdict, exit_code
from portal_audit.texts import TextTable

SHOWN = 10
"""How many failing findings are listed for a site."""
TOP = 3
"""How many findings are listed where none of them failed the gate."""
NAMES = {PASSED: "passed", FAILED: "failed", NOT_JUDGED: "not-judged"}


def explain(verdict: GateVerdict, catalog: Catalog, settings: Settings) -> str:
    """Return the verdict on one site with its reasons, in the language of the settings."""
    say, site = words(settings.lang), verdict.site
    name = say(f"gate.{NAMES[verdict.exit_code]}")
    lines = [f"{name}  {one_line(site.url)}  {level_and_score(site, settings.lang)}"]
    lines += [f"  {line}" for line in reasons(verdict, settings, say)]
    listed, heading = verdict.failing, ""
    if not listed:
        listed, heading = top_findings(site), "gate.top"
    if listed and heading:
        lines.append(f"  {say(heading)}:")
    for finding in listed[:SHOWN]:
        lines += _finding(finding, catalog, say)
    if (more := len(listed) - SHOWN) > 0:
        lines.append("  " + say("gate.more", n=more))
    return "\n".join(lines)


def summary(verdicts: Sequence[GateVerdict], lang: str) -> str:
    """Return the one line that sums up the gate."""
    codes = [verdict.exit_code for verdict in verdicts]
    counts = {name.replace("-", "_"): codes.count(code) for code, name in NAMES.items()}
    result = words(lang)(f"gate.{NAMES[exit_code(verdicts)]}")
    return words(lang)("gate.summary", result=result, n=len(codes), **counts)


def top_findings(site: SiteResult) -> tuple[Finding, ...]:
    """Return the findings to fix first."""
    return tuple(to_fix(site)[:TOP])


def reasons(verdict: GateVerdict, settings: Settings, say: TextTable) -> Iterator[str]:
    """Yield why there is no level, which level was required, and what caps the score."""
    site = verdict.site
    if site.state is State.NOT_SCANNED:
        yield say("gate.unread", cause=say(f"gate.cause.{cause_of(site)}"))
        yield f"{say('gate.fix')}: {say.name('todo', cause_of(site))}"
    elif site.level == "N":
        yield say("gate.coverage", share=tested_share(site, say))
    asked = verdict.asked or site
    if verdict.asked is not None and site.level != "N":
        yield say("gate.without-waived", level=level_and_score(asked, settings.lang))
    if verdict.level_too_low:
        yield say("gate.level", level=asked.level, least=settings.min_level)
    if verdict.score_too_low:
        facts = {"score": say.number(asked.score), "least": say.number(settings.min_score)}
        yield say("gate.score", **facts)
    if site.caps and site.score is not None:
        uncapped = site.score if site.uncapped is None else site.uncapped
        yield say(
            "gate.capped",
            score=say.number(site.score),
            uncapped=say.number(uncapped),
            checks=", ".join(site.caps[:SHOWN]) + (" …" if len(site.caps) > SHOWN else ""),
        )


def _finding(finding: Finding, catalog: Catalog, say: TextTable) -> list[str]:
    check = catalog.get(finding.check)
    facts = worded_facts(finding.facts, say.lang)
    found = one_line(sentence(catalog, check, finding, say.lang, facts))
    if check is not None:
        found = f"{check.texts[say.lang].heading(finding.outcome, finding.status)}. {found}"
    severity = say.name("severity", finding.severity.value).lower()
    mark = "✗" if finding.status is Status.FAIL else "•"
    lines = [f"  {mark} {finding.check} ({severity}): {found}"]
    if finding.lapsed:
        lines.append(f"    {say('gate.was-waived', words=one_line(finding.lapsed))}")
    if finding.attested:
        place, said = one_line(finding.attested.place), one_line(finding.attested.words)
        lines.append(f"    {say('gate.attested', place=place, words=said)}")
    if check is not None:
        lines.append(f"    {say('gate.fix')}: {one_line(check.texts[say.lang].fix)}")
        if check.config:
            lines.append(f"    {say('gate.config', check=check.id)}")
    return lines
