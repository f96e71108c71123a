"""How soon a report answers five questions of somebody who has never seen one.

    portal-audit demo --out report
    python -m benchmarks.questions report/

Drives Chromium (`portal-audit[browser]`) from the front page to each answer and counts clicks,
the machine's seconds (load, click), and words on the way down to the answer: of headings and of the
answer, which somebody reads who looks for it, and of everything. At 200 words (syllables, in
Vietnamese) a minute, and 2.65 seconds to decide, point and click (keystroke-level model: Card,
Moran, Newell 1980), they are a reader's seconds.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from playwright.sync_api import Page, sync_playwright

from portal_audit.collect.browser import AUTO, find_chromium

WORDS_A_MINUTE = 200
CLICK = 2.65
"""Seconds."""
WORDS_DOWN_TO = """
answer => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let words = 0, headings = 0;
  for (let text; (text = walker.nextNode());) {
    const after = answer.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (after && !answer.contains(text)) break;
    if (!text.parentElement.checkVisibility()) continue;
    const here = text.data.split(/\\s+/).filter(Boolean).length;
    words += here;
    const heading = text.parentElement.closest('h1, h2, h3, summary');
    if (heading || answer.contains(text)) headings += here;
  }
  return [words, headings];
}
"""


@dataclass(slots=True)
class Reader:
    """Somebody who reads all that stands above what they look for, and clicks on it."""

    page: Page
    clicks: int = 0
    words: int = 0
    looked_at: int = 0
    """Of those, words of headings and of what was looked for."""
    answer: str = ""

    def read(self, selector: str) -> None:
        """Read down to the end of the first match: that is the answer, or where to click."""
        found = self.page.locator(selector).first
        words, looked_at = found.evaluate(WORDS_DOWN_TO)
        self.words += words
        self.looked_at += looked_at
        self.answer = " ".join(found.inner_text().split())

    def follow(self, selector: str) -> None:
        """Read down to a link and click on it."""
        self.read(selector)
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1


LOWEST = "#summary ~ .headline:has(a)"


def worst(reader: Reader) -> None:
    """Find the worst portal, and why it is the worst."""
    reader.read(LOWEST)


def first_task(reader: Reader) -> None:
    """Find what its clerk does first."""
    reader.follow(f"{LOWEST} a")
    reader.read(".task")


def letter(reader: Reader) -> None:
    """Find what the worst portal's provider is sent; where it is nothing, the next urgent one's."""
    start = reader.page.url
    named = reader.page.locator(f"{LOWEST} a, .urgent .sites a").all()
    for link in dict.fromkeys(link.get_attribute("href") or "" for link in named):
        reader.page.goto(start)
        reader.clicks = reader.words = reader.looked_at = 0
        reader.follow(f'main a[href="{link}"]')
        if reader.page.locator(".send a").count():
            reader.follow(".send a")
            reader.read("main ol")
            return


def fix_for_many(reader: Reader) -> None:
    """Find the one fix that helps most portals."""
    reader.read("#shared ~ .headline")


def leaders(reader: Reader) -> None:
    """Find what the vice-chair is told."""
    reader.follow('nav.pages a[href="leadership.html"]')
    reader.read(".messages")


QUESTIONS: dict[str, Callable[[Reader], None]] = {
    "Which portal is worst, and why?": worst,
    "What does its clerk do first?": first_task,
    "What is the provider sent?": letter,
    "Which one fix helps most portals?": fix_for_many,
    "What is the vice-chair told?": leaders,
}


def main(report: Path) -> None:
    """Ask each question on the front page; print a row each, and the answers below."""
    answers = []
    print("| question | clicks | machine s | reader s | s where every word is read |")
    print("|---|---:|---:|---:|---:|")
    with sync_playwright() as playwright:
        program = find_chromium(AUTO)
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for question, ask in QUESTIONS.items():
            reader = Reader(browser.new_page(viewport={"width": 1440, "height": 900}))
            begin = monotonic()
            reader.page.goto((report / "index.html").absolute().as_uri())
            ask(reader)
            machine = monotonic() - begin
            seconds = [
                f"{60 * words / WORDS_A_MINUTE + CLICK * reader.clicks:.0f}"
                for words in (reader.looked_at, reader.words)
            ]
            print("|", " | ".join((question, str(reader.clicks), f"{machine:.1f}", *seconds)), "|")
            answers.append(f"{question} {reader.answer[:200]}")
        browser.close()
    print("", *answers, sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
