"""The same portals by one, two and four workers, and with a worker and the database killed midway.

    python -m benchmarks.workers --portals 200

The store is a PostgreSQL of its own (``tests.databases``). Every run must say of every portal what
a run on one machine says; where it does not, this ends with an error.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import country as lab
from benchmarks.country import FAR, Country, country
from benchmarks.program import command, environment, judged
from tests import databases
from tests.databases import PostgresServer, postgres_server

FINISHED = re.compile(rb"^\[(\d+)/\d+\] ", re.MULTILINE)
LOOK = 0.2
"""Seconds between two looks at a run."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """Portals, and a database for the runs over them."""

    made: Country
    postgres: PostgresServer
    folder: Path
    options: tuple[str, ...]
    """Of every scan."""

    def alone(self) -> list[object]:
        """Return what a run on one machine says."""
        place = self.folder / "alone"
        place.mkdir()
        scan = self._scan()
        with (place / "display").open("wb") as display:
            subprocess.run(
                scan, cwd=place, env=environment(), stdout=display, stderr=display, check=True
            )
        return judged(place / "report" / "run.json")

    def by_workers(
        self,
        count: int,
        name: str,
        half_way: Callable[[list[subprocess.Popen[bytes]]], None] | None = None,
    ) -> tuple[float, list[object]]:
        """Return how long so many workers take, and what they find."""
        place, store = self.folder / name, self.postgres.new_store()
        place.mkdir()
        scan = [*self._scan(), "--distributed", "--store", store]
        with ExitStack() as until, (place / "display").open("wb") as display:
            workers = [
                until.enter_context(running(command("worker", "--store", store), place, str(one)))
                for one in range(count)
            ]
            begun = time.monotonic()
            lead = subprocess.Popen(
                scan, cwd=place, env=environment(), stdout=subprocess.DEVNULL, stderr=display
            )
            try:
                while lead.poll() is None:
                    if half_way is not None and 2 * self._done(place) >= self.made.portals:
                        half_way(workers)
                        half_way = None
                    time.sleep(LOOK)
            finally:
                lead.kill()
            seconds = time.monotonic() - begun
        if lead.returncode:
            raise RuntimeError((place / "display").read_text(encoding="utf-8")[-2000:])
        return seconds, judged(place / "report" / "run.json")

    def _scan(self) -> list[str]:
        return command("scan", "-i", str(self.made.inventory), *self.made.flags, *self.options)

    def _done(self, place: Path) -> int:
        lines = FINISHED.findall((place / "display").read_bytes())
        return int(lines[-1]) if lines else 0

    def kill_and_restart(self, workers: list[subprocess.Popen[bytes]]) -> None:
        """Kill a worker with all its processes, and have the database lose its power."""
        os.killpg(workers[0].pid, signal.SIGKILL)
        self.postgres.restart()


@contextmanager
def running(line: list[str], folder: Path, name: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program with a process group of its own until the end."""
    with (folder / f"worker-{name}").open("wb") as said:
        worker = subprocess.Popen(
            line, cwd=folder, env=environment(), stdout=said, stderr=said, start_new_session=True
        )
        try:
            yield worker
        finally:
            with suppress(ProcessLookupError):
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def missing() -> str:
    """Return why it cannot be measured here; empty where it can."""
    return lab.missing() or databases.missing()


@contextmanager
def fleet(
    folder: Path, made: Country, *options: str, postgres: PostgresServer | None = None
) -> Iterator[Fleet]:
    """Yield what runs need; without a database that runs, one is made."""
    with ExitStack() as until:
        yield Fleet(made, postgres or until.enter_context(postgres_server()), folder, options)


def same(found: list[object], alone: list[object], name: str) -> None:
    """Raise AssertionError where a run does not say what a run on one machine says."""
    if found != alone:
        differ = [one for one, other in zip(found, alone, strict=False) if one != other]
        raise AssertionError(f"{name}: {len(found)} portals, {len(differ)} of them otherwise")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.workers", description=__doc__)
    parser.add_argument("--portals", type=int, default=200)
    parser.add_argument("--concurrency", default="16", help="portals at a time, of each worker")
    parser.add_argument("--processes", default="1", help="of each worker")
    parser.add_argument("--rate", default="2", help="requests a second to a portal")
    given = parser.parse_args()
    if reason := missing():
        print(f"skipped: {reason}")
        return
    options = ["--concurrency", given.concurrency, "--processes", given.processes]
    options += ["--rate", given.rate]
    with tempfile.TemporaryDirectory() as name:
        place = Path(name) / "lab"
        place.mkdir()
        with country(place, given.portals, FAR) as made, fleet(Path(name), made, *options) as all_:
            begun = time.monotonic()
            alone = all_.alone()
            print("| workers | s | portals a minute |", "|---|---|---|", sep="\n")
            _print("none: one machine", time.monotonic() - begun, given.portals)
            for count in (1, 2, 4):
                seconds, found = all_.by_workers(count, f"by-{count}")
                same(found, alone, f"{count} workers")
                _print(str(count), seconds, given.portals)
            seconds, found = all_.by_workers(2, "killed", all_.kill_and_restart)
            same(found, alone, "killed midway")
            _print("2, one killed midway", seconds, given.portals)


def _print(name: str, seconds: float, portals: int) -> None:
    print(f"| {name} | {seconds:.0f} | {60 * portals / seconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
