"""What a probe is, and how the engine finds the one that brings back a kind of evidence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, get_type_hints

from portal_audit.collect.browser import Tab
from portal_audit.collect.http.client import HttpClient
from portal_audit.model import Target

Piece = TypeVar("Piece")
PROBES: dict[type[object], Probe] = {}


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """What the person wants of this visit, as far as probes need to know."""

    max_pages: int = 30
    interests: tuple[str, ...] = ()
    """Words of links to follow first (see ``Catalog.interests``)."""
    authorised_by: str | None = None
    browser: Tab | None = None
    """Where pages can be shown that have no text without JavaScript."""
    screenshots: bool = False
    """Whether a picture of the front page is wanted, even where no browser is needed to read it."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A function that visits a site and brings back one kind of evidence."""

    fetch: Callable[..., Awaitable[object]]
    needs: Mapping[str, type[object]]
    """Parameters that are evidence of other probes."""
    given: Mapping[str, type[object]]
    """Parameters that the engine gives: the target, the HTTP client, the plan."""


def probe(fetch: Callable[..., Awaitable[Piece]]) -> Callable[..., Awaitable[Piece]]:
    """Register *fetch* as the way to get what it returns.

    Its parameters say what it needs: ``target: Target``, ``client: HttpClient``, ``plan:
    VisitPlan``, or any other kind of evidence, which is then gathered first. It raises NoEvidence
    where it comes back empty-handed.
    """
    hints: dict[str, Any] = get_type_hints(fetch)
    brings = hints.pop("return")
    given = {name: kind for name, kind in hints.items() if kind in (Target, HttpClient, VisitPlan)}
    needs = {name: kind for name, kind in hints.items() if name not in given}
    PROBES[brings] = Probe(fetch, needs, given)
    return fetch
