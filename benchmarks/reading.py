"""How long reading one page takes, beside the parser alone: ``python -m benchmarks.reading``.

Once with pages whose words were never met (their menus are met from the second page on), once with
pages that were read before. The ratio is the figure, for it hardly depends on the machine; each
page is parsed right before it is read, so that what else the machine does slows both.
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

PAGES, PORTALS, TIMES = 30, 9, 3


def main() -> None:
    """Print milliseconds of CPU for a page, medians, and the ratios."""
    print(*figures(), sep="\n")


def figures() -> list[str]:
    """Measure; return the lines that say it."""
    gc.set_threshold(50_000, 20, 20)  # as the command line does
    portals = [[dense_page(page, portal) for page in range(PAGES)] for portal in range(PORTALS)]
    pages = [body for portal in portals for body in portal]
    _measured(pages[:PAGES])
    first = _measured(pages[PAGES:])
    again = [one for _ in range(TIMES) for one in _measured(pages[-PAGES:])]
    size = sum(map(len, pages)) / len(pages) / 1000
    return [
        f"page of {size:.1f} kB, medians of {len(first)} pages",
        f"  selectolax alone      {_median(first)[0]:6.2f} ms",
        f"  read_page, new words  {_told(first)}",
        f"  read_page, read before{_told(again)}",
    ]


def _median(rows: list[tuple[float, float]]) -> tuple[float, float]:
    parsed, read = zip(*rows, strict=True)
    return statistics.median(parsed), statistics.median(read)


def _told(rows: list[tuple[float, float]]) -> str:
    parsed, read = _median(rows)
    return f"{read:6.2f} ms: {read / parsed:5.1f} times selectolax alone"


def _measured(bodies: list[bytes]) -> list[tuple[float, float]]:
    """Return milliseconds of CPU for parsing each page, and for reading it."""
    return [(_milliseconds(LexborHTMLParser, one), _milliseconds(_read, one)) for one in bodies]


URL = "https://xa-mau.gov.test/tin-tuc"


def _read(body: bytes) -> Page | None:
    kind = (("Content-Type", "text/html; charset=utf-8"),)
    answer = HttpResponse(URL, 200, kind, body, False, len(body), 0.0, "HTTP/1.1")
    return read_page(answer, asked=URL)


def _milliseconds(work: Callable[[bytes], object], body: bytes) -> float:
    start = time.process_time()
    work(body)
    return (time.process_time() - start) * 1000


if __name__ == "__main__":
    main()
