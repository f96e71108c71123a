"""Every phrase that any item looks for, found in one pass over a text (Aho-Corasick).

Some sixty items ask for 1,300 phrases. Looking for each on its own reads a page as often; one pass
tells which of them stand there, and the rules work on that set.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

import ahocorasick

from portal_audit.parse.text.letter_codes import ALPHABET, SPELLING, LetterCodes, spelled


class Vocabulary:
    """Phrases of whole words, joined by single spaces; it only ever grows."""

    def __init__(self, bound: str = " ", letters: LetterCodes | None = None) -> None:
        """Begin without phrases. *bound* is what stands before and after each.

        Where there are *letters*, texts to look in are given in these codes.
        """
        self._bound = bound
        self._letters = letters
        self._phrases: set[str] = set()
        self._automaton: ahocorasick.Automaton | None = None

    def __len__(self) -> int:
        """Return how many phrases there are: another number means that texts must be read anew."""
        return len(self._phrases)

    def __iter__(self) -> Iterator[str]:
        """Yield the phrases, in no order."""
        return iter(self._phrases)

    def __contains__(self, phrase: str) -> bool:
        """Tell whether it is one of the phrases, or a part of one with ``…``."""
        return phrase in self._phrases

    def among(self, words: Iterable[str]) -> set[str]:
        """Return those of the words that are phrases."""
        return self._phrases.intersection(words)

    def isdisjoint(self, words: Iterable[str]) -> bool:
        """Tell whether none of the words is a phrase."""
        return self._phrases.isdisjoint(words)

    def add(self, phrases: Iterable[str]) -> None:
        """Learn phrases; of one with ``…`` its parts, all of which must stand there."""
        parts = {part.strip() for phrase in phrases for part in phrase.split("…")} - {""}
        if parts - self._phrases:
            self._phrases |= parts
            self._automaton = None

    def found(self, keys: str) -> Counter[str]:
        """Return the phrases that stand in the words *keys*, with how often."""
        return Counter(map(itemgetter(1), self._met(f"{self._bound}{keys}{self._bound}")))

    def found_in_each(self, texts: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield which phrase stands in which of many short texts, by number, in one pass."""
        bound = self._bound
        between = f"{bound}\n{bound}"  # no phrase has a line break: none reaches over it
        whole = f"{bound}{between.join(texts)}{bound}"
        number, looked = 0, 0
        for end, phrase in self._met(whole):
            number += whole.count("\n", looked, end)
            looked = end
            yield number, phrase

    def _met(self, text: str) -> Iterator[tuple[int, str]]:
        if not self._phrases:
            return iter(())
        if self._automaton is None:
            self._automaton = ahocorasick.Automaton()
            for phrase in self._phrases:
                coded = self._letters.apply(phrase) if self._letters else phrase
                self._automaton.add_word(f"{self._bound}{coded}{self._bound}", phrase)
            self._automaton.make_automaton()
        met: Iterator[tuple[int, str]] = self._automaton.iter(text)
        return met


def _with_marks(letter: str) -> str:
    if letter in SPELLING:
        return letter
    return "".join(
        (sign if sign in ALPHABET else spelled(sign)) if sign.isalnum() or sign == "_" else " "
        for sign in letter.lower()
    )


FOLDED = Vocabulary()
"""Phrases looked for in texts, as :func:`words_of` gives them: small letters without marks."""
LABELS = Vocabulary()
"""Those looked for in labels and addresses: names, topics, and what only looks like a name."""
NAMES = Vocabulary()
"""Those of them by which a label can name an item."""
TOPICS = Vocabulary()
"""Those of them by which a short label can hint at one."""
MARKED_LETTERS = LetterCodes("marked", _with_marks)
MARKED = Vocabulary(letters=MARKED_LETTERS)
"""Phrases with their marks: “đền” and “đến” are two words."""
SLUGS = Vocabulary(bound="")
"""Forms of addresses."""
TYPO_FORMS: defaultdict[str, set[str]] = defaultdict(set)
"""A long name, whole or without one of its letters → the names that are written so."""


def may_hold(found: Counter[str], phrase: str) -> bool:
    """Tell whether a phrase stands in a text, or at least all parts of one with ``…``."""
    if "…" not in phrase:
        return phrase in found
    return all(part.strip() in found for part in phrase.split("…") if part.strip())


def phrases_known() -> int:
    """Return how many phrases there are: another number means that a site must be read anew."""
    return len(FOLDED) + len(LABELS) + len(MARKED) + len(SLUGS) + len(TYPO_FORMS)
