"""Sort what a provincial portal mentions by where it leads: a host, or a folder of its own."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from portal_audit.evidence import Crawl
from portal_audit.inventory.mentions import Mention, mentions
from portal_audit.inventory.naming import from_host, from_label
from portal_audit.inventory.provinces import by_domain
from portal_audit.model import Kind
from portal_audit.parse.http.urls import domain_of, host_of, same_site
from portal_audit.parse.http.web_url import path_of, read_url
from portal_audit.parse.text.vietnamese import nfc, slug_forms

MOST_LABELS = 200
"""Labels kept of one portal."""


@dataclass(slots=True)
class AdministrativeUnit:
    """All mentions of one host, or of one component below a path."""

    url: str
    path: bool = False
    labels: Counter[str] = field(default_factory=Counter)
    front_labels: Counter[str] = field(default_factory=Counter)
    """Of links to its front page."""
    ways: set[str] = field(default_factory=set)
    seen_on: str = ""
    outside: bool = False
    former: bool = False


def places(crawl: Crawl, home: str) -> list[AdministrativeUnit]:
    """Return the places that may be component portals of the one at *home*, in the order seen."""
    domain = domain_of(host_of(home))
    found: dict[str, AdministrativeUnit] = {}
    for mention in mentions(crawl):
        _place(mention, home, domain, found)
    return list(found.values())


def _place(mention: Mention, home: str, domain: str, found: dict[str, AdministrativeUnit]) -> None:
    """Put a mention to the place it belongs to; most belong to none."""
    host = host_of(mention.url)
    if same_site(mention.url, home) or host == host_of(home):
        key = _component_path(mention) if mention.how == "link" else None
        place = key and found.setdefault(key, AdministrativeUnit(mention.url, path=True))
    else:
        place = _below(mention, host, domain, found)
    if not place:
        return
    place.ways.add(mention.how)
    place.seen_on = place.seen_on or mention.page
    label = nfc(mention.label)[:200]
    if label and len(place.labels) < MOST_LABELS:
        place.labels[label] += 1
        if place.path or _is_front(mention.url):
            place.front_labels[label] += 1
    if place.path and len(mention.url) < len(place.url):
        place.url = mention.url


def _below(
    mention: Mention, host: str, domain: str, found: dict[str, AdministrativeUnit]
) -> AdministrativeUnit | None:
    """Return the place of a host below the province's domain, or of another that names a unit."""
    own = by_domain(domain)
    former = own is not None and domain_of(host) in own.former_hosts
    below = host.endswith("." + domain) or former
    key = _origin(mention.url).partition("//")[2].removeprefix("www.")
    if not below and key not in found and not _is_foreign_component(mention, host):
        return None
    place = found.setdefault(
        key, AdministrativeUnit(_origin(mention.url), outside=not below, former=former)
    )
    if place.url.startswith("http://") and mention.url.startswith("https://"):
        place.url = _origin(mention.url)
    return place


def _is_foreign_component(mention: Mention, host: str) -> bool:
    """Tell whether a link off the domain names a department or commune, at its front page."""
    if mention.how not in ("link", "frame") or not _is_front(mention.url):
        return False
    if by_domain(domain_of(host)) is not None:  # another province
        return False
    guess = from_label(mention.label)
    return guess is not None and guess.kind in (Kind.DEPARTMENT, Kind.COMMUNE) and guess.sure


def _component_path(mention: Mention) -> str | None:
    """Return ``host/folder/`` of a component on the province's own host; ``None`` if it is none.

    The words of the link name a unit, and a folder of the address spells them, as in
    ``/So/sotaichinh/Trang/default.aspx`` or ``/web/phuong-tu-lan``.
    """
    guess = from_label(mention.label)
    if guess is None or not guess.sure or guess.kind not in (Kind.DEPARTMENT, Kind.COMMUNE):
        return None
    forms = slug_forms(guess.name) | slug_forms(guess.name.partition(" ")[2])
    segments = [part for part in path_of(mention.url).split("/") if part][:4]
    for number, segment in enumerate(segments):
        low = segment.lower()
        # A file is a page about the unit, not its portal.
        if "." in low:
            break
        by_host = from_host(f"{low}.x")
        if low in forms or (by_host is not None and by_host.kind is guess.kind and by_host.sure):
            return f"{read_url(mention.url).authority}/{'/'.join(segments[: number + 1])}/".lower()
    return None


def _origin(url: str) -> str:
    return f"{read_url(url).origin}/"


def _is_front(url: str) -> bool:
    """Tell whether an address leads to a front page."""
    path = path_of(url).strip("/").lower()
    return path in ("", "home", "index.html", "index.php", "default.aspx", "trang-chu", "web/guest")
