"""A year of nights in a small form: what is kept stops growing, and verdicts stay for ever."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from benchmarks import year
from portal_audit.evidence import Crawl, Evidence, Page, Visit
from portal_audit.model import (
    Criteria,
    Finding,
    Kind,
    Severity,
    SiteResult,
    State,
    Status,
    Target,
)
from portal_audit.store import Store
from portal_audit.store.care import Retention

AT = datetime(2026, 11, 30, 3, tzinfo=UTC)
NIGHTS, KEPT = 40, 3
CRITERIA = Criteria("1", "sha256:rules")


def source(place: str) -> None:
    """Write a store with one run over two portals."""
    with Store.open(place) as store:
        targets = [Target(name, f"https://{name}.example/") for name in "ab"]
        run = store.begin_run(targets, started_at=AT, criteria=CRITERIA, settings={})
        for target in store.targets(run):
            page = Page(target.url, target.url, 200, lang="vi", title="Cổng", text="Tin tức " * 99)
            findings = tuple(
                Finding(f"headers.{name}", "headers", status, name, Severity.HIGH, 8)
                for name, status in (("missing", Status.FAIL), ("strong", Status.PASS))
            )
            result = SiteResult(
                target.id,
                target.url,
                target.id,
                Kind.WEB,
                "",
                "",
                State.SCANNED,
                None,
                findings=findings,
                key=target.key,
            )
            seen = Evidence(Visit(target, AT), Crawl((page,)))
            store.save_site(run, target, seen, result, AT)
        store.finish_run(run, AT)


def test_evidence_stops_growing_and_verdicts_stay(tmp_path: Path) -> None:
    source(str(tmp_path / "source.sqlite"))
    with Store.open(str(tmp_path / "source.sqlite"), create=False) as opened:
        seen = year.portals(opened, 3)
    assert len({one.target.id for one in seen}) == 3
    kept = []
    with Store.open(str(tmp_path / "year.sqlite")) as store:
        retention = Retention(full_runs=2, evidence_days=KEPT)
        for night, seconds in year.live(store, CRITERIA, seen, NIGHTS, retention):
            kept.append(year.with_evidence(store))
            assert seconds > 0, night
        verdicts = store.verdicts()
        last = store.evidence(store.info().id, seen[0].target.id)
    assert set(kept[KEPT:]) == {3 * KEPT}, "as much as the retention says, no more"
    assert len(verdicts) == 3 * 2 * NIGHTS
    fixed = {one.portal for one in verdicts if one.check == "headers.missing" and not one.fault}
    assert fixed == {one.target.key for one in seen}, "verdicts change now and then"
    crawl = last.get(Crawl) if last is not None else None
    assert crawl is not None
    assert crawl.pages[0].text.endswith(f"Lượt: {97 * (NIGHTS - 1)}")
