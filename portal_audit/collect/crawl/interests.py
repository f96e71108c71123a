"""Which links lead to what the checks look for, by their words and their slugs."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal_audit.analyse.required_information.address_names import IMAGE_FILE
from portal_audit.parse.http.urls import slug_of
from portal_audit.parse.text.vietnamese import fold, slug_forms

NEWS = ("Tin tức", "Tin tức sự kiện", "Tin hoạt động", "Thông báo", "Tin nổi bật", "Tin mới")
"""Where the newest postings are listed."""
SITE_MAP = ("Sơ đồ cổng", "Sơ đồ trang", "Sơ đồ website", "Sơ đồ site", "Sitemap", "Site map")
"""Pages that list all others."""
EXACT, WITHIN, SLUG, LONG = range(4)
"""How well a link names an interest: its whole label; words of it; only its address; words of a
label so long that it is rather the title of an article."""
_WORD = re.compile(r"[a-z0-9]+")
_MAX_WORDS = 12
_LONG_LABEL = 9
"""Words beyond what the longest menu labels have."""


@dataclass(frozen=True, slots=True)
class InterestMatch:
    """What a link has to do with the interests."""

    phrases: frozenset[int] = frozenset()
    quality: int = LONG


class Interests:
    """Phrases looked for; each has a number."""

    def __init__(self, phrases: Iterable[str]) -> None:
        """Take labels as people write them."""
        self._phrases, self._slugs = _WordRuns(" "), _WordRuns("-")
        for number, phrase in enumerate(phrases):
            self._phrases.add(_words(phrase), number)
            for slug in slug_forms(phrase):
                self._slugs.add(slug, number)

    def match(self, label: str, url: str) -> InterestMatch:
        """Return which phrases a link names, and how well."""
        words = _WORD.findall(fold(label))
        if (whole := self._phrases.whole(words)) is not None:
            return InterestMatch(frozenset((whole,)), EXACT)
        named = self._phrases.longest(words)
        if named:
            return InterestMatch(named, WITHIN if len(words) <= _LONG_LABEL else LONG)
        slugs = self._slugs.longest(slug_of(url).split("-"))
        if not slugs and IMAGE_FILE.fullmatch(label):
            slugs = self._slugs.longest(words)
        if slugs:
            return InterestMatch(slugs, SLUG if len(words) <= _LONG_LABEL else LONG)
        return InterestMatch()


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


@lru_cache(maxsize=32)
def interests_in(phrases: tuple[str, ...]) -> Interests:
    """Return what to look for; the portals of a run share it."""
    return Interests(phrases)


class _WordRuns:
    """Runs of words that are looked for, each with a number."""

    def __init__(self, joint: str) -> None:
        """Know none yet; *joint* stands between their words."""
        self._joint = joint
        self._numbers: dict[str, int] = {}
        self._longest: dict[str, int] = {}
        """First word → words of the longest run that begins with it."""

    def add(self, run: str, number: int) -> None:
        """Look for a run too; the first number it is given counts."""
        if run:
            words = run.split(self._joint)
            self._numbers.setdefault(run, number)
            self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))

    def whole(self, words: list[str]) -> int | None:
        """Return the number of the run that all the words together are, if they are one."""
        return self._numbers.get(self._joint.join(words))

    def longest(self, words: list[str]) -> frozenset[int]:
        """Return the longest runs within the words: not those that are part of a longer one."""
        found: set[int] = set()
        start, words = 0, words[:40]
        while start < len(words):
            most = min(self._longest.get(words[start], 0), _MAX_WORDS, len(words) - start)
            for size in range(most, 0, -1):
                number = self._numbers.get(self._joint.join(words[start : start + size]))
                if number is not None:
                    found.add(number)
                    start += size - 1
                    break
            start += 1
        return frozenset(found)
