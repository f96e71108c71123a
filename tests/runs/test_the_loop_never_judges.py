"""In a run within one process, nobody's answer waits while a portal is judged."""

from __future__ import annotations

import asyncio
from threading import Event

import pytest

from portal_audit.evidence import Evidence
from portal_audit.model import SiteResult, Target
from portal_audit.rules import catalog, profile_files
from portal_audit.runs import many_portals
from portal_audit.runs.site_audit import AuditSettings
from portal_audit.runs.site_result import judge_site

PATIENCE = 10.0


def test_other_portals_are_visited_while_one_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first judgement waits for a visit that begins after it: in the loop, it never would."""
    judging, visited, met = Event(), Event(), list[bool]()

    async def visit(target: Target, *_: object) -> Evidence:
        if target.id == "second":
            await asyncio.to_thread(judging.wait, PATIENCE)
            visited.set()
        return Evidence()

    def slowly(target: Target, *rest: object) -> SiteResult:
        if target.id == "first":
            judging.set()
            met.append(visited.wait(PATIENCE))
        return judge_site(target, *rest)  # type: ignore[arg-type]

    async def audit() -> list[str]:
        every = catalog.read()
        profiles = profile_files.load_all(every)
        job = AuditSettings(every.select(["headers.hsts"]), profiles, concurrency=2)
        targets = [Target(name, f"https://{name}.example/") for name in ("first", "second")]
        found = many_portals.audit_here(targets, job)
        return [one.target.id async for one in found if one.result.cause is not None]

    monkeypatch.setattr(many_portals, "visit_in_time", visit)
    monkeypatch.setattr(many_portals, "judge_site", slowly)
    assert sorted(asyncio.run(audit())) == ["first", "second"]
    assert met == [True]
