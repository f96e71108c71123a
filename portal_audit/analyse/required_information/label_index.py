"""Every candidate label of a crawl, findable by word and by slug."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from portal_audit.analyse.required_information.address_names import slugs_in
from portal_audit.analyse.required_information.gathered_labels import gathered
from portal_audit.analyse.required_information.labels import (
    GENERIC,
    LONG_LABEL,
    SLUG,
    WITHIN,
    Label,
    LabelPatterns,
    holds,
    rarest_part,
    strength_of,
    strength_of_short,
    words_of,
)
from portal_audit.analyse.required_information.postings import has_posting_date
from portal_audit.analyse.required_information.telling_words import phrases_in, telling_words
from portal_audit.analyse.required_information.vocabulary import SLUGS, TYPO_FORMS
from portal_audit.evidence import Crawl
from portal_audit.parse.http.urls import same_place
from portal_audit.parse.text.typos import is_typo, typo_patterns

_NAMES = frozenset({"text", "title", "alt", "option"})
_SHORT_NAME = 5
"""Words of a section's name, as against the title of a posting."""


class LabelMatch(NamedTuple):
    """A candidate that names what is wanted. A tuple: there may be a thousand."""

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

    candidates: list[Label]
    by_phrase: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """A phrase that any item looks for → candidates that hold it."""
    by_words_of_address: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """The same for those that an address names."""
    holders: dict[str, frozenset[int]] = field(default_factory=dict)
    """A phrase that somebody asked for → candidates of either sort that hold all of it."""
    by_slug: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    mistyped: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """A long name → menu labels one letter away from it: “Guyện vọng”, “ĐIỆT TỬ”."""
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
        if wanted not in self.matches:
            self.matches[wanted] = self._find(wanted)
        return self.matches[wanted]

    def _find(self, wanted: LabelPatterns) -> list[LabelMatch]:
        found: dict[int, int] = {}
        for label in wanted.labels:
            for number in self.with_words(label):
                strength = strength_of(self.candidates[number], label)
                found[number] = max(strength, found.get(number, 0))
            for number in self.mistyped.get(label, ()):
                found[number] = max(WITHIN, found.get(number, 0))
        for short in wanted.abbreviations:
            for number in self.with_words(words_of(short)):
                strength = strength_of_short(self.candidates[number], short)
                found[number] = max(strength, found.get(number, 0))
        by_address = {
            number for slug in self.by_slug.keys() & wanted.slugs for number in self.by_slug[slug]
        }
        by_address -= self._holding(wanted.false_slugs, by_address)
        found |= dict.fromkeys(by_address - found.keys(), SLUG)
        refused = self._holding(wanted.false_friends, found.keys())
        matches = [
            LabelMatch(self.candidates[number], found[number])
            for number in sorted(found)
            if found[number]
            and (number not in refused or self.candidates[number].key in wanted.labels)
        ]
        return sorted(matches, key=lambda match: (-match.strength, not match.candidate.in_menu))

    def _holding(self, phrases: Iterable[str], among: AbstractSet[int]) -> set[int]:
        """Return which of some candidates hold one of the phrases, in a label or an address."""
        return {number for phrase in phrases for number in self._holders(phrase) if number in among}

    def _holders(self, phrase: str) -> frozenset[int]:
        if phrase not in self.holders:
            part = rarest_part(phrase)
            numbers = (*self.with_words(part), *self.by_words_of_address.get(part, ()))
            self.holders[phrase] = frozenset(
                number
                for number in numbers
                if "…" not in phrase or holds(self.candidates[number].key, phrase)
            )
        return self.holders[phrase]

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

    def with_words(self, phrase: str) -> list[int]:
        """Return the candidates that hold a phrase, or the rarest part of one with ``…``."""
        if "…" not in phrase:
            return self.by_phrase.get(phrase, [])
        parts = (part.strip() for part in phrase.split("…"))
        return min((self.by_phrase.get(part, []) for part in parts if part), key=len, default=[])

    def _add(self, number: int, candidate: Label, phrases: Sequence[str]) -> None:
        _, key, _, place, _, evidence, region, own_place, _ = candidate
        by_words = self.by_words_of_address if evidence == "slug" else self.by_phrase
        for phrase in phrases:
            by_words[phrase].append(number)
        if evidence in ("slug", "file-name"):
            for slug in SLUGS.among(slugs_in(candidate)):
                self.by_slug[slug].append(number)
            return
        if candidate.in_menu and len(key) >= LONG_LABEL - 1:
            for name in _mistaken_for(key):
                self.mistyped[name].add(number)
        if region != "body" and key not in GENERIC:
            self.labels_of[place].add(key)
        if own_place:
            return
        if evidence in _NAMES:
            self.leading_to[place].append(candidate)
        if evidence == "text":
            if has_posting_date(candidate.label):
                self.dated.add(place)
            elif key not in GENERIC and key.count(" ") < _SHORT_NAME:
                self.names_of[place].add(key)


def _mistaken_for(key: str) -> set[str]:
    """Return the names of items that a long label is one letter away from."""
    near = {name for form in typo_patterns(key) for name in TYPO_FORMS.get(form, ())}
    return {name for name in near if is_typo(key, name)}


def index(crawl: Crawl) -> LabelIndex:
    """Gather the labels of a crawl that anything may ask for, and note what stands in each."""
    telling = telling_words(crawl)
    result = LabelIndex(gathered(crawl, telling))
    # Words of addresses and files stand beside those that were written.
    made = {one.key for one in result.candidates}.difference(telling.keys.values())
    held = telling.held | phrases_in(list(made))
    for number, candidate in enumerate(result.candidates):
        result._add(number, candidate, held.get(candidate.key, ()))
    return result
