"""Links, menu headings and the style of a portal, as templates take them."""

from __future__ import annotations

from dataclasses import dataclass

from portal_audit.demo.slugs import SlugStyle


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A link in a menu or list."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class NewsEntry(MenuEntry):
    """A link to a news item."""

    age: int

    @property
    def title(self) -> str:
        """Its label, under the name templates use."""
        return self.label


@dataclass(frozen=True, slots=True)
class Heading:
    """A menu heading with its links."""

    label: str
    entries: tuple[MenuEntry, ...]


@dataclass(frozen=True, slots=True)
class Style:
    """How a portal looks and names its pages."""

    menu: str
    slugs: SlugStyle
