"""How long other programs take over the same lab: sslyze's command, Scrapy, MDN's Observatory.

Together they see about what a visit of ours sees; none of them judges pages, stores or reports.
Each is measured where it is installed: sslyze always is; Scrapy in an environment of its own
(``make bench-peers``), for the product does not depend on it; Observatory by
``make oracle-observatory``.
"""

from __future__ import annotations

import csv
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lab import PAGES, Lab

HERE = Path(__file__).parent
SCRAPY = HERE / "peers" / ".venv" / "bin" / "python"
OBSERVATORY = HERE.parent / "tests" / "oracles" / "observatory"
EVERYTHING = tuple(
    f"--{command}"
    for command in (
        *("certinfo", "sslv2", "sslv3", "tlsv1", "tlsv1_1", "tlsv1_2", "tlsv1_3", "compression"),
        *("elliptic_curves", "ems", "early_data", "fallback", "heartbleed", "http_headers"),
        *("openssl_ccs", "reneg", "resum", "robot"),
    )
)
"""Commands of sslyze, as it runs them where none is named and Mozilla's profile is asked for."""
TIMEOUT = 1800


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program, over a whole lab."""

    name: str
    wall: float
    """Seconds."""
    cpu: float
    """Seconds of it and of its children."""


def measure(made: Lab) -> Iterator[Peer | str]:
    """Yield each program that is here, measured; the name and the reason of each that is not."""
    with made.inventory.open(encoding="utf-8", newline="") as file:
        portals = list(csv.DictReader(file))
    targets = made.folder / "sslyze.txt"
    lines = (f"{row['url'].split('/')[2]}{{{row['address']}}}\n" for row in portals)
    targets.write_text("".join(lines), encoding="utf-8")
    sslyze = [sys.executable, "-m", "sslyze", "--mozilla_config=disable", *EVERYTHING]
    yield _run("sslyze", [*sslyze, f"--targets_in={targets}"], made)
    if SCRAPY.exists():
        spider = [str(SCRAPY), str(HERE / "peers" / "spider.py")]
        yield _run("Scrapy", [*spider, str(made.inventory), str(PAGES + 1)], made)
    else:
        yield "Scrapy: not installed (make bench-peers)"
    if shutil.which("node") is None or not (OBSERVATORY / "node_modules").exists():
        yield "Observatory: not installed (make oracle-observatory)"
    else:
        program = ["node", str(HERE / "peers" / "observatory.mjs"), str(OBSERVATORY)]
        yield _run("Observatory", [*program, str(made.inventory)], made)


def _run(name: str, line: list[str], made: Lab) -> Peer | str:
    environment = {**os.environ, "NODE_EXTRA_CA_CERTS": str(made.ca_file)}
    used, begun = _cpu(), time.monotonic()
    done = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=TIMEOUT)
    if done.returncode:
        return f"{name}: failed: {done.stderr[-300:]}"
    return Peer(name, time.monotonic() - begun, _cpu() - used)


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def table(made: Lab) -> str:
    """Return a row for each program, and one for all of them one after another."""
    measured = list(measure(made))
    peers = [one for one in measured if isinstance(one, Peer)]
    absent = [one for one in measured if isinstance(one, str)]
    if not absent:
        wall, cpu = sum(one.wall for one in peers), sum(one.cpu for one in peers)
        peers.append(Peer("one after another", wall, cpu))
    rows = ["| program | portals a minute | CPU s a portal |", "|---|---|---|"]
    for one in peers:
        a_minute, a_portal = 60 * made.portals / one.wall, one.cpu / made.portals
        rows.append(f"| {one.name} | {a_minute:.0f} | {a_portal:.3f} |")
    return "\n".join([*rows, "", *absent])
