"""A sample province of 20 portals, some of them hostile, as the renderers get it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bs4 import BeautifulSoup

from portal_audit.catalog import Catalog
from portal_audit.check import Check, OutcomeRule, Texts
from portal_audit.model import (
    Cause,
    Criteria,
    Fact,
    Finding,
    Kind,
    Outcome,
    Run,
    Severity,
    SiteResult,
    State,
    Status,
)
from portal_audit.profile import Profile, load_all
from portal_audit.rank import rank
from portal_audit.report import Language, Report, write
from portal_audit.score import score

DATA = tomllib.loads(Path(__file__).with_name("province.toml").read_text(encoding="utf-8"))
AT = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
HOSTILE = {
    "script": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "bidi": "Cổng \u202egpj.exe\u202c \u2067مرحبا\u2069\u200b\x00\x1b[31m",
    "long": "A" * 5_000,
    "surrogate": "UBND \ud800 xã",
    "formula": '=HYPERLINK("http://evil.example","x")',
    "brackets": "{{ 7*7 }} {% raw %} {facts}",
}


def _never(**_evidence: object) -> Outcome:
    raise AssertionError("a report must not judge")


def sample_catalog() -> Catalog:
    """Return fifteen checks in both languages."""
    return Catalog(
        tuple(sorted((_check(row) for row in DATA["check"]), key=lambda check: check.id)),
        {lang: DATA["engine"][lang] for lang in ("vi", "en")},
        "sha256:" + "0" * 64,
    )


def _check(row: dict[str, Any]) -> Check:
    outcomes: dict[str, list[str]] = row["outcome"]
    return Check(
        id=row["id"],
        rule=_never,
        needs={},
        outcomes={name: OutcomeRule(Status(entry[0])) for name, entry in outcomes.items()},
        severity=Severity(row["severity"]),
        weight=row["weight"],
        basis=tuple(row["basis"]),
        texts={
            lang: Texts(
                title=row[f"title_{lang}"],
                want=row[f"want_{lang}"],
                why=row[f"why_{lang}"],
                fix=row[f"fix_{lang}"],
                outcomes={name: entry[column] for name, entry in outcomes.items()},
            )
            for column, lang in ((1, "vi"), (2, "en"))
        },
        kinds=frozenset(Kind),
        config=row.get("config", {}),
    )


def sample_site(number: int, row: dict[str, Any], profiles: dict[str, Profile]) -> SiteResult:
    """Judge one portal of the table by lot: the better ``quality``, the fewer faults."""
    kind, random = Kind(row["kind"]), Random(number)
    profile = profiles[kind]
    base = SiteResult(
        id=row["id"],
        url=row["url"],
        name=row["name"],
        kind=kind,
        organisation=row.get("organisation", "UBND tỉnh Thạch Giang"),
        province="Thạch Giang",
        state=State.SCANNED,
        profile=kind,
        visited_at=AT,
        pages_read=random.randint(3, 30),
    )
    if cause := row.get("cause"):
        return replace(base, state=State.NOT_SCANNED, cause=Cause(cause), pages_read=0)
    untested = row.get("untested", 0.03)
    findings = [
        _finding(check, row["url"], row["quality"], untested, random) for check in sample_catalog()
    ]
    return scored(base, tuple(findings), profile)


def _finding(check: Check, url: str, quality: float, untested: float, random: Random) -> Finding:
    by_status = {rule.status: name for name, rule in check.outcomes.items()}
    status = Status.PASS if random.random() < quality else Status.FAIL
    if Status.PARTIAL in by_status and random.random() < 0.25:
        status = Status.PARTIAL
    outcome = by_status[status]
    facts: dict[str, Fact] = dict(DATA["facts"].get(check.id, {}))
    if random.random() < untested:
        status, outcome = Status.NOT_TESTED, "no-evidence"
        facts = {"kind": "TlsServer", "reason": "timeout"}
    return Finding(
        check.id,
        check.family,
        status,
        outcome,
        check.severity,
        check.weight,
        facts=facts,
        where=(url, url + "gioi-thieu/lanh-dao"),
        basis=check.basis,
    )


def scored(site: SiteResult, findings: tuple[Finding, ...], profile: Profile) -> SiteResult:
    """Return the site with what the real arithmetic makes of the findings."""
    result = score(findings, profile)
    names = [field.name for field in fields(result)]
    scores = {name: getattr(result, name) for name in names}
    return replace(site, views=site.views or DATA["views"], **scores)


def hostile_site(profiles: dict[str, Profile]) -> SiteResult:
    """Return a site whose every word was chosen by an enemy."""
    facts: dict[str, Fact] = dict.fromkeys(("value", "label", "versions"), HOSTILE["script"])
    findings = tuple(
        Finding(
            check.id,
            check.family,
            Status.FAIL,
            name,
            check.severity,
            check.weight,
            facts={**facts, "value": text, "label": text},
            where=("javascript:alert(1)", 'https://evil.example/"><script>', text[:2_000]),
            basis=check.basis,
            waiver=HOSTILE["script"],
        )
        for check in sample_catalog()
        for name, text in zip(
            [n for n, rule in check.outcomes.items() if rule.status is Status.FAIL],
            HOSTILE.values(),
            strict=False,
        )
    )
    site = SiteResult(
        id="../../etc/<b>passwd",
        url="javascript:alert(document.domain)//",
        name=HOSTILE["bidi"] + HOSTILE["script"],
        kind=Kind.WEB,
        organisation=HOSTILE["formula"],
        province=HOSTILE["brackets"],
        state=State.SCANNED,
        visited_at=AT,
        views={
            "observatory": {
                "5": {"score": 70, "grade": HOSTILE["script"], "results": {"<b>": "x"}}
            },
            "mozilla_tls": {"profile": None, "lacks": [HOSTILE["bidi"]] * 40},
            "ssl_labs": "not even a mapping",
            "of a plug-in <i>": {"grade": ["A", HOSTILE["long"]]},
        },
    )
    return scored(site, findings, profiles["web"])


def sample_run() -> Run:
    """Return the whole audit of the sample province."""
    profiles = load_all()
    sites = [sample_site(number, row, profiles) for number, row in enumerate(DATA["site"])]
    bare = Run(
        id="2026-11-22-0300-7f3a",
        started_at=AT,
        finished_at=AT.replace(minute=4),
        complete=True,
        criteria=Criteria("2026.1", "sha256:" + "ab12" * 16),
        sites=(*sites, hostile_site(profiles)),
    )
    return rank(bare, level=profiles["web"].level)


@pytest.fixture(scope="session")
def run() -> Run:
    return sample_run()


@pytest.fixture(scope="session")
def report_in(run: Run) -> Callable[[Language], Report]:
    def build(lang: Language) -> Report:
        return Report(run, sample_catalog(), load_all(), lang)

    return build


@pytest.fixture(scope="session", params=["vi", "en"])
def lang(request: pytest.FixtureRequest) -> Language:
    return "vi" if request.param == "vi" else "en"


@pytest.fixture(scope="session")
def site_map(
    lang: Language,
    report_in: Callable[[Language], Report],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[Path, BeautifulSoup]:
    """Every page written, parsed as a browser would."""
    out = tmp_path_factory.mktemp(f"report-{lang}")
    files = write(report_in(lang), ["html"], out)
    return {file: BeautifulSoup(file.read_text("utf-8"), "lxml") for file in files}


@pytest.fixture(scope="session")
def pages(site_map: dict[Path, BeautifulSoup]) -> list[BeautifulSoup]:
    return list(site_map.values())
