"""How long reading one page takes, beside the parser alone: ``python -m benchmarks.reading``.

The ratio is the figure, for it hardly depends on the machine.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable

from selectolax.lexbor import LexborHTMLParser

from benchmarks.dense_page import dense_page
from portal_audit.evidence import Page
from portal_audit.evidence.answer import HttpResponse
from portal_audit.parse.html import read_page

PAGES, ROUNDS, TIMES = 30, 9, 5


def main() -> None:
    """Print milliseconds of CPU for a page, the median of some portals, and the ratio."""
    print(*figures(), sep="\n")


def figures() -> list[str]:
    """Measure; return the lines that say it."""
    gc.set_threshold(50_000, 20, 20)  # as the command line does
    portals = [[dense_page(page, portal) for page in range(PAGES)] for portal in range(ROUNDS)]
    rounds = [(_milliseconds(LexborHTMLParser, one), _milliseconds(_read, one)) for one in portals]
    alone, whole = (statistics.median(column) for column in zip(*rounds, strict=True))
    ratio = statistics.median(read / parse for parse, read in rounds)
    size = sum(len(body) for bodies in portals for body in bodies) / ROUNDS / PAGES / 1000
    return [
        f"page of {size:.1f} kB, median of {ROUNDS} portals of {PAGES} pages",
        f"  selectolax alone   {alone:6.2f} ms",
        f"  read_page          {whole:6.2f} ms",
        f"  ratio              {ratio:6.1f}",
    ]


URL = "https://xa-mau.gov.test/tin-tuc"


def _read(body: bytes) -> Page | None:
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    answer = HttpResponse(URL, 200, kind, body, False, len(body), 0.0, "HTTP/1.1")
    return read_page(answer, asked=URL)


def _milliseconds(read: Callable[[bytes], object], bodies: list[bytes]) -> float:
    """Return the CPU time of one page: the best of several, for other work only ever slows it."""
    return min(_once(read, bodies) for _ in range(TIMES)) * 1000 / len(bodies)


def _once(read: Callable[[bytes], object], bodies: list[bytes]) -> float:
    start = time.process_time()
    for body in bodies:
        read(body)
    return time.process_time() - start


if __name__ == "__main__":
    main()
