"""How many portals a minute ``portal-audit scan`` audits: ``python -m benchmarks.audit``.

Full audits with judging, storing and reports, over the lab of ``benchmarks.lab``. Client and
servers share the machine; the servers' own CPU time is not counted as ours.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import judging, peer_programs, reading
from benchmarks.lab import NETWORK, PAGES, Lab, lab, missing
from benchmarks.program import ROOT, command, environment

PAGE = ROOT / "docs" / "performance.md"
KEPT = "\n## Reading and judging alone\n"
"""Heading from which on the page is written by hand, but for the first block of figures."""
FIGURES = re.compile(r"```\n.*?\n```", re.DOTALL)
OPTIONS = ("--rate", "1000", "--browser", "never", "--quiet")
TIMEOUT = 1800


@dataclass(frozen=True, slots=True)
class Measured:
    """One scan."""

    processes: int
    portals: int
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of all processes of the scan together."""
    requests: int
    """As the servers counted them."""
    record: Path
    """The report, ``run.json``."""

    @property
    def a_minute(self) -> float:
        """Portals a minute."""
        return 60 * self.portals / self.wall


def scan(
    made: Lab, folder: Path, processes: int, concurrency: int, pages: int = PAGES + 1
) -> Measured:
    """Scan the lab once, *pages* of each portal; store and report go into *folder*."""
    folder.mkdir()
    line = command("scan", "-i", str(made.inventory))
    line += ["--ca-file", str(made.ca_file), "--allow-private", NETWORK, *OPTIONS]
    line += ["--processes", str(processes), "--concurrency", str(concurrency)]
    line += ["--max-pages", str(pages)]
    asked, used, begun = made.requests(), _cpu(), time.monotonic()
    done = subprocess.run(
        line, cwd=folder, env=environment(), capture_output=True, text=True, timeout=TIMEOUT
    )
    wall = time.monotonic() - begun
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    record = folder / "report" / "run.json"
    requests = made.requests() - asked
    return Measured(processes, made.portals, wall, _cpu() - used, requests, record)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(portals: int, repeat: int, processes: Sequence[int], concurrency: int) -> str:
    """Return a table of medians, each with the least and the most."""
    rows = [
        "| processes | portals a minute | CPU s a portal | requests a portal |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as place, lab(Path(place), portals) as made:
        for count in processes:
            results = [
                scan(made, Path(place) / f"scan-{count}-{turn}", count, concurrency)
                for turn in range(repeat)
            ]
            rows.append(
                f"| {count} | {_spread([one.a_minute for one in results], 0)} "
                f"| {_spread([one.cpu / portals for one in results], 3)} "
                f"| {_spread([one.requests / portals for one in results], 1)} |"
            )
    return "\n".join(rows)


def _spread(values: list[float], digits: int) -> str:
    least, most = min(values), max(values)
    return f"{statistics.median(values):.{digits}f} [{least:.{digits}f}–{most:.{digits}f}]"


def machine() -> str:
    """Return what the figures were measured on, and how busy it was with other work."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = " ".join(f"{one:.1f}" for one in os.getloadavg())
    system = f"{platform.machine()}, {platform.system()}, Python {platform.python_version()}"
    return f"{cores} cores, {system}; load average before: {load}"


TEMPLATE = """# Performance

Written by `make bench`; the figures are of one machine and one day. The lab is our own
(`benchmarks/lab.py`): {portals} nginx portals, each on an address of its own, with 31 pages of
about 54 kB, half with RSA and half with ECDSA certificates. Client and servers share the cores.

    {command}

Machine: {machine}.

A full audit with judging, storing and reports (html, json, csv); repeated {repeat} ×, median
[least–most]. CPU is that of every process of the scan, start-up included, without the servers.

{table}

A load average above the number of cores means that other work ran beside the measurement: portals a
minute are then too few by about that ratio, and CPU seconds a portal are up to twice too many, for
caches are shared. Portals of one address share a process, so a list of portals on one server gains
nothing from more processes.

The goal is 600 portals a minute and 0.17 CPU seconds a portal (fetch 31 ms, read 60, judge 40, TLS
25, store and report 15). `make bench-peers` measures the three programs beside which it is set.

What a portal of this lab is asked for, 42 requests: 30 pages and the home page; http, and the home
page once more behind its redirect; robots.txt, sitemap.xml and both places of security.txt; a page
that does not exist; the home page as two other sites' scripts would ask for it (CORS), and once
within TLS; the head of one script. Where other work holds the processors it may be twice as many: a
visit that met a standstill of our own event loop is made again.

What a run costs before its first portal: about 2 CPU seconds, of which the imports are two thirds
and the catalog 0.3. Each visiting process starts one more, which imports the TLS library and reads
the trust stores (0.6 s) and forks the workers from then on; the main process never imports it. The
wall time of a short run is longer than its CPU time on two cores, since its start and the writing
of a small report each keep to one core.
"""


def main() -> None:
    """Measure and print; with ``--write``, write docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.audit", description=__doc__)
    parser.add_argument("--portals", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--processes", default="1,2", help="comma-separated")
    parser.add_argument("--concurrency", type=int, default=16)
    parser.add_argument("--peers", action="store_true", help="measure other programs beside it")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    given = parser.parse_args()
    if reason := missing():
        print(f"skipped: {reason}")
        return
    where = machine()
    counts = [int(one) for one in given.processes.split(",")]
    table = measure(given.portals, given.repeat, counts, given.concurrency)
    print(where, table, sep="\n")
    if given.peers:
        with tempfile.TemporaryDirectory() as place, lab(Path(place), given.portals) as made:
            print(peer_programs.table(made))
    if given.write:
        command = " ".join(["python -m benchmarks.audit", *sys.argv[1:]])
        facts = {"portals": given.portals, "repeat": given.repeat, "command": command}
        _, heading, kept = PAGE.read_text(encoding="utf-8").partition(KEPT)
        parts = "\n".join(["```", *reading.figures(), "", *judging.figures(), "```"])
        kept = FIGURES.sub(lambda _: parts, kept, count=1)
        text = TEMPLATE.format(**facts, machine=where, table=table)
        PAGE.write_text(text + heading + kept, encoding="utf-8")


if __name__ == "__main__":
    main()
