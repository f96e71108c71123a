"""The sections of a portal as they were read, whatever their labels are.

No list of labels is ever complete: offices call a list of tenders “Mời thầu, chào giá” and their
history “Đảo xưa và nay”. What stands on a page tells what it is; its label, in a word or two, what
it is about.
"""

import re
from collections import Counter
from dataclasses import dataclass

from portal_audit.analyse.boilerplate import Content
from portal_audit.analyse.required_information.labels import Label
from portal_audit.analyse.required_information.link_targets import LinkTarget, read_page
from portal_audit.analyse.required_information.postings import names_news
from portal_audit.analyse.required_information.site_index import SiteIndex
from portal_audit.analyse.required_information.vocabulary import MARKED, MARKED_LETTERS
from portal_audit.analyse.thresholds import THRESHOLDS
from portal_audit.evidence import Page
from portal_audit.parse.http.urls import same_place
from portal_audit.parse.text.spaces import first_words, single_spaces
from portal_audit.parse.text.vietnamese import composed

_WORD = re.compile(r"\w+")
_MOST_WORDS = 3_000
_ENOUGH = 6 * _MOST_WORDS
"""Characters that so many words mostly take; syllables are short."""


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A page of the portal that is no article."""

    page: Page
    there: LinkTarget
    content: Content
    phrases: Counter[str]
    """Phrases of any item that stand there, by their marks."""
    words: int
    labels: tuple[Label, ...]
    """Short labels that lead there, those of menus first."""
    keys: frozenset[str]
    """Their folded words."""

    def held(self, phrases: tuple[str, ...], label: str = "") -> int:
        """Return how many of *phrases* (see :func:`marked`) stand there, or in its *label*."""
        named = f" {label} "
        return sum(phrase in self.phrases or f" {phrase} " in named for phrase in phrases)

    def share(self, phrases: tuple[str, ...]) -> float:
        """Return how often *phrases* stand there, by words."""
        return sum(self.phrases[phrase] for phrase in phrases) / max(self.words, 1)


def marked(text: str) -> str:
    """Return words in small letters with their marks: “đền” and “đến” are two words."""
    return " ".join(_WORD.findall(composed(text).lower())[:_MOST_WORDS])


def _first_words(raw: str) -> str:
    """Return the first words of a long text as :func:`marked` does, in codes of letters."""
    start = raw[:_ENOUGH]
    words = single_spaces(MARKED_LETTERS.apply(composed(start)))
    if words.count(" ") < _MOST_WORDS and len(start) < len(raw):
        words = single_spaces(MARKED_LETTERS.apply(composed(raw)))
    return first_words(words, _MOST_WORDS)


def section_pages(index: SiteIndex) -> tuple[SectionPage, ...]:
    """Return the sections of a portal that hold something, in the order they were read."""
    if not index.sections:
        index.sections.append(tuple(_section_pages(index)))
    kept: tuple[SectionPage, ...] = index.sections[0]
    return kept


def _section_pages(index: SiteIndex) -> list[SectionPage]:
    home = index.crawl.home
    found: list[SectionPage] = []
    for place, page in {same_place(page.url): page for page in index.crawl.pages}.items():
        names = [label for label in index.labels.leading_to.get(place, []) if _is_label(label)]
        if page is home or not names or any(names_news(name.key) for name in names):
            continue
        if all(map(index.is_posting, names)):
            continue
        there = read_page(index, page)
        if there.kind == "page" and there.content is not None:
            names.sort(key=lambda candidate: not candidate.in_menu)
            words = _first_words(_without_pages_beneath(there))
            count = words.count(" ") + 1
            phrases = MARKED.found(words)
            keys = frozenset(name.key for name in names)
            own = SectionPage(page, there, there.content, phrases, count, tuple(names), keys)
            found.append(own)
    return found


def _without_pages_beneath(there: LinkTarget) -> str:
    """Return the words of a page without those of pages it leads to, which are of themselves."""
    raw = there.raw
    for child in there.beneath:
        raw = raw.replace(child.text, " ")
    return raw


def _is_label(candidate: Label) -> bool:
    length = candidate.key.count(" ") + 1
    longest = THRESHOLDS.longest_menu_label if candidate.in_menu else THRESHOLDS.longest_body_label
    return length <= longest
