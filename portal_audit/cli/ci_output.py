"""The verdict of the gate as CI servers show it: a summary in Markdown, annotations for GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from portal_audit.cli.settings import Settings
from portal_audit.cli.verdicts import NAMES, reasons, summary, top_findings
from portal_audit.cli.words import words
from portal_audit.errors import BadInput
from portal_audit.model import Finding
from portal_audit.output.fact_words import worded_facts
from portal_audit.output.report import sentence
from portal_audit.output.sanitise import one_line, shorten
from portal_audit.rules.catalog import Catalog
from portal_audit.scoring.gate import PASSED, GateVerdict
from portal_audit.texts import Message
from portal_audit.texts.system import reason

MOST_ANNOTATIONS = 10
"""GitHub shows ten errors a step, and drops the others without a word."""
MOST_ROWS = 20
"""Findings a portal in the summary; GitHub takes 1 MiB a step."""
LONGEST = 500
COLUMNS = ("check", "severity", "found", "fix")
PUNCTUATION = "\\`*_{}[]()<>#+!|~"


def markdown(verdicts: Sequence[GateVerdict], catalog: Catalog, settings: Settings) -> str:
    """Return the summary: a heading, then a table a portal. Everything scanned is made harmless."""
    say = words(settings.lang)
    lines = [f"## portal-audit: {_plain(summary(verdicts, settings.lang))}", ""]
    for verdict in verdicts:
        site = verdict.site
        name = say(f"gate.{NAMES[verdict.exit_code]}")
        lines += [f"### {name}: {_plain(site.name or site.url)}", "", _plain(site.url), ""]
        lines += [f"- {_plain(reason)}" for reason in reasons(verdict, settings, say)]
        listed = verdict.failing or top_findings(site)
        if listed:
            head = " | ".join(say(f"gate.column.{column}") for column in COLUMNS)
            lines += ["", f"| {head} |", "|---|---|---|---|"]
            lines += [_row(finding, catalog, settings.lang) for finding in listed[:MOST_ROWS]]
        if (more := len(listed) - MOST_ROWS) > 0:
            lines += ["", say("gate.more", n=more)]
        lines.append("")
    return "\n".join(lines)


def _row(finding: Finding, catalog: Catalog, lang: str) -> str:
    fault, fix = _words(finding, catalog, lang)
    cells = (f"`{finding.check}`", finding.severity.value, _plain(fault), _plain(fix))
    return f"| {' | '.join(cells)} |"


def _words(finding: Finding, catalog: Catalog, lang: str) -> tuple[str, str]:
    """Return what was found, and how to fix it."""
    check = catalog.get(finding.check)
    found = sentence(catalog, check, finding, lang, worded_facts(finding.facts, lang))
    if check is None:
        return found, ""
    texts = check.texts[lang]
    return f"{texts.heading(finding.outcome, finding.status)}. {found}", texts.fix


def _plain(text: str) -> str:
    """Return text that Markdown and HTML take as it is."""
    line = shorten(one_line(text), LONGEST)
    return "".join(f"&#{ord(sign)};" if sign in PUNCTUATION else sign for sign in line)


def github_errors(
    verdicts: Sequence[GateVerdict], catalog: Catalog, settings: Settings
) -> Iterator[str]:
    """Yield GitHub's workflow commands: an error for each finding that failed the gate."""
    lines = [line for verdict in verdicts for line in _errors(verdict, catalog, settings)]
    yield from lines[:MOST_ANNOTATIONS]


def _errors(verdict: GateVerdict, catalog: Catalog, settings: Settings) -> Iterator[str]:
    if verdict.exit_code == PASSED:
        return
    url = one_line(verdict.site.url)
    if not verdict.failing:
        for reason in reasons(verdict, settings, words(settings.lang)):
            yield _error(url, reason)
    for finding in verdict.failing:
        yield _error(f"{finding.check} ({url})", " ".join(_words(finding, catalog, settings.lang)))


def _error(title: str, text: str) -> str:
    """Return a line that no scanned text can end or follow with a command of its own."""
    message = shorten(one_line(text), LONGEST).replace("%", "%25")
    for sign, code in (("%", "%25"), (":", "%3A"), (",", "%2C")):
        title = title.replace(sign, code)
    return f"::error title={shorten(title, LONGEST)}::{message}"


def for_ci(
    verdicts: Sequence[GateVerdict],
    catalog: Catalog,
    settings: Settings,
    file: Path | None,
    environment: Mapping[str, str],
) -> list[str]:
    """Write the summary to *file* and to GitHub's; return the lines that GitHub reads.

    Raises BadInput where a file cannot be written.
    """
    text = markdown(verdicts, catalog, settings)
    step = environment.get("GITHUB_STEP_SUMMARY", "")
    for place, mode in ((file, "w"), (Path(step) if step else None, "a")):
        if place is not None:
            _write(place, mode, text)
    on_github = environment.get("GITHUB_ACTIONS") == "true"
    return list(github_errors(verdicts, catalog, settings)) if on_github else []


def _write(place: Path, mode: str, text: str) -> None:
    try:
        with place.open(mode, encoding="utf-8") as out:
            out.write(text)
    except OSError as error:
        raise BadInput(Message("file-unwritable", file=place, reason=reason(error))) from error
