"""What a portal says of itself cannot become Markdown, HTML or a command of GitHub's."""

from __future__ import annotations

import pytest

from portal_audit.cli.ci_output import github_errors, markdown
from portal_audit.cli.settings import Settings
from portal_audit.model import Cause, Finding, Kind, Severity, SiteResult, State, Status
from portal_audit.rules.catalog import Catalog
from portal_audit.scoring.gate import GateVerdict, decide

HOSTILE = "x\n::error::owned %0A <img src=x> [a](http://evil.example) | `code` \u202e"
NONE = Catalog((), {"vi": {}, "en": {}}, "sha256:0")
SETTINGS = Settings(lang="en")


def verdict(*findings: Finding, cause: Cause | None = None) -> GateVerdict:
    state = State.NOT_SCANNED if cause else State.SCANNED
    site = SiteResult(
        "x",
        "https://x.example/",
        HOSTILE,
        Kind.WEB,
        "",
        "",
        state,
        cause,
        level="N" if cause else "C",
        findings=findings,
    )
    return decide(site, None, Severity.HIGH)


FAULT = Finding("headers.hsts", "headers", Status.FAIL, HOSTILE, Severity.HIGH, 8)


def test_a_summary_shows_scanned_text_as_text() -> None:
    text = markdown([verdict(FAULT)], NONE, SETTINGS)
    for harmful in ("<img", "[a](", "\n::error", "`code`", "\u202e"):
        assert harmful not in text
    [row] = [line for line in text.splitlines() if "headers.hsts" in line]
    assert row.count("|") == 5


def test_an_annotation_is_one_command_in_one_line() -> None:
    [line] = github_errors([verdict(FAULT)], NONE, SETTINGS)
    assert line.startswith("::error title=headers.hsts (https%3A//x.example/)::")
    assert "\n" not in line
    assert "%250A" in line


def test_what_could_not_be_judged_is_an_error_too() -> None:
    first, *remedy = github_errors([verdict(cause=Cause.TIMEOUT)], NONE, SETTINGS)
    assert "no answer in time" in first
    assert remedy


@pytest.mark.parametrize(("portals", "lines"), [(1, 1), (30, 10)])
def test_no_more_are_said_than_github_shows(portals: int, lines: int) -> None:
    assert len(list(github_errors([verdict(FAULT)] * portals, NONE, SETTINGS))) == lines
