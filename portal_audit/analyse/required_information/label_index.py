"""Every candidate label of a crawl, gathered once and findable by word and by slug.

Candidates come from link texts, titles, alternative texts, image file names, options, headings,
page titles and slugs.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal_audit.analyse.feeds import is_feed
from portal_audit.analyse.menus import menu_places
from portal_audit.analyse.required_information.abbreviations import words_of_file, written_out
from portal_audit.analyse.required_information.address_names import (
    EXTENSION,
    IMAGE_FILE,
    last_part,
    slugs_in,
    that_may_name,
)
from portal_audit.analyse.required_information.labels import (
    SLUG,
    WITHIN,
    Label,
    LabelPatterns,
    holds,
    strength_of,
    strength_of_short,
    words_of,
    words_of_many,
)
from portal_audit.analyse.required_information.postings import has_posting_date
from portal_audit.analyse.required_information.vocabulary import FOLDED
from portal_audit.evidence import Crawl, Link, Page
from portal_audit.parse.http.urls import same_place
from portal_audit.parse.text.typos import is_typo, typo_patterns
from portal_audit.parse.text.vietnamese import composed, nfc

GENERIC = frozenset({"xem them", "chi tiet", "xem chi tiet", "xem tat ca", "tai day", "more"})
"""Link words that name nothing, so that a title beside them may speak."""
_TITLE_BREAK = re.compile(r"\s[-–|:»]\s|\|")
_MOST_WORDS = 24
_LONG_LABEL = 12
"""Folded letters from which one letter more, less or other may be a typo."""
_NAMES = frozenset({"text", "title", "alt", "option"})
_SHORT_NAME = 5
"""Words of a section's name, as against the title of a posting."""
_LONGEST = 300
"""Characters of a label that are looked at; what is longer is no label."""


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A candidate that names what is wanted."""

    candidate: Label
    strength: int


@dataclass(frozen=True, slots=True)
class RefusedLabel:
    """A label that holds the words of an item and does not name it."""

    candidate: Label
    why: str
    """``false-friend`` (it names something else) or ``sentence`` (it only mentions the words)."""


@dataclass(slots=True)
class LabelIndex:
    """Every candidate of a site, findable by word and by slug."""

    candidates: list[Label] = field(default_factory=list)
    by_phrase: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """A phrase that any item looks for → candidates that hold it."""
    vocabulary: int = 0
    """How many phrases there were when ``by_phrase`` was made."""
    by_slug: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_slip: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """A long menu label without one of its letters → candidates, to find typing errors."""
    labels_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Place → the different menu labels that lead there."""
    leading_to: dict[str, list[Label]] = field(default_factory=lambda: defaultdict(list))
    """Place → labels of links that lead there from other pages."""
    dated: set[str] = field(default_factory=set)
    """Places that a label with a day of posting leads to."""
    names_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Place → the different short labels that lead there, in menus or not."""
    matches: dict[LabelPatterns, list[LabelMatch]] = field(default_factory=dict)
    """What was looked for → what names it, for the rules that ask for it again."""

    def find(self, wanted: LabelPatterns) -> list[LabelMatch]:
        """Return what names the wanted thing, the best first, in the order of the pages."""
        if self.vocabulary != len(FOLDED):
            self._search()
        if wanted not in self.matches:
            self.matches[wanted] = self._find(wanted)
        return self.matches[wanted]

    def _find(self, wanted: LabelPatterns) -> list[LabelMatch]:
        found: dict[int, int] = {}
        for label in wanted.labels:
            for number in self.with_words(label):
                strength = strength_of(self.candidates[number], label)
                found[number] = max(strength, found.get(number, 0))
            for number in self._mistyped(label):
                found[number] = max(WITHIN, found.get(number, 0))
        for short in wanted.abbreviations:
            for number in self.with_words(words_of(short)):
                strength = strength_of_short(self.candidates[number], short)
                found[number] = max(strength, found.get(number, 0))
        for slug in wanted.slugs:
            for number in self.by_slug.get(slug, ()):
                if not wanted.refuses_slug(self.candidates[number].key):
                    found.setdefault(number, SLUG)
        matches = [
            LabelMatch(self.candidates[number], found[number])
            for number in sorted(found)
            if found[number] and not wanted.refuses(self.candidates[number].key)
        ]
        return sorted(matches, key=lambda match: (-match.strength, not match.candidate.in_menu))

    def refused(self, patterns: LabelPatterns) -> Iterator[RefusedLabel]:
        """Yield the labels that hold the words of the item and were not taken, each once."""
        done: set[tuple[str, str]] = set()
        for label in patterns.labels:
            for number in self.with_words(label):
                candidate = self.candidates[number]
                mark = (candidate.key, same_place(candidate.url))
                if mark in done or not holds(candidate.key, label):
                    continue
                if patterns.refuses(candidate.key):
                    done.add(mark)
                    yield RefusedLabel(candidate, "false-friend")
                elif not any(strength_of(candidate, one) for one in patterns.labels):
                    done.add(mark)
                    yield RefusedLabel(candidate, "sentence")

    def labels_beside(self, url: str, wanted: LabelPatterns) -> tuple[str, ...]:
        """Return the menu labels that lead to this place and do not name the wanted thing."""
        keys = self.labels_of.get(same_place(url), set())
        return tuple(
            sorted(key for key in keys if not any(holds(key, label) for label in wanted.labels))
        )

    def _mistyped(self, label: str) -> set[int]:
        """Return long menu labels one letter away from *label*: “Guyện vọng”, “ĐIỆT TỬ”."""
        if len(label) < _LONG_LABEL or "…" in label:
            return set()
        forms = self.by_slip.keys() & typo_patterns(label)
        near = {number for form in forms for number in self.by_slip[form]}
        return {number for number in near if is_typo(self.candidates[number].key, label)}

    def with_words(self, phrase: str) -> list[int]:
        """Return the candidates that hold a phrase, or the rarest part of one with ``…``."""
        if self.vocabulary != len(FOLDED):
            self._search()
        if "…" not in phrase:
            return self.by_phrase.get(phrase, [])
        parts = (part.strip() for part in phrase.split("…"))
        return min((self.by_phrase.get(part, []) for part in parts if part), key=len, default=[])

    def _search(self) -> None:
        """Look for every phrase of every item in every label."""
        self.vocabulary = len(FOLDED)
        self.by_phrase = defaultdict(list)
        self.matches.clear()
        keys = ["" if one.evidence == "slug" else one.key for one in self.candidates]
        for number, phrase in FOLDED.found_in_each(keys):
            holders = self.by_phrase[phrase]
            if not holders or holders[-1] != number:
                holders.append(number)


def index(crawl: Crawl) -> LabelIndex:
    """Gather every candidate of a crawl, once each."""
    result = LabelIndex()
    marks: set[tuple[str, str, str]] = set()
    links: set[tuple[str, ...]] = set()
    menus = menu_places(crawl)
    for page in crawl.pages:
        for candidate in _candidates(page, links, menus):
            # A label that leads to its own page does so on every page: once is enough.
            tab = candidate.own_place and candidate.evidence != "heading"
            mark = (candidate.key, "#" if tab else candidate.place, candidate.evidence)
            if mark not in marks:
                marks.add(mark)
                _add(result, candidate)
    return result


def _add(result: LabelIndex, candidate: Label) -> None:
    number = len(result.candidates)
    result.candidates.append(candidate)
    if candidate.evidence not in ("slug", "file-name"):
        if candidate.in_menu and len(candidate.key) >= _LONG_LABEL - 1:
            for form in typo_patterns(candidate.key):
                result.by_slip[form].append(number)
        if candidate.region != "body" and candidate.key not in GENERIC:
            result.labels_of[candidate.place].add(candidate.key)
    if candidate.evidence in _NAMES and not candidate.own_place:
        result.leading_to[candidate.place].append(candidate)
    if candidate.evidence == "text" and not candidate.own_place:
        if has_posting_date(candidate.label):
            result.dated.add(candidate.place)
        elif candidate.key not in GENERIC and candidate.key.count(" ") < _SHORT_NAME:
            result.names_of[candidate.place].add(candidate.key)
    for slug in slugs_in(candidate):
        result.by_slug[slug].append(number)


def _candidates(
    page: Page, links: set[tuple[str, ...]], menus: frozenset[str] | None
) -> Iterator[Label]:
    """Candidates of a page; a link that an earlier page has too says nothing new.

    A list of feeds names the sections that they are of, but does not lead to them.
    """
    fresh: list[Link] = []
    here = same_place(page.url)
    lists_feeds = is_feed(page.url)
    for link in page.links:
        if lists_feeds and is_feed(link.url):
            continue
        words = (link.url, link.text, link.title, link.alt, link.region)
        if (words not in links or link.url == page.url) and (
            not link.hidden or link.region in ("nav", "header")
        ):
            links.add(words)
            fresh.append(link)
    texts = _fit_to_show([link.text[:_LONGEST] for link in fresh])
    keys = words_of_many([text[:200] for text in texts], written_out)
    named = that_may_name([link.url for link in fresh])
    for link, text, key in zip(fresh, texts, keys, strict=True):
        place = same_place(link.url)
        region = "body" if menus is not None and place not in menus else link.region
        if key and key.count(" ") < _MOST_WORDS:
            kind = "option" if link.source == "option" else "text"
            own = place == here
            yield Label(text[:160], key, link.url, place, page, kind, region, own)
        if link.alt or not text or key in GENERIC or link.url in named:
            yield from _beside(page, link, text, key, region, link.url in named)
    for heading in (*_TITLE_BREAK.split(nfc(page.title[:_LONGEST]))[:1], *page.headings[:60]):
        yield from _one(page, heading, page.url, "heading")


def _fit_to_show(texts: list[str]) -> list[str]:
    """Return texts composed, with single spaces; those of our own reader are so already."""
    whole = "\n".join(["", *texts, ""])
    fit = (
        whole.count("\n") == len(texts) + 1
        and not any(space in whole for space in ("  ", " \n", "\n "))
        and composed(whole) is whole
        and whole.replace("\n", "").isprintable()
    )
    return texts if fit else list(map(nfc, texts))


def _beside(
    page: Page, link: Link, text: str, key: str, region: str, by_address: bool
) -> Iterator[Label]:
    """Candidates that a link's title, pictures and address make, beside its words."""
    drawn = link.alt[:_LONGEST]
    files, alt = (IMAGE_FILE.findall(drawn), nfc(IMAGE_FILE.sub(" ", drawn))) if drawn else ([], "")
    # A title may contradict the words it belongs to; it speaks only where they say nothing.
    if not text or key in GENERIC:
        yield from _one(page, nfc(link.title[:_LONGEST]), link.url, "title", region)
        if " " in alt or not files:
            yield from _one(page, alt, link.url, "alt", region)
    if not by_address and not files:
        return
    shown = text or alt or nfc(link.title[:_LONGEST]) or " ".join(files) or last_part(link.url)
    if shown:
        if files and not text:
            named = " ".join(files)[:160]
            words = words_of(" ".join(map(words_of_file, files))[:200])
            place = same_place(link.url)
            yield Label(named, words, link.url, place, page, "file-name", region, False, True)
        if by_address or not text:
            key = words_of(f"{shown[:160]} {EXTENSION.sub('', last_part(link.url))}")
            place = same_place(link.url)
            alone = not text
            yield Label(shown[:160], key, link.url, place, page, "slug", region, False, alone)


def _one(page: Page, label: str, url: str, evidence: str, region: str = "body") -> Iterator[Label]:
    if label:
        key = words_of(written_out(label[:200]))
        yield from _keyed(page, nfc(label), key, url, evidence, region)


def _keyed(
    page: Page, label: str, key: str, url: str, evidence: str, region: str
) -> Iterator[Label]:
    if key and key.count(" ") < _MOST_WORDS:
        place = same_place(url)
        own = evidence == "heading" or place == same_place(page.url)
        yield Label(label[:160], key, url, place, page, evidence, region, own)
