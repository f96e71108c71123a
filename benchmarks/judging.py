"""How long the first judging of a portal takes, beside two floors.

    python -m benchmarks.judging

Takes portals of 31 dense pages as those of the lab, which nothing has judged before, and judges
each once: the information checks of a commune, then everything (scores, gains and the other
ratings included) of the next. Compares with what the machine needs at least: parsing the pages with
selectolax, and one pass of an Aho-Corasick automaton over their folded text. The ratio is the
figure; milliseconds are those of this machine.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from time import process_time

import ahocorasick
from selectolax.lexbor import LexborHTMLParser

from benchmarks.dense_page import dense_page
from portal_audit.analyse.required_information.vocabulary import FOLDED
from portal_audit.evidence import Crawl, Evidence, Exchange, Front, Page, Samples, Visit
from portal_audit.evidence.answer import HttpResponse
from portal_audit.model import Kind, Target
from portal_audit.parse.html import read_page
from portal_audit.parse.text.vietnamese import fold
from portal_audit.rules import catalog, profile_files
from portal_audit.runs.site_result import judge_site
from portal_audit.scoring.judge import judge

HOME = "https://xamau.gov.test/"
TARGET = Target("xamau", HOME, kind=Kind.COMMUNE)
THRESHOLD = (50_000, 20, 20)
PAGES, ROUNDS = 31, 9


def bodies(portal: int) -> list[bytes]:
    """Return the pages of a portal as its server sends them; each portal has words of its own."""
    return [dense_page(number, portal) for number in range(PAGES)]


def evidence(portal: int) -> Evidence:
    """Return what a visit of the pages brings back."""
    crawl = Crawl(tuple(_pages(bodies(portal))))
    front = Front((Exchange(HOME, 200, (), 0.1),), crawl.home, True)
    visit = Visit(TARGET, datetime(2026, 11, 22, tzinfo=UTC))
    return Evidence(crawl, front, Samples(), visit)


def _pages(sent: list[bytes]) -> Iterator[Page]:
    for number, body in enumerate(sent):
        url = f"{HOME}muc-{number}" if number else HOME
        headers = (("content-type", "text/html; charset=utf-8"),)
        answer = HttpResponse(url, 200, headers, body, False, len(body), 0.1, "HTTP/1.1")
        page = read_page(answer, asked=url, depth=min(number, 1))
        assert page is not None
        yield page


def main() -> None:
    """Print what judging costs, and how many times the floors that is."""
    print(*figures(), sep="\n")


def figures() -> list[str]:
    """Measure; return the lines that say it."""
    gc.set_threshold(*THRESHOLD)  # as the command line does
    every = catalog.read()
    profile = profile_files.load_all(every)["commune"]
    asked = profile.select(every, Kind.COMMUNE)
    information = [check for check in asked if check.family == "information"]
    seen = iter([evidence(portal) for portal in range(2 * ROUNDS + 2)])
    for _ in range(2):  # what is made once a run: automata, tables, the words of the language
        judge_site(TARGET, next(seen), every, profile)
    items = _cost(lambda: list(judge(information, next(seen))))
    whole = _cost(lambda: judge_site(TARGET, next(seen), every, profile))
    sent = bodies(0)
    parsed = _cost(lambda: [LexborHTMLParser(body) for body in sent])
    crawl = evidence(0).get(Crawl)
    assert crawl is not None
    automaton, texts = ahocorasick.Automaton(), [fold(page.text) for page in crawl.pages]
    for phrase in FOLDED:
        automaton.add_word(f" {phrase} ", phrase)
    automaton.make_automaton()
    passed = _cost(lambda: [list(automaton.iter(text)) for text in texts])
    kilobytes = sum(map(len, sent)) / PAGES / 1000
    return [
        f"{PAGES} pages of {kilobytes:.0f} kB, judged for the first time,"
        f" median of {ROUNDS} portals",
        f"information  {items:7.1f} ms a portal ({len(information)} checks)",
        f"everything   {whole:7.1f} ms a portal ({len(asked)} checks, score and gains)",
        f"parsing      {parsed:7.1f} ms (selectolax alone): {items / parsed:.1f} and"
        f" {whole / parsed:.1f} times that",
        f"one pass     {passed:7.1f} ms (automaton alone): {items / passed:.1f} and"
        f" {whole / passed:.1f} times that",
    ]


def _cost(work: Callable[[], object]) -> float:
    """Return the CPU milliseconds of some work: the median of several rounds."""
    spent = []
    for _ in range(ROUNDS):
        gc.collect()
        start = process_time()
        work()
        spent.append(1000 * (process_time() - start))
    return median(spent)


if __name__ == "__main__":
    main()
