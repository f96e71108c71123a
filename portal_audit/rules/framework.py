"""Frameworks: decrees, laws and standards as data, and how a check is traced to them. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from pathlib import Path

from portal_audit.model import Kind

STANDARD_FORM = "{name} §{section}"


class Sort(StrEnum):
    """What a text is."""

    LAW = "law"
    """A law, decree, circular or decision: it can bind a portal."""
    STANDARD = "standard"
    """A technical standard or another's published rules: it is followed, not obeyed."""


class Force(StrEnum):
    """Whether a text is in force."""

    IN_FORCE = "in-force"
    EXPIRED = "expired"
    REPLACED = "replaced"
    UNVERIFIED = "unverified"
    """Not known to have ended, though what it rests on has, or nobody has looked."""


class Certainty(StrEnum):
    """How a text or an article was read by those who wrote the file."""

    FULL_TEXT = "seen-full-text"
    ORIGINAL_TEXT = "seen-original-text"
    """In full, but without amendments that came, or may have come, later."""
    SECONDARY = "seen-secondary"
    """In an article, a notice or a repository that describes the text."""
    OWN_KNOWLEDGE = "own-knowledge"


class Standing(StrEnum):
    """What a citation counts for."""

    LAW = "law"
    STANDARD = "standard"
    PRACTICE = "practice"
    """In force, but it does not bind this kind of portal."""
    ENDED = "ended"
    COMING = "coming"


def unread_words(lang: str) -> tuple[str, ...]:
    """Return the words of a citation that say that its text was not read as a whole."""
    words = _words(lang)
    grades = (Certainty.ORIGINAL_TEXT, Certainty.SECONDARY, Certainty.OWN_KNOWLEDGE)
    return tuple(dict.fromkeys(words[grade.value] for grade in grades))


@cache
def _words(lang: str) -> Mapping[str, str]:
    """Return the words of citations in a language (``citations.toml``)."""
    file = Path(__file__).with_name("citations.toml")
    table: dict[str, dict[str, str]] = tomllib.loads(file.read_text(encoding="utf-8"))
    return table[lang]


@dataclass(frozen=True, slots=True)
class Article:
    """A place in a framework, and the checks that rest on it."""

    checks: tuple[str, ...]
    article: str | None = None
    clause: str | None = None
    point: str | None = None
    section: str | None = None
    """For annexes and standards, which have no articles."""
    kinds: frozenset[Kind] = frozenset(Kind)
    """The kinds of portal it speaks of."""
    certainty: Certainty = Certainty.FULL_TEXT
    grace_until: date | None = None
    """The last day of the time it gives; it is cited until then."""
    note: Mapping[str, str] | None = None
    """Language → how it was read, or what to mind."""


@dataclass(frozen=True, eq=False)
class Framework:
    """A decree, law, circular or standard."""

    id: str
    sort: Sort
    names: Mapping[str, str]
    """Language → short name, as cited."""
    titles: Mapping[str, str]
    """Language → what it is about."""
    force: Force
    in_force_from: date | None
    """``None`` where the day is not known: it then counts as in force until it ends."""
    in_force_to: date | None
    """The last day in force."""
    replaced_by: str | None
    """Id of a framework, or a name where there is no such file."""
    certainty: Certainty
    """Of those articles that say nothing else."""
    source: str
    """Where it was read."""
    articles: tuple[Article, ...]
    remark: Mapping[str, str] | None = None
    """Language → what to know of its status."""
    own: bool = False
    """Whether it came from a folder or plug-in of the user: it then holds for every profile."""
    file: Path | None = None

    @cached_property
    def by_check(self) -> Mapping[str, tuple[Article, ...]]:
        """Check → the articles that point at it."""
        found: dict[str, tuple[Article, ...]] = {}
        for article in self.articles:
            for check in article.checks:
                found[check] = (*found.get(check, ()), article)
        return found

    def in_force(self, on: date | None = None) -> bool:
        """Whether it is, or may be, in force on a day; without a day, by its status alone.

        A text whose status is *unverified* counts, with a mark; one that ended on a day nobody
        wrote down does not.
        """
        ended = self.force in (Force.EXPIRED, Force.REPLACED)
        if on is None or (ended and self.in_force_to is None):
            return not ended
        return not self.is_to_come(on) and (self.in_force_to is None or on <= self.in_force_to)

    def is_to_come(self, on: date) -> bool:
        """Whether it enters into force after a day."""
        return self.in_force_from is not None and on < self.in_force_from

    def standing(self, on: date | None, binding: Collection[str]) -> Standing:
        """Return what it counts for on a day, for a portal bound by the frameworks of *binding*."""
        if not self.in_force(on):
            coming = on is not None and self.is_to_come(on)
            return Standing.COMING if coming else Standing.ENDED
        if self.sort is Sort.STANDARD:
            return Standing.STANDARD
        return Standing.LAW if self.own or self.id in binding else Standing.PRACTICE

    @property
    def checks(self) -> tuple[str, ...]:
        """Every check that rests on it, in alphabetical order."""
        return tuple(sorted({check for article in self.articles for check in article.checks}))


