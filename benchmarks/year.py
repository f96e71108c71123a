"""A year of nightly runs: how large the store becomes, and what a report and `judge` then take.

    portal-audit demo --store demo.sqlite
    python -m benchmarks.year demo.sqlite --portals 120

Nobody is visited. The portals of the latest run of another store are taken again and again under
other names until there are enough, and every night each of them has a higher counter on all its
pages and other news on one. Verdicts stay, but for one a month of each portal. Every night is
stored, and thinned out with the default retention, as a schedule does it.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from time import monotonic, process_time

from sqlalchemy import func, select

from benchmarks.dense_page import SYLLABLES
from benchmarks.program import command, environment
from portal_audit.evidence import Crawl, Evidence, Visit
from portal_audit.model import Criteria, SiteResult, Status, Target
from portal_audit.store import Store
from portal_audit.store.care import Retention, prune
from portal_audit.store.tables import SiteRow

FIRST = datetime(2026, 1, 1, 20, tzinfo=UTC)
MONTH = 30
TOLD = (1, 7, 30, 90, 180, 365)
"""Nights after which the size is told."""


@dataclass(frozen=True, slots=True)
class Portal:
    """One portal as it was seen once."""

    target: Target
    evidence: Evidence
    result: SiteResult

    def on(self, night: int) -> tuple[Evidence, SiteResult]:
        """Return what a night sees of it, and what that comes to."""
        at = FIRST + timedelta(days=night)
        crawl, visit = self.evidence.get(Crawl), self.evidence.get(Visit)
        assert crawl is not None
        assert visit is not None
        choose = random.Random(f"{self.target.id}/{night}")
        pages = [replace(page, text=f"{page.text} Lượt: {night * 97}") for page in crawl.pages]
        if pages:
            news = " ".join(choose.choice(SYLLABLES) for _ in range(40))
            changed = choose.randrange(len(pages))
            pages[changed] = replace(pages[changed], text=f"{news}. {pages[changed].text}")
        seen = Evidence(
            *(piece for piece in self.evidence if not isinstance(piece, Crawl | Visit)),
            replace(crawl, pages=tuple(pages)),
            replace(visit, at=at, target=self.target),
            missing=self.evidence.missing,
        )
        return seen, replace(self._judged(night), visited_at=at)

    def _judged(self, night: int) -> SiteResult:
        """Return the result, of every other month with one fault less."""
        faults = [one for one in self.result.findings if one.status is Status.FAIL]
        month = (night + hash_of(self.target.id)) // MONTH
        if not faults or month % 2 == 0:
            return self.result
        gone = faults[month % len(faults)]
        fixed = replace(gone, status=Status.PASS, outcome="ok", points_lost=0.0)
        findings = tuple(fixed if one is gone else one for one in self.result.findings)
        return replace(self.result, findings=findings)


def hash_of(name: str) -> int:
    """Return a number of a name, on every day the same."""
    return sum(name.encode())


def portals(source: Store, count: int) -> list[Portal]:
    """Return so many portals, made of those that a store has evidence of."""
    run = source.run()
    targets = {target.id: target for target in source.targets(run.id)}
    seen = [
        (targets[site.id], evidence, site)
        for site in run.sites
        if (evidence := source.evidence(run.id, site.id)) is not None
        and evidence.get(Crawl) is not None
    ]
    made = []
    for number, (target, evidence, site) in enumerate(islice(cycle(seen), count)):
        host = f"p{number}.year.test"
        url = f"https://{host}/"
        made.append(
            Portal(
                replace(target, id=host, url=url, key=host),
                evidence,
                replace(site, id=host, url=url, key=host),
            )
        )
    return made


def live(
    store: Store, criteria: Criteria, seen: Sequence[Portal], nights: int, retention: Retention
) -> Iterator[tuple[int, float]]:
    """Store and thin out night after night; yield each with the CPU seconds that took."""
    targets = [one.target for one in seen]
    for night in range(nights):
        at = FIRST + timedelta(days=night)
        tonight = [(one.target, *one.on(night)) for one in seen]
        begun = process_time()
        run = store.begin_run(targets, started_at=at, criteria=criteria, settings={})
        for target, evidence, result in tonight:
            store.save_site(run, target, evidence, result, at)
        store.finish_run(run, at + timedelta(hours=1))
        prune(store.engine, retention, at + timedelta(hours=2))
        yield night + 1, process_time() - begun


def with_evidence(store: Store) -> int:
    """Return of how many portals, over all nights, evidence is kept."""
    query = select(func.count()).where(SiteRow.evidence.is_not(None))
    with store.session() as session:
        return session.scalars(query).one()


def size(place: Path) -> int:
    """Return the bytes of a store with its log."""
    return sum(file.stat().st_size for file in place.parent.glob(f"{place.name}*"))


def timed(place: Path, *arguments: str) -> str:
    """Run a command over a store; return a row with its wall and CPU seconds."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic()
    line = command(*arguments, "--store", str(place))
    subprocess.run(line, cwd=place.parent, env=environment(), check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"| `{' '.join(arguments)}` | {monotonic() - begun:.0f} | {cpu:.0f} |"


def main() -> None:
    """Live through the year, then report and judge."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year", description=__doc__)
    parser.add_argument("source", type=Path, help="Store with a run, such as a demo's.")
    parser.add_argument("--portals", type=int, default=120)
    parser.add_argument("--nights", type=int, default=365)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "year.sqlite"
        with Store.open(str(given.source), create=False) as source:
            seen, criteria = portals(source, given.portals), source.info().criteria
        print("| nights | MB | CPU ms to store a portal |", "|---|---|---|", sep="\n")
        with Store.open(str(place)) as store:
            spent = 0.0
            for night, seconds in live(store, criteria, seen, given.nights, Retention()):
                spent += seconds
                if night in TOLD or night == given.nights:
                    each = 1000 * spent / night / given.portals
                    print(f"| {night} | {size(place) / 1e6:.0f} | {each:.1f} |", flush=True)
        print("", "| command | s | CPU s |", "|---|---|---|", sep="\n")
        print(
            timed(place, "report", "--out", "report"), timed(place, "judge"), sep="\n", flush=True
        )


if __name__ == "__main__":
    main()
