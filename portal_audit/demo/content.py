"""What the portals publish: sections, items, news and places, as data files hold them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from portal_audit.model import Kind

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class DemoItem:
    """One page of required information."""

    id: str
    """Id of the item or function of the catalogue of required information."""
    label: str
    """As the menu has it."""
    section: str
    body: str
    """HTML with Jinja expressions."""
    updated: int
    """Days since it was last changed."""


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """One news item."""

    slug: str
    title: str
    category: str
    body: str
    """HTML with Jinja expressions."""
    age: int
    """Days since it was posted."""


@dataclass(frozen=True, slots=True)
class Section:
    """A menu heading."""

    id: str
    label: str


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((PAGES / f"{name}.toml").read_text(encoding="utf-8"))


def sections() -> tuple[Section, ...]:
    """Return the menu headings, in order."""
    return tuple(Section(key, label) for key, label in _table("sections")["sections"].items())


def items(kind: Kind) -> tuple[DemoItem, ...]:
    """Return the items a portal of this kind publishes, in menu order."""
    found = []
    for file in _table("sections")["files"]:
        for key, entry in _table(file).items():
            body = _for_kind(entry["body"], kind)
            if body is not None:
                label = _for_kind(entry["label"], kind) or ""
                found.append(
                    DemoItem(key, label, entry["section"], body, entry.get("updated", 120))
                )
    return tuple(found)


GROUPS: Mapping[str, frozenset[Kind]] = {
    "province-commune": frozenset({Kind.PROVINCE, Kind.COMMUNE}),
    "all": frozenset({Kind.PROVINCE, Kind.DEPARTMENT, Kind.COMMUNE}),
}
"""Keys of a text that holds for several kinds; a key that is a kind's own goes first."""


def _for_kind(value: str | Mapping[str, str], kind: Kind) -> str | None:
    """Return the text for a kind, or ``None`` where that kind has none."""
    if isinstance(value, str):
        return value
    if kind.value in value:
        return value[kind.value]
    fits = (value[key] for key, kinds in GROUPS.items() if key in value and kind in kinds)
    return next(fits, None)


def articles(kind: Kind, slug: str) -> tuple[NewsArticle, ...]:
    """Return the news of a portal, the latest first."""
    chosen = [
        NewsArticle(key, entry["title"], entry["category"], entry["body"], 0)
        for key, entry in _table("news").items()
        if kind.value in entry["kinds"] or slug in entry.get("portals", ())
    ]
    ages = (1, 3, 6, 9, 14, 20, 27, 35, 44)
    return tuple(
        NewsArticle(article.slug, article.title, article.category, article.body, age)
        for article, age in zip(chosen, ages, strict=False)
    )


def place(slug: str) -> Mapping[str, Any]:
    """Return names, address, people and figures of one portal's body."""
    entry: Mapping[str, Any] = _table("places")[slug]
    return entry
