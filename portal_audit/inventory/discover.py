"""Find the component portals of a province in what was read of its portal. Pure: visits nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from portal_audit.evidence import Crawl
from portal_audit.inventory.naming import (
    Guess,
    from_host,
    from_label,
    is_functional,
    says_nothing,
    spells,
)
from portal_audit.inventory.places import AdministrativeUnit, places
from portal_audit.inventory.provinces import bare_name, by_domain, provinces
from portal_audit.inventory.urls import normalise
from portal_audit.model import Kind
from portal_audit.parse.http.urls import domain_of, host_of
from portal_audit.parse.http.web_url import read_url
from portal_audit.parse.text.vietnamese import fold, nfc

INTERESTS = (
    *("Sở, ban, ngành", "Các sở, ban, ngành", "Sở, ngành", "Cơ quan chuyên môn"),
    *("Xã, phường", "Xã, phường, đặc khu", "UBND xã, phường", "UBND các xã, phường, đặc khu"),
    *("Các xã, phường", "Đơn vị hành chính", "Địa phương", "Đơn vị trực thuộc", "Cổng thành phần"),
    *("Trang thành phần", "Trang thông tin thành phần", "Liên kết website", "Liên kết"),
    *("Bộ máy tổ chức", "Cơ cấu tổ chức", "Danh bạ"),
)
"""Words of links behind which a provincial portal lists its components."""
_TITLE = re.compile(r"(?:tỉnh|thành phố)\s+((?:[A-ZĐÀ-Ỹ][^\s,;.|–-]*\s*){1,4})")


class DiscoveryCertainty(StrEnum):
    """How sure it is that this is a component portal of that kind."""

    SURE = "sure"
    """A host below the province's, and a link that names the unit."""
    LIKELY = "likely"
    """Host or label alone says what it is."""
    UNSURE = "unsure"
    """To be looked at by a person."""


@dataclass(frozen=True, slots=True)
class DiscoveredPortal:
    """One component portal, as the provincial portal shows it."""

    url: str
    kind: Kind
    name: str
    certainty: DiscoveryCertainty
    notes: tuple[str, ...] = ()
    """What a person should look at: ``path`` (shares a host), ``outside`` (another domain),
    ``former-host``, ``district``, ``former``, ``disagree``, ``kind-unknown``, ``mentioned-only``,
    ``same-name`` (another found portal is called alike)."""
    functional: bool = False
    """A host for mail, files or office work: no portal for citizens."""
    seen_on: str = ""
    """Page that mentions it."""
    label: str = ""
    """Words of the link that decided."""


def discover(crawl: Crawl, url: str) -> tuple[DiscoveredPortal, ...]:
    """Return the component portals that the pages of the portal at *url* show.

    Departments come first, then communes, public services and others, functional hosts last;
    each in the order seen.
    """
    home = crawl.home.url if crawl.home is not None else url
    judged = (_judge(place) for place in places(crawl, home))
    found = _mark_namesakes(one for one in judged if one is not None)
    order = list(Kind)
    return tuple(sorted(found, key=lambda one: (one.functional, order.index(one.kind))))


def province_of(crawl: Crawl, url: str) -> str:
    """Return the name of the province: by the host, else by the home page's title, else nothing."""
    official = by_domain(domain_of(host_of(url)))
    if official is not None:
        return official.name
    home = crawl.home
    for text in (home.title, *home.headings) if home is not None else ():
        if named := _TITLE.search(nfc(text)):
            name = " ".join(named[1].split())
            return next((p.name for p in provinces() if bare_name(p.name) == fold(name)), name)
    return ""


def _judge(place: AdministrativeUnit) -> DiscoveredPortal | None:
    """Say what a place is, by its labels and its host; ``None`` where no host can be called so."""
    host = host_of(place.url)
    try:
        written = _written(place)
    except ValueError:
        return None
    label, guess = _best_label(place, host)
    by_host = None if place.path else from_host(host)
    by_label = guess or (Guess(Kind.COMMUNE, label, sure=False) if _names(label, host) else None)
    notes = _notes(place, by_label, by_host)
    said = by_label or by_host
    kind = said.kind if said is not None else Kind.WEB
    name = by_label.name if by_label is not None else label
    return DiscoveredPortal(
        url=written,
        kind=kind,
        name=_tidy(name),
        certainty=_certainty(place, by_label, by_host, notes),
        notes=notes,
        functional=said is None and not place.path and is_functional(host),
        seen_on=place.seen_on,
        label=label,
    )


def _names(label: str, host: str) -> bool:
    """Tell whether a label without xã or phường is what the host spells: ``Lũng Xanh``."""
    return bool(label) and len(label.split()) <= 5 and spells(label, host) and label[0].isupper()


def _best_label(place: AdministrativeUnit, host: str) -> tuple[str, Guess | None]:
    """Return the label that says most: one that names a unit for sure, of those the commonest."""
    best: tuple[tuple[int, int], str, Guess | None] | None = None
    for label, count in place.labels.items():
        guess, front = from_label(label), place.front_labels[label]
        if guess is not None and not guess.sure and not front:
            guess = None
        if guess is None and (not front or says_nothing(label)):
            continue  # the title of an article over there, or "Xem thêm"
        merit = 3 if guess and guess.sure else 2 if guess else 1 if _names(label, host) else 0
        if best is None or (merit, count) > best[0]:
            best = (merit, count), label, guess
    return (best[1], best[2]) if best is not None else ("", None)


def _notes(place: AdministrativeUnit, label: Guess | None, host: Guess | None) -> tuple[str, ...]:
    found = []
    if place.path:
        found.append("path")
    if place.former:
        found.append("former-host")
    elif place.outside:
        found.append("outside")
    if label is not None and host is not None and label.kind is not host.kind:
        found.append("disagree")
    if not place.ways & {"link", "frame"}:
        found.append("mentioned-only")
    if label is None and host is None:
        found.append("kind-unknown")
    for guess in (label, host):
        if guess is not None and guess.remark and guess.remark not in found:
            found.append(guess.remark)
    return tuple(found)


def _certainty(
    place: AdministrativeUnit, label: Guess | None, host: Guess | None, notes: tuple[str, ...]
) -> DiscoveryCertainty:
    """Weigh the signs; anything a person should look at makes it unsure."""
    if notes:
        return DiscoveryCertainty.UNSURE
    if label is not None and label.sure and not place.outside:
        return DiscoveryCertainty.SURE
    return (
        DiscoveryCertainty.LIKELY
        if label is not None or (host and host.sure)
        else DiscoveryCertainty.UNSURE
    )


def _mark_namesakes(found: Iterable[DiscoveredPortal]) -> list[DiscoveredPortal]:
    """Mark portals that are called alike: one of them is perhaps old, or an alias."""
    listed = list(found)
    names = Counter(fold(one.name) for one in listed if one.kind is not Kind.WEB and one.name)
    return [
        replace(one, notes=(*one.notes, "same-name"), certainty=DiscoveryCertainty.UNSURE)
        if one.kind is not Kind.WEB and names[fold(one.name)] > 1
        else one
        for one in listed
    ]


def _written(place: AdministrativeUnit) -> str:
    """Return the URL for the inventory. A plain-HTTP link says nothing of HTTPS: both are tried."""
    url = read_url(place.url)
    if url.scheme == "http" and url.port == 80:
        return normalise(f"https://{url.authority}{url.target.partition('?')[0]}")
    return normalise(place.url)


def _tidy(name: str) -> str:
    """Return a name fit for a cell: short, on one line, nothing a spreadsheet would calculate."""
    return " ".join(name.split()).lstrip("=+-@#'\" ")[:200]
