"""Which links lead to what the checks look for, by their words and their slugs."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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
        self._phrases: dict[str, int] = {}
        self._slugs: dict[str, int] = {}
        for number, phrase in enumerate(phrases):
            self._phrases.setdefault(_words(phrase), number)
            for slug in slug_forms(phrase):
                self._slugs.setdefault(slug, number)
        self._phrases.pop("", None)

    def match(self, label: str, url: str) -> InterestMatch:
        """Return which phrases a link names, and how well."""
        words = _WORD.findall(fold(label))
        if (whole := self._phrases.get(" ".join(words))) is not None:
            return InterestMatch(frozenset((whole,)), EXACT)
        named = _longest_runs(words, " ", self._phrases)
        if named:
            return InterestMatch(named, WITHIN if len(words) <= _LONG_LABEL else LONG)
        slugs = _longest_runs(slug_of(url).split("-"), "-", self._slugs)
        if not slugs and IMAGE_FILE.fullmatch(label):
            slugs = _longest_runs(words, "-", self._slugs)
        if slugs:
            return InterestMatch(slugs, SLUG if len(words) <= _LONG_LABEL else LONG)
        return InterestMatch()


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


def _longest_runs(words: list[str], joint: str, numbers: dict[str, int]) -> frozenset[int]:
    """Return the longest known runs of words: not those that are part of a longer one."""
    found: set[int] = set()
    start, words = 0, words[:40]
    while start < len(words):
        for end, run in _runs(words, start, joint):
            if run in numbers:
                found.add(numbers[run])
                start = end - 1
                break
        start += 1
    return frozenset(found)


def _runs(words: list[str], start: int, joint: str) -> Iterator[tuple[int, str]]:
    for end in range(min(len(words), start + _MAX_WORDS), start, -1):
        yield end, joint.join(words[start:end])
