"""What the methodology page tells of each framework: its status, and which checks rest on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal_audit.model import Kind, day_in_vietnam
from portal_audit.output.report import Report
from portal_audit.rules.check import Check
from portal_audit.rules.framework import Article, Framework, Sort, Standing, where
from portal_audit.rules.profile import Profile

GROUPS = ("law", "standard", "practice")


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """An article, and what is asked because of it."""

    text: str
    article: Article
    kinds: tuple[Kind, ...]
    """In the order of the kinds; empty where it speaks of all."""
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """A framework as the page shows it."""

    framework: Framework
    group: str
    successor: str
    """Name of what replaced it, or empty."""
    profiles: tuple[Profile, ...]
    """Those that hold a portal to it."""
    places: tuple[CitedPlace, ...]


def lawbook(report: Report, profiles: Iterable[Profile]) -> Mapping[str, tuple[Book, ...]]:
    """Return group → frameworks: law, standards, and what is good practice only.

    Law stands in the order in which profiles name it.
    """
    profiles = tuple(profiles)
    named = [name for profile in profiles for name in profile.frameworks]
    order = {name: number for number, name in enumerate(dict.fromkeys(named))}
    books = sorted(
        (_book(framework, report, profiles) for framework in report.catalog.frameworks),
        key=lambda book: order.get(book.framework.id, len(order)),
    )
    found = {group: tuple(book for book in books if book.group == group) for group in GROUPS}
    return {group: members for group, members in found.items() if members}


def _book(framework: Framework, report: Report, profiles: tuple[Profile, ...]) -> Book:
    holding = tuple(p for p in profiles if framework.own or framework.id in p.frameworks)
    held = {framework.id} if holding else set()
    standing = framework.standing(day_in_vietnam(report.run.started_at), held)
    group = "law" if standing is Standing.LAW else "practice"
    names = {other.id: other.names[report.lang] for other in report.catalog.frameworks}
    return Book(
        framework=framework,
        group="standard" if framework.sort is Sort.STANDARD else group,
        successor=names.get(framework.replaced_by or "", framework.replaced_by or ""),
        profiles=holding,
        places=tuple(_place(framework, article, report) for article in framework.articles),
    )


def _place(framework: Framework, article: Article, report: Report) -> CitedPlace:
    cited = (report.catalog.get(name) for name in article.checks)
    return CitedPlace(
        text=where(framework, article, report.lang),
        article=article,
        kinds=tuple(k for k in Kind if k in article.kinds)
        if len(article.kinds) < len(Kind)
        else (),
        checks=tuple(check for check in cited if check is not None),
    )