@dataclass(frozen=True, slots=True)
class Citation:
    """An article that a check rests on, and what it counts for."""

    framework: Framework
    article: Article
    standing: Standing

    def text(self, lang: str) -> str:
        """Return it as cited, such as ``điểm b khoản 1 Điều 9 Nghị định số 224/2026/NĐ-CP``."""
        marks = self.marks(lang)
        place = where(self.framework, self.article, lang)
        return f"{place} ({'; '.join(marks)})" if marks else place

    def marks(self, lang: str) -> tuple[str, ...]:
        """Return what a reader must know before relying on it; none for plain law in force."""
        words, found = _words(lang), []
        if self.standing in (Standing.PRACTICE, Standing.ENDED, Standing.COMING):
            found.append(words[self.standing])
        if self.framework.force is Force.UNVERIFIED and self.standing is not Standing.ENDED:
            found.append(words["unverified"])
        if self.article.certainty is not Certainty.FULL_TEXT:
            found.append(words[self.article.certainty])
        if self.article.grace_until is not None:
            found.append(words["grace"].format(day=self.article.grace_until))
        return tuple(found)


def where(framework: Framework, article: Article, lang: str) -> str:
    """Return framework, article, clause and point, without any mark."""
    name, words = framework.names[lang], _words(lang)
    if article.section is not None:
        if framework.sort is Sort.LAW:
            item = article.section
            return words["law-item"].format(item=item, name=name)
        if article.section[0].isdigit():
            return STANDARD_FORM.format(name=name, section=article.section)
        return f"{name}: {article.section}"
    if article.article is None:
        return name
    smaller = (("point", article.point), ("clause", article.clause))
    inside = [words[word].format(number=number) for word, number in smaller if number]
    if lang == "vi":  # from the point up to the law
        return " ".join([*inside, words["article"].format(number=article.article), name])
    return words["article"].format(name=name, number=article.article) + "".join(reversed(inside))


ORDER = (Standing.LAW, Standing.STANDARD, Standing.COMING, Standing.PRACTICE, Standing.ENDED)


def citations(
    check_id: str,
    frameworks: Iterable[Framework],
    on: date | None = None,
    binding: Sequence[str] = (),
    kind: Kind | None = None,
) -> tuple[Citation, ...]:
    """Return what a check rests on: law first, good practice last.

    *on* is the day that counts (without one, the written status does), *binding* the ids of the
    frameworks that bind the portal, in the order in which to cite them, *kind* the
    kind of portal (all, if ``None``).
    """
    place = {name: number for number, name in enumerate(binding)}
    found = [
        Citation(framework, article, framework.standing(on, binding))
        for framework in frameworks
        for article in framework.by_check.get(check_id, ())
        if (kind is None or kind in article.kinds)
        and (article.grace_until is None or on is None or on <= article.grace_until)
    ]
    return tuple(
        sorted(
            found,
            key=lambda citation: (
                ORDER.index(citation.standing),
                place.get(citation.framework.id, len(place)),
            ),
        )
    )


def basis(found: Iterable[Citation], others: Iterable[str], lang: str = "vi") -> tuple[str, ...]:
    """Return what a finding rests on, in words; *others* are sources that are no framework."""
    found = tuple(found)
    firm = (Standing.LAW, Standing.STANDARD)
    return tuple(
        dict.fromkeys(
            [
                *(one.text(lang) for one in found if one.standing in firm),
                *(_noted(other, lang) for other in others),
                *(one.text(lang) for one in found if one.standing not in firm),
            ]
        )
    )


def _noted(source: str, lang: str) -> str:
    """Return a source as its check names it, with the note on how it was read in the language."""
    return source.replace(_words("vi")["seen-secondary"], _words(lang)["seen-secondary"])


@lru_cache(maxsize=1024)
def translations(check_id: str, frameworks: tuple[Framework, ...], lang: str) -> dict[str, str]:
    """Return every Vietnamese form that a citation of a check can have, with that of *lang*."""
    return {
        form.text("vi"): form.text(lang)
        for citation in citations(check_id, frameworks)
        for form in (replace(citation, standing=standing) for standing in Standing)
    }


def graces(frameworks: Iterable[Framework]) -> dict[str, date]:
    """Return check → last day of the time that a law gives for it; the latest of several."""
    until: dict[str, date] = {}
    for framework in frameworks:
        for article in framework.articles:
            if article.grace_until is not None:
                for check in article.checks:
                    until[check] = max(article.grace_until, until.get(check, date.min))
    return until
