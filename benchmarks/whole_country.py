"""A scan of a whole country of small portals far away: memory and time over its course.

    python -m benchmarks.whole_country --portals 1000

Memory is that of all processes of the scan together, from the start to the last file of the report.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.country import FAR, Country, country, missing
from benchmarks.delay import Distance
from benchmarks.memory import parts
from benchmarks.program import command, environment

FINISHED = re.compile(rb"^\[(\d+)/\d+\] ", re.MULTILINE)
"""The line of a portal in the display of a scan."""
WRITING = 1 << 60
"""Portals finished where all are: what follows is the report."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at a scan."""

    seconds: float
    done: int
    """Portals finished."""
    parts: Mapping[str, float]
    """MiB, by what the processes do."""

    @property
    def memory(self) -> float:
        """MiB."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Course:
    """One scan from begin to end."""

    samples: tuple[Sample, ...]
    seconds: float
    cpu: float
    """Seconds of all its processes together."""
    requests: int
    connections: int
    """As the servers counted them."""
    record: Path
    """The report, ``run.json``."""

    def most(self, least_done: int = 0, most_done: int = WRITING) -> float:
        """Return the most memory while so many portals were finished; 0 where nobody looked."""
        return self.fullest(least_done, most_done).memory

    def fullest(self, least_done: int = 0, most_done: int = WRITING) -> Sample:
        """Return the look at which most memory was taken while so many portals were finished."""
        looks = (one for one in self.samples if least_done <= one.done <= most_done)
        return max(looks, key=lambda one: one.memory, default=Sample(0, 0, {}))


def watch(made: Country, folder: Path, *options: str, every: float = 2.0) -> Course:
    """Scan the country once, and look at it every so many seconds."""
    folder.mkdir()
    line = command("scan", "-i", str(made.inventory), *made.flags, *options)
    requests, connections = made.counters.requests(), made.counters.connections()
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    samples: list[Sample] = []
    display = folder / "display"
    with display.open("wb") as said:
        scan = subprocess.Popen(
            line, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=said
        )
        try:
            while scan.poll() is None:
                lines = FINISHED.findall(display.read_bytes())
                seconds, done = time.monotonic() - begun, int(lines[-1]) if lines else 0
                samples.append(Sample(seconds, done, parts(scan.pid)))
                time.sleep(every)
        finally:
            scan.kill()
    if scan.returncode:
        raise RuntimeError(display.read_text(encoding="utf-8")[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Course(
        tuple(samples),
        time.monotonic() - begun,
        after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        made.counters.requests() - requests,
        made.counters.connections() - connections,
        folder / "report" / "run.json",
    )


def table(course: Course, portals: int) -> str:
    """Return how time and memory went, and what it came to."""
    rows = [
        "| portals finished | after s | MiB at most on the way | main | visit, judge | TLS |",
        "|---|---|---|---|---|---|",
    ]

    def row(name: str, seconds: float, least: int, most: int) -> str:
        at = course.fullest(least, most)
        shares = " | ".join(f"{share:.0f}" for share in at.parts.values())
        return f"| {name} | {seconds:.0f} | {at.memory:.0f} | {shares} |"

    before = 0
    for share in (0.05, 0.15, 0.25, 0.5, 0.75, 1):
        until = round(portals * share)
        at = next((one.seconds for one in course.samples if one.done >= until), course.seconds)
        rows.append(row(str(until), at, before, until))
        before = until
    rows.append(row("report written", course.seconds, portals, WRITING))
    rows.append("")
    rows.append(
        f"{portals} portals: {60 * portals / course.seconds:.0f} a minute, "
        f"{course.cpu / portals:.2f} CPU s, {course.requests / portals:.1f} requests and "
        f"{course.connections / portals:.1f} connections each."
    )
    return "\n".join(rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.whole_country", description=__doc__)
    parser.add_argument("--portals", type=int, default=200)
    parser.add_argument("--concurrency", default="64")
    parser.add_argument("--processes", default="2")
    parser.add_argument("--rate", default="2", help="requests a second to a portal")
    parser.add_argument("--tls-rate", default="10", help="new TLS connections a second to it")
    parser.add_argument("--rtt", type=float, nargs=2, metavar=("LEAST", "MOST"), help="ms")
    given = parser.parse_args()
    if reason := missing():
        print(f"skipped: {reason}")
        return
    options = ["--concurrency", given.concurrency, "--processes", given.processes]
    options += ["--rate", given.rate, "--tls-rate", given.tls_rate]
    distance = Distance(*(one / 1000 for one in given.rtt)) if given.rtt else FAR
    with (
        tempfile.TemporaryDirectory() as place,
        country(Path(place), given.portals, distance) as made,
    ):
        print(table(watch(made, Path(place) / "scan", *options), given.portals))


if __name__ == "__main__":
    main()
