"""How long the report of a country takes: a stored run multiplied, then written.

    portal-audit demo --store demo.sqlite
    python -m benchmarks.reporting demo.sqlite --portals 3400

Makes a store of as many portals as asked for from the results of the latest run of another store,
under other names and spread over the 34 provinces, and writes its report in a process of its own.
Prints wall time, CPU time, the largest memory and the size of the files, by format.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from time import monotonic

from portal_audit.inventory.provinces import provinces
from portal_audit.model import SiteResult, Target
from portal_audit.store import Store


def multiplied(sites: list[SiteResult], count: int) -> Iterator[SiteResult]:
    """Yield *count* results: those given, again and again, each time under another name."""
    places = cycle(provinces())
    for number, site in enumerate(islice(cycle(sites), count)):
        place = next(places)
        host = f"p{number}.{place.host}"
        yield replace(
            site,
            id=host,
            key=host,
            url=f"https://{host}/",
            name=f"{site.name} {number}",
            organisation=f"{site.organisation} {number // 3 if number % 5 == 0 else number}",
            province=place.name,
            traits={**site.traits, "address": f"203.0.113.{number % 200}"},
        )


def fill(source: Path, store: Path, count: int) -> None:
    """Write the multiplied run into a new store."""
    with Store.open(str(source), create=False) as old, Store.open(str(store)) as new:
        run = old.run()
        results = list(multiplied(list(run.sites), count))
        targets = [
            Target(site.id, site.url, site.name, site.kind, site.organisation, site.province)
            for site in results
        ]
        run_id = new.begin_run(
            targets, started_at=run.started_at, criteria=run.criteria, settings={}
        )
        for target, site in zip(targets, results, strict=True):
            new.save_site(run_id, target, None, site)
        new.finish_run(run_id, datetime.now(UTC))


def measure(store: Path, out: Path, formats: str) -> str:
    """Write the report in another process; return a row of the table."""
    command = [sys.executable, "-m", "portal_audit", "report", "--store", str(store)]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic()
    subprocess.run([*command, "--out", str(out), "--format", formats], check=True, stdout=-3)
    wall, after = monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    files = [file for file in out.rglob("*") if file.is_file()]
    size = sum(file.stat().st_size for file in files)
    index = out / "index.html"
    entry = f"{index.stat().st_size / 1e6:.2f} MB" if index.exists() else "–"
    return (
        f"| {formats} | {wall:.0f} | {cpu:.0f} | {after.ru_maxrss / 1024:.0f} "
        f"| {len(files)} | {size / 1e6:.0f} | {entry} |"
    )


def main() -> None:
    """Fill, write, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("store", type=Path, help="Store with a run, such as a demo's.")
    options.add_argument("--portals", type=int, default=3400)
    options.add_argument("--formats", nargs="*", default=["html", "html,json,csv"])
    options.add_argument("--keep", type=Path, help="Folder to leave store and reports in.")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = given.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        store = place / "country.sqlite"
        if not store.exists():
            fill(given.store, store, given.portals)
        print("| formats | wall s | CPU s | MiB at most | files | MB | index.html |")
        print("|---|---|---|---|---|---|---|")
        for number, formats in enumerate(given.formats):
            print(measure(store, place / f"report-{number}", formats), flush=True)


if __name__ == "__main__":
    main()
