"""Less evidence never means more: pieces are taken out of what a run of the province stored.

What was not tested does not count, so that a fault which nobody could see any more gives back what
it had cost, and no more. No cap goes with it, and no level rises.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from portal_audit.evidence import (
    Crawl,
    DnsRecords,
    Evidence,
    Front,
    Gap,
    HttpFront,
    HttpsFront,
    Samples,
    TlsAddress,
    TlsServer,
    Unread,
    Visit,
)
from portal_audit.model import Finding, hides_tls
from portal_audit.rules import catalog, profile_files
from portal_audit.rules.check import Check
from portal_audit.scoring.judge import judge
from portal_audit.scoring.score import Score, score
from portal_audit.store import Store
from tests.demo.conftest import Audited

pytestmark = pytest.mark.testbed

ALWAYS_THERE = (Visit, HttpsFront, HttpFront, Front)
"""Without these a portal is not read at all, and level N."""
LAST_PAGES = 1
"""Taken out of a crawl alone; all but the home page go at once besides."""
NO_CHAIN = {"chain": (), "trusted": None, "host_matches": None, "path": (), "built": ()}
OPTIONAL = ("groups", "modern_suite", "secure_renegotiation", "fallback_scsv")
Less = Iterator[tuple[str, Evidence]]


def swapped(whole: Evidence, piece: object) -> Evidence:
    return Evidence(*whole, piece, missing=whole.missing)


def without_field(piece: Any, name: str) -> object:
    return replace(piece, **{name: None})


def without(whole: Evidence, kind: type[object]) -> Evidence:
    rest = (piece for piece in whole if type(piece) is not kind)
    return Evidence(*rest, missing={**whole.missing, kind: Gap("timeout")})


def pieces(whole: Evidence) -> Less:
    """Yield the evidence without one thing that a visit may fail to see, and what that is."""
    for piece in whole:
        if type(piece) not in ALWAYS_THERE:
            yield type(piece).__name__, without(whole, type(piece))
    if (crawl := whole.get(Crawl)) is not None:
        yield from fewer_pages(whole, crawl)
    if (samples := whole.get(Samples)) is not None:
        for name in ("not_found", "asset", "cors", "foreign_hosts"):
            yield f"samples.{name}", swapped(whole, without_field(samples, name))
    if (dns := whole.get(DnsRecords)) is not None:
        for name in ("caa", "delegation"):
            yield f"dns.{name}", swapped(whole, without_field(dns, name))
    if (server := whole.get(TlsServer)) is not None:
        for what, address in less_of_tls(server.addresses[0]):
            yield f"tls.{what}", swapped(whole, TlsServer((address, *server.addresses[1:])))


def fewer_pages(whole: Evidence, crawl: Crawl) -> Less:
    further = crawl.pages[1:]
    for gone in [*([page] for page in further[-LAST_PAGES:]), *([further] if further else [])]:
        left = tuple(page for page in crawl.pages if page not in gone)
        unread = tuple(Unread(page.asked or page.url, "timeout") for page in gone)
        less = replace(crawl, pages=left, unread=crawl.unread + unread)
        yield f"pages: {len(gone)}", swapped(whole, less)


def less_of_tls(address: TlsAddress) -> Iterator[tuple[str, TlsAddress]]:
    yield "chain", replace(address, **NO_CHAIN)  # type: ignore[arg-type]
    for name in OPTIONAL:
        unknown = (*address.unknown, name)
        yield name, replace(address, **{name: None}, unknown=unknown)  # type: ignore[arg-type]


def judged_anew(
    asked: Sequence[Check], before: Sequence[Finding], whole: Evidence, less: Evidence
) -> list[Finding]:
    """Judge what looks at the pieces that differ; all else is as it was."""
    changed = {type(piece) for piece in whole if less.get(type(piece)) is not piece}
    concerned = [check for check in asked if changed & set(check.needs.values())]
    anew = {finding.check: finding for finding in judge(concerned, less)}
    return [anew.get(finding.check, finding) for finding in before]


def given_back(before: Score, after: Score) -> float:
    """Return the points that the findings had cost which are another verdict now."""
    now = {finding.check: finding.outcome for finding in after.findings}
    return sum(f.points_lost for f in before.findings if now.get(f.check) != f.outcome)


def test_no_piece_that_is_missing_lifts_a_cap_or_a_level(audited: Audited) -> None:
    checks = catalog.read()
    profiles = profile_files.load_all(checks)
    tried = 0
    with Store.open(str(audited.folder / "portal-audit.sqlite"), create=False) as store:
        run = store.run()
        for site in run.sites:
            whole = store.evidence(run.id, site.id)
            visit = whole.get(Visit) if whole is not None else None
            if whole is None or visit is None or site.level == "N":
                continue
            profile = profiles[site.profile]
            asked = profile.select(checks, site.kind, visit.day)
            findings = [replace(finding, points_lost=0.0) for finding in site.findings]
            before = score(findings, profile)
            if before.score == 100:
                continue  # it has nothing to gain
            for what, less in pieces(whole):
                tried += 1
                anew = judged_anew(asked, findings, whole, less)
                if anew == findings:
                    continue
                after = score(anew, profile)
                if after.level == "N" or hides_tls(after.families):
                    continue  # never ranked
                assert after.level >= before.level, (site.id, what)
                rise = (after.score or 0.0) - (before.score or 0.0)
                assert rise <= given_back(before, after) + 0.11, (site.id, what)
    assert tried > 200
