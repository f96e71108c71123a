"""Pages that stand there because nobody has put a site there: of servers, panels, installers."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

from portal_audit.evidence import Page
from portal_audit.parse.text.sure_words import sure_words

_BEGINNING = 2_500
"""Characters of a page's text that are looked at."""
_MOST_ASSETS = 60


@dataclass(frozen=True)
class DefaultPage:
    """One page of ``default_pages.toml``, where every key is explained."""

    name: str
    title: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None
    assets: re.Pattern[str] | None = None
    installer: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """Words in small letters of which one stands on such a page."""
        pattern = self.text or self.title
        return sure_words(pattern.pattern if pattern else "")


def default_page_of(page: Page) -> DefaultPage | None:
    """Return whose default page this is; ``None`` for a page that somebody made."""
    title, text = page.title.strip(), page.text[:_BEGINNING].strip()
    small = f"{title}\n{text}".lower()
    found = {word for word in _words() if word in small}
    return next(
        (
            one
            for one in default_pages()
            if not one.words.isdisjoint(found) and _is(one, page, title, text)
        ),
        None,
    )


@cache
def default_pages() -> tuple[DefaultPage, ...]:
    """Return every default page that can be recognised."""
    source = files("portal_audit.analyse").joinpath("default_pages.toml").read_text("utf-8")
    return tuple(_read(**row) for row in tomllib.loads(source).values())


@cache
def _words() -> frozenset[str]:
    """Return the words of all of them; an empty one, of what has none, stands everywhere."""
    return frozenset().union(*(one.words for one in default_pages()))


def _read(
    name: str, title: str = "", text: str = "", assets: str = "", installer: bool = False
) -> DefaultPage:
    return DefaultPage(name, _pattern(title), _pattern(text), _pattern(assets), installer)


def _pattern(source: str) -> re.Pattern[str] | None:
    return re.compile(source, re.IGNORECASE) if source else None


def _is(one: DefaultPage, page: Page, title: str, text: str) -> bool:
    if one.title is not None and not one.title.search(title):
        return False
    if one.text is not None and not one.text.search(text):
        return False
    return one.assets is None or any(map(one.assets.search, _assets(page)))


def _assets(page: Page) -> list[str]:
    urls = [script.url or "" for script in page.scripts]
    return [*urls, *(sheet.url for sheet in page.stylesheets)][:_MOST_ASSETS]
