"""Menus: every entry has words, so that screen readers and search engines can read it."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal_audit.analyse.required_information.address_names import IMAGE_FILE
from portal_audit.api import Crawl, Link, Outcome


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``image_only_menu.toml``."""

    few: int
    """So many nameless entries are a mistake; more are a menu made of pictures."""


def judge(crawl: Crawl, limits: Limits) -> Outcome:
    """Count the home page's links that show a picture and have no words at all."""
    home = crawl.home
    if home is None or crawl.needs_browser or not home.links:
        return Outcome("unread", where=[home.url] if home else [])
    nameless = list(dict.fromkeys(_nameless(home.links)))
    if not nameless:
        return Outcome("named", where=[home.url])
    name = "few" if len(nameless) <= limits.few else "many"
    return Outcome(name, where=[home.url], count=len(nameless), links=nameless[:10])


def _nameless(links: tuple[Link, ...]) -> Iterator[str]:
    for link in links:
        words = IMAGE_FILE.sub("", f"{link.text}{link.title}{link.alt}").strip()
        leads = not link.url.startswith("#")  # a button that opens a menu is no entry of it
        if link.source == "image" and leads and not words and not link.hidden:
            yield link.url
