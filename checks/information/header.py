"""Header: whose portal it is, and the main menu, on the home page (TT 32/2017 Đ16.3.a)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from portal_audit.api import Crawl, Front, Outcome, Page
from portal_audit.parse.text.vietnamese import fold, nfc

_HEAD = 600
"""Characters of the home page in which the name of the body stands."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Values of the ``[limits]`` table in ``header.toml``."""

    names: Sequence[str]
    """Words by which a state body names itself."""
    emblems: Sequence[str]
    """Words in the address or text of a picture that shows an emblem, logo or banner."""
    entries: int
    """Least number of entries of a main menu."""


def judge(crawl: Crawl, front: Front, limits: Limits) -> Outcome:
    """Look at the top of the home page. A picture may bear the name; a style sheet, the emblem."""
    home = crawl.home
    if home is None or home.status >= 400 or crawl.needs_browser or home.needs_browser:
        return Outcome("unread", where=[front.url])
    where = [home.url]
    menu = [link for link in home.links if link.region in ("nav", "header") and not link.hidden]
    if len({link.url for link in menu}) < limits.entries:
        return Outcome("no-menu", where=where)
    emblem, named = _emblem(home, limits), _named(home, limits)
    if emblem and named:
        return Outcome("found", where=where)
    if named:
        return Outcome("no-emblem-seen", where=where)
    return Outcome("name-in-picture" if emblem else "no-name", where=where)


def _emblem(home: Page, limits: Limits) -> bool:
    images = " ".join(fold(f"{image.url} {image.alt or ''}") for image in home.images)
    return any(re.search(rf"(?<![a-z]){re.escape(fold(word))}", images) for word in limits.emblems)


def _named(home: Page, limits: Limits) -> bool:
    head = nfc(f"{home.title} {home.text[:_HEAD]}").lower()
    return any(re.search(rf"\b{re.escape(word)}\b", head) for word in limits.names)
